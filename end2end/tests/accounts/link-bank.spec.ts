import { approveConsent, rejectConsent } from "../../support/bank";
import { register } from "../../support/customer";
import { accessible, awake, expect, test } from "../../support/drop";

test("a new customer links a bank, sees what may be read, and unlinks it", async ({ page, hydrated }) => {
  await register(page, hydrated, "bank");
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
  await register(page, hydrated, "bank");
  await page.goto("/accounts/link");
  await awake(page, hydrated);
  await page.getByRole("button", { name: "Nordea" }).click();
  await rejectConsent(page);
  await expect(page).toHaveURL(/\/accounts$/);
  await expect(page.locator("section.card")).toContainText("Avvist i banken");
  await expect(page.getByRole("button", { name: "Forny" })).toBeVisible();
});
