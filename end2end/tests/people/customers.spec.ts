import { accessible, awake, expect, open, test } from "../../support/drop";
import { logInAsOfficer } from "../staff";

test("a customer is found, and everything stands on one page", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/customers");
  await expect(page.getByRole("link", { name: "Neste side" })).toBeVisible();
  await accessible(page);
  await page.getByLabel("Søk").fill("skogst");
  await page.getByRole("button", { name: "Vis" }).click();
  await expect(page).toHaveURL(/q=skogst/);
  await page.getByRole("link", { name: "Nora Skogstad" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nora Skogstad");
  await awake(page, hydrated);
  await accessible(page);
  for (const panel of ["Identitet", "Listesøk", "Bankkontoer", "Varsler", "Holdte betalinger", "Klager", "Enheter og innlogginger", "Samtykker", "Betalinger", "Mottakere"]) {
    await expect(page.getByRole("heading", { level: 2, name: panel, exact: true })).toBeVisible();
  }
  await expect(page.locator(".panel", { hasText: "Mottakere" })).toContainText("Amir Ahmetov");

  await page.getByRole("button", { name: "Vis hele nummeret" }).click();
  await expect(page.locator(".facts").first()).toContainText("07870050083");
  await page.getByRole("link", { name: "Alle betalinger" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Betalinger fra Nora Skogstad");
  await accessible(page);
});
