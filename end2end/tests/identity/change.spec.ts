import { openLetter, password, register } from "../../support/customer";
import { accessible, awake, expect, open, test } from "../../support/drop";
import { type Page } from "@playwright/test";

const another = "lampe vindu saft";

/** Shows again who one is, on the way to a page. */
async function stepUp(page: Page, hydrated: boolean, path: string): Promise<void> {
  await open(page, hydrated, path);
  await expect(page).toHaveURL(/\/me\/confirm\?next=/);
  await awake(page, hydrated);
  await page.getByLabel("Passord", { exact: true }).fill(password);
  await page.locator("#main form").filter({ has: page.getByLabel("Passord", { exact: true }) }).locator("button[type=submit]").click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await awake(page, hydrated);
}

test("password and telephone number are changed by who shows again who they are", async ({ page, hydrated }) => {
  await register(page, hydrated, "endre");
  await stepUp(page, hydrated, "/me/password");
  await accessible(page);
  await page.getByLabel("Nytt passord").fill("passordpassord");
  await page.getByRole("button", { name: "Lagre passordet" }).click();
  await expect(page.getByRole("alert")).toContainText("for lett å gjette");
  await page.getByLabel("Nytt passord").fill(another);
  await page.getByRole("button", { name: "Lagre passordet" }).click();
  await expect(page.locator("#main")).toContainText("Passordet er endret.");
  await accessible(page);

  await open(page, hydrated, "/me/phone");
  await accessible(page);
  await page.getByLabel("Nytt telefonnummer").fill("900 00 000");
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator("#main")).toContainText("Telefonnummeret er endret.");
});

test("a new address is confirmed by a letter to it", async ({ page, hydrated }) => {
  await register(page, hydrated, "adresse");
  await stepUp(page, hydrated, "/me/email");
  await accessible(page);
  const address = `ny-adresse-${hydrated ? "js" : "nojs"}-${Date.now()}@drop.example`;
  await page.getByLabel("Ny e-postadresse").fill(address);
  await page.getByRole("button", { name: "Send lenke" }).click();
  await expect(page.locator("#main")).toContainText("Vi har skrevet til den nye adressen.");
  await openLetter(page, hydrated, `/demo/mail?to=${encodeURIComponent(address)}`, "new-email");
  await accessible(page);
  await page.getByRole("button", { name: "Bekreft adressen" }).click();
  await expect(page).toHaveURL(/\/login\/email-changed$/);
  await accessible(page);
});
