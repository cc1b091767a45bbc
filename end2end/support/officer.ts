// A compliance officer at the terminal: customers' pages lead nowhere near what they do.
import { execFileSync } from "node:child_process";
import path from "node:path";

const drop = path.resolve(process.env.DROP_E2E_DROP ?? "../target/debug/drop");

/** The demo house's two officers. */
export const officers = { first: "officer@drop.example", second: "lead@drop.example" };

function run(...words: string[]): string {
  const env = { ...process.env, DATABASE_URL: process.env.DROP_E2E_DATABASE_URL, DROP_LOG: "error" };
  return execFileSync(drop, words, { env, encoding: "utf8" });
}

/** The hold of a payment that waits. */
export function holdOf(transaction: string): string {
  const lines = run("holds", "list", "--by", officers.first).split("\n");
  const hold = lines.find((line) => line.includes(` ${transaction} `))?.split(" ")[0];
  if (!hold?.startsWith("hld_")) throw new Error(`${transaction} does not wait: ${lines.join("\n")}`);
  return hold;
}

/** What an officer does about it. */
export function decideHold(step: "refuse" | "propose-release" | "approve", hold: string, by: string): void {
  run("holds", step, hold, "--by", by, "--reason", "looked at in a browser test");
}
