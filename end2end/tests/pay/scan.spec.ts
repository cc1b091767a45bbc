import { pathOf, pictureOf, stickers } from "../../support/codes";
import { accessible, awake, expect, logIn, open, people, test } from "../../support/drop";

const payer = people.nojs;

test("a code that is typed leads to its page, and another site's does not", async ({ browser, page, hydrated }) => {
  const path = await pathOf(browser, stickers.open);
  await logIn(page, hydrated, payer.email);
  await page.getByRole("navigation").getByRole("link", { name: "Betal" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Betal i butikk");
  await accessible(page);
  await awake(page, hydrated);
  await page.getByLabel("Koden eller lenken").fill("https://evil.example/q/0123456789ABCDEF000G40R40M30E27Z");
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page.getByRole("alert")).toContainText("Vi har ikke åpnet lenken");
  await accessible(page);
  await page.getByLabel("Koden eller lenken").fill(path.replace("/q/", "").toLowerCase());
  await page.getByRole("button", { name: "Fortsett" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Betal til Ahmetov Kebab");
});

test("a picture of a code leads to its page", async ({ browser, page, hydrated }) => {
  const path = await pathOf(browser, stickers.open);
  const buffer = await pictureOf(browser, stickers.open);
  await logIn(page, hydrated, payer.email);
  await open(page, hydrated, "/pay");
  await page.getByLabel("Bilde av koden").setInputFiles({ name: "code.png", mimeType: "image/png", buffer });
  await page.getByRole("button", { name: "Les bildet" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
});

test("a picture without a code says what to do", async ({ page, hydrated }) => {
  await logIn(page, hydrated, payer.email);
  await open(page, hydrated, "/pay");
  await page.getByLabel("Bilde av koden").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await page.getByRole("button", { name: "Les bildet" }).click();
  await expect(page).toHaveURL(/\/pay\?picture=unreadable$/);
  await expect(page.getByRole("alert")).toContainText("Vi kan ikke åpne bildet");
  await accessible(page);
});
