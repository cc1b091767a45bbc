import { readFile } from "node:fs/promises";
import { decideAtBank } from "../../support/bank";
import { accessible, awake, expect, logIn, open, people, test } from "../../support/drop";

/** The owner of the demo shop. Both projects look at it; only refunds change something, each another sale. */
const owner = people.hydrated;
const shop = "/shops/mer_demo1";

test("the overview has figures, charts with their tables, and codes", async ({ page, hydrated }) => {
  await logIn(page, hydrated, owner.email);
  await open(page, hydrated, shop);
  await expect(page.getByRole("heading", { level: 1, name: "Oversikt" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Denne måneden" })).toBeVisible();
  const days = page.locator("section").filter({ has: page.getByRole("heading", { name: "Dag for dag" }) });
  await expect(days.getByRole("img")).toHaveAttribute("aria-label", /Mest|Ingen salg/);
  await days.getByText("Vis som tabell").click();
  await expect(days.locator("tbody tr")).toHaveCount(30);
  await accessible(page);
});

test("the list is narrowed, searched by the end of a reference, and taken away", async ({ page, hydrated }) => {
  await logIn(page, hydrated, owner.email);
  await open(page, hydrated, `${shop}/sales`);
  await accessible(page);
  await page.getByText("Filtrer", { exact: true }).click();
  await page.getByLabel("Kode").selectOption({ label: "Ved disken" });
  await page.getByRole("button", { name: "Vis" }).click();
  await expect(page).toHaveURL(/code=qrc_/);
  await expect(page.locator(".rows .row").first()).toContainText("Ved disken");
  await awake(page, hydrated);
  const reference = await page.locator(".rows .row b").first().innerText();
  await open(page, hydrated, `${shop}/sales?q=${encodeURIComponent(reference)}`);
  await expect(page.locator(".rows .row")).toHaveCount(1);
  await expect(page.locator(".rows .row b")).toHaveText(reference);
  await open(page, hydrated, `${shop}/sales?q=zzzz`);
  await expect(page.getByRole("heading", { name: "Ingen salg passer" })).toBeVisible();
  await accessible(page);
  await open(page, hydrated, `${shop}/sales`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Last ned som CSV" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  expect(text).toMatch(/^\uFEFFDato;Referanse;/);
  expect(text).not.toContain("Nordmann");
});

test("a filter that is wrong says so at its field, and the rest narrows", async ({ page, hydrated }) => {
  await logIn(page, hydrated, owner.email);
  await open(page, hydrated, `${shop}/sales?code=till&to=2026-13-01&min=mye`);
  const left = page.getByText("Utelatt, fordi det ikke kunne leses");
  await expect(left).toContainText("Til og med, Minst (kr)");
  await expect(page.getByLabel("Til og med")).toHaveValue("2026-13-01");
  await expect(page.getByLabel("Til og med")).toHaveAccessibleDescription("Skriv datoen slik: 2026-11-01.");
  await expect(page.getByLabel("Minst (kr)")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator(".rows .row").first()).toContainText("Kassen");
  await accessible(page);
  await page.getByLabel("Til og med").fill("");
  await page.getByLabel("Minst (kr)").fill("1 000");
  await page.getByLabel("Høyst (kr)").fill("20");
  await page.getByRole("button", { name: "Vis" }).click();
  await expect(page.getByText("Perioden eller beløpet slutter før det begynner")).toBeVisible();
  await expect(left).toHaveCount(0);
  for (const label of ["Minst (kr)", "Høyst (kr)"]) {
    await expect(page.getByLabel(label)).toHaveAccessibleDescription("Det minste beløpet er større enn det høyeste.");
  }
  await expect(page.getByLabel("Minst (kr)")).toHaveValue("1 000");
  await accessible(page);
});

test("a part of a sale is paid back, from the sale to the bank", async ({ page, hydrated }) => {
  await logIn(page, hydrated, owner.email);
  // Sales of at least 200 kr have a part left in any order of the two projects.
  await open(page, hydrated, `${shop}/sales?status=completed&min=200`);
  await page.locator(".rows .row").nth(hydrated ? 1 : 2).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Salg /);
  await awake(page, hydrated);
  const sale = new URL(page.url()).pathname;
  await accessible(page);
  await page.getByLabel("Beløp (kr)").fill("100 000");
  await page.getByRole("button", { name: "Se over" }).click();
  await expect(page.getByText(/Det er bare .* igjen/)).toBeVisible();
  await awake(page, hydrated);
  await accessible(page);
  await page.getByLabel("Beløp (kr)").fill("12,50");
  await page.getByRole("button", { name: "Se over" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Stemmer alt?");
  await expect(page.getByText("betales ikke tilbake")).toBeVisible();
  await awake(page, hydrated);
  await accessible(page);
  await page.getByRole("button", { name: "Godkjenn i banken" }).click();
  await decideAtBank(page, "approve");
  await expect(page).toHaveURL(/\/activity\/txn_[0-9a-f]{16}$/);
  await expect(page.getByText("Fra butikken")).toBeVisible();
  await awake(page, hydrated);
  await page.getByRole("link", { name: "Til salget" }).click();
  await expect(page).toHaveURL(new RegExp(`${sale}$`));
  await expect(page.getByText("Delvis refundert").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Refusjoner" })).toBeVisible();
});

test("statements of months and days add up, and come as files", async ({ page, hydrated, request }) => {
  await logIn(page, hydrated, owner.email);
  await open(page, hydrated, `${shop}/statements`);
  await accessible(page);
  const months = page.getByRole("table", { name: "Måneder" });
  await months.getByRole("link").nth(1).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Oppgjør /);
  await expect(page.getByText("Perioden er over")).toBeVisible();
  await awake(page, hydrated);
  await accessible(page);
  const net = await page.locator(".sum .total dd").innerText();
  await expect(page.getByRole("table", { name: "Per kode" }).locator("tfoot")).toContainText(net);
  await expect(page.getByRole("table", { name: "Per dag" }).locator("tfoot")).toContainText(net);
  const href = await page.getByRole("link", { name: "PDF" }).getAttribute("href");
  const cookies = (await page.context().cookies()).map((cookie) => `${cookie.name}=${cookie.value}`).join("; ");
  const answer = await request.get(href ?? "", { headers: { cookie: cookies } });
  expect(answer.headers()["content-type"]).toBe("application/pdf");
  await page.getByRole("table", { name: "Per dag" }).getByRole("link").first().click();
  await expect(page.getByRole("heading", { name: "Bokført" })).toBeVisible();
  await awake(page, hydrated);
  await accessible(page);
});
