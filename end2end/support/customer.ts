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

/** Fills in the form of registration on the page that is open. Both consents that are needed are ticked. Returns the address. */
export async function fillRegistration(page: Page, hydrated: boolean, who: NewCustomer): Promise<string> {
  const address = `${who.email}-${hydrated ? "js" : "nojs"}-${Date.now()}@drop.example`;
  await page.getByLabel("Fornavn").fill(who.firstName ?? "Ana");
  await page.getByLabel("Etternavn").fill(who.lastName ?? "Anić");
  await page.getByLabel("E-post", { exact: true }).fill(address);
  await page.getByLabel("Telefon").fill("412 34 567");
  await page.getByLabel("Fødselsdato").fill(who.birthDate ?? "31.12.1990");
  await page.getByLabel("Passord").fill(who.password ?? password);
  await page.getByLabel(/vilkårene/).check();
  await page.getByLabel(/personopplysningene/).check();
  return address;
}

/** Puts right what registration refused. */
export async function correctRegistration(page: Page): Promise<void> {
  await page.getByLabel("Fødselsdato").fill("31.12.1990");
  await page.getByLabel("Passord").fill(password);
}

export async function sendRegistration(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Åpne konto" }).click();
}

/** Opens the link of the newest letter that a page of the demo leads to: `step` is what its path ends in. */
export async function openLetter(page: Page, hydrated: boolean, letters: string, step: string): Promise<void> {
  const link = page.locator(`a[href*="/login/${step}?code="]`).first();
  // Letters are written a moment after they were asked for.
  await expect(async () => {
    await page.goto(letters);
    await expect(link).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  const { pathname, search } = new URL((await link.getAttribute("href")) ?? "", page.url());
  await open(page, hydrated, pathname + search);
}

/** On the page after a registration: reads the letter and presses the button that its link leads to. */
export async function confirmAddress(page: Page, hydrated: boolean): Promise<void> {
  await expect(page).toHaveURL(/\/login\/check-mail$/);
  await awake(page, hydrated);
  const letters = await page.getByRole("link", { name: "Dette er en demo: les brevet her" }).getAttribute("href");
  await openLetter(page, hydrated, letters ?? "", "confirm");
  await page.getByRole("button", { name: "Bekreft adressen" }).click();
}

/** From nothing to the home page of a new customer, whose address comes back. */
export async function register(page: Page, hydrated: boolean, name: string): Promise<string> {
  await open(page, hydrated, "/register");
  const email = await fillRegistration(page, hydrated, { email: name });
  await sendRegistration(page);
  await confirmAddress(page, hydrated);
  await expect(page).toHaveURL(/\/home$/);
  await awake(page, hydrated);
  return email;
}
