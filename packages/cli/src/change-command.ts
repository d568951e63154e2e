/** What the commands of changes share: one at a time, what was cut off settled first, and after an error the database asked. */
import { mkdir } from "node:fs/promises";
import type { LifecycleRights } from "@kept/connectors/lifecycle-rights";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import { PlanRefused, type RunHooks } from "@kept/connectors/rights-system";
import type { Diff } from "@kept/engine/diff";
import { type ChangeFacts, type ChangeRun, createChange } from "./change-run.ts";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.ts";
import { listenForInterruption } from "./interruption.ts";
import { formatFindings, type Output, showProgress, tellRetry } from "./print.ts";
import { runsFolderOf } from "./run-folder.ts";
import { waitForLock } from "./run-lock.ts";
import { type ErasePlace, settleForDryRun, settleOpenRuns } from "./settle-runs.ts";

export interface ChangeCommand {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Runs `work` with the folder of the runs on this database; with `--yes`, alone. */
export async function withRuns(
  rights: RowRights,
  place: ErasePlace,
  options: ChangeCommand,
  output: Output,
  work: (folder: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const folder = runsFolderOf(place.dataDir, place.target);
  if (!options.yes) {
    await settleForDryRun(rights, place.dataDir, folder, output);
    return await work(folder);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  using _lock = await waitForLock(folder, () =>
    output.err("Another run on this database is under way; waiting for it.\n"),
  );
  await settleOpenRuns(rights, place.dataDir, folder, output);
  return await work(folder);
}

/** Hooks of a change: it is sealed, it shows how far it is, and Ctrl-C rolls it back. */
interface CarriedOut<T> {
  readonly run: ChangeRun;
  /** Null: it happened, and what the store said of it was lost on the way. */
  readonly outcome: T | null;
}

/** Carries a change out. An exit code: refused, nothing was changed. */
export async function carryOutChange<T>(
  lifecycle: LifecycleRights,
  dataDir: string,
  folder: string,
  facts: ChangeFacts,
  output: Output,
  work: (
    hooks: { seal: (diff: Diff) => Promise<void> } & Required<Pick<RunHooks, "onProgress" | "onRetry">>,
  ) => Promise<T>,
): Promise<CarriedOut<T> | ExitCode> {
  using interruption = listenForInterruption(output, "Nothing was changed.");
  const run = createChange(dataDir, folder, facts);
  try {
    const outcome = await work({
      seal: async (diff) => {
        interruption.check();
        await run.seal(diff);
      },
      onProgress: ({ done, total, what }) => {
        interruption.check();
        showProgress(output, done === total ? "" : `${done + 1} of ${total}: ${what}`);
      },
      onRetry: tellRetry(output),
    });
    return { run, outcome };
  } catch (error) {
    showProgress(output, "");
    if (error instanceof PlanRefused) {
      // Refused when it was sealed already: it was rolled back.
      if (run.diff() !== null) await run.abandon();
      output.err(`${error.message}\n${formatFindings(output, error.findings)}`);
      return error.code === "person_not_found" ? EXIT.notFound : EXIT.blocked;
    }
    const diff = run.diff();
    if (diff === null) throw error;
    if (await askWhetherItHappened(lifecycle, diff, error)) return { run, outcome: null };
    await run.abandon();
    throw error;
  }
}

async function askWhetherItHappened(lifecycle: LifecycleRights, diff: Diff, error: unknown): Promise<boolean> {
  try {
    return await lifecycle.hasHappened(diff);
  } catch {
    const note = "Whether anything was changed is not known: the next command on this database finds out.";
    throw new CommandError(EXIT.failed, `${error instanceof Error ? error.message : String(error)}\n${note}`, {
      cause: error,
    });
  }
}
