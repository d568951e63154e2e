/** `kept undo`: an erasure taken back, as long as its window is open. */
import { basename, dirname, join } from "node:path";
import type { ChangeHooks, RevertOutcome } from "@kept/connectors/lifecycle-rights";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type { Finding } from "@kept/engine/model";
import type { RevertPlan } from "@kept/engine/plan-revert";
import type { PersonQuery } from "@kept/engine/rights";
import { identifierText, rowText } from "@kept/engine/tombstones";
import { type ChangeCommand, withRuns } from "./change-command.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { openLocalKeys } from "./local-keys.ts";
import { formatTable, type Output, plural, tell } from "./print.ts";
import { readTombstones } from "./run-folder.ts";
import { readReceipt, receiptOf } from "./run-receipt.ts";
import type { ErasePlace } from "./settle-runs.ts";
import { type TakeBack, takeBack } from "./take-back.ts";
import { findUndoable, type KeptUndo, readUndo, sweepWindows, type Undoable, type UndoWindow } from "./undo-window.ts";

export interface UndoCommand extends ChangeCommand {
  /** A receipt that is kept elsewhere than in the run's folder. */
  readonly receipt?: string;
}

/** Undoes the erasure of a run, or the one of a person; without either, lists those that can be undone. */
export async function undo(
  rights: RowRights,
  asked: string | PersonQuery | undefined,
  options: UndoCommand,
  place: ErasePlace,
  output: Output,
): Promise<ExitCode> {
  return await withRuns(rights, place, options, output, async (folder) => {
    const all = await findUndoable(place.dataDir, folder);
    const open = typeof asked === "object" ? await ofPerson(all, asked, place.dataDir, folder) : all;
    if (typeof asked === "object" && open.length === 0) {
      output.err("No erasure of that person can be undone here.\n");
      return EXIT.notFound;
    }
    // Of several erasures of one person the run has to be named.
    const written = typeof asked === "object" ? (open.length === 1 ? open[0]?.name : undefined) : asked;
    // A path of the receipt or of its folder is as good as the name.
    const name = written?.endsWith("receipt.json") ? basename(dirname(written)) : written && basename(written);
    const run = open.find((one) => one.name === name);
    if (run === undefined) return await listOpen(open, name, folder, options, output);
    const receipt = await readReceipt(options.receipt ?? receiptOf(run.path));
    const window = receipt?.["undo"] as UndoWindow | undefined;
    const kept = window?.key == null ? null : await readUndo(run.path, window.key);
    if (kept === null) {
      output.err("The receipt does not open what this run kept. Give the run's own receipt: --receipt <file>\n");
      return EXIT.blocked;
    }
    const way = wayBack(rights, kept);
    const plan = await way.plan();
    const describe = (findings: readonly Finding[]) =>
      kept.together === null && findings.every(({ code }) => code === "others_stay_erased")
        ? "Undone: everything is as it was."
        : "Undone.";
    const change: TakeBack = { kind: "undo", of: run.name, subjects: [], plan, carryOut: way.carryOut, describe };
    return await takeBack(rights, change, place, folder, options, output);
  });
}

/** Their runs, by the tombstones that these left: keyed hashes of what named the person. */
async function ofPerson(
  open: readonly Undoable[],
  { identifiers, keys }: PersonQuery,
  dataDir: string,
  folder: string,
): Promise<readonly Undoable[]> {
  const { mark } = await openLocalKeys(dataDir);
  const texts = [
    ...identifiers.map(({ kind, value }) => identifierText(kind, value)),
    ...keys.map((row) => rowText("", row)),
  ];
  const hashes = new Set(texts.map(mark));
  const runs = new Set(
    (await readTombstones(folder)).filter(({ hash }) => hashes.has(hash)).map(({ erasure }) => erasure),
  );
  return open.filter(({ name }) => runs.has(name));
}

interface WayBack {
  plan(): Promise<Pick<RevertPlan, "system" | "tables" | "findings">>;
  carryOut(hooks: ChangeHooks): Promise<RevertOutcome>;
}

/** Of several who left together one comes back alone, and the others stay erased. */
function wayBack({ lifecycle, batch }: RowRights, { diff, together }: KeptUndo): WayBack {
  if (together === null)
    return { plan: () => lifecycle.planRevert(diff), carryOut: (hooks) => lifecycle.revert(diff, hooks) };
  const { kept, at, keepNext } = together;
  return {
    plan: () => batch.planGiveBack(kept, at),
    carryOut: (hooks) =>
      batch.giveBack(kept, at, {
        ...(hooks.onRetry === undefined ? {} : { onRetry: hooks.onRetry }),
        async seal(net, rest) {
          if (rest !== null) await keepNext(rest);
          await hooks.seal(net);
        },
      }),
  };
}

async function listOpen(
  open: readonly Undoable[],
  name: string | undefined,
  folder: string,
  options: ChangeCommand,
  output: Output,
): Promise<ExitCode> {
  const rows = open.map(({ name: run, undo: window }) => [run, window.until]);
  const list = formatTable(output, ["run", "can be undone until"], rows);
  if (name === undefined) {
    const json = { mode: "list", runs: open.map(({ name: run, undo: window }) => ({ run, until: window.until })) };
    await tell(open.length === 0 ? "No erasure can be undone here.\n" : list, json, options, output);
    return EXIT.done;
  }
  const receipt = await readReceipt(receiptOf(join(folder, name)));
  const window = receipt?.["undo"] as UndoWindow | undefined;
  if (receipt === null) {
    output.err(`There is no run ${name} on this database.\n${open.length > 0 ? `These can be undone:\n${list}` : ""}`);
    return EXIT.notFound;
  }
  const why =
    window === undefined
      ? "It was made without an undo window"
      : window.ended?.by === "undo"
        ? "It has been undone already"
        : `Its window ended on ${window.until}, and what was kept is destroyed`;
  output.err(`${why}: run ${name} cannot be undone.\n`);
  return EXIT.blocked;
}

/** Ends every window that is over, on every database that was worked on from here. Made for a nightly job. */
export async function sweep(dataDir: string, output: Output): Promise<ExitCode> {
  const open = await sweepWindows(dataDir);
  await output.out(`What windows that are over had kept is destroyed; ${plural(open, "window")} still open.\n`);
  return EXIT.done;
}
