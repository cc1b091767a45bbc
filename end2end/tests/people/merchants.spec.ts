import { accessible, awake, expect, open, test } from "../../support/drop";
import { logInAsOfficer } from "../staff";

/** Each project stops its own. */
const mine = (hydrated: boolean): string => (hydrated ? "mer_demo_bryggen" : "mer_demo_ukjent");

test("a shop is stopped and goes on", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/merchants?list=flagged");
  await expect(page.getByRole("link", { name: "Bryggen Suvenir" })).toBeVisible();
  await accessible(page);
  await open(page, hydrated, `/admin/merchants/${mine(hydrated)}`);
  await accessible(page);
  await page.getByLabel("Begrunnelse").fill("Enheten er slettet i registeret.");
  await page.getByRole("button", { name: "Stans butikken" }).click();
  await expect(page.locator(".desk-head")).toContainText("Stanset");
  await expect(page.locator(".log")).toContainText("Enheten er slettet i registeret.");

  await awake(page, hydrated);
  await page.getByLabel("Begrunnelse").fill("Registeret tok feil.");
  await page.getByRole("button", { name: "Åpne butikken igjen" }).click();
  await expect(page.locator(".desk-head")).toContainText("Åpen");
});
