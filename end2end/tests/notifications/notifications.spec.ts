// Notifications: the list, the badge, reading; with hydration and with JavaScript off.
import { accessible, awake, expect, logIn, open, test } from "../../support/drop";

test("notifications are listed and read, and the badge goes", async ({ page, hydrated, person }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await logIn(page, hydrated, person.email);
  const bar = page.getByRole("navigation", { name: "Hovedmeny" });
  await bar.getByRole("link", { name: "Varsler" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Varsler");
  await awake(page, hydrated);
  await accessible(page);
  // Other tests run beside this one, and may cause more.
  const all = page.getByRole("button", { name: "Merk alle som lest" });
  if (await all.isVisible()) {
    await all.click();
    await expect(all).toBeHidden();
    await expect(bar.locator(".badge")).toHaveCount(0);
    await expect(page.locator(".row.unread")).toHaveCount(0);
  }
  if (hydrated) await expect(page.locator(".notifications")).toContainText("Salg i Ahmetov Kebab. Referanse DEMO4.");
  await accessible(page);
});

test("the way to them is on the page Me", async ({ page, hydrated, person }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/me");
  await accessible(page);
  await page.locator("#main").getByRole("link", { name: "Varsler" }).click();
  await expect(page).toHaveURL(/\/notifications$/);
});
