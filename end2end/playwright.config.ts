import { execFileSync } from "node:child_process";
import { defineConfig } from "@playwright/test";

// Started by scripts/e2e, which says where the server and the browser are.
function chromium(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
}

export default defineConfig({
  testDir: "tests",
  testMatch: "**/*.spec.ts",
  // Beside the tests; the default is the folder of package.json.
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  // A test that needs a second try is a defect of the test or of the product. CI names it as flaky, to be mended, and
  // does not keep back what has nothing to do with it.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  // A whole flow with axe on each of its pages takes long on a small machine; nothing here measures speed.
  timeout: 120_000,
  // On a busy machine of two cores a form that was sent may take longer than the usual five seconds to come back.
  expect: { timeout: 20_000 },
  use: {
    baseURL: process.env.DROP_E2E_BASE_URL ?? "http://localhost:3000",
    browserName: "chromium",
    locale: "nb-NO",
    timezoneId: "Europe/Oslo",
    trace: "retain-on-failure",
    // It would answer before a test can; the test of the service worker itself lets it in.
    serviceWorkers: "block",
    launchOptions: {
      executablePath: chromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  // Every core flow works without JavaScript and gets better with it: both are the product.
  projects: [
    { name: "hydrated", use: { javaScriptEnabled: true } },
    { name: "nojs", use: { javaScriptEnabled: false } },
  ],
});
