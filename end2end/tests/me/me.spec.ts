import { accessible, awake, expect, logIn, open, test } from "../../support/drop";

test("everything of one's own is on one page, with how it stands", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/me");
  for (const group of ["Sikkerhet", "Varsler og språk", "Banker og butikker", "Personvern og hjelp"]) {
    await expect(page.getByRole("heading", { level: 2, name: group })).toBeVisible();
  }
  await expect(page.getByRole("link", { name: /Innlogginger.*innlogge[td]/ })).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: person.email }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Profil");
  await expect(page.getByRole("main")).toContainText(person.email);
  await accessible(page);
});

test("amounts are also shown in another currency, about and with a day", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/me/language");
  await accessible(page);
  await page.getByLabel(/Euro/).check();
  await page.getByRole("button", { name: "Lagre" }).click();
  await expect(page.locator(".notice.good")).toContainText("lagret");
  await open(page, hydrated, "/home");
  await expect(page.getByText(/^≈/).first()).toContainText("EUR");
  await expect(page.getByText("omtrentlige").first()).toBeVisible();
  await accessible(page);
  await open(page, hydrated, "/activity");
  await expect(page.getByText(/^≈/).first()).toContainText("EUR");
  // A receipt says what was paid, and nothing beside it.
  await page.locator("a.row").first().click();
  await expect(page.getByText(/≈/)).toHaveCount(0);
  await open(page, hydrated, "/me/language");
  await page.getByLabel(/Norske kroner/).check();
  await page.getByRole("button", { name: "Lagre" }).click();
  await open(page, hydrated, "/home");
  await expect(page.getByText(/^≈/)).toHaveCount(0);
});

test("a complaint about one payment, from its receipt", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/activity");
  await page.locator("a.row").first().click();
  await page.getByRole("link", { name: "Klag på betalingen" }).click();
  await expect(page).toHaveURL(/\/complaints\/new\?about=txn_/);
  await awake(page, hydrated);
  await expect(page.getByRole("heading", { name: "Klagen gjelder betalingen" })).toBeVisible();
  await accessible(page);
  await expect(page.getByLabel("Hva gjelder det?")).toHaveValue("transaction");
  await page.getByLabel("Kort sagt").fill("Kom ikke fram");
  await page.getByLabel("Hva skjedde?").fill("Pengene kom ikke fram til mottakeren.");
  await page.getByRole("button", { name: "Send klagen" }).click();
  await expect(page).toHaveURL(/\/complaints\/cmp_/);
  await expect(page.getByRole("heading", { name: "Klagen gjelder betalingen" })).toBeVisible();
});
