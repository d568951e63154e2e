/** What people do in several tests: ask and confirm in the centre, sign in, find a request in the console. */
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { linkOf, type Mailbox } from "./mailbox.ts";

export type RightForm = "access" | "erasure";

const WORDS = {
  access: { right: /copy of your data/i, button: "Ask for my data" },
  erasure: { right: /data erased/i, button: "Ask for erasure" },
} as const;

/** From the centre's front page to "look in your mailbox". */
export async function askInCentre(page: Page, centre: string, form: RightForm, email: string): Promise<void> {
  await page.goto(centre);
  await page.getByRole("link", { name: WORDS[form].right }).click();
  await page.getByLabel("Your e-mail address").fill(email);
  await page.getByRole("button", { name: WORDS[form].button }).click();
  await page.getByRole("heading", { level: 1, name: "Look in your mailbox" }).waitFor();
}

/** Opens the link of the confirmation and presses its button; answers the address of the status page from the next mail. */
export async function confirmByMail(page: Page, mailbox: Mailbox, email: string): Promise<string> {
  await page.goto(linkOf(await mailbox.take(email, /confirm your request/)));
  await page.getByRole("button", { name: "Yes, I asked for this" }).click();
  await page.getByRole("heading", { level: 1, name: /Confirmed/ }).waitFor();
  return linkOf(await mailbox.take(email, /We received your request/));
}

/** Opens the one-time link and presses its button. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Requests" }).waitFor();
}

/** Opens the newest request of a kind that waits for a decision, and answers its reference. */
export async function openWaitingRequest(page: Page, console: string, kind: "Access" | "Erasure"): Promise<string> {
  const row = page.getByRole("row").filter({ hasText: "Waits for approval" }).filter({ hasText: kind }).first();
  await eventually(async () => {
    await page.goto(`${console}/requests?phase=needs_decision`);
    await page.getByRole("heading", { level: 1, name: "Requests" }).waitFor();
    return (await row.count()) > 0;
  }, `an ${kind.toLowerCase()} request waits for approval`);
  await row.getByRole("link", { name: kind }).click();
  const heading = page.getByRole("heading", { level: 1, name: new RegExp(kind) });
  await heading.waitFor();
  await page.getByRole("heading", { level: 2, name: "Plan", exact: true }).waitFor();
  const reference = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec((await heading.textContent()) ?? "")?.[0];
  if (reference === undefined) throw new Error("The page of the request does not tell its reference.");
  return reference;
}

/** Asks again and again until it is so. @throws Error after 30 seconds, saying what did not come about */
export async function eventually(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It did not come about that ${what}.`);
    await pause(250);
  }
}
