import { accessible, awake, expect, open, test } from "../../support/drop";
import { logInAsLead, logInAsOfficer } from "../staff";

/** Each project decides about its own. */
const mine = (hydrated: boolean): string => (hydrated ? "hld_demo_nora1" : "hld_demo_nora2");

test("an officer refuses a held payment, with a reason", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/holds");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Holdte betalinger");
  await accessible(page);
  await page.locator(`a[href="/admin/holds/${mine(hydrated)}"]`).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Holdt betaling fra Nora Skogstad");
  await awake(page, hydrated);
  await accessible(page);

  await page.getByRole("radio", { name: "Avvis betalingen" }).check();
  await page.getByLabel("Begrunnelse").fill("kort");
  await page.getByRole("button", { name: "Lagre avgjørelsen" }).click();
  await expect(page.getByRole("alert")).toContainText("Dette er for kort.");
  await expect(page.getByLabel("Begrunnelse")).toHaveValue("kort");

  await awake(page, hydrated);
  await page.getByRole("radio", { name: "Avvis betalingen" }).check();
  await page.getByLabel("Begrunnelse").fill("Kunden svarer ikke på spørsmål om hva pengene er til.");
  await page.getByRole("button", { name: "Lagre avgjørelsen" }).click();
  await expect(page.locator(".desk-head")).toContainText("Avvist");
  await expect(page.locator(".log")).toContainText("Kunden svarer ikke");
  await expect(page.getByRole("button", { name: "Lagre avgjørelsen" })).toHaveCount(0);
});

test("whoever proposed a release does not approve it", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/holds?state=proposed");
  await page.locator('a[href="/admin/holds/hld_demo_nora3"]').click();
  await expect(page.locator(".notice")).toContainText("En annen medarbeider må svare");
  await expect(page.getByRole("radio", { name: "Godkjenn forslaget" })).toHaveCount(0);
});

test("another officer may", async ({ page, hydrated }) => {
  await logInAsLead(page);
  await open(page, hydrated, "/admin/holds/hld_demo_nora3");
  await expect(page.getByRole("radio", { name: "Godkjenn forslaget" })).toHaveCount(1);
  await expect(page.getByRole("radio", { name: "Avslå forslaget" })).toHaveCount(1);
});
