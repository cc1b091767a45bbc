import { confirmAddress, fillRegistration, openLetter, password, sendRegistration } from "../../support/customer";
import { accessible, expect, open, sendLogIn, test } from "../../support/drop";

const another = "lampe vindu saft";

test("a forgotten password is replaced by the link in a letter", async ({ page, hydrated }) => {
  await open(page, hydrated, "/register");
  const address = await fillRegistration(page, hydrated, { email: "glemt" });
  await sendRegistration(page);
  await confirmAddress(page, hydrated);
  await expect(page).toHaveURL(/\/home$/);
  await page.context().clearCookies();

  await open(page, hydrated, "/login");
  await page.getByRole("link", { name: "Glemt passordet?" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nytt passord");
  await accessible(page);
  await page.getByLabel("E-post", { exact: true }).fill(address);
  await page.getByRole("button", { name: "Send lenke" }).click();
  await expect(page).toHaveURL(/\/login\/reset-sent$/);
  await accessible(page);

  await openLetter(page, hydrated, `/demo/mail?to=${encodeURIComponent(address)}`, "reset");
  await accessible(page);
  await page.getByLabel("Nytt passord").fill("passordpassord");
  await page.getByRole("button", { name: "Lagre passordet" }).click();
  await expect(page.getByRole("alert")).toContainText("for lett å gjette");
  await page.getByLabel("Nytt passord").fill(another);
  await page.getByRole("button", { name: "Lagre passordet" }).click();
  await expect(page).toHaveURL(/\/login\/password-changed$/);
  await accessible(page);

  await open(page, hydrated, "/login");
  await sendLogIn(page, address, password);
  await expect(page.getByRole("alert")).toContainText("E-postadressen eller passordet er feil.");
  await sendLogIn(page, address, another);
  await expect(page).toHaveURL(/\/home$/);
});

test("an address without an account gets the same answer", async ({ page, hydrated }) => {
  await open(page, hydrated, "/login/forgot");
  await page.getByLabel("E-post", { exact: true }).fill("nobody@drop.example");
  await page.getByRole("button", { name: "Send lenke" }).click();
  await expect(page).toHaveURL(/\/login\/reset-sent$/);
});

test("a link that is no longer good says so", async ({ page, hydrated }) => {
  for (const step of ["confirm", "reset", "new-email", "undo-email"]) {
    await open(page, hydrated, `/login/${step}?code=${"0".repeat(64)}`);
    await expect(page.locator("#main")).toContainText("Lenken virker ikke lenger.");
    await accessible(page);
  }
});
