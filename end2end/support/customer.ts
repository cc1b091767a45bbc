// A customer of today, as the browser tests register one: no bank, and nobody has confirmed who it is.
import { type Page, expect } from "@playwright/test";
import { awake, open } from "./drop";

export const password = "hest batteri stift";

/** Whom to register. `email` is only its first word: each run has an address of its own. */
export interface NewCustomer {
  email: string;
  firstName?: string;
  lastName?: string;
  birthDate?: string;
  password?: string;
}

/** Fills in the form of registration on the page that is open; returns the address. Both consents that are needed are
 *  ticked. */
export async function fillRegistration(page: Page, hydrated: boolean, who: NewCustomer): Promise<string> {
  const email = `${who.email}-${hydrated ? "js" : "nojs"}-${Date.now()}@drop.example`;
  await page.getByLabel("Fornavn").fill(who.firstName ?? "Ana");
  await page.getByLabel("Etternavn").fill(who.lastName ?? "Anić");
  await page.getByLabel("E-post", { exact: true }).fill(email);
  await page.getByLabel("Telefon").fill("412 34 567");
  await page.getByLabel("Fødselsdato").fill(who.birthDate ?? "31.12.1990");
  await page.getByLabel("Passord").fill(who.password ?? password);
  await page.getByLabel(/vilkårene/).check();
  await page.getByLabel(/personopplysningene/).check();
  return email;
}

/** Puts right what registration refused. */
export async function correctRegistration(page: Page): Promise<void> {
  await page.getByLabel("Fødselsdato").fill("31.12.1990");
  await page.getByLabel("Passord").fill(password);
}

export async function sendRegistration(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Åpne konto" }).click();
}

/** From nothing to the home page of a new customer, whose address comes back. */
export async function register(page: Page, hydrated: boolean, name: string): Promise<string> {
  await open(page, hydrated, "/register");
  const email = await fillRegistration(page, hydrated, { email: name });
  await sendRegistration(page);
  await expect(page).toHaveURL(/\/home$/);
  await awake(page, hydrated);
  return email;
}
