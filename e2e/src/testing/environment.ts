/** What the browser tests take from the environment: which browser, and where the pictures go. */
import { existsSync } from "node:fs";

const chosen = process.env["KEPT_TEST_CHROMIUM"] ?? "/usr/bin/chromium";

/** Path of the browser; null when there is none, and then tests that need one are skipped. */
export const chromiumPath: string | null = existsSync(chosen) ? chosen : null;

/** Why a test is skipped, as the last words of its name; empty when it runs. */
export const whySkipped = chromiumPath === null ? ` (skipped: no browser at ${chosen}; set KEPT_TEST_CHROMIUM)` : "";

/** Folder for pictures of the pages; null: nobody looks at them, and they take time. */
export const shotsFolder: string | null = process.env["KEPT_E2E_SHOTS"] ?? null;

/** The environment for a program that a test starts: nothing of Kept's own, so that the test alone says how it runs. */
export function cleanEnvironment(): Record<string, string | undefined> {
  const own = /^(KEPT_|DATABASE_URL$|SMTP_URL$|MAIL_FROM$|NODE_|VITEST)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
