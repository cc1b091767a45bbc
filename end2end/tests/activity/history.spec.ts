import { readFile } from "node:fs/promises";
import { accessible, awake, expect, logIn, open, people, test } from "../../support/drop";

/** Nothing here pays, so both projects may look at the customer who has a history from the start. */
const person = people.hydrated;

test("the history is narrowed by a form, and each filter has its way out", async ({ page, hydrated }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/activity");
  await page.getByText("Filtrer", { exact: true }).click();
  await accessible(page);
  await page.getByLabel("Type").selectOption({ label: "Overføring" });
  await page.getByLabel("Minst (kr)").fill("100");
  await page.getByRole("button", { name: "Vis" }).click();
  await expect(page).toHaveURL(/type=remittance/);
  await expect(page).toHaveURL(/min=100/);
  const chips = page.getByRole("list", { name: "Valgte filtre" });
  await expect(chips.getByRole("link")).toHaveCount(2);
  await expect(page.locator(".rows .row").first()).toBeVisible();
  await expect(page.locator(".rows")).not.toContainText(["QR-betaling"]);
  await awake(page, hydrated);
  await accessible(page);
  await chips.getByRole("link", { name: /Overføring/ }).click();
  await expect(chips.getByRole("link")).toHaveCount(1);
  await expect(page).not.toHaveURL(/type=/);
});

test("a search finds a recipient without accents, and says when nothing fits", async ({ page, hydrated }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/activity?q=jovanovic");
  await expect(page.locator(".rows .row").first()).toContainText(person.recipient);
  await open(page, hydrated, "/activity?q=nobody%20at%20all");
  await expect(page.getByRole("heading", { name: "Ingen betalinger passer" })).toBeVisible();
  await accessible(page);
});

test("a period that ends before it begins is told", async ({ page, hydrated }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/activity?from=2026-12-01&to=2026-01-01");
  await expect(page.getByText("Perioden eller beløpet slutter før det begynner")).toBeVisible();
  await accessible(page);
});

test("the payments that are shown come as a file", async ({ page, hydrated }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/activity?type=remittance");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Last ned som CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^drop-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  expect(text).toMatch(/^\uFEFFDato;Referanse;/);
  expect(text).toContain(person.recipient);
  expect(text).not.toContain("QR-betaling");
});

test("a receipt comes as a document", async ({ page, hydrated, request }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/activity/txn_demo1");
  const href = await page.getByRole("link", { name: "PDF" }).getAttribute("href");
  const cookies = (await page.context().cookies()).map((cookie) => `${cookie.name}=${cookie.value}`).join("; ");
  const answer = await request.get(href ?? "", { headers: { cookie: cookies } });
  expect(answer.headers()["content-type"]).toBe("application/pdf");
  expect((await answer.body()).subarray(0, 5).toString()).toBe("%PDF-");
});
