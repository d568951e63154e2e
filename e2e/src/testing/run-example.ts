/** The whole example in this process: Kept, the shop, its archive and a mail server, on free ports and a folder of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import kept from "@kept/example-mi-option/kept.config";
import { type RunningExample, startExample } from "@kept/example-mi-option/start-example";
import { readSettings } from "@kept/server/config";
import { prepareDataDir } from "@kept/server/platform/testing/prepared-database";
import { exampleFolder } from "./example-folder.ts";
import { type Mailbox, openMailbox } from "./mailbox.ts";

export interface TestExample extends AsyncDisposable, RunningExample {
  /** Address of Kept. */
  readonly url: string;
  readonly mailbox: Mailbox;
  readonly archive: string;
  readonly dataDir: string;
  /** A link that signs in once. */
  signInLink(): Promise<string>;
}

/**
 * @param options.waiting how long an erasure waits after approval (ISO 8601)
 * @param options.undoWindow for how long it can be taken back then; by default it cannot
 */
export async function runExample(options: {
  readonly seed: boolean;
  readonly waiting: string;
  readonly undoWindow?: string;
}): Promise<TestExample> {
  const dataDir = mkdtempSync(join(tmpdir(), "kept-e2e-"));
  await prepareDataDir(dataDir);
  const mailbox = await openMailbox();
  const settings = readSettings({
    KEPT_PORT: "0",
    KEPT_DATA_DIR: dataDir,
    SMTP_URL: mailbox.url,
    KEPT_LOG_LEVEL: "warn",
  });
  const undo = options.undoWindow === undefined ? {} : { undo: { window: options.undoWindow } };
  const varied = { ...kept, requests: { ...kept.requests, erasureWaitingPeriod: options.waiting, ...undo } };
  const running = await startExample({ settings, kept: varied, folder: exampleFolder, seed: options.seed });
  return {
    ...running,
    url: running.kept.url,
    mailbox,
    archive: join(dataDir, "mi-option", "archive.db"),
    dataDir,
    signInLink: () =>
      running.kept.createOperatorSignInLink({
        name: "Robin Sommer",
        email: "robin@mi-option.example.org",
        role: "privacy-lead",
      }),
    [Symbol.asyncDispose]: async () => {
      await running.stop();
      await mailbox[Symbol.asyncDispose]();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
