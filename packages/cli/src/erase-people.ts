/** `kept erase --people`: many people in one run: a dry run first; with `--yes`, all of them or nobody. */
import { mkdir } from "node:fs/promises";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import { type BatchErasure, type BatchHooks, type BatchOutcome, PlanRefused } from "@kept/connectors/rights-system";
import { isEverything } from "@kept/engine/choose-doomed";
import type { Finding } from "@kept/engine/model";
import type { PersonQuery, Scope } from "@kept/engine/rights";
import type { EraseCommand } from "./erase.ts";
import { describePeopleDone, describePeoplePlan, type Listed, toJson } from "./erase-people-report.ts";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.ts";
import { listenForInterruption } from "./interruption.ts";
import { exitCodeOfNaming } from "./naming-findings.ts";
import { readPeopleFile } from "./people-file.ts";
import { formatFindings, type Output, showProgress, tellRetry } from "./print.ts";
import { createRun, type Run, runsFolderOf } from "./run-folder.ts";
import { waitForLock } from "./run-lock.ts";
import { type ErasePlace, settleForDryRun, settleOpenRuns } from "./settle-runs.ts";
import { findRestricted, findStanding } from "./standing-restrictions.ts";
import { describePerson } from "./target.ts";
import { today } from "./today.ts";
import { createTogether } from "./undo-together.ts";
import { openWindow } from "./undo-window.ts";

export interface ErasePeopleCommand extends EraseCommand {
  readonly people?: string;
  /** Go on without those who are unknown or not clear. */
  readonly skipUnclear?: boolean;
}

/** How many sealed plans or receipts are written at once. */
const AT_ONCE = 16;

/** Plans, and with `--yes` carries out, the erasure of everybody in a file. */
export async function erasePeople(
  rights: RowRights,
  file: string,
  scope: Scope,
  options: ErasePeopleCommand,
  place: ErasePlace,
  output: Output,
): Promise<ExitCode> {
  if (options.undoWindow !== undefined) openWindow(options.undoWindow);
  const named = await readPeopleFile(file);
  const { index } = await rights.discover();
  const all = named.map((one): Listed => ({ ...one, query: describePerson(index, one.person) }));
  const folder = runsFolderOf(place.dataDir, place.target);
  const planning = { today: today(), toGiveBack: options.undoWindow !== undefined };
  const planned = async (people: readonly Listed[]): Promise<BatchErasure> => {
    const restricted = await findRestricted(place, queriesOf(people));
    const open = people.flatMap((_, at) => (restricted[at]?.length === 0 ? [at] : []));
    const some = await rights.batch.planErasure(
      open.flatMap((at) => people[at]?.query ?? []),
      scope,
      planning,
    );
    const made = { ...some, people: putBack(some.people, open, restricted) };
    const subjects = made.people.flatMap(({ found }) => found.subjects);
    const naming = made.people.flatMap(({ found }) => found.findings);
    const standing = await findStanding(place, subjects, naming);
    return { ...made, whole: { ...made.whole, findings: [...made.whole.findings, ...standing] } };
  };
  if (!options.yes) {
    await settleForDryRun(rights, place.dataDir, folder, output);
    return await planOnly(all, await planned(all), options, output);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const waiting = "Another erasure on this database is under way; waiting for it.\n";
  using _lock = await waitForLock(folder, () => output.err(waiting));
  await settleOpenRuns(rights, place.dataDir, folder, output);
  const first = await planned(all);
  const clear = all.filter((_, at) => exitOf(first, at) === null);
  const isStopped = (clear.length < all.length && !options.skipUnclear) || clear.length === 0;
  if (isStopped || first.whole.findings.some(({ blocks }) => blocks)) {
    return await planOnly(all, first, options, output);
  }
  const plan = clear.length === all.length ? first : await planned(clear);
  const skipped = all.filter((one) => !clear.includes(one)).map(({ line }) => line);
  const done = await carryOut(rights, clear, scope, plan, { ...options, folder, place }, output);
  if (typeof done === "number") return done;
  const { whole } = done.outcome;
  const told = describePeopleDone(clear, done.erasure, skipped, done.outcome, folder, !isEverything(scope), output);
  const undoable = "Each of them can be taken back until their window ends: kept undo --email … (or by the run)\n";
  const text = options.undoWindow === undefined ? told : told + undoable;
  const json = toJson("done", clear, done.erasure, done.outcome, skipped);
  await output.out(options.json ? `${JSON.stringify(json)}\n` : text);
  return whole.verified ? EXIT.done : EXIT.failed;
}

/** Everybody in the order of the list: those who are restricted are in no plan, and it is said why. */
function putBack(
  planned: BatchErasure["people"],
  open: readonly number[],
  restricted: readonly (readonly Finding[])[],
): BatchErasure["people"] {
  return restricted.map((findings, at) => {
    const one = planned[open.indexOf(at)];
    if (one === undefined) return { found: { subjects: [], findings }, sameAs: null, plan: null };
    return { ...one, sameAs: one.sameAs === null ? null : (open[one.sameAs] ?? null) };
  });
}

function queriesOf(people: readonly Listed[]): readonly PersonQuery[] {
  return people.map(({ query }) => query);
}

/** Why this person cannot be erased as named; null when they are clear. */
function exitOf({ people }: BatchErasure, at: number): ExitCode | null {
  const found = people[at]?.found;
  if (found?.findings.some(({ code }) => code === "restriction_stands")) return EXIT.blocked;
  if (found === undefined || found.subjects.length === 0) return EXIT.notFound;
  return exitCodeOfNaming(found.findings);
}

async function planOnly(
  all: readonly Listed[],
  plan: BatchErasure,
  options: ErasePeopleCommand,
  output: Output,
): Promise<ExitCode> {
  const text = describePeoplePlan(all, plan, options, output);
  await output.out(options.json ? `${JSON.stringify(toJson("dry-run", all, plan, null, []))}\n` : text);
  const unclear = all.map((_, at) => exitOf(plan, at)).filter((code) => code !== null);
  if (unclear.length > 0 && !options.skipUnclear) {
    return [EXIT.usage, EXIT.blocked].find((code) => unclear.includes(code)) ?? EXIT.notFound;
  }
  return plan.whole.findings.some(({ blocks }) => blocks) ? EXIT.blocked : EXIT.done;
}

interface RunsPlace extends Pick<EraseCommand, "undoWindow"> {
  readonly folder: string;
  readonly place: ErasePlace;
}

interface Done {
  readonly erasure: BatchErasure;
  readonly outcome: BatchOutcome;
}

/** A run for each person, sealed before anything is changed: what was cut off is settled for each of them. */
async function carryOut(
  rights: RowRights,
  people: readonly Listed[],
  scope: Scope,
  plan: BatchErasure,
  where: RunsPlace,
  output: Output,
): Promise<Done | ExitCode> {
  using interruption = listenForInterruption(output, "Nothing was changed.");
  const runs = openRuns(people, scope, plan, where);
  let begun: BatchErasure | null = null;
  try {
    const outcome = await rights.batch.erase(queriesOf(people), scope, { today: today() }, plan, {
      beforeChange: async (now) => {
        await eachOf(runs, async (run, at) => {
          const own = now.people[at]?.plan;
          if (own !== undefined && own !== null) await run.begin(own);
        });
        begun = now;
      },
      ...(where.undoWindow === undefined ? {} : { keep: createKeeper(runs, where.folder) }),
      onProgress: ({ done, total, what }) => {
        interruption.check();
        showProgress(output, done === total ? "" : `${done + 1} of ${total}: ${what}`);
      },
      onRetry: tellRetry(output),
    });
    return { erasure: begun ?? plan, outcome: await finish(runs, outcome) };
  } catch (error) {
    showProgress(output, "");
    if (error instanceof PlanRefused) {
      // Refused when the statements had run: they were rolled back.
      if (begun !== null) await eachOf(runs, (run) => run.abandon());
      output.err(`${error.message}\n${formatFindings(output, error.findings)}`);
      return error.code === "person_not_found" ? EXIT.notFound : EXIT.blocked;
    }
    // Those whose plans are sealed already leave no trace either.
    if (begun === null) {
      await eachOf(runs, (run) => run.abandon());
      throw error;
    }
    return { erasure: begun, outcome: await settleFailed(rights, begun, runs, error) };
  }
}

/** The run of each person, by their place in the file; who is named twice has one. */
function openRuns(
  people: readonly Listed[],
  scope: Scope,
  plan: BatchErasure,
  { folder, place, undoWindow }: RunsPlace,
): ReadonlyMap<number, Run> {
  const runs = new Map<number, Run>();
  for (const [at, { plan: own }] of plan.people.entries()) {
    if (own === null) continue;
    const mine = people.filter((_, other) => other === at || plan.people[other]?.sameAs === at);
    const person: PersonQuery = {
      identifiers: mine.flatMap(({ query }) => query.identifiers),
      keys: mine.flatMap(({ query }) => query.keys),
    };
    // Each has a key of their own.
    const window = undoWindow === undefined ? {} : { undo: openWindow(undoWindow) };
    runs.set(at, createRun(place.dataDir, folder, { person, scope, ...window }));
  }
  return runs;
}

/** Keeps what is taken away: apart of whoever hangs together with nobody, once of those who do. */
function createKeeper(runs: ReadonlyMap<number, Run>, folder: string): NonNullable<BatchHooks["keep"]> {
  const places = new Map<number, ReturnType<typeof createTogether>>();
  return (parts) =>
    atOnce(parts, async (part) => {
      const [first] = part.away;
      if (first === undefined) return;
      if (part.away.length === 1) return void (await runs.get(first.at)?.seal?.(part.diff));
      const keep = places.get(first.at) ?? createTogether(folder);
      places.set(first.at, keep);
      const sharers = await Promise.all(part.away.map(({ at }) => runs.get(at)?.share?.(at)));
      await keep(
        sharers.filter((one) => one !== undefined),
        part,
      );
    });
}

async function finish(runs: ReadonlyMap<number, Run>, outcome: BatchOutcome): Promise<BatchOutcome> {
  await eachOf(runs, async (run, at) => {
    const own = outcome.people[at];
    if (own !== undefined && own !== null) await run.finish(own);
  });
  return outcome;
}

/** After an error only the database knows whether its transaction was committed: it is asked. */
async function settleFailed(
  rights: RowRights,
  begun: BatchErasure,
  runs: ReadonlyMap<number, Run>,
  error: unknown,
): Promise<BatchOutcome> {
  let outcome: BatchOutcome | null;
  try {
    outcome = await rights.batch.settle(begun);
  } catch {
    const note = "Whether anything was changed is not known: the next `kept erase` on this database finds out.";
    throw new CommandError(EXIT.failed, `${error instanceof Error ? error.message : String(error)}\n${note}`, {
      cause: error,
    });
  }
  if (outcome !== null) return await finish(runs, outcome);
  await eachOf(runs, (run) => run.abandon());
  throw error;
}

function eachOf(runs: ReadonlyMap<number, Run>, work: (run: Run, at: number) => Promise<void>): Promise<void> {
  return atOnce([...runs], ([at, run]) => work(run, at));
}

async function atOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const takeOne = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeOne));
}
