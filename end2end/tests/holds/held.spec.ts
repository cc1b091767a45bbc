import { type Page } from "@playwright/test";
import { decideAtBank, untilStatus } from "../../support/bank";
import { accessible, awake, expect, logIn, open, test } from "../../support/drop";
import { decideHold, holdOf, officers } from "../../support/officer";

/** Sends money to somebody whose name stands on the demo house's list of invented people; the payment's id. */
async function orderUnderSuspicion(page: Page, hydrated: boolean, name: string, iban: string): Promise<string> {
  await open(page, hydrated, "/send/recipient");
  await page.getByLabel("Navn").fill(name);
  await page.getByRole("radio", { name: /Serbia/ }).check();
  await page.getByLabel("IBAN").fill(iban);
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Hvor mye vil du sende til ${name}?`);
  await awake(page, hydrated);
  await page.getByLabel("Du sender").fill("230");
  await page.getByRole("button", { name: "Se over" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Stemmer alt?");
  await awake(page, hydrated);
  await page.getByRole("button", { name: "Godkjenn i banken" }).click();
  await expect(page).toHaveURL(/\/activity\/txn_[0-9a-f]{16}$/);
  await awake(page, hydrated);
  return new URL(page.url()).pathname.split("/").pop() ?? "";
}

/** A payment under way that its bank has not taken yet: what every customer of a slow bank sees. */
async function looksLikeASlowBank(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Betalingen er på vei");
  await expect(page.locator(".notice")).toContainText("Det kan ta lengre tid enn vanlig");
  await expect(page.locator(".notice")).toContainText("vi gir deg beskjed");
  await expect(page.getByRole("link", { name: "Til banken" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Oppdater" })).toBeVisible();
  await expect(page.locator("body")).not.toContainText(/holdt|hold tilbake|kontroll|mistanke|sanksjon|hvitvask/i);
}

test("a held payment looks like one of a slow bank, and ends like one that a bank rejects", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  const id = await orderUnderSuspicion(page, hydrated, "Zoran Izmišljen Fiktivni", "RS35260000000765432179");
  await looksLikeASlowBank(page);
  await accessible(page);

  await open(page, hydrated, "/activity");
  await expect(page.locator(`.rows .row[href="/activity/${id}"]`)).toContainText("På vei");
  await open(page, hydrated, `/send/return/${id}`);
  await expect(page).toHaveURL(new RegExp(`/activity/${id}$`));
  await looksLikeASlowBank(page);

  await awake(page, hydrated);
  decideHold("refuse", holdOf(id), officers.first);
  await untilStatus(page, hydrated, "Betalingen ble ikke gjennomført");
  await expect(page.locator(".notice")).toContainText("Betalingen kunne ikke gjennomføres. Ingen penger er flyttet.");
  await expect(page.getByRole("link", { name: "Send igjen" })).toBeVisible();
  await accessible(page);
});

test("a released payment goes on to the bank", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  const id = await orderUnderSuspicion(page, hydrated, "Dragutin Nepostojić", "RS35260000000765432276");
  await looksLikeASlowBank(page);
  const hold = holdOf(id);
  decideHold("propose-release", hold, officers.first);
  await page.reload();
  await awake(page, hydrated);
  await looksLikeASlowBank(page);
  decideHold("approve", hold, officers.second);
  await untilStatus(page, hydrated, "Betalingen venter på deg");
  await page.getByRole("link", { name: "Til banken" }).click();
  await decideAtBank(page, "approve");
  await untilStatus(page, hydrated, "Pengene er sendt");
});
