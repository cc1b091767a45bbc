// The sandbox bank's own pages, where a customer decides, and what becomes of it.
import { type Page, expect } from "@playwright/test";
import { awake, open } from "./drop";

/** Types the code of the sandbox bank's device. */
async function typeDeviceCode(page: Page): Promise<void> {
  const code = await page.locator("#device-code").innerText();
  await page.locator("#code").fill(code.replace(/\s/g, ""));
}

async function decide(page: Page, decision: "approve" | "reject"): Promise<void> {
  await page.locator(`button[name=decision][value=${decision}]`).click();
}

/** Goes to the bank with a payment; what it is told there can be looked at. */
export async function toBank(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Godkjenn i banken" }).click();
  await expect(page.locator("#payee")).toBeVisible();
}

/** Decides about the payment on the bank's page. */
export async function decideAtBank(page: Page, decision: "approve" | "reject"): Promise<void> {
  await expect(page.locator("#payee")).toBeVisible();
  if (decision === "approve") await typeDeviceCode(page);
  await decide(page, decision);
}

/** Approves the consent on the bank's page: who am I, which accounts, and the code of the device. */
export async function approveConsent(page: Page, psu: string): Promise<void> {
  await page.locator("#psu").selectOption(psu);
  await page.getByRole("button", { name: "Fortsett" }).click();
  await typeDeviceCode(page);
  await decide(page, "approve");
}

/** Says no to the consent on the bank's page. */
export async function rejectConsent(page: Page): Promise<void> {
  await page.locator("button[name=decision][value=reject]").first().click();
}

/** Links a bank to whoever is logged in. */
export async function linkBank(page: Page, hydrated: boolean, bank: { name: string; psu: string }): Promise<void> {
  await open(page, hydrated, "/accounts/link");
  await page.getByRole("button", { name: bank.name }).click();
  await approveConsent(page, bank.psu);
  await expect(page).toHaveURL(/\/accounts$/);
  await awake(page, hydrated);
}

/** Waits for what became of a payment: a receipt follows it by itself with JavaScript, and when it is asked to
 *  without. */
export async function untilStatus(page: Page, hydrated: boolean, headline: string): Promise<void> {
  const title = page.getByRole("heading", { level: 1 });
  if (hydrated) {
    await expect(title).toHaveText(headline, { timeout: 20_000 });
    return;
  }
  await expect(async () => {
    await page.reload();
    await expect(title).toHaveText(headline, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
}
