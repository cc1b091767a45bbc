import { type Page } from "@playwright/test";
import { accessible, awake, expect, logIn, open, test } from "../../support/drop";

const languages = [
  { name: "Norsk", tag: "nb", dir: "ltr" },
  { name: "English", tag: "en", dir: "ltr" },
  { name: "Polski", tag: "pl", dir: "ltr" },
  { name: "Srpski", tag: "sr-Latn", dir: "ltr" },
  { name: "Bosanski", tag: "bs", dir: "ltr" },
  { name: "Türkçe", tag: "tr", dir: "ltr" },
  { name: "اردو", tag: "ur", dir: "rtl" },
];

const pages = ["/home", "/send", "/send/recipient", "/activity", "/activity/txn_demo1", "/me", "/me/profile", "/me/language", "/identity", "/complaints/new", "/notifications", "/shops", "/accounts", "/pay"];

async function speak(page: Page, hydrated: boolean, name: string): Promise<void> {
  await page.getByRole("banner").locator("details.menu > summary").click();
  await page.getByRole("button", { name, exact: true }).click();
  await awake(page, hydrated);
}

test("each language is chosen by its own name", async ({ page, hydrated }) => {
  await open(page, hydrated, "/login");
  for (const { name, tag, dir } of languages) {
    await speak(page, hydrated, name);
    await expect(page).toHaveURL(/\/login$/);
    await expect(page.locator("html")).toHaveAttribute("lang", tag);
    await expect(page.locator("html")).toHaveAttribute("dir", dir);
  }
});

test.describe("in a browser that is in Polish", () => {
  test.use({ locale: "pl-PL" });
  test("pages are in Polish", async ({ page, hydrated }) => {
    await open(page, hydrated, "/login");
    await expect(page.locator("html")).toHaveAttribute("lang", "pl");
  });
});

for (const width of [360, 1440]) {
  test(`pages from right to left, ${width} px wide`, async ({ page, hydrated, person, context, baseURL }) => {
    await page.setViewportSize({ width, height: 900 });
    await logIn(page, hydrated, person.email);
    await context.addCookies([{ name: "drop_language", value: "ur", url: baseURL ?? "http://localhost:3000" }]);
    for (const path of pages) {
      await open(page, hydrated, path);
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      const [wide, room] = await page.locator("html").evaluate((html) => [html.scrollWidth, html.clientWidth]);
      expect(wide, path).toBeLessThanOrEqual(room);
      // Money, accounts and references are read from left to right in any text.
      for (const money of await page.locator(".money, .iban, .ltr").all()) {
        expect(await money.evaluate((it) => getComputedStyle(it).direction), path).toBe("ltr");
      }
      await accessible(page);
    }
    // What begins a line is at the right: the avatar of a row is right of its words.
    await open(page, hydrated, "/me");
    const row = page.locator("a.row").first();
    const [avatar, text] = [await row.locator(".avatar").boundingBox(), await row.locator(".text").boundingBox()];
    expect(avatar?.x ?? 0).toBeGreaterThan(text?.x ?? 0);
    // An arrow that points on points to the left.
    const flipped = await row.locator("svg.flip").last().evaluate((it) => getComputedStyle(it).transform);
    expect(flipped).toBe("matrix(-1, 0, 0, 1, 0, 0)");
  });
}
