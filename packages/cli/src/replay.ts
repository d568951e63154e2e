/** `kept replay`: after a backup was restored, everyone erased since is erased again, found by tombstones. */
import { mkdir } from "node:fs/promises";
import { planReplay, type ReplayStep } from "@kept/connectors/rights/plan-replay";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type { Finding } from "@kept/engine/model";
import type { ReplayMatches } from "@kept/engine/tombstones";
import { carryOut } from "./erase.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { openLocalKeys } from "./local-keys.ts";
import { formatFindings, formatTable, type Output, paint, plural, showProgress } from "./print.ts";
import { readSince } from "./replay-since.ts";
import { createRun, readTombstones, runsFolderOf } from "./run-folder.ts";
import { waitForLock } from "./run-lock.ts";
import { type ErasePlace, settleOpenRuns } from "./settle-runs.ts";
import { today } from "./today.ts";
import { uniteFindings } from "./unite-findings.ts";

export interface ReplayCommand {
  readonly yes?: boolean;
  readonly since?: string;
  readonly json?: boolean;
}

/** What a replay found and did; the stable shape of `--json`. */
interface Replay {
  readonly mode: "dry-run" | "done";
  /** Erasures that were to be looked for. */
  readonly erasures: number;
  /** People who were erased and are there again, and what became of them. */
  due: number;
  erased: number;
  blocked: number;
  /** Nothing of them is there, or nothing is left to erase. */
  clean: number;
  newer: ReplayMatches["newer"];
  ambiguous: ReplayMatches["ambiguous"];
  unread: ReplayMatches["unread"];
  findings: Finding[];
  verified: boolean;
  readonly tables: Map<string, number>;
}

/**
 * Looks for everybody whom a tombstone names, and with `--yes` erases them again, each with a receipt of its own.
 * `from`: the database at whose address they were erased; the same unless the backup was restored elsewhere.
 */
export async function replay(
  rights: RowRights,
  options: ReplayCommand,
  place: ErasePlace,
  from: string,
  output: Output,
): Promise<ExitCode> {
  const folder = runsFolderOf(place.dataDir, place.target);
  const since = readSince(options.since);
  const tombstones = (await readTombstones(runsFolderOf(place.dataDir, from))).filter(
    ({ at }) => since === null || at >= since,
  );
  if (tombstones.length === 0) {
    output.err("No erasure on this database is known here: nothing to replay.\n");
    return EXIT.notFound;
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  using _lock = await waitForLock(folder, () =>
    output.err("Another erasure on this database is under way; waiting for it.\n"),
  );
  await settleOpenRuns(rights, place.dataDir, folder, output);
  const keys = await openLocalKeys(place.dataDir);
  const question = { tombstones, hash: (text: string) => keys.mark(text), system: "" };
  const matches = await rights.findReturned(question, {
    onProgress: ({ what }) => showProgress(output, what === "" ? "" : `searching ${what}`),
  });
  const done = startReplay(options, new Set(tombstones.map(({ erasure }) => erasure)).size, matches);
  let seen = 0;
  for await (const step of planReplay(rights, matches.people, { today: today() })) {
    seen += 1;
    showProgress(output, `${options.yes ? "erasing again" : "planning"}: ${seen} of ${matches.people.length}`);
    if (step.state === "clean") done.clean += 1;
    else if (step.state === "blocked") {
      done.blocked += 1;
      done.findings.push(...step.plan.findings.filter(({ blocks }) => blocks));
    } else await replayStep(rights, step, options, place, folder, done, output);
  }
  showProgress(output, "");
  await output.out(options.json ? `${JSON.stringify(toJson(done))}\n` : describeReplay(done, output));
  if (done.blocked + done.ambiguous.length + done.unread.length > 0) return EXIT.blocked;
  return done.verified ? EXIT.done : EXIT.failed;
}

async function replayStep(
  rights: RowRights,
  step: ReplayStep,
  options: ReplayCommand,
  place: ErasePlace,
  folder: string,
  replayed: Replay,
  output: Output,
): Promise<void> {
  replayed.due += 1;
  let { plan } = step;
  if (options.yes) {
    const { person, scope } = step;
    const run = createRun(place.dataDir, folder, { person, scope });
    const done = await carryOut(rights, person, scope, plan, run, output);
    if (typeof done === "number") {
      replayed.verified = false;
      return;
    }
    await run.finish(done.outcome);
    plan = done.plan;
    replayed.erased += 1;
    replayed.findings.push(...done.outcome.residue);
    if (!done.outcome.verified) replayed.verified = false;
  }
  for (const { name, deleted, detached, redacted } of plan.tables) {
    const rows = deleted + detached + redacted;
    if (rows > 0) replayed.tables.set(name, (replayed.tables.get(name) ?? 0) + rows);
  }
}

function startReplay(options: ReplayCommand, erasures: number, matches: ReplayMatches): Replay {
  return {
    mode: options.yes ? "done" : "dry-run",
    erasures,
    due: 0,
    erased: 0,
    blocked: 0,
    clean: matches.absent,
    newer: matches.newer,
    ambiguous: matches.ambiguous,
    unread: matches.unread,
    findings: [],
    verified: true,
    tables: new Map(),
  };
}

function toJson(replayed: Replay) {
  return { ...replayed, tables: Object.fromEntries(replayed.tables) };
}

function describeReplay(replayed: Replay, output: Output): string {
  const { erasures, due, erased, clean, newer, ambiguous, unread, findings } = replayed;
  const rows = [...replayed.tables].map(([name, count]) => [name, count] as const);
  const parts = [`${plural(erasures, "erasure")} looked for; ${plural(clean, "person", "people")} had nothing left.\n`];
  if (due > 0) {
    const what =
      replayed.mode === "done"
        ? `${plural(erased, "person was", "people were")} erased again`
        : `${plural(due, "person", "people")} would be erased again`;
    parts.push(`${paint(output, "bold", what)}:\n\n`, formatTable(output, ["table", "rows"], rows));
  }
  if (newer.length > 0)
    parts.push(
      `\n${plural(newer.length, "row")} came to be after the erasure, and is left alone: ${nameRows(newer)}\n`,
    );
  if (ambiguous.length > 0) {
    parts.push(`\nLeft alone, because it may be somebody else (erase it by --id if it is not):\n`);
    for (const { row, why } of ambiguous) parts.push(`  ${nameRows([row])}: ${why}\n`);
  }
  if (unread.length > 0) parts.push(`\nNot searched, for want of a key or permission: ${unread.join(", ")}\n`);
  if (findings.length > 0) parts.push(`\n${formatFindings(output, uniteFindings(findings))}`);
  if (replayed.mode === "dry-run" && due > 0) parts.push(paint(output, "dim", "\nAdd --yes to do it.\n"));
  return parts.join("");
}

function nameRows(rows: ReplayMatches["newer"]): string {
  return rows.map(({ table, key }) => `${table}:${key.join(",")}`).join("  ");
}
