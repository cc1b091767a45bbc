// Shops: opening one, its settings, closing it; with hydration and with JavaScript off.
import type { Page } from "@playwright/test";
import { accessible, awake, expect, logIn, open, test } from "../../support/drop";

// The two projects run at the same time, on one database: each has its own numbers. A number is one shop for ever, so
// a test that is repeated finds its own shop again.
const numbers = {
  hydrated: { opened: "310 000 108", name: "FJORDLYS KAFFE AS", address: "Strandgata 4, 9008 TROMSØ", kept: "310 000 248", closed: "310 000 450" },
  nojs: { opened: "310 000 175", name: "BAKKEN BLOMSTER", address: "Bakkegata 7, 5003 BERGEN", kept: "310 000 310", closed: "310 000 523" },
};
const of = (hydrated: boolean) => (hydrated ? numbers.hydrated : numbers.nojs);

const account = "8601 11 17947";

async function send(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Åpne butikken", exact: true }).click();
}

/** Opens a shop and leads to its settings. */
async function opened(page: Page, hydrated: boolean, number: string, name: string): Promise<void> {
  await open(page, hydrated, "/shops/new");
  await page.getByLabel("Organisasjonsnummer").fill(number);
  await page.getByLabel("Navn på butikken").fill(name);
  await page.getByLabel("Adresse").fill("Storgata 1, 0155 Oslo");
  await page.getByLabel("Kontonummer").fill(account);
  await send(page);
  await expect(page).toHaveURL(/\/shops\?opened=mer_[0-9a-f]{16}$/);
  const shop = new URL(page.url()).searchParams.get("opened");
  await open(page, hydrated, `/shops/${shop}/settings`);
}

test("a shop is opened, with name and address from the register", async ({ page, hydrated, person }) => {
  const { opened: number, name, address } = of(hydrated);
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/me");
  await page.locator("#main").getByRole("link", { name: "Butikker" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Butikker");
  await awake(page, hydrated);
  await accessible(page);
  await open(page, hydrated, "/shops/new");
  await accessible(page);
  await page.getByLabel("Organisasjonsnummer").fill(number);
  if (!hydrated) {
    await page.getByLabel("Kontonummer").fill(account);
    await page.getByRole("button", { name: "Hent navn og adresse" }).click();
    await expect(page).toHaveURL(/\/shops\/new\?again=1$/);
  }
  await expect(page.getByLabel("Navn på butikken")).toHaveValue(name);
  await expect(page.getByLabel("Adresse")).toHaveValue(address);
  await expect(page.locator(".unit")).toContainText(name);
  await accessible(page);
  if (hydrated) {
    await expect(page.getByRole("button", { name: "Hent navn og adresse" })).toBeHidden();
    await page.getByLabel("Kontonummer").fill(account);
    await expect(page.getByText("Kontonummeret stemmer.")).toBeVisible();
  }
  await expect(page.getByLabel("Kontonummer")).toHaveValue(account);
  await send(page);
  await expect(page.getByRole("heading", { level: 2, name: `${name} er åpen` })).toBeVisible();
  await expect(page.locator(".rows .row").filter({ hasText: name })).toContainText("Åpen");
  await awake(page, hydrated);
  await accessible(page);
});

test("a number that cannot be a shop is refused, and what was typed stays", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  for (const [number, words] of [
    ["310001082", "Enhetsregisteret kjenner ikke dette nummeret."],
    ["310000736", "Denne virksomheten er konkurs."],
    ["310000663", "Denne virksomheten er slettet eller under avvikling."],
  ] as const) {
    await open(page, hydrated, "/shops/new");
    await page.getByLabel("Organisasjonsnummer").fill(number);
    if (hydrated) await expect(page.locator(".unit")).toContainText(words);
    await page.getByLabel("Navn på butikken").fill("Min Butikk");
    await page.getByLabel("Adresse").fill("Storgata 1, 0155 Oslo");
    await page.getByLabel("Kontonummer").fill(account);
    await send(page);
    await expect(page.getByRole("alert")).toContainText(words);
    await expect(page.getByLabel("Navn på butikken")).toHaveValue("Min Butikk");
    await expect(page.getByLabel("Organisasjonsnummer")).toHaveAttribute("aria-invalid", "true");
  }
  await accessible(page);
});

test("both numbers are checked while typing, and a problem is named when the field is left", async ({ page, hydrated, person }) => {
  test.skip(!hydrated, "without JavaScript the server checks");
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/shops/new");
  const error = page.locator(".field .error");
  const number = page.getByLabel("Organisasjonsnummer");
  await number.pressSequentially("988 077 918");
  await expect(error).toHaveCount(0);
  await number.blur();
  await expect(error).toContainText("Organisasjonsnummeret stemmer ikke.");
  await accessible(page);
  await number.fill("31000");
  await expect(error).toHaveCount(0);
  await page.getByLabel("Kontonummer").fill("8601 11 17948");
  await page.getByLabel("Kontonummer").blur();
  await expect(page.locator(".field").filter({ has: page.getByLabel("Kontonummer") }).locator(".error")).toContainText("Kontonummeret stemmer ikke.");
});

test("name and address follow the number, unless they were typed", async ({ page, hydrated, person }) => {
  test.skip(!hydrated, "without JavaScript nothing is filled in while typing");
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/shops/new");
  await page.getByLabel("Organisasjonsnummer").fill("310000949");
  await expect(page.getByLabel("Navn på butikken")).toHaveValue("LANGFJORD LYD OG BILDE AS");
  await page.getByLabel("Navn på butikken").fill("Langfjord");
  await page.getByLabel("Organisasjonsnummer").fill("310000523");
  await expect(page.getByLabel("Adresse")).toHaveValue("Fiskebrygga 9, 4610 KRISTIANSAND S");
  await expect(page.getByLabel("Navn på butikken")).toHaveValue("Langfjord");
  await page.getByLabel("Organisasjonsnummer").fill("310000809");
  await expect(page.locator(".unit")).toContainText("Enhetsregisteret svarer ikke nå.");
  await accessible(page);
});

test("settings are saved, and a wrong account is turned back", async ({ page, hydrated, person }) => {
  const name = hydrated ? "Nordvik Sykkel" : "Solveigs";
  await logIn(page, hydrated, person.email);
  await opened(page, hydrated, of(hydrated).kept, name);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Innstillinger");
  await expect(page.locator(".pairs")).toContainText(of(hydrated).kept);
  await expect(page.locator(".pairs")).toContainText("Bekreftet");
  await accessible(page);
  await page.getByLabel("Navn på butikken").fill(`${name} Oslo`);
  await page.getByLabel("Kontonummer").fill("8601 11 17948");
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByRole("alert")).toContainText("Kontonummeret stemmer ikke.");
  await expect(page.getByLabel("Navn på butikken")).toHaveValue(`${name} Oslo`);
  await awake(page, hydrated);
  await accessible(page);
  await page.getByLabel("Kontonummer").fill(account);
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.getByText("Lagret.")).toBeVisible();
  await expect(page.locator(".shop-name")).toHaveText(`${name} Oslo`);
  await expect(page.getByLabel("Kontonummer")).toHaveValue(account);
});

test("closing asks first, and a closed shop is opened again", async ({ page, hydrated, person }) => {
  const name = hydrated ? "Nordvik Stengt" : "Solveigs Stengt";
  await logIn(page, hydrated, person.email);
  await opened(page, hydrated, of(hydrated).closed, name);
  await page.getByRole("link", { name: "Steng butikken" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Vil du stenge .+\?$/);
  await awake(page, hydrated);
  await accessible(page);
  await page.getByRole("button", { name: "Steng butikken" }).click();
  await expect(page).toHaveURL(/\/shops\/mer_[0-9a-f]{16}\/settings$/);
  await expect(page.getByText("Butikken er stengt og kan ikke ta imot betaling.")).toBeVisible();
  await awake(page, hydrated);
  await accessible(page);
  await page.getByRole("button", { name: "Åpne butikken igjen" }).click();
  await expect(page).toHaveURL(/\/shops\?opened=mer_[0-9a-f]{16}$/);
  await expect(page.getByRole("heading", { level: 2, name: /er åpen$/ })).toBeVisible();
});

test("a merchant finds the shops in the bar of a desk", async ({ page, hydrated, person }) => {
  test.skip(!hydrated, "the demo merchant is the hydrated project's");
  await page.setViewportSize({ width: 1280, height: 900 });
  await logIn(page, hydrated, person.email);
  const bar = page.getByRole("navigation", { name: "Hovedmeny" });
  await bar.getByRole("link", { name: "Butikker" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Butikker");
  await expect(page.locator(".rows .row").filter({ hasText: "Ahmetov Kebab" })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(bar.getByRole("link", { name: "Butikker" })).toBeHidden();
  await expect(bar.getByRole("link").filter({ visible: true })).toHaveCount(5);
});

test("another customer's shop is a 404", async ({ page, hydrated, person }) => {
  test.skip(hydrated, "the demo merchant's own shop");
  await logIn(page, hydrated, person.email);
  for (const path of ["/shops/mer_demo1/settings", "/shops/mer_demo1/close"]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});
