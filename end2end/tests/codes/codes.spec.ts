import { accessible, awake, expect, logIn, open, people, test } from "../../support/drop";

/** The owner of the demo shop, with and without JavaScript. */
const owner = people.hydrated.email;

test("a sticker is made, shown, printed and taken back", async ({ page, hydrated }) => {
  const name = `Bord ${hydrated ? "H" : "N"}${Date.now()}`;
  await logIn(page, hydrated, owner);
  await open(page, hydrated, "/shops/mer_demo1/codes");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("QR-koder");
  await accessible(page);
  await page.getByRole("link", { name: "Ny kode" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hva skal koden hete?");
  await awake(page, hydrated);
  await page.getByLabel("Navn").fill(name);
  await page.getByLabel("Beløp i kroner").fill("12,345");
  await page.getByRole("button", { name: "Lag koden" }).click();
  await expect(page.locator(".field .error")).toContainText("Skriv et beløp");
  await expect(page.getByLabel("Navn")).toHaveValue(name);
  await accessible(page);
  await page.getByLabel("Beløp i kroner").fill("49,50");
  await page.getByRole("button", { name: "Lag koden" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await awake(page, hydrated);
  const picture = page.getByRole("img", { name: `QR-koden «${name}»` });
  await expect(picture).toBeVisible();
  const src = (await picture.getAttribute("src")) ?? "";
  expect((await page.request.get(src)).headers()["content-type"]).toBe("image/svg+xml");
  await expect(page.locator(".code-link")).toContainText("/q/");
  await accessible(page);
  for (const link of ["A6, ett på arket", "A4, ett på arket", "A4, åtte å klippe ut"]) {
    const href = await page.getByRole("link", { name: link }).getAttribute("href");
    const sheet = await page.request.get(href ?? "");
    expect(sheet.headers()["content-type"]).toBe("application/pdf");
  }
  const png = await page.getByRole("link", { name: /512/ }).getAttribute("href");
  expect((await page.request.get(png ?? "")).headers()["content-type"]).toBe("image/png");

  await page.getByText("Trekk koden tilbake").click();
  await page.getByRole("button", { name: "Ja, trekk den tilbake" }).click();
  await expect(page.locator(".code-card .tag")).toHaveText("Trukket tilbake");
  await expect(page.locator(".code-picture")).toHaveCount(0);
  await accessible(page);
  await page.getByRole("link", { name: "Alle koder" }).click();
  await expect(page.locator(".rows .row").filter({ hasText: name })).toContainText("Trukket tilbake");
});

test("two stickers that can be paid do not have the same name", async ({ page, hydrated }) => {
  const name = `Kasse ${hydrated ? "H" : "N"}${Date.now()}`;
  await logIn(page, hydrated, owner);
  for (const again of [false, true]) {
    await open(page, hydrated, "/shops/mer_demo1/codes/new");
    await page.getByLabel("Navn").fill(name);
    await page.getByRole("button", { name: "Lag koden" }).click();
    if (again) await expect(page.locator(".field .error")).toContainText("allerede i bruk");
    else await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  }
});

test("another customer's shop has no codes to see", async ({ page, hydrated }) => {
  await logIn(page, hydrated, people.nojs.email);
  for (const path of ["/shops/mer_demo1/codes", "/shops/mer_demo1/codes/new"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.locator("main")).not.toContainText("Ahmetov");
  }
});
