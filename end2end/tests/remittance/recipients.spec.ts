// Recipients: find, add, change, remove; with hydration and with JavaScript off.
import type { Page } from "@playwright/test";
import { accessible, awake, expect, logIn, open, test } from "../../support/drop";

// The two projects run at the same time: each has its own people, accounts and bank. Every test leaves its person's
// list as it found it.
const accounts = {
  hydrated: { first: "RS35265000000008888893", second: "RS35265000000007777758", third: "RS35265110000555888897", bank: "Raiffeisen banka" },
  nojs: { first: "RS35160000000008888865", second: "RS35160000000007777730", third: "RS35160110000555888869", bank: "Banca Intesa" },
};
const of = (hydrated: boolean) => (hydrated ? accounts.hydrated : accounts.nojs);

async function fill(page: Page, country: RegExp, name: string, iban: string): Promise<void> {
  await page.getByRole("radio", { name: country }).check();
  await page.getByLabel("Navn").fill(name);
  await page.getByLabel("IBAN").fill(iban);
}

/** From the list to the page of a recipient. */
async function pageOf(page: Page, hydrated: boolean, name: string): Promise<void> {
  await open(page, hydrated, "/send");
  await page.locator(".recipients > li").filter({ hasText: name }).getByRole("link", { name: "Se og endre" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
}

async function remove(page: Page, hydrated: boolean, name: string): Promise<void> {
  await pageOf(page, hydrated, name);
  await page.getByRole("link", { name: "Fjern" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Vil du fjerne ${name}?`);
  await awake(page, hydrated);
  await page.getByRole("button", { name: "Fjern" }).click();
  await expect(page.getByText("Mottakeren er fjernet.")).toBeVisible();
}

test("the list is searched by name without accents, by country and by the end of the IBAN", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/send");
  await accessible(page);
  const rows = page.locator(".recipients > li:visible");
  const [words, end] = hydrated ? ["jovanovic", "1379"] : ["wisniewska", "2874"];
  for (const [query, found] of [[words, 1], ["finnesikke", 0], [end, 1]] as const) {
    await page.getByLabel("Søk etter mottaker").fill(query);
    if (!hydrated) await page.getByRole("button", { name: "Søk" }).click();
    await expect(rows).toHaveCount(found);
    if (found === 1) await expect(rows.first()).toContainText(person.recipient);
    else await expect(page.getByText("Ingen mottaker passer til søket.")).toBeVisible();
  }
  await page.getByLabel("Søk etter mottaker").fill("finnesikke");
  if (!hydrated) await page.getByRole("button", { name: "Søk" }).click();
  await accessible(page);
  await expect(page.getByRole("link", { name: "Ny mottaker" })).toBeVisible();
});

test("a recipient is added, changed to another account, and removed", async ({ page, hydrated, person }) => {
  const { first, second, bank } = of(hydrated);
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/send/recipient");
  await fill(page, /Serbia/, "Đorđe Endrić", `IBAN: ${first.toLowerCase().replace(/(.{4})/g, "$1\u00a0")}`);
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hvor mye vil du sende til Đorđe Endrić?");

  await pageOf(page, hydrated, "Đorđe Endrić");
  await expect(page.getByText(bank)).toBeVisible();
  await expect(page.getByText("Ingen betalinger ennå.")).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: "Endre" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Endre mottaker");
  await awake(page, hydrated);
  await expect(page.getByLabel("Navn")).toHaveValue("Đorđe Endrić");
  await expect(page.getByRole("radio", { name: /Serbia/ })).toBeChecked();
  await accessible(page);
  const before = page.url();
  await page.getByLabel("IBAN").fill(second);
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Đorđe Endrić");
  await expect(page.locator(".pairs .iban")).toHaveText(second.replace(/(.{4})/g, "$1 ").trim());

  // The old address leads to the recipient as it is now.
  await open(page, hydrated, before.replace(/\/edit.*$/, ""));
  await expect(page.locator(".pairs .iban")).toHaveText(second.replace(/(.{4})/g, "$1 ").trim());

  await remove(page, hydrated, "Đorđe Endrić");
  await accessible(page);
  await expect(page.locator(".recipients")).not.toContainText("Đorđe Endrić");

  // Taking it back: the form is filled in.
  await page.getByRole("link", { name: "Legg til igjen" }).click();
  await expect(page.getByLabel("Navn")).toHaveValue("Đorđe Endrić");
  await expect(page.getByRole("radio", { name: /Serbia/ })).toBeChecked();
});

test("the second of two tabs is told that the recipient has changed", async ({ page, hydrated, person, context }) => {
  const { third } = of(hydrated);
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/send/recipient");
  await fill(page, /Serbia/, "Tone Tofane", third);
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hvor mye vil du sende til Tone Tofane?");
  await pageOf(page, hydrated, "Tone Tofane");
  await page.getByRole("link", { name: "Endre" }).click();
  await awake(page, hydrated);
  const other = await context.newPage();
  await open(other, hydrated, page.url());
  for (const [tab, name] of [[other, "Tone Fane"], [page, "Tone Faner"]] as const) {
    await tab.getByLabel("Navn").fill(name);
    await tab.getByRole("button", { name: "Lagre" }).click();
  }
  await expect(page.getByRole("alert")).toContainText("Mottakeren er endret et annet sted i mellomtiden");
  await expect(page.getByLabel("Navn")).toHaveValue("Tone Faner");
  await accessible(page);
  await page.getByRole("link", { name: "Se mottakeren slik den er nå" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tone Fane");
  await remove(page, hydrated, "Tone Fane");
});

test("an account that is already saved is named, with the way on", async ({ page, hydrated, person }) => {
  const known = hydrated ? "RS35260005601001611379" : "PL61109010140000071219812874";
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/send/recipient");
  await fill(page, hydrated ? /Serbia/ : /Polen/, "Et Annet Navn", known);
  const notice = page.getByText(`Denne kontoen er allerede lagret som ${person.recipient}.`);
  if (hydrated) await expect(notice).toBeVisible();
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("alert")).toContainText("Du har allerede en mottaker med denne kontoen.");
  await expect(notice).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: "Send til denne mottakeren" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Hvor mye vil du sende til ${person.recipient}?`);
});

test("the chosen country shows what its IBAN looks like", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/send/recipient");
  await expect(page.getByText("TR33 0006 1005 1978 6457 8413 26")).toBeHidden();
  await page.getByRole("radio", { name: /Tyrkia/ }).check();
  await expect(page.getByText("TR33 0006 1005 1978 6457 8413 26")).toBeVisible();
  await expect(page.getByText("RS35 2600 0560 1001 6113 79")).toBeHidden();
  await accessible(page);
});

test("the IBAN is checked while typing, and a problem is named when the field is left", async ({ page, hydrated, person }) => {
  test.skip(!hydrated, "without JavaScript the server checks");
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/send/recipient");
  await page.getByRole("radio", { name: /Serbia/ }).check();
  const iban = page.getByLabel("IBAN");
  const error = page.locator(".field .error");
  await iban.pressSequentially("RS35 2650");
  await expect(error).toHaveCount(0);
  await iban.blur();
  await expect(error).toContainText("Du har skrevet 8 tegn. Et IBAN i Serbia har 22.");
  await expect(iban).toHaveAttribute("aria-invalid", "true");
  await accessible(page);
  await iban.fill("rs35 2650 0000 0001 2345 26");
  await expect(error).toHaveCount(0);
  await expect(page.getByText("IBAN-et stemmer. Bank: Raiffeisen banka")).toBeVisible();
  await iban.fill("TR33 0006 1005 1978 6457 8413 26");
  await iban.blur();
  await expect(error).toContainText("Et IBAN i Serbia begynner med RS.");
  await page.getByLabel("Navn").fill("Milica Jovanović");
  await expect(page.getByText("Noen banker viser navnet uten særtegn: Milica Jovanovic")).toBeVisible();
});

test("another customer's recipient is a 404", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  const theirs = hydrated ? "rcp_demo4" : "rcp_demo1";
  for (const path of [`/recipients/${theirs}`, `/recipients/${theirs}/edit`, `/recipients/${theirs}/remove`]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});
