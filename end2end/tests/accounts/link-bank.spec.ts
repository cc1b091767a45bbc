import { type Page } from "@playwright/test";
import { accessible, awake, expect, open, test } from "../../support/drop";

/** A customer of today: no bank, not confirmed yet. */
async function register(page: Page, hydrated: boolean): Promise<void> {
  await open(page, hydrated, "/register");
  await page.getByLabel("Fornavn").fill("Ana");
  await page.getByLabel("Etternavn").fill("Anić");
  await page.getByLabel("E-post", { exact: true }).fill(`bank-${hydrated ? "js" : "nojs"}-${Date.now()}@drop.example`);
  await page.getByLabel("Telefon").fill("412 34 567");
  await page.getByLabel("Fødselsdato").fill("31.12.1990");
  await page.getByLabel("Passord").fill("hest batteri stift");
  await page.getByLabel(/vilkårene/).check();
  await page.getByLabel(/personopplysningene/).check();
  await page.getByRole("button", { name: "Åpne konto" }).click();
  await expect(page).toHaveURL(/\/home$/);
}

/** The bank's page for a consent: who am I, which accounts, and the code of the device. */
async function approveConsent(page: Page, psu: string): Promise<void> {
  await page.locator("#psu").selectOption(psu);
  await page.getByRole("button", { name: "Fortsett" }).click();
  const code = await page.locator("#device-code").innerText();
  await page.locator("#code").fill(code.replace(/\s/g, ""));
  await page.locator("button[name=decision][value=approve]").click();
}

test("a new customer links a bank, sees what may be read, and unlinks it", async ({ page, hydrated }) => {
  await register(page, hydrated);
  await page.getByRole("link", { name: "Koble til en bank" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hvilken bank bruker du?");
  await awake(page, hydrated);
  await accessible(page);
  await page.getByRole("button", { name: "Handelsbanken" }).click();
  await approveConsent(page, "test-psu-handelsbanken");

  await expect(page).toHaveURL(/\/accounts$/);
  const bank = page.locator("section.card", { hasText: "Handelsbanken" });
  await expect(bank).toContainText("Tilkoblet");
  await expect(bank).toContainText("Hovedkonto");
  await expect(bank).toContainText("0 av 4");
  await expect(bank).toContainText("180 dager, til");
  await accessible(page);

  await page.goto("/home");
  await expect(page.getByText("Tilgjengelig i bankene dine")).toBeVisible();
  await page.goto("/accounts");
  await awake(page, hydrated);
  await page.getByRole("button", { name: "Koble fra" }).click();
  await expect(page.locator("section.card")).toContainText("Koblet fra");
  await expect(page.getByRole("button", { name: "Koble fra" })).toHaveCount(0);
  await accessible(page);
});

test("saying no at the bank links nothing and says so", async ({ page, hydrated }) => {
  await register(page, hydrated);
  await page.goto("/accounts/link");
  await awake(page, hydrated);
  await page.getByRole("button", { name: "Nordea" }).click();
  await page.locator("button[name=decision][value=reject]").first().click();
  await expect(page).toHaveURL(/\/accounts$/);
  await expect(page.locator("section.card")).toContainText("Avvist i banken");
  await expect(page.getByRole("button", { name: "Forny" })).toBeVisible();
});
