// One's own data: consents, a copy, closing the account, and the question about cookies; with hydration and with
// JavaScript off.
import { accessible, awake, expect, logIn, open, test } from "../../support/drop";

test("advertising is given and withdrawn with one button, and both are facts", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/me/privacy");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Personvern og data");
  await accessible(page);
  const give = page.getByRole("button", { name: /Gi samtykke.*Nyheter og tilbud/ });
  const withdraw = page.getByRole("button", { name: /Trekk tilbake.*Nyheter og tilbud/ });
  if (await withdraw.isVisible()) {
    await withdraw.click();
    await expect(give).toBeVisible();
  }
  await give.click();
  await expect(withdraw).toBeVisible();
  await withdraw.click();
  await expect(give).toBeVisible();
  await expect(page.locator("#main")).toContainText("Trukket tilbake");
  await accessible(page);
});

test("a copy is asked for by whoever gives the password again", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/me/privacy");
  await page.getByRole("button", { name: "Be om en kopi" }).click();
  await expect(page).toHaveURL(/\/me\/confirm/);
  await awake(page, hydrated);
  await accessible(page);
});

test("what happens when an account is closed is said before", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/me/close");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Avslutt kontoen");
  await accessible(page);
  await open(page, hydrated, "/me/privacy/erasure");
  await expect(page.locator("#main")).toContainText("minst fem år");
  await accessible(page);
});

test("cookies are refused as easily as accepted, and nobody is asked twice", async ({ page, hydrated }) => {
  await page.setViewportSize({ width: 320, height: 740 });
  await open(page, hydrated, "/about/cookies");
  await accessible(page);
  const question = page.getByRole("region", { name: "Informasjonskapsler" });
  const no = question.getByRole("button", { name: "Bare nødvendige" });
  const yes = question.getByRole("button", { name: "Tillat statistikk" });
  expect((await no.boundingBox())?.height).toBe((await yes.boundingBox())?.height);
  await no.click();
  await expect(page).toHaveURL(/\/about\/cookies$/);
  await expect(question).toHaveCount(0);
  await awake(page, hydrated);
  await expect(page.locator("#main")).toContainText("Du har valgt bare nødvendige");
  await page.locator("#main").getByRole("button", { name: "Tillat statistikk" }).click();
  await expect(page.locator("#main")).toContainText("Du har tillatt statistikk");
});
