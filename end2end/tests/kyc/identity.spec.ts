// Telling who one is: the form, what is wrong with it, and what is seen afterwards; with hydration and with JavaScript off.
import type { Page } from "@playwright/test";
import { register } from "../../support/customer";
import { accessible, awake, expect, logIn, open, test } from "../../support/drop";

/** Of the tax administration's test population, for the date of birth that new customers of these tests have. */
const number = "319290 00180";

async function fill(page: Page): Promise<void> {
  await page.getByLabel("Fødselsnummer eller D-nummer").fill(number);
  await page.getByLabel("Statsborgerskap").selectOption({ label: "Polen" });
  await page.getByLabel("Gateadresse").fill("Storgata 1 B");
  await page.getByLabel("Postnummer").fill("0155");
  await page.getByLabel("Poststed").fill("Oslo");
  await page.getByLabel("Hva lever du av?").selectOption({ label: "Jobb med lønn" });
  await page.getByLabel("Yrke").fill("Renholder");
  await page.getByLabel("Hva skal pengene brukes til?").selectOption({ label: "Hjelp til familie eller venner" });
  await page.getByLabel("Hvor kommer pengene fra?").selectOption({ label: "Lønn" });
  await page.getByLabel("Hvor mye regner du med å sende i måneden?").selectOption({ label: "Opptil 5 000 kr" });
  await page.getByRole("radio", { name: /^Nei/ }).check();
}

async function handIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Send inn" }).click();
}

test("a new customer tells who they are, and is told that we look at it", async ({ page, hydrated }) => {
  await register(page, hydrated, "hvem");
  const notice = page.locator(".notice").filter({ hasText: "må vi bekrefte hvem du er" });
  await expect(notice).toBeVisible();
  await accessible(page);
  await notice.getByRole("link", { name: "Bekreft hvem du er" }).click();
  await expect(page).toHaveURL(/\/identity$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hvem du er");
  await awake(page, hydrated);
  await accessible(page);
  await page.locator("#main").getByRole("link", { name: "Bekreft hvem du er" }).click();
  await expect(page).toHaveURL(/\/identity\/details$/);
  await awake(page, hydrated);
  await expect(page.getByLabel("Fødselsdato")).toHaveValue("31.12.1990");
  await accessible(page);

  await fill(page);
  await page.getByLabel("Fødselsdato").fill("30.12.1990");
  await page.getByLabel("Postnummer").fill("155");
  await handIn(page);
  await expect(page.getByRole("alert")).toContainText("Fødselsdatoen stemmer ikke med fødselsnummeret.");
  await expect(page.getByRole("alert")).toContainText("Skriv postnummeret med fire sifre.");
  await expect(page.getByLabel("Fødselsdato")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Fødselsnummer eller D-nummer")).toHaveValue(number);
  await expect(page.getByLabel("Yrke")).toHaveValue("Renholder");
  await expect(page.getByLabel("Hvor kommer pengene fra?")).toHaveValue("salary");
  await expect(page.getByRole("radio", { name: /^Nei/ })).toBeChecked();
  await accessible(page);

  await page.getByLabel("Fødselsdato").fill("31.12.1990");
  await page.getByLabel("Postnummer").fill("0155");
  await handIn(page);
  await expect(page).toHaveURL(/\/identity$/);
  await expect(page.getByRole("heading", { level: 2, name: "Vi ser på det" })).toBeVisible();
  await expect(page.getByText("319290 *****")).toBeVisible();
  await expect(page.locator("body")).not.toContainText("00180");
  await awake(page, hydrated);
  await accessible(page);

  // The form is closed, and the pages on which money is sent know how far it is.
  await open(page, hydrated, "/identity/details");
  await expect(page.getByRole("button", { name: "Send inn" })).toHaveCount(0);
  await open(page, hydrated, "/send");
  await expect(page.locator(".notice").filter({ hasText: "Vi ser på det" })).toBeVisible();
  await open(page, hydrated, "/me");
  await expect(page.locator("#main")).toContainText("Vi ser på det");
});

test("a number that does not add up is named when the field is left", async ({ page, hydrated }) => {
  test.skip(!hydrated, "without JavaScript the server checks");
  await register(page, hydrated, "nummer");
  await open(page, hydrated, "/identity/details");
  await page.getByLabel("Fødselsnummer eller D-nummer").fill("319290 00181");
  await page.getByLabel("Gateadresse").focus();
  await expect(page.locator(".field .error")).toContainText("Nummeret stemmer ikke.");
  await page.getByLabel("Fødselsnummer eller D-nummer").fill(number);
  await expect(page.locator(".field .error")).toHaveCount(0);
});

test("an approved customer and one who waits see how far it is", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/identity");
  await expect(page.getByRole("heading", { level: 2, name: "Identiteten din er bekreftet" })).toBeVisible();
  await accessible(page);
  await open(page, hydrated, "/home");
  await expect(page.getByText("må vi bekrefte hvem du er")).toHaveCount(0);
  await page.context().clearCookies();
  await logIn(page, hydrated, "selma@drop.example");
  await open(page, hydrated, "/identity");
  await expect(page.getByRole("heading", { level: 2, name: "Vi ser på det" })).toBeVisible();
  await expect(page.getByText("119085 *****")).toBeVisible();
  await page.setViewportSize({ width: 320, height: 640 });
  const [wide, room] = await page.locator("html").evaluate((html) => [html.scrollWidth, html.clientWidth]);
  expect(wide).toBeLessThanOrEqual(room);
  await accessible(page);
});
