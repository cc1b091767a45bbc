import { accessible, expect, open, test } from "../../support/drop";

test("opening an account", async ({ page, hydrated }) => {
  const email = `ny-${hydrated ? "js" : "nojs"}-${Date.now()}@drop.example`;
  await open(page, hydrated, "/register");
  await accessible(page);
  await page.getByLabel("Fornavn").fill("Zoran");
  await page.getByLabel("Etternavn").fill("Đorđević");
  await page.getByLabel("E-post", { exact: true }).fill(email);
  await page.getByLabel("Telefon").fill("412 34 567");
  await page.getByLabel("Fødselsdato").fill("31.12.2015");
  await page.getByLabel("Passord").fill("passordpassord");
  await expect(page.getByLabel(/nyheter og tilbud/)).not.toBeChecked();
  await page.getByLabel(/vilkårene/).check();
  await page.getByLabel(/personopplysningene/).check();
  await page.getByRole("button", { name: "Åpne konto" }).click();

  await expect(page.getByRole("alert")).toContainText("Du må ha fylt 18 år");
  await expect(page.getByRole("alert")).toContainText("for lett å gjette");
  await expect(page.getByLabel("Etternavn")).toHaveValue("Đorđević");
  await expect(page.getByLabel(/vilkårene/)).toBeChecked();
  await accessible(page);

  await page.getByLabel("Fødselsdato").fill("31.12.1990");
  await page.getByLabel("Passord").fill("hest batteri stift");
  await page.getByRole("button", { name: "Åpne konto" }).click();
  await expect(page).toHaveURL(/\/home$/);
  await expect(page.getByText("Ingen bank er koblet til")).toBeVisible();
  await accessible(page);
});

test("somebody we have not confirmed yet is told before typing an amount", async ({ page, hydrated }) => {
  await open(page, hydrated, "/register");
  const email = `ny2-${hydrated ? "js" : "nojs"}-${Date.now()}@drop.example`;
  await page.getByLabel("Fornavn").fill("Ana");
  await page.getByLabel("Etternavn").fill("Anić");
  await page.getByLabel("E-post", { exact: true }).fill(email);
  await page.getByLabel("Telefon").fill("412 34 567");
  await page.getByLabel("Fødselsdato").fill("31.12.1990");
  await page.getByLabel("Passord").fill("hest batteri stift");
  await page.getByLabel(/vilkårene/).check();
  await page.getByLabel(/personopplysningene/).check();
  await page.getByRole("button", { name: "Åpne konto" }).click();
  await expect(page).toHaveURL(/\/home$/);
  await page.goto("/send");
  await expect(page.getByText("Før du kan sende penger, må vi bekrefte hvem du er.")).toBeVisible();
  await expect(page.getByText("Ingen mottakere ennå")).toBeVisible();
  await accessible(page);
});
