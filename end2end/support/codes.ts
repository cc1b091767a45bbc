// Codes of the demo shop, as their owner sees them in a browser of their own.
import { type Browser, type Page, expect } from "@playwright/test";
import { logIn, open, people } from "./drop";

/** Two stickers of the demo shop: an open amount, and a price of 39 kroner. */
export const stickers = { open: "qrc_00000000000000d1", fixed: "qrc_00000000000000d2" };

async function asOwner<T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> {
  const part = () => Math.floor(Math.random() * 254) + 1;
  const context = await browser.newContext({
    javaScriptEnabled: false,
    locale: "nb-NO",
    extraHTTPHeaders: { "x-forwarded-for": `198.19.${part()}.${part()}` },
  });
  const page = await context.newPage();
  await logIn(page, false, people.hydrated.email);
  const result = await work(page);
  await context.close();
  return result;
}

/** The path that a code leads to. */
export async function pathOf(browser: Browser, code: string): Promise<string> {
  return asOwner(browser, async (page) => {
    await open(page, false, `/shops/mer_demo1/codes/${code}`);
    const path = new URL(await page.locator(".code-link").innerText()).pathname;
    expect(path).toMatch(/^\/q\/[0-9A-Z]{32}$/);
    return path;
  });
}

/** A code as a picture. */
export async function pictureOf(browser: Browser, code: string): Promise<Buffer> {
  return asOwner(browser, async (page) => {
    const file = await page.request.get(`/shops/mer_demo1/codes/${code}/code.png?size=512`);
    expect(file.status()).toBe(200);
    return file.body();
  });
}
