import { confirmAddress, correctRegistration, fillRegistration, register, sendRegistration } from "../../support/customer";
import { accessible, expect, open, test } from "../../support/drop";

test("opening an account", async ({ page, hydrated }) => {
  await open(page, hydrated, "/register");
  await accessible(page);
  await expect(page.getByLabel(/nyheter og tilbud/)).not.toBeChecked();
  const zoran = { firstName: "Zoran", lastName: "Đorđević", birthDate: "31.12.2015", password: "passordpassord" };
  await fillRegistration(page, hydrated, { email: "ny", ...zoran });
  await sendRegistration(page);

  await expect(page.getByRole("alert")).toContainText("Du må ha fylt 18 år");
  await expect(page.getByRole("alert")).toContainText("for lett å gjette");
  await expect(page.getByLabel("Etternavn")).toHaveValue("Đorđević");
  await expect(page.getByLabel(/vilkårene/)).toBeChecked();
  await accessible(page);

  await correctRegistration(page);
  await sendRegistration(page);
  await expect(page).toHaveURL(/\/login\/check-mail$/);
  await accessible(page);
  await confirmAddress(page, hydrated);
  await expect(page).toHaveURL(/\/home$/);
  await expect(page.getByText("Ingen bank er koblet til")).toBeVisible();
  await accessible(page);
});

test("somebody we have not confirmed yet is told before typing an amount", async ({ page, hydrated }) => {
  await register(page, hydrated, "ny2");
  await page.goto("/send");
  await expect(page.getByText("Før du kan sende penger, må vi bekrefte hvem du er.")).toBeVisible();
  await expect(page.getByText("Ingen mottakere ennå")).toBeVisible();
  await accessible(page);
});
