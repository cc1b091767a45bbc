import type { Page } from "@playwright/test";
import { decideAtBank, toBank } from "../../support/bank";
import { awake, expect, logIn, type people, test } from "../../support/drop";

/** Orders a payment, leaves it at the bank and opens its receipt. Where the bank waits; `debit` tells it from others. */
async function leftAtBank(page: Page, person: (typeof people)["hydrated"], amount: string, debit: string): Promise<string> {
  await logIn(page, true, person.email);
  await page.goto("/send");
  await page.getByRole("link", { name: new RegExp(person.recipient) }).click();
  await awake(page, true);
  await page.getByLabel("Du sender").fill(amount);
  await page.getByRole("button", { name: "Se over" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Stemmer alt?");
  await awake(page, true);
  await toBank(page);
  const bank = page.url();
  await page.goto("/activity");
  await awake(page, true);
  await page.locator(".rows .row").filter({ hasText: debit }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Betalingen venter på deg");
  return bank;
}

/** The customer approves in another tab, while the first one stays as it is. */
async function approveElsewhere(page: Page, bank: string): Promise<void> {
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(bank);
  await decideAtBank(elsewhere, "approve");
  await expect(elsewhere).toHaveURL(/\/activity\/txn_[0-9a-f]{16}$/);
  await elsewhere.close();
}

test("an open receipt follows what happens elsewhere, without being loaded again", async ({ page, hydrated, person }) => {
  test.skip(!hydrated, "without JavaScript a page is what it was when it was loaded");
  const stream = page.waitForResponse((response) => new URL(response.url()).pathname === "/events", { timeout: 60_000 });
  const bank = await leftAtBank(page, person, "213", "214,07");
  const answer = await stream;
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toBe("text/event-stream");
  await page.evaluate(() => document.documentElement.setAttribute("data-same-page", "true"));
  await approveElsewhere(page, bank);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pengene er sendt", { timeout: 10_000 });
  await expect(page.locator("html")).toHaveAttribute("data-same-page", "true");
});

test("where no stream gets through, a receipt looks by itself", async ({ page, hydrated, person }) => {
  test.skip(!hydrated, "without JavaScript a page is what it was when it was loaded");
  await page.route("**/events", (route) => route.fulfill({ status: 502, body: "" }));
  const bank = await leftAtBank(page, person, "217", "218,09");
  await approveElsewhere(page, bank);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pengene er sendt", { timeout: 45_000 });
});
