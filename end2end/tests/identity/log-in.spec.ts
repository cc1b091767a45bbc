import { accessible, expect, logIn, open, sendLogIn, test } from "../../support/drop";

test("logging in and out", async ({ page, hydrated, person }) => {
  await logIn(page, hydrated, person.email);
  const cookies = await page.context().cookies();
  const session = cookies.find((cookie) => cookie.name === "drop");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  await page.goto("/me");
  await expect(page.locator("#main")).toContainText(person.email);
  await accessible(page);
  await page.locator("#main").getByRole("button", { name: "Logg ut" }).click();
  await expect(page).toHaveURL(/\/login$/);
  await page.goto("/home");
  await expect(page).toHaveURL(/\/login\?next=\/home$/);
});

test("a page that needs a log-in is reached after it", async ({ page, hydrated, person }) => {
  await open(page, hydrated, "/activity?after=x");
  await expect(page).toHaveURL(/\/login\?next=/);
  await sendLogIn(page, person.email);
  await expect(page).toHaveURL(/\/activity\?after=x$/);
});

test("a wrong password is answered without saying which part was wrong", async ({ page, hydrated }) => {
  await open(page, hydrated, "/login");
  await accessible(page);
  await sendLogIn(page, "nobody@drop.example", "something quite wrong");
  await expect(page.getByRole("alert")).toContainText("E-postadressen eller passordet er feil.");
  await expect(page.getByLabel("E-post", { exact: true })).toHaveValue("nobody@drop.example");
  await accessible(page);
});
