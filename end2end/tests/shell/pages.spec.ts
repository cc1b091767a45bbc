import { accessible, expect, logIn, open, sendLogIn, test } from "../../support/drop";

test("the front door", async ({ page, hydrated }) => {
  await open(page, hydrated, "/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Send penger hjem, rett fra din egen bank");
  await accessible(page);
});

test("the calculator of the front door prices what is typed", async ({ page, hydrated }) => {
  await open(page, hydrated, "/");
  const price = page.locator(".calc-price");
  await expect(price).toContainText("2 010,00");
  const amount = page.getByLabel("Du sender");
  await amount.fill("1000");
  await page.getByRole("combobox", { name: "Til" }).selectOption("PL");
  if (!hydrated) await page.getByRole("button", { name: "Regn ut" }).click();
  await expect(price).toContainText("1 005,00");
  await expect(price.locator("output")).toContainText("PLN");
  await amount.fill("50");
  if (!hydrated) await page.getByRole("button", { name: "Regn ut" }).click();
  await expect(price).toContainText("minst 100");
  await accessible(page);
});

test("what Drop is and does, in both languages", async ({ page, hydrated }) => {
  await open(page, hydrated, "/");
  await page.getByRole("contentinfo").getByRole("link", { name: "Priser og grenser" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Priser og grenser");
  await expect(page.locator("article")).toContainText("0,5\u00a0%");
  await expect(page.locator("article")).toContainText("50\u00a0000,00\u00a0kr");
  for (const path of ["/about", "/about/fees", "/about/terms", "/about/privacy", "/about/complaints", "/about/accessibility"]) {
    await open(page, hydrated, path);
    await accessible(page);
  }
  await page.locator("details.menu > summary").click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Accessibility");
  const answer = await page.goto("/about/nothing");
  expect(answer?.status()).toBe(404);
});

test("a page that does not exist is a 404 with a way on", async ({ page }) => {
  const answer = await page.goto("/finnes-ikke");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Siden finnes ikke.");
  await accessible(page);
});

test("another customer's payment is a 404, not a 403", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  const theirs = person.email.startsWith("demo") ? "txn_demo4" : "txn_demo1";
  const answer = await page.goto(`/activity/${theirs}`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Siden finnes ikke.");
});

test("the language is chosen once and stays", async ({ page, hydrated }) => {
  await open(page, hydrated, "/login");
  await page.locator("details.menu > summary").click();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page).toHaveURL(/\/login$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Log in");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.goto("/register");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open an account");
  await accessible(page);
});

test("the keyboard alone reaches the content and the menu", async ({ page, hydrated, person }) => {
  test.skip(!hydrated, "the order of focus is the same");
  await open(page, hydrated, "/login");
  await sendLogIn(page, person.email);
  await expect(page).toHaveURL(/\/home$/);
  // A page that was led to without a load begins at its content; one that was loaded, at its top.
  await expect(page.locator("#main")).toBeFocused();
  await open(page, hydrated, "/home");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Hopp til innholdet" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.locator("#main a:focus, #main button:focus")).toHaveCount(1);
});
