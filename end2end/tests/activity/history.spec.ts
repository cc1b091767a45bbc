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

test("a period and amounts that end before they begin are told at both ends", async ({ page, hydrated }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/activity?from=2026-12-01&to=2026-01-01&min=200&max=100");
  await expect(page.getByText("Perioden eller beløpet slutter før det begynner")).toBeVisible();
  for (const [label, text] of [
    ["Fra og med", "Den første dagen er etter den siste."],
    ["Til og med", "Den første dagen er etter den siste."],
    ["Minst (kr)", "Det minste beløpet er større enn det høyeste."],
    ["Høyst (kr)", "Det minste beløpet er større enn det høyeste."],
  ] as const) {
    await expect(page.getByLabel(label)).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel(label)).toHaveAccessibleDescription(text);
  }
  await expect(page.getByLabel("Fra og med")).toHaveValue("2026-12-01");
  await accessible(page);
});

test("what cannot be read stays in its field, says so, and the rest narrows", async ({ page, hydrated }) => {
  await logIn(page, hydrated, person.email);
  await open(page, hydrated, "/activity?type=remittance&from=1.11.2026&status=lost");
  const left = page.getByText("Utelatt, fordi det ikke kunne leses");
  await expect(left).toContainText("Status, Fra og med");
  await expect(page.getByLabel("Fra og med")).toHaveValue("1.11.2026");
  await expect(page.getByLabel("Fra og med")).toHaveAccessibleDescription("Skriv datoen slik: 2026-11-01.");
  await expect(page.getByLabel("Status")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Til og med")).not.toHaveAttribute("aria-invalid", /./);
  await expect(page.locator(".rows .row").first()).toBeVisible();
  await expect(page.locator(".rows")).not.toContainText(["QR-betaling"]);
  await accessible(page);
  await page.getByLabel("Fra og med").fill("");
  await page.getByLabel("Minst (kr)").fill("mye");
  await page.getByRole("button", { name: "Vis" }).click();
  await expect(left).toContainText("leses: Minst (kr).");
  await expect(page.getByLabel("Minst (kr)")).toHaveValue("mye");
  await expect(page.getByLabel("Minst (kr)")).toHaveAccessibleDescription("Skriv beløpet slik: 1 000,50.");
  await expect(page.getByLabel("Status")).not.toHaveAttribute("aria-invalid", /./);
  await awake(page, hydrated);
  // Another filter is taken away, and this one still asks to be put right.
  const kind = page.getByRole("link", { name: "Fjern filteret Overføring" });
  await kind.click();
  await expect(kind).toHaveCount(0);
  await expect(page.getByLabel("Minst (kr)")).toHaveValue("mye");
  await page.getByLabel("Minst (kr)").fill("100");
  await page.getByRole("button", { name: "Vis" }).click();
  await expect(page).toHaveURL(/min=100/);
  await expect(left).toHaveCount(0);
});

test("older payments are a page further, and the newest a page back", async ({ page, hydrated }) => {
  // Two months of lunches. Other tests pay as this customer today: what is until yesterday stays as it is.
  await logIn(page, hydrated, people.nojs.email);
  const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  await open(page, hydrated, `/activity?type=qr_payment&to=${yesterday}`);
  const rows = page.locator(".rows .row");
  const addresses = () => rows.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await expect(rows).toHaveCount(20);
  const newest = await addresses();
  await expect(page.getByRole("link", { name: "Nyeste" })).toHaveCount(0);
  await page.getByRole("link", { name: "Eldre" }).click();
  await expect(page).toHaveURL(/[?&]after=/);
  await expect(page).toHaveURL(new RegExp(`type=qr_payment&to=${yesterday}`));
  await expect(rows.first()).not.toHaveAttribute("href", newest[0] ?? "");
  const older = await addresses();
  expect(older.filter((address) => newest.includes(address))).toEqual([]);
  await awake(page, hydrated);
  await accessible(page);
  await page.getByRole("link", { name: "Nyeste" }).click();
  await expect(page).not.toHaveURL(/after=/);
  await expect(rows.first()).toHaveAttribute("href", newest[0] ?? "");
  expect(await addresses()).toEqual(newest);
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
