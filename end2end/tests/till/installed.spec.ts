import { expect, logIn, open, people, test } from "../../support/drop";

// Everywhere else the service worker is kept away: it would stand between a test and what it intercepts.
test.use({ serviceWorkers: "allow" });

test("the site can be installed", async ({ page, hydrated }) => {
  await open(page, hydrated, "/login");
  const href = await page.locator("link[rel=manifest]").getAttribute("href");
  const answer = await page.request.get(href ?? "");
  expect(answer.headers()["content-type"]).toContain("application/manifest+json");
  const manifest = (await answer.json()) as { icons: { src: string; sizes: string }[] };
  for (const icon of manifest.icons) {
    const picture = await page.request.get(icon.src);
    expect(picture.headers()["content-type"]).toBe("image/png");
    expect(picture.status()).toBe(200);
  }
});

test("without a network there is a page that says so, and no private one", async ({ page, context, hydrated }) => {
  test.skip(!hydrated, "a service worker is a script");
  await logIn(page, hydrated, people.hydrated.email);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await open(page, hydrated, "/home");
  await context.setOffline(true);
  await page.goto("/shops/mer_demo1/till");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ingen forbindelse");
  await expect(page.locator("body")).not.toContainText("Ahmetov");
  const kept = await page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) paths.push(new URL(request.url).pathname);
    }
    return paths;
  });
  expect(kept).toContain("/offline.html");
  const ours = (path: string) => /^\/(pkg|fonts)\//.test(path) || ["/offline.html", "/offline.css", "/favicon.svg"].includes(path);
  expect(kept.filter((path) => !ours(path))).toEqual([]);
  await context.setOffline(false);
  await page.getByRole("link", { name: /Prøv igjen/ }).click();
  await expect(page.getByRole("button", { name: "Vis koden" })).toBeVisible();
});
