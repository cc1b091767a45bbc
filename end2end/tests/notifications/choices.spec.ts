// What one hears outside the app: switches that work with hydration and with JavaScript off, and the demo's mailbox.
import { accessible, awake, expect, logIn, open, test } from "../../support/drop";

test("a switch is kept, and switched back", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/notifications");
  await page.getByRole("link", { name: "Velg hva du varsles om" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hva du varsles om");
  await awake(page, hydrated);
  await accessible(page);
  const mail = page.getByRole("group", { name: "Klager og egne opplysninger" }).getByRole("switch", { name: "E-post" });
  for (const on of [false, true]) {
    await mail.setChecked(on);
    await page.getByRole("button", { name: "Lagre" }).click();
    await expect(page.getByText("Lagret.")).toBeVisible();
    await expect(mail).toBeChecked({ checked: on });
    await open(page, hydrated, "/me/notifications");
    await expect(mail).toBeChecked({ checked: on });
  }
  await expect(page.getByText("Denne siden sender ikke meldinger til nettlesere.")).toBeVisible();
});

test("the page fits a phone", async ({ page, hydrated, person }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/me/notifications");
  await accessible(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wide).toBe(false);
});

test("the demo's mailbox is a page like any other", async ({ page }) => {
  await page.goto("/demo/mail?to=nobody@example.no");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Postkassen til demoen");
  await expect(page.getByText("Ingen brev ennå.")).toBeVisible();
  await accessible(page);
});
