// Reports to Økokrim: the list, a draft that is written on, and one that is locked. Each project writes on a draft of its own.
import { accessible, awake, expect, open, test } from "../../support/drop";
import { logInAsOfficer } from "../staff";

const drafts = { hydrated: "Amir Ahmetov", nojs: "Tariq Mahmood" };

test("the list leads to what waits and to what was submitted", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/reports");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rapporter");
  await expect(page.locator(".counts li")).toHaveCount(3);
  await accessible(page);
  await page.getByLabel("Tilstand").selectOption({ label: "Mottatt av Økokrim" });
  await page.getByRole("button", { name: "Vis" }).click();
  await expect(page).toHaveURL(/state=acknowledged/);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.getByRole("link", { name: "Tariq Mahmood" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Rapport om Tariq Mahmood");
  await expect(page.locator(".notice.good")).toContainText("Rapporten er låst");
  await expect(page.getByRole("button", { name: "Lagre utkastet" })).toHaveCount(0);
  await accessible(page);
  const file = await page.request.get(`${new URL(page.url()).pathname}/report.pdf`);
  expect(file.headers()["content-type"]).toBe("application/pdf");
});

test("a draft says what is missing until it is written", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/reports?state=draft");
  await page.getByRole("link", { name: drafts[hydrated ? "hydrated" : "nojs"] }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Rapport om");
  await awake(page, hydrated);
  await expect(page.locator(".notice.wait")).toContainText("Hvorfor det er mistenkelig");
  await expect(page.getByRole("button", { name: "Send til godkjenning" })).toHaveCount(0);
  await accessible(page);
  const why = "Betalingene passer ikke med det kunden har fortalt om hva pengene er til, og kunden svarer ikke på spørsmål om dem.";
  await page.getByLabel("Hvorfor er det mistenkelig?").fill(why);
  await page.getByLabel("Hva har vi gjort?").fill("Spurt kunden to ganger, uten svar.");
  await page.getByRole("button", { name: "Lagre utkastet" }).click();
  await expect(page.locator(".notice.good")).toContainText("Rapporten er fullstendig");
  await expect(page.getByRole("button", { name: "Send til godkjenning" })).toBeVisible();
  await page.getByRole("link", { name: /^Endre/ }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Forhold");
  await awake(page, hydrated);
  await expect(page.getByRole("checkbox").first()).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "Lagre forholdet" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Rapport om");
});
