// What opens an account: the second factor, passkeys, and where one is logged in. Each test has a customer of its own,
// since a change here logs out everywhere else.
import type { Page } from "@playwright/test";

import { addVirtualKey, codeOf } from "../../support/authenticator";
import { password, register } from "../../support/customer";
import { accessible, awake, expect, open, sendLogIn, test } from "../../support/drop";

/** Shows again who one is, with the password. */
async function confirm(page: Page, hydrated: boolean): Promise<void> {
  await expect(page).toHaveURL(/\/me\/confirm\?next=/);
  await awake(page, hydrated);
  await page.getByLabel("Passord").fill(password);
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page).not.toHaveURL(/\/me\/confirm/);
  await awake(page, hydrated);
}

async function logOut(page: Page): Promise<void> {
  await page.context().clearCookies();
}

test("a second factor is turned on, asked for, and turned off", async ({ page, hydrated }) => {
  const email = await register(page, hydrated, "tofaktor");
  await open(page, hydrated, "/me/security");
  await accessible(page);
  await page.getByRole("link", { name: "Slå på tofaktor" }).click();
  await expect(page).toHaveURL(/\/me\/confirm\?next=/);
  await accessible(page);
  await confirm(page, hydrated);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sett opp tofaktor");
  await accessible(page);
  await page.getByText("Kan du ikke skanne?").click();
  const key = (await page.locator(".secret dd code").textContent()) ?? "";
  await page.getByLabel("Koden som appen viser").fill("000000");
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("alert")).toContainText("Koden er feil eller allerede brukt");
  await awake(page, hydrated);
  await page.getByLabel("Koden som appen viser").fill(codeOf(key));
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reservekoder");
  const codes = await page.locator(".codes code").allTextContents();
  expect(codes).toHaveLength(10);
  await awake(page, hydrated);
  await page.getByRole("button", { name: "Jeg har tatt vare på dem" }).click();
  await expect(page).toHaveURL(/\/me\/security$/);
  await expect(page.getByText("Reservekoder igjen")).toBeVisible();
  await accessible(page);

  await logOut(page);
  await open(page, hydrated, "/login");
  await sendLogIn(page, email, password);
  await expect(page).toHaveURL(/\/login\/code$/);
  await open(page, hydrated, "/login/recovery");
  await page.getByLabel("Reservekode").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Logg inn", exact: true }).click();
  await expect(page).toHaveURL(/\/home$/);

  await open(page, hydrated, "/me/security/app/remove");
  await page.getByLabel("Passord").fill(password);
  // The code of this half minute may be the one that turned it on.
  await page.getByLabel("Kode fra appen").fill(codeOf(key, 1));
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vil du slå av tofaktor?");
  await accessible(page);
  await awake(page, hydrated);
  await page.getByRole("button", { name: "Slå av tofaktor" }).click();
  await expect(page.getByRole("link", { name: "Slå på tofaktor" })).toBeVisible();
});

test("other logins are seen and ended", async ({ page, hydrated, browser, extraHTTPHeaders }) => {
  const email = await register(page, hydrated, "innlogginger");
  const options = { javaScriptEnabled: hydrated, extraHTTPHeaders, locale: "nb-NO" };
  const elsewhere = await browser.newContext(options);
  const other = await elsewhere.newPage();
  await open(other, hydrated, "/login");
  await sendLogIn(other, email, password);
  await expect(other).toHaveURL(/\/home$/);

  await open(page, hydrated, "/me/logins");
  await expect(page.getByText("Denne nettleseren", { exact: true })).toHaveCount(1);
  await accessible(page);
  await page.getByRole("button", { name: "Logg ut alle andre" }).click();
  await confirm(page, hydrated);
  await expect(page).toHaveURL(/\/me\/logins$/);
  await page.getByRole("button", { name: "Logg ut alle andre" }).click();
  await expect(page.getByText("Du er ikke logget inn noe annet sted.")).toBeVisible();
  await other.goto("/home");
  await expect(other).toHaveURL(/\/login\?next=/);
  await elsewhere.close();
});

test("a passkey opens the account without the password", async ({ page, hydrated }) => {
  await register(page, hydrated, "passnokkel");
  if (!hydrated) {
    await page.goto("/me/security/passkeys/new");
    await confirm(page, hydrated);
    await expect(page.getByText("Passnøkler trenger JavaScript")).toBeVisible();
    return;
  }
  await addVirtualKey(page);
  await open(page, hydrated, "/me/security");
  await page.getByRole("link", { name: "Legg til en passnøkkel" }).click();
  await confirm(page, hydrated);
  await accessible(page);
  await page.getByLabel("Navn på passnøkkelen").fill("Telefonen min");
  await page.getByRole("button", { name: "Lag passnøkkel" }).click();
  await expect(page).toHaveURL(/\/me\/security$/);
  await expect(page.getByText("Telefonen min")).toBeVisible();
  await accessible(page);

  await logOut(page);
  await open(page, hydrated, "/login?next=/me/security");
  await accessible(page);
  await page.getByRole("button", { name: "Logg inn med passnøkkel" }).click();
  await expect(page).toHaveURL(/\/me\/security$/);
  await expect(page.getByText(/Sist brukt/)).toBeVisible();

  await page.getByRole("link", { name: "Telefonen min" }).click();
  await accessible(page);
  await page.getByLabel("Navn på passnøkkelen").fill("Jobbtelefonen");
  await page.getByRole("button", { name: "Lagre navnet" }).click();
  await expect(page).toHaveURL(/\/me\/security$/);

  await page.getByRole("link", { name: "Jobbtelefonen" }).click();
  await page.getByRole("link", { name: "Fjern passnøkkel" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Vil du fjerne «Jobbtelefonen»?");
  await accessible(page);
  await page.getByRole("button", { name: "Fjern" }).click();
  await expect(page).toHaveURL(/\/me\/confirm\?next=/);
  await page.getByRole("button", { name: "Bruk en passnøkkel" }).click();
  await expect(page).toHaveURL(/\/me\/security\/passkeys\//);
  await page.getByRole("button", { name: "Fjern" }).click();
  await expect(page).toHaveURL(/\/me\/security$/);
  await expect(page.getByText("Jobbtelefonen")).toHaveCount(0);
});
