import { accessible, awake, expect, open, test } from "../../support/drop";
import { logInAsOfficer } from "../staff";

const reason = "Faste beløp til familien, bekreftet med leiekontrakt.";

test("the queue is narrowed, and an alert is read beside it and on its own", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/alerts");
  await expect(page.getByRole("heading", { name: "Varsler", level: 1 })).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: /kritiske/ }).click();
  await expect(page).toHaveURL(/severity=critical/);
  await awake(page, hydrated);
  await page.getByRole("link", { name: "Bilal Hussain", exact: true }).click();
  const panel = page.getByRole("complementary", { name: "Ny konto som sender mye: Bilal Hussain" });
  await expect(panel).toContainText("3 overføringer på 48 timer");
  await awake(page, hydrated);
  await accessible(page);
  await panel.getByRole("link", { name: "Åpne hele saken" }).click();
  await expect(page).toHaveURL(/\/admin\/alerts\/aml_demo_bilal$/);
  await expect(page.getByRole("heading", { name: "Hva som har skjedd" })).toBeVisible();
  await awake(page, hydrated);
  await accessible(page);
});

test("a search, and what nothing fits", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/alerts?q=petrovi%C4%87");
  await expect(page.getByRole("link", { name: "Goran Petrović", exact: true }).first()).toBeVisible();
  await open(page, hydrated, "/admin/alerts?q=nobody");
  await expect(page.getByRole("heading", { name: "Ingen varsler her" })).toBeVisible();
  await accessible(page);
});

test("a reason that is too short is told at its field, and a note is kept", async ({ page, hydrated }) => {
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/alerts/aml_demo_goran");
  await page.locator("summary", { hasText: "Send til leder" }).click();
  await page.locator("#alert-escalate-note").fill("kort");
  await page.getByRole("button", { name: "Send saken til leder" }).click();
  await expect(page.locator("#alert-escalate-note-error")).toHaveText(/for kort/);
  await expect(page.locator("#alert-escalate-note")).toHaveValue("kort");
  await open(page, hydrated, "/admin/alerts/aml_demo_goran");
  const note = `Ringt kunden ${hydrated ? "med" : "uten"} skript.`;
  await page.locator("summary", { hasText: "Notat" }).first().click();
  await page.locator("#alert-note-note").fill(note);
  await page.getByRole("button", { name: "Lagre notatet" }).click();
  await expect(page.locator(".log")).toContainText(note);
});

test("ten alerts by keyboard alone", async ({ page, hydrated }) => {
  test.skip(!hydrated, "keys are a matter of JavaScript");
  await logInAsOfficer(page);
  await open(page, hydrated, "/admin/alerts?rule=round_amounts&severity=low");
  await page.keyboard.press("j");
  for (let done = 0; done < 10; done++) {
    await expect(page).toHaveURL(/open=aml_demo_round/);
    const id = new URL(page.url()).searchParams.get("open") ?? "";
    const panel = page.locator(".queue-detail");
    await expect(panel).toContainText(id);
    await page.keyboard.press("a");
    await expect(panel.getByRole("button", { name: "Ta saken" })).toHaveCount(0);
    await page.keyboard.press("r");
    await expect(page.locator("#alert-resolve-outcome")).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.type(reason);
    await page.keyboard.press("Control+Enter");
    await expect(page).not.toHaveURL(new RegExp(`open=${id}(&|$)`));
  }
  await open(page, hydrated, "/admin/alerts?rule=round_amounts&severity=low&status=resolved");
  await expect(page.locator("tbody tr")).toHaveCount(10);
  await page.keyboard.press("?");
  await expect(page.getByText("Vis denne listen")).toBeVisible();
});
