// A complaint from the customer's first word to the final reply, and a data request; with hydration and without JavaScript.
import { accessible, awake, expect, logIn, open, test } from "../../support/drop";
import { logInAsOfficer } from "../staff";

test("a complaint is filed, confirmed, answered and read", async ({ page, hydrated, person }) => {
  test.setTimeout(180_000);
  const subject = `Pengene kom for sent ${hydrated ? "js" : "nojs"} ${Date.now()}`;

  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/me");
  await page.locator("#main").getByRole("link", { name: /Klager/ }).click();
  await expect(page).toHaveURL(/\/complaints$/);
  await awake(page, hydrated);
  await accessible(page);
  await page.getByRole("link", { name: "Skriv en klage" }).click();
  await expect(page).toHaveURL(/\/complaints\/new$/);
  await awake(page, hydrated);
  await accessible(page);
  await page.getByLabel("Hva gjelder det?").selectOption({ label: "Betaling" });
  await page.getByLabel("Kort sagt").fill(subject);
  await page.getByLabel("Hva skjedde?").fill("Nei.");
  await page.getByRole("button", { name: "Send klagen" }).click();
  await expect(page.getByRole("alert")).toContainText("Dette er for kort.");
  await awake(page, hydrated);
  await expect(page.getByLabel("Kort sagt")).toHaveValue(subject);
  await page.getByLabel("Hva skjedde?").fill("De skulle være framme på tirsdag, og kom på torsdag.");
  await page.getByRole("button", { name: "Send klagen" }).click();
  await expect(page).toHaveURL(/\/complaints\/cmp_[0-9a-f]+$/);
  await awake(page, hydrated);
  const thread = new URL(page.url()).pathname;
  await expect(page.getByText(/Svar innen/)).toBeVisible();
  await accessible(page);

  await page.context().clearCookies();
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/complaints");
  await accessible(page);
  await page.getByLabel("Søk på navn, e-post, emne eller nummer").fill(subject);
  await page.getByRole("button", { name: "Vis", exact: true }).click();
  await expect(page).toHaveURL(/q=Pengene/);
  await awake(page, hydrated);
  await page.getByRole("link", { name: subject }).click();
  await expect(page).toHaveURL(new RegExp(`/admin${thread}`));
  await awake(page, hydrated);
  await accessible(page);
  await page.getByRole("button", { name: "Bekreft mottak" }).click();
  await expect(page.locator(".notice.good")).toContainText("Mottak bekreftet");
  await awake(page, hydrated);
  await expect(page.getByRole("button", { name: "Bekreft mottak" })).toHaveCount(0);

  await page.getByLabel("Internt notat").fill("Banken i Serbia var stengt den onsdagen.");
  await page.getByRole("button", { name: "Lagre notat" }).click();
  await expect(page.locator(".log")).toContainText("Banken i Serbia var stengt");
  await awake(page, hydrated);

  const final = page.locator("details.act").filter({ has: page.locator("summary", { hasText: "Endelig svar" }) });
  await final.locator("summary").click();
  await final.getByRole("radio", { name: "Delvis medhold" }).check();
  await final.locator("textarea").fill("Betalingen var forsinket hos mottakerens bank. Vi dekker gebyret.");
  await final.getByRole("button", { name: "Endelig svar" }).click();
  await expect(page.locator(".desk-head")).toContainText("Besvart");
  await awake(page, hydrated);
  await expect(page.locator(".thread")).toContainText("Finansklagenemnda");
  await accessible(page);

  await page.context().clearCookies();
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, thread);
  await expect(page.locator(".thread")).toContainText("Vi dekker gebyret.");
  await expect(page.locator(".thread")).toContainText("Finansklagenemnda");
  await expect(page.locator("#main")).not.toContainText("Banken i Serbia var stengt");
  await accessible(page);
});

test("data requests stand in the order of their dates, and say what the law keeps", async ({ page, hydrated }) => {
  test.setTimeout(120_000);
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/requests");
  await accessible(page);
  await page.locator(".queue-list").getByRole("link", { name: "Sletting" }).first().click();
  await expect(page).toHaveURL(/\/admin\/requests\/dar_/);
  await awake(page, hydrated);
  await expect(page.getByText("hvitvaskingsloven § 30, bokføringsloven § 13")).toBeVisible();
  await accessible(page);
});
