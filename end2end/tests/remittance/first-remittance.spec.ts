import { type Page } from "@playwright/test";
import { decideAtBank, toBank, untilStatus } from "../../support/bank";
import { accessible, awake, expect, logIn, test } from "../../support/drop";

/** From the dashboard to the bank's approval page, looking at every page with axe on the way. */
async function orderTwoThousand(page: Page, hydrated: boolean, recipient: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: "Send" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hvem vil du sende til?");
  await accessible(page);
  await page.getByRole("link", { name: new RegExp(recipient) }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Hvor mye vil du sende til ${recipient}?`);
  await awake(page, hydrated);
  await page.getByLabel("Du sender").fill("2000");
  await accessible(page);
  await page.getByRole("button", { name: "Se over" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Stemmer alt?");
  await awake(page, hydrated);
}

test("a first remittance, from log-in to the receipt", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await expect(page.getByText("Tilgjengelig i bankene dine")).toBeVisible();
  await accessible(page);

  await orderTwoThousand(page, hydrated, person.recipient);
  const price = page.locator(".sum");
  await expect(price).toContainText("2\u00a0000,00\u00a0kr");
  await expect(price).toContainText("10,00\u00a0kr");
  await expect(price).toContainText("2\u00a0010,00\u00a0kr");
  await expect(price).toContainText(person.receives);
  await accessible(page);
  await page.getByRole("button", { name: "Godkjenn i banken" }).click();

  // The bank's own page: amount and payee are what is approved.
  await expect(page.locator("#amount data")).toHaveAttribute("value", "2010.00");
  await expect(page.locator("#payee")).toHaveText(person.recipient);
  await decideAtBank(page, "approve");

  await expect(page).toHaveURL(/\/activity\/txn_[0-9a-f]{16}$/);
  await untilStatus(page, hydrated, "Pengene er sendt");
  await expect(page.locator(".receipt")).toContainText(person.receives);
  await expect(page.locator(".receipt")).toContainText("2\u00a0010,00\u00a0kr");
  await accessible(page);

  // Other tests pay as the same person: this one's own line.
  const own = new URL(page.url()).pathname;
  await page.getByRole("navigation").getByRole("link", { name: "Aktivitet" }).click();
  const line = page.locator(`.rows .row[href="${own}"]`);
  await expect(line).toContainText(person.recipient);
  await expect(line).toContainText("Sendt");
  await accessible(page);
});

test("saying no at the bank moves nothing and says so", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await orderTwoThousand(page, hydrated, person.recipient);
  await page.getByRole("button", { name: "Godkjenn i banken" }).click();
  await decideAtBank(page, "reject");
  await untilStatus(page, hydrated, "Betalingen ble ikke gjennomført");
  await expect(page.getByText("Du avviste betalingen i banken. Ingen penger er flyttet.")).toBeVisible();
  await accessible(page);
});

test("a payment that was left at the bank waits, and its page leads back there", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await orderTwoThousand(page, hydrated, person.recipient);
  await toBank(page);

  await page.goto("/activity");
  await page.locator(".rows .row").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Betalingen venter på deg");
  await accessible(page);
  await page.getByRole("link", { name: "Til banken" }).click();
  await decideAtBank(page, "approve");
  await untilStatus(page, hydrated, "Pengene er sendt");
});

test("a new recipient: what is wrong is named, what was typed stays", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await page.goto("/send/recipient");
  await awake(page, hydrated);
  await accessible(page);
  await page.getByLabel("Navn").fill("Jovan Jović");
  await page.getByRole("radio", { name: /Serbia/ }).check();
  await page.getByLabel("IBAN").fill("RS35 2000 0000 0001 2345 42");
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("alert")).toContainText("Ingenting er lagret");
  await expect(page.locator(".field .error")).toContainText("IBAN-et stemmer ikke");
  await expect(page.getByLabel("Navn")).toHaveValue("Jovan Jović");
  await expect(page.getByRole("radio", { name: /Serbia/ })).toBeChecked();
  await expect(page.getByLabel("IBAN")).toHaveValue("RS35 2000 0000 0001 2345 42");
  await accessible(page);
  await page.getByLabel("IBAN").fill("rs35200000000001234541");
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hvor mye vil du sende til Jovan Jović?");
});

test("an amount outside the limits is refused in words", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await page.goto("/send");
  await page.getByRole("link", { name: new RegExp(person.recipient) }).click();
  await awake(page, hydrated);
  await page.getByLabel("Du sender").fill("50");
  await page.getByRole("button", { name: "Se over" }).click();
  await expect(page.getByRole("alert")).toContainText("Du må sende minst 100");
  await expect(page.getByLabel("Du sender")).toHaveValue("50");
  await accessible(page);
});

test("either amount can be typed; the other follows while typing", async ({ page, hydrated, person }) => {
  test.skip(!hydrated, "without JavaScript the price is on the next page");
  await logIn(page, hydrated, person.email);
  await page.goto("/send");
  await page.getByRole("link", { name: /Milica/ }).click();
  await awake(page, hydrated);
  await page.getByLabel("Milica Jovanović får").fill("23400");
  await expect(page.getByLabel("Du sender")).toHaveValue("2\u00a0000,00");
  await page.getByLabel("Du sender").fill("1 000,50");
  await expect(page.getByLabel("Milica Jovanović får")).toHaveValue("11\u00a0705,85");
  await page.getByLabel("Milica Jovanović får").fill("11700");
  await page.getByRole("button", { name: "Se over" }).click();
  await expect(page.locator(".sum")).toContainText("1\u00a0005,00\u00a0kr");
});
