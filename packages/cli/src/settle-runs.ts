/** What earlier runs on a database left open: settled before anything else is done there, and windows that are over ended. */
import { existsSync } from "node:fs";
import type { RightsSystem } from "@kept/connectors/rights-system";
import { CHANGE_KINDS, findOpenChanges } from "./change-run.ts";
import type { Output } from "./print.ts";
import { findOpenRuns } from "./run-folder.ts";
import { tryLock } from "./run-lock.ts";
import { today } from "./today.ts";
import { findUndoable } from "./undo-window.ts";

export interface ErasePlace {
  /** Tells databases apart. */
  readonly target: string;
  readonly dataDir: string;
}

/** A run that was cut off either happened as a whole or not at all; its receipt is written now if it did. */
export async function settleOpenRuns(
  rights: RightsSystem,
  dataDir: string,
  folder: string,
  output: Output,
): Promise<void> {
  for (const run of await findOpenRuns(dataDir, folder)) {
    const outcome = await rights.settle(run.plan, { today: today() });
    if (outcome === null) {
      await run.abandon();
      output.err("An earlier erasure was cut off before it changed anything.\n");
    } else output.err(`An earlier erasure was cut off after it was done. Its receipt: ${await run.finish(outcome)}\n`);
  }
  await settleOpenChanges(rights, dataDir, folder, output);
  await findUndoable(dataDir, folder);
}

/** A dry run leaves nothing behind, and does not wait. */
export async function settleForDryRun(
  rights: RightsSystem,
  dataDir: string,
  folder: string,
  output: Output,
): Promise<void> {
  if (!existsSync(folder)) return;
  using lock = tryLock(folder);
  if (lock === null) output.err("An erasure on this database is under way; what follows may change.\n");
  else await settleOpenRuns(rights, dataDir, folder, output);
}

/** A change that was cut off either happened as a whole or not at all; its receipt is written now if it did. */
async function settleOpenChanges(rights: RightsSystem, dataDir: string, folder: string, output: Output): Promise<void> {
  for (const change of await findOpenChanges(dataDir, folder)) {
    const { title } = CHANGE_KINDS[change.facts.kind];
    const happened = (await rights.restriction?.hasHappened(change.sealed)) ?? false;
    if (!happened) {
      await change.abandon();
      output.err(`An earlier ${title} was cut off before it changed anything.\n`);
    } else output.err(`An earlier ${title} was cut off after it was done. Its receipt: ${await change.finish()}\n`);
  }
}
