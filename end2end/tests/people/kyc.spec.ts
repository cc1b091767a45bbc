import { accessible, awake, expect, open, test } from "../../support/drop";
import { logInAsLead, logInAsOfficer } from "../staff";

/** Each project decides about its own. */
const mine = (hydrated: boolean): string => (hydrated ? "kyc_demo_imran" : "kyc_demo_zofia");

test("a number in full is shown once, and a customer is asked for more", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/kyc");
  await accessible(page);
  await page.locator(`a[href="/admin/kyc/${mine(hydrated)}"]`).click();
  await expect(page.locator(".facts").first()).toContainText("*****");
  await awake(page, hydrated);
  await accessible(page);

  await page.getByRole("button", { name: "Vis hele nummeret" }).click();
  await expect(page.locator(".facts").first()).toContainText(hydrated ? "23889500093" : "14837200092");
  await open(page, hydrated, `/admin/kyc/${mine(hydrated)}`);
  await expect(page.locator(".facts").first()).toContainText("*****");

  await page.getByRole("radio", { name: "Spør om mer" }).check();
  await page.getByLabel("Hvor pengene kommer fra").check();
  await page.getByLabel("Begrunnelse").fill("Svarene henger ikke sammen.");
  await page.getByRole("button", { name: "Lagre avgjørelsen" }).click();
  await expect(page.locator(".desk-head")).toContainText("Venter på svar fra kunden");
  await expect(page.locator(".log")).toContainText("Svarene henger ikke sammen.");
});

test("who is to be looked at again stands in a queue of their own", async ({ page, hydrated }) => {
  await logInAsLead(page);
  await open(page, hydrated, "/admin/kyc?queue=due");
  await page.getByRole("link", { name: "Halvor Nygård" }).click();
  await expect(page.getByRole("radio", { name: "Sett på igjen: fortsatt godkjent" })).toHaveCount(1);
});
