import type { Page } from "@playwright/test";

import { accessible, expect, logIn, open, people, test } from "../../support/drop";
import { logInAsLead } from "../staff";

// Each page as it opens, narrow and by keyboard; what its flow does with it is the flow's own test.
const visitors = ["/", "/about", "/about/fees", "/about/terms", "/about/privacy", "/about/complaints", "/about/accessibility", "/login", "/login/forgot", "/login/check-mail", "/login/reset-sent", "/login/confirmed", "/register"];
const customers = ["/home", "/accounts", "/accounts/link", "/send", "/send/recipient", "/activity", "/activity/txn_demo1", "/activity/txn_demo3", "/pay", "/me", "/me/profile", "/me/language", "/me/notifications", "/me/security", "/me/logins", "/me/confirm", "/me/privacy", "/me/close", "/identity", "/notifications", "/complaints", "/complaints/new"];
const shops = ["/shops", "/shops/new", "/shops/mer_demo1", "/shops/mer_demo1/settings", "/shops/mer_demo1/close", "/shops/mer_demo1/codes", "/shops/mer_demo1/codes/new", "/shops/mer_demo1/sales", "/shops/mer_demo1/statements", "/shops/mer_demo1/till"];
const staff = ["/admin", "/admin/alerts", "/admin/reports", "/admin/screening", "/admin/screening/lists", "/admin/rules", "/admin/rules/velocity", "/admin/customers", "/admin/customers/usr_demo1", "/admin/customers/usr_demo1/payments", "/admin/holds", "/admin/kyc", "/admin/kyc/kyc_demo3", "/admin/merchants", "/admin/merchants/mer_demo1", "/admin/complaints", "/admin/complaints/cmp_demo1", "/admin/requests", "/admin/requests/dar_demo1", "/admin/audit", "/admin/staff", "/admin/staff/usr_demo_officer"];

test.describe.configure({ timeout: 300_000 });
test.skip(({ hydrated }) => !hydrated, "the same elements, in the same order");

test("every page that anybody may read", async ({ page, hydrated }) => {
  await each(page, hydrated, visitors);
});

test("every page of a customer", async ({ page, hydrated }) => {
  await logIn(page, hydrated, people.hydrated.email);
  await each(page, hydrated, customers);
});

test("every page of a shop", async ({ page, hydrated }) => {
  await logIn(page, hydrated, people.hydrated.email);
  await each(page, hydrated, shops);
});

test("every page of the back-office", async ({ page, hydrated }) => {
  await logInAsLead(page);
  await each(page, hydrated, staff);
});

async function each(page: Page, hydrated: boolean, paths: string[]): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of paths) {
    await test.step(path, async () => {
      await open(page, hydrated, path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const [wide, room] = await page.locator("html").evaluate((html) => [html.scrollWidth, html.clientWidth]);
      expect(wide, `${path} is not scrolled sideways at 320 px`).toBeLessThanOrEqual(room);
      expect(await unreached(page), `the keyboard reaches all of ${path}`).toEqual([]);
      await accessible(page);
    });
  }
}

/** Whatever can be clicked and has not had the focus after one way through the page. */
async function unreached(page: Page): Promise<string[]> {
  const clickable = "a[href], button:not([disabled]), input:not([type=hidden], [type=radio], [disabled]), select, textarea, summary";
  const count = await page.locator(clickable).count();
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.addEventListener("focusin", (event) => (event.target as HTMLElement).setAttribute("data-had-focus", ""), { capture: true });
  });
  for (let step = 0; step < count + 20; step++) await page.keyboard.press("Tab");
  return page.locator(clickable).evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.hasAttribute("data-had-focus"))
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}
