// Staff at the desk: password, and the code that the demo's log-in shows in place of a telephone.
import type { Page } from "@playwright/test";

import { awake, expect, open, sendLogIn, test } from "../support/drop";

/** The demo house's staff. */
export const staff = { officer: "officer@drop.example", second: "officer2@drop.example", lead: "lead@drop.example" };

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;

/** Each code opens once, so that a worker keeps the logins that it has. */
const kept = new Map<string, Cookies>();

export const logInAsOfficer = (page: Page): Promise<void> => logInAs(page, staff.officer);
export const logInAsSecondOfficer = (page: Page): Promise<void> => logInAs(page, staff.second);
export const logInAsLead = (page: Page): Promise<void> => logInAs(page, staff.lead);

const isHydrated = (): boolean => test.info().project.name !== "nojs";

/** Ends on the overview. */
export async function logInAs(page: Page, email: string): Promise<void> {
  const hydrated = isHydrated();
  const before = kept.get(email);
  if (before) {
    await page.context().addCookies(before);
    await open(page, hydrated, "/admin");
    if (new URL(page.url()).pathname === "/admin") return;
    await page.context().clearCookies();
  }
  await open(page, hydrated, "/login");
  await sendLogIn(page, email);
  await expect(page).toHaveURL(/\/login\/code$/);
  await giveCode(page);
  kept.set(email, await page.context().cookies());
}

/** Types the code that the demo shows, and waits for the next one while there is none that opens. */
export async function giveCode(page: Page): Promise<void> {
  const hydrated = isHydrated();
  await expect(async () => {
    await open(page, hydrated, "/login/code");
    const code = await page.locator("code.demo-code").textContent({ timeout: 1_000 });
    await page.getByLabel("Kode fra appen").fill(code ?? "");
    await page.getByRole("button", { name: "Logg inn", exact: true }).click();
    await expect(page).toHaveURL(/\/admin/, { timeout: 5_000 });
  }).toPass({ intervals: [2_000], timeout: 90_000 });
  await awake(page, hydrated);
}
