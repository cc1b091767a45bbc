import { decideAtBank, toBank, untilStatus } from "../../support/bank";
import { pathOf, stickers } from "../../support/codes";
import { confirmAddress, fillRegistration, sendRegistration } from "../../support/customer";
import { accessible, awake, expect, logIn, open, people, sendLogIn, test } from "../../support/drop";

// In both projects: the other demo person owns the shop, and nobody pays in their own.
const payer = people.nojs;

test("a sticker is paid, from the code over the log-in to the receipt", async ({ browser, page, hydrated }) => {
  const path = await pathOf(browser, stickers.open);
  await open(page, hydrated, path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Betal til Ahmetov Kebab");
  await expect(page.locator(".bill")).toContainText("988 077 917");
  await accessible(page);
  await page.getByRole("link", { name: "Logg inn for å betale" }).click();
  await expect(page).toHaveURL(/\/login\?next=/);
  await awake(page, hydrated);
  await sendLogIn(page, payer.email);
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await awake(page, hydrated);

  await page.getByLabel("Beløp i kroner").fill("0,50");
  await page.getByRole("button", { name: "Godkjenn i banken" }).click();
  await expect(page.getByRole("alert")).toContainText("minst 1 kr");
  await expect(page.getByLabel("Beløp i kroner")).toHaveValue("0,50");
  await accessible(page);
  await page.getByLabel("Beløp i kroner").fill("129,50");
  await page.getByRole("button", { name: "Godkjenn i banken" }).click();

  // The bank's own page: exactly the price, and the shop.
  await expect(page.locator("#amount data")).toHaveAttribute("value", "129.50");
  await expect(page.locator("#payee")).toHaveText("Ahmetov Kebab");
  await decideAtBank(page, "approve");
  await expect(page).toHaveURL(/\/activity\/txn_[0-9a-f]{16}$/);
  await untilStatus(page, hydrated, "Pengene er sendt");
  const receipt = page.locator(".receipt");
  await expect(receipt).toContainText("Ahmetov Kebab");
  await expect(receipt).toContainText("988 077 917");
  await expect(receipt).toContainText("129,50\u00a0kr");
  await accessible(page);
});

test("a fixed price is shown, and saying no at the bank moves nothing", async ({ browser, page, hydrated }) => {
  const path = await pathOf(browser, stickers.fixed);
  await logIn(page, hydrated, payer.email);
  await open(page, hydrated, path);
  await expect(page.locator(".bill")).toContainText("39,00\u00a0kr");
  await expect(page.getByLabel("Beløp i kroner")).toHaveCount(0);
  await accessible(page);
  await page.getByRole("button", { name: "Godkjenn i banken" }).click();
  await expect(page.locator("#amount data")).toHaveAttribute("value", "39.00");
  await decideAtBank(page, "reject");
  await untilStatus(page, hydrated, "Betalingen ble ikke gjennomført");
  await expect(page.getByText("Du avviste betalingen i banken. Ingen penger er flyttet.")).toBeVisible();
});

test("a payment that was left at the bank is found again at the code", async ({ browser, page, hydrated }) => {
  const path = await pathOf(browser, stickers.fixed);
  await logIn(page, hydrated, payer.email);
  await open(page, hydrated, path);
  await toBank(page);
  const bank = page.url();
  await open(page, hydrated, path);
  await expect(page.getByText("En betaling hit venter på deg")).toBeVisible();
  await expect(page.getByRole("link", { name: "Gå videre" })).toHaveAttribute("href", /^\/activity\/txn_/);
  await accessible(page);
  // By its own link: the same person pays in the other project at the same time.
  await page.goto(bank);
  await decideAtBank(page, "reject");
  await untilStatus(page, hydrated, "Betalingen ble ikke gjennomført");
});

test("an altered code is refused in words", async ({ browser, page, hydrated }) => {
  const path = await pathOf(browser, stickers.open);
  const altered = path.slice(0, -1) + (path.endsWith("0") ? "1" : "0");
  const answer = await page.goto(altered);
  expect(answer?.status()).toBe(404);
  await awake(page, hydrated);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Koden er ikke gyldig");
  await expect(page.getByText("Ingen penger er flyttet.")).toBeVisible();
  await accessible(page);
});

test("nobody pays in their own shop", async ({ browser, page, hydrated }) => {
  const path = await pathOf(browser, stickers.open);
  await logIn(page, hydrated, people.hydrated.email);
  await open(page, hydrated, path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dette er din egen butikk");
  await accessible(page);
});

test("a new customer comes back to the code, and is asked to link a bank", async ({ browser, page, hydrated }) => {
  const path = await pathOf(browser, stickers.open);
  await open(page, hydrated, path);
  await page.getByRole("link", { name: "Ny her? Åpne konto" }).click();
  await expect(page).toHaveURL(/\/register\?next=/);
  await awake(page, hydrated);
  await fillRegistration(page, hydrated, { email: "betaler" });
  await sendRegistration(page);
  await confirmAddress(page, hydrated);
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(page.getByText("Du trenger en tilkoblet bankkonto i kroner for å betale.")).toBeVisible();
  await accessible(page);
  await awake(page, hydrated);
  await page.getByRole("link", { name: "Koble til en bank" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hvilken bank bruker du?");
  await expect(page.getByRole("link", { name: "Tilbake" })).toHaveAttribute("href", path);
});
