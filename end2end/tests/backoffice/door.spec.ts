import { accessible, expect, logIn, open, sendLogIn, test } from "../../support/drop";
import { giveCode, logInAsLead, logInAsOfficer, staff } from "../staff";

test("staff get in with a password and a code, and nowhere else", async ({ page, hydrated }) => {
  await open(page, hydrated, "/login");
  await accessible(page);
  await sendLogIn(page, staff.officer);
  await expect(page).toHaveURL(/\/login\/code$/);
  await accessible(page);
  await page.getByRole("link", { name: "Bruk en reservekode" }).click();
  await expect(page.getByLabel("Reservekode")).toBeVisible();
  await accessible(page);
  await giveCode(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Oversikt");
  await accessible(page);
  await page.goto("/home");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Siden finnes ikke.");
});

test("a code that is wrong opens nothing", async ({ page, hydrated }) => {
  await open(page, hydrated, "/login");
  await sendLogIn(page, staff.second);
  await expect(page).toHaveURL(/\/login\/code$/);
  await page.getByLabel("Kode fra appen").fill("12345");
  await page.getByRole("button", { name: "Logg inn", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Koden er feil eller allerede brukt");
  await accessible(page);
  await page.goto("/admin");
  await expect(page).toHaveURL(/\/login\?next=\/admin$/);
});

test("for customers there is no back-office", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  for (const path of ["/admin", "/admin/staff", "/admin/audit", "/admin/nothing"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("link", { name: "Varsler" })).toHaveCount(0);
  }
});

test("a lead sees who works here; an officer does not", async ({ page, hydrated }) => {
  await logInAsLead(page);
  await open(page, hydrated, "/admin/staff");
  await expect(page.getByRole("row", { name: /Ingrid Solberg/ })).toContainText("Saksbehandler");
  await accessible(page);
  await page.getByRole("link", { name: "Jonas Lie" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Jonas Lie");
  await accessible(page);
  await open(page, hydrated, "/admin/staff/usr_demo_lead");
  await expect(page.getByText("Om deg selv må en annen leder bestemme.")).toBeVisible();

  await page.context().clearCookies();
  await logInAsOfficer(page);
  const answer = await page.goto("/admin/staff");
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("link", { name: "Ansatte" })).toHaveCount(0);
});

test("the audit log is searched, and its chain checked", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/audit");
  await accessible(page);
  await page.getByLabel("Handling").selectOption("auth.login");
  await page.getByLabel("Hvem (e-post eller id)").fill(staff.officer);
  await page.getByRole("button", { name: "Søk" }).click();
  await expect(page).toHaveURL(/action=auth\.login/);
  const rows = page.getByRole("row", { name: /Ingrid Solberg/ });
  await expect(rows.first()).toContainText("auth.login");
  await rows.first().getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("auth.login");
  await accessible(page);

  await open(page, hydrated, "/admin/audit");
  await page.getByRole("button", { name: "Kontroller nå" }).or(page.getByText("Kontrollen pågår")).first().click();
  await expect(async () => {
    await page.goto("/admin/audit");
    await expect(page.getByText(/rader er slik de ble skrevet/)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
});
