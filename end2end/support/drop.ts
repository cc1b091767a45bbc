// What every browser test shares: an address of its own, no errors in the console, axe, and how to log in.
import AxeBuilder from "@axe-core/playwright";
import { type Page, test as base, expect } from "@playwright/test";

export { expect };

/** The two demo people; each project has its own, so that both can pay at the same time. */
export const people = {
  hydrated: { email: "demo@drop.example", recipient: "Milica Jovanović", debtBank: "DNB", receives: "23\u00a0400,00\u00a0RSD" },
  nojs: { email: "kari@drop.example", recipient: "Katarzyna Wiśniewska", debtBank: "Nordea", receives: "820,00\u00a0PLN" },
};
const demoPassword = "fjord-lampe-42";

/** A random address of the documentation range: attempts are counted by address. */
function address(): string {
  const part = () => Math.floor(Math.random() * 254) + 1;
  return `198.18.${part()}.${part()}`;
}

export const test = base.extend<{ person: (typeof people)["hydrated"]; hydrated: boolean; consoleGuard: void }>({
  hydrated: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  person: async ({ hydrated }, use) => use(hydrated ? people.hydrated : people.nojs),
  extraHTTPHeaders: async ({}, use) => use({ "x-forwarded-for": address() }),
  consoleGuard: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("console", (message) => {
        // A refused form post answers 4xx or 5xx on purpose; the browser logs that as an error.
        if (message.type() === "error" && !message.text().includes("Failed to load resource")) errors.push(message.text());
        if (message.type() === "warning" && /hydrat|panicked/i.test(message.text())) errors.push(message.text());
      });
      page.on("pageerror", (error) => errors.push(String(error)));
      await use();
      expect(errors, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

/** Waits until the page answers to clicks as it will: at once without JavaScript, after hydration with it. */
export async function awake(page: Page, hydrated: boolean): Promise<void> {
  await page.waitForLoadState("load");
  if (hydrated) await page.waitForFunction(() => document.documentElement.dataset.awake === "true");
}

export async function open(page: Page, hydrated: boolean, path: string): Promise<void> {
  await page.goto(path);
  await awake(page, hydrated);
}

/** Logs in as a browser's form does, without drawing the form: tests of the form itself fill it in. */
export async function logIn(page: Page, hydrated: boolean, email: string): Promise<void> {
  const origin = process.env.DROP_E2E_BASE_URL ?? "http://localhost:3000";
  const form = { "form[email]": email, "form[password]": demoPassword };
  const answer = await page.request.post("/api/identity/login", { form, headers: { origin, accept: "text/html" }, maxRedirects: 0 });
  expect(answer.status(), `logging in as ${email}`).toBe(302);
  await open(page, hydrated, "/home");
  await expect(page).toHaveURL(/\/home$/);
}

/** Fills in and sends the form of the log-in that is open. */
export async function sendLogIn(page: Page, email: string, password = demoPassword): Promise<void> {
  await page.getByLabel("E-post", { exact: true }).fill(email);
  await page.getByLabel("Passord").fill(password);
  await page.getByRole("button", { name: "Logg inn", exact: true }).click();
}

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** WCAG 2.2 AA by axe, on the page as it stands, in both themes.
 *
 *  axe is a script, so it looks at a still picture of the page: the same elements and styles, without the page's own
 *  scripts, in a tab that may run axe. What was typed and ticked goes along, and the whole page is in view, since a row
 *  half under the bar would count as too small to hit. */
export async function accessible(page: Page): Promise<void> {
  const { width = 1280 } = page.viewportSize() ?? {};
  const html = (await page.content()).replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, "").replace(/<link[^>]+modulepreload[^>]*>/g, "")
    // Nothing fades: axe would measure colours half-way between two themes.
    .replace("</head>", "<style>*, ::before, ::after { transition: none !important; }</style></head>");
  const copy = await stillOf(page);
  await copy.setViewportSize({ width, height: 3000 });
  await copy.route("**/*", (route) =>
    route.request().url() === page.url() ? route.fulfill({ contentType: "text/html", body: html }) : route.continue(),
  );
  await copy.goto(page.url());
  const tall = await copy.evaluate(() => document.documentElement.scrollHeight);
  if (tall > 2800) await copy.setViewportSize({ width, height: tall + 200 });
  for (const colorScheme of ["light", "dark"] as const) {
    await copy.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page: copy });
    // The themes differ in their colours alone.
    const { violations } = await (colorScheme === "light" ? axe.withTags(wcag) : axe.withRules(["color-contrast"])).analyze();
    expect(
      violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(" ")).join(", ")}`),
      `axe, ${colorScheme}, ${page.url()}`,
    ).toEqual([]);
  }
  await copy.unrouteAll();
}

/** One tab for still pictures, kept as long as the browser; colours do not fade from one theme to the other in it. */
const stills = new WeakMap<object, Promise<Page>>();
function stillOf(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error("no browser");
  const known = stills.get(browser);
  if (known) return known;
  const made = browser.newContext({ javaScriptEnabled: true, reducedMotion: "reduce" }).then((context) => context.newPage());
  stills.set(browser, made);
  return made;
}
