import type { Browser, Page } from "@playwright/test";
import { decideAtBank, toBank } from "../../support/bank";
import { accessible, awake, expect, logIn, open, people, test } from "../../support/drop";

/** The owner of the demo shop, and somebody who pays there. */
const owner = people.hydrated.email;
const customer = people.nojs.email;

/** Keys a sale in and shows its code. */
async function beginSale(page: Page, hydrated: boolean, amount: string, reference: string): Promise<void> {
  await open(page, hydrated, "/shops/mer_demo1/till");
  await page.getByLabel("Beløp i kroner").fill(amount);
  await page.getByText("Legg til referanse").click();
  await page.locator("#sale-reference").fill(reference);
  await page.getByRole("button", { name: "Vis koden" }).click();
  await expect(page.locator(".till-state")).toHaveText("Skann koden med kameraet på telefonen");
  await expect(page.getByRole("img", { name: /QR-kode for salget/ })).toBeVisible();
  await awake(page, hydrated);
}

/** What the code on the screen holds, as a path of this site. */
async function pathInCode(page: Page): Promise<string> {
  const code = new URL(page.url()).pathname.split("/").pop();
  const details = await (await page.request.get(`/shops/mer_demo1/codes/${code}`)).text();
  const found = /\/q\/[0-9A-Z]{32}/.exec(details);
  expect(found, "the code's own page shows its link").not.toBeNull();
  return found?.[0] ?? "";
}

/** The customer's own browser, at the bank with this sale. */
async function payerAtBank(browser: Browser, hydrated: boolean, path: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: hydrated });
  const page = await context.newPage();
  await logIn(page, hydrated, customer);
  await open(page, hydrated, path);
  await toBank(page);
  return page;
}

test("a sale is keyed in, scanned, approved and paid, on two screens", async ({ page, browser, hydrated }) => {
  await logIn(page, hydrated, owner);
  await open(page, hydrated, "/shops/mer_demo1/till");
  await accessible(page);
  const reference = `Bord ${Date.now() % 1_000_000}`;
  await beginSale(page, hydrated, "131,50", reference);
  await expect(page.locator(".till-amount")).toHaveText(/131,50/);
  await expect(page.locator(".till-reference")).toHaveText(reference);
  await accessible(page);
  const payer = await payerAtBank(browser, hydrated, await pathInCode(page));
  await expect(page.locator(".till-state")).toHaveText("Betalingen godkjennes i banken …", { timeout: 20_000 });
  await expect(page.getByRole("button", { name: "Avbryt salget" })).toHaveCount(0);
  await accessible(page);
  await decideAtBank(payer, "approve");
  await expect(page.locator(".till-sale")).toHaveClass(/\bpaid\b/, { timeout: 30_000 });
  await expect(page.locator(".till-state")).toHaveText("Betalt");
  await accessible(page);
  await payer.context().close();
  await page.getByRole("link", { name: "Nytt salg" }).click();
  await expect(page.locator(".rows .row").first()).toBeVisible();
  const row = page.locator(".rows .row").filter({ hasText: reference });
  await expect(row).toContainText("131,50");
  const sold = (await row.locator("b").innerText()).trim();
  await awake(page, hydrated);
  await page.getByLabel("De fire siste tegnene i referansen").fill(sold.slice(-4));
  await page.getByRole("button", { name: "Finn" }).click();
  await expect(page).toHaveURL(/[?&]ref=/);
  await expect(page.locator(".rows .row").filter({ hasText: reference })).toHaveCount(1);
});

test("a payment that is declined leaves the code to be scanned again", async ({ page, browser, hydrated }) => {
  await logIn(page, hydrated, owner);
  await beginSale(page, hydrated, "17", "Avslått");
  const payer = await payerAtBank(browser, hydrated, await pathInCode(page));
  await decideAtBank(payer, "reject");
  await expect(page.locator(".till-state")).toHaveText(/gikk ikke gjennom/, { timeout: 30_000 });
  await expect(page.getByRole("img", { name: /QR-kode for salget/ })).toBeVisible();
  await accessible(page);
  await payer.context().close();
});

test("a sale is cancelled", async ({ page, hydrated }) => {
  await logIn(page, hydrated, owner);
  await beginSale(page, hydrated, "19,00", "Angret");
  const path = await pathInCode(page);
  await page.getByRole("button", { name: "Avbryt salget" }).click();
  await expect(page.locator(".till-state")).toHaveText("Salget er avbrutt. Ingen har betalt.");
  await expect(page.getByRole("img", { name: /QR-kode for salget/ })).toHaveCount(0);
  await accessible(page);
  await open(page, hydrated, path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Godkjenn i banken" })).toHaveCount(0);
});

test("an amount that is none is turned back, and the rest stays", async ({ page, hydrated }) => {
  await logIn(page, hydrated, owner);
  await open(page, hydrated, "/shops/mer_demo1/till");
  await page.getByLabel("Beløp i kroner").fill("0,50");
  await page.getByText("Legg til referanse").click();
  await page.locator("#sale-reference").fill("Bord 9");
  await page.getByRole("button", { name: "Vis koden" }).click();
  await expect(page.locator(".field .error")).toContainText("minst 1 kr");
  await expect(page.locator("#sale-reference")).toHaveValue("Bord 9");
});

test("the keys of the till, by finger and by keyboard", async ({ page, hydrated }) => {
  test.skip(!hydrated, "without JavaScript the amount is typed into the field");
  await logIn(page, hydrated, owner);
  await open(page, hydrated, "/shops/mer_demo1/till");
  const field = page.getByLabel("Beløp i kroner");
  for (const key of ["1", "2", "9", "00"]) await page.getByRole("button", { name: key, exact: true }).click();
  await expect(field).toHaveValue("129,00");
  await page.getByRole("button", { name: "Slett siste siffer" }).click();
  await expect(field).toHaveValue("12,90");
  await field.press("End");
  await field.press("5");
  await expect(field).toHaveValue("129,05");
  await field.press("Backspace");
  await expect(field).toHaveValue("12,90");
});

test("the sound stays off on a device where it was turned off", async ({ page, hydrated }) => {
  test.skip(!hydrated, "without JavaScript there is no sound");
  await logIn(page, hydrated, owner);
  await beginSale(page, hydrated, "21", "Stille");
  const mute = page.getByRole("button", { name: "Lyd av" });
  await expect(mute).toHaveAttribute("aria-pressed", "false");
  await mute.click();
  await expect(mute).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await awake(page, hydrated);
  await expect(page.getByRole("button", { name: "Lyd av" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Avbryt salget" }).click();
  await expect(page.locator(".till-state")).toContainText("avbrutt");
});
