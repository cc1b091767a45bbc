import { accessible, awake, expect, open, test } from "../../support/drop";
import { logInAsLead, logInAsOfficer } from "../staff";

/** Each project has its own match and its own rule, so that both can decide at the same time. */
const own = {
  hydrated: { name: "Ivan Vymyshlenny", rule: "rapid_repeat", title: "Samme betaling igjen", label: "Lavt varsel fra antall", value: "4" },
  nojs: { name: "Dragutin Nepostojić", rule: "fan_out", title: "Mange nye mottakere", label: "Antall i kort periode", value: "6" },
};

test("the queue is narrowed by a form, and each list has its figure", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/screening");
  await accessible(page);
  await page.getByLabel("Søk etter navn eller id").fill("nobody at all");
  await page.getByRole("button", { name: "Vis" }).click();
  await expect(page).toHaveURL(/search=nobody/);
  await expect(page.getByRole("heading", { name: "Ingen treff passer" })).toBeVisible();
  await open(page, hydrated, "/admin/screening?state=second");
  await expect(page.getByRole("link", { name: "Wiesław Zmyślony" })).toBeVisible();
  await accessible(page);
});

test("two officers clear a match, side by side and part by part", async ({ page, hydrated }) => {
  const { name } = hydrated ? own.hydrated : own.nojs;
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/screening");
  await page.getByRole("link", { name, exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: `Treff på ${name}` })).toBeVisible();
  await awake(page, hydrated);
  await expect(page.getByRole("heading", { name: "Side ved side" })).toBeVisible();
  await expect(page.locator("table.parts tbody tr").first()).toBeVisible();
  await accessible(page);
  await page.getByRole("radio", { name: /Nei, en annen/ }).check();
  await page.getByLabel("Begrunnelse").fill("En annen fødselsdato, vist med pass.");
  await page.getByRole("button", { name: "Avgjør" }).click();
  await expect(page.getByRole("heading", { name: "Venter på en til" })).toBeVisible();
  const address = new URL(page.url()).pathname;
  await page.context().clearCookies();
  await logInAsLead(page);
  await open(page, hydrated, address);
  await expect(page.getByRole("heading", { name: "En til må svare" })).toBeVisible();
  await accessible(page);
  await page.getByRole("radio", { name: /Enig: en annen/ }).check();
  await page.getByRole("button", { name: "Avgjør" }).click();
  await expect(page.getByRole("heading", { name: "Åpne igjen" })).toBeVisible();
  await expect(page.locator(".log")).toContainText("bekreftet");
});

test("the lists say how fresh they are, and a name is looked up", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/screening/lists");
  await expect(page.getByRole("row", { name: /FNs sikkerhetsråd/ })).toContainText("Aldri lest inn");
  await expect(page.getByRole("row", { name: /Innebygd/ }).first()).toContainText("12");
  await accessible(page);
  await open(page, hydrated, "/admin/screening/look-up");
  await page.getByLabel("Navn").fill("Huseyin Uydurma");
  await page.getByRole("button", { name: "Slå opp" }).click();
  await expect(page).toHaveURL(/name=Huseyin/);
  await expect(page.getByText("UYDURMA, Huseyin Hayali", { exact: true })).toBeVisible();
  await awake(page, hydrated);
  await accessible(page);
});

test("a rule is tried before it is proposed, and another officer decides", async ({ page, hydrated }) => {
  const { rule, title, label, value } = hydrated ? own.hydrated : own.nojs;
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/rules");
  await accessible(page);
  await page.getByRole("link", { name: title, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await awake(page, hydrated);
  await accessible(page);
  await page.getByRole("link", { name: "Endre regelen" }).click();
  await expect(page.getByRole("heading", { name: "Prøv ut en endring" })).toBeVisible();
  await awake(page, hydrated);
  await page.getByLabel(label).fill("mange");
  await page.getByRole("button", { name: "Prøv over 90 dager" }).click();
  await expect(page.getByLabel(label)).toHaveAccessibleDescription(/Skriv et helt tall/);
  await awake(page, hydrated);
  await accessible(page);
  await page.getByLabel(label).fill(value);
  await page.getByRole("button", { name: "Prøv over 90 dager" }).click();
  await expect(page.getByRole("heading", { name: "Prøvd på de siste 90 dagene" })).toBeVisible();
  await awake(page, hydrated);
  await accessible(page);
  await page.getByLabel("Begrunnelse").fill("Nesten alle varslene var falske.");
  await page.getByRole("button", { name: "Foreslå endringen" }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/rules/${rule}$`));
  await expect(page.getByText("Dette er ditt forslag.")).toBeVisible();
  await page.context().clearCookies();
  await logInAsLead(page);
  await open(page, hydrated, `/admin/rules/${rule}`);
  await page.getByRole("radio", { name: /Ja, godkjenn/ }).check();
  await page.getByLabel("Begrunnelse").fill("Enig.");
  await page.getByRole("button", { name: "Avgjør" }).click();
  await expect(page.locator(".log > li").first()).toContainText("Gjelder");
  await expect(page.locator(".log > li").first()).toContainText("Enig.");
});
