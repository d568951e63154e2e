/**
 * Taking back an erasure in a service that decides for itself: it keeps what it took away, sealed under a key that it does not
 * have; whoever takes the erasure back brings it.
 */
import type { Diff } from "@kept/engine/diff";
import type { RevertPlan } from "@kept/engine/plan-revert";
import type { RevertOutcome, UndoRights } from "../lifecycle-rights.ts";
import type { RestoreAnswer, RestoreDone, RestoredTable, RestoreMessage } from "./change-messages.ts";
import { checkRestoreAnswer, checkRestoreStatus } from "./check-changes.ts";
import { checkStatusAnswer } from "./check-messages.ts";
import { idempotencyKey } from "./erasure-plan.ts";
import { ENDPOINTS, type EraseDone } from "./protocol.ts";
import { sendRun } from "./send-run.ts";
import type { ServiceClient } from "./service-client.ts";
import {
  askStatus,
  blockingFindings,
  diffOfRun,
  refuseFindings,
  requirePlan,
  runOfDiff,
  stillRunning,
  undoKeyOf,
  wasCarriedOut,
} from "./service-run.ts";

/** A finding by which a plan says that this very erasure cannot be taken back. */
export const UNDO_UNSUPPORTED = "undo_unsupported";

export function createServiceUndo(client: ServiceClient): UndoRights {
  const { system } = client;

  /** It follows from what is taken back, so that a second try is the same run. */
  function messageFor(diff: Diff): { readonly run: string; readonly message: RestoreMessage } {
    const erased = runOfDiff(diff);
    const run = erased + UNDO;
    return {
      run,
      message: {
        erasure: idempotencyKey(system, erased),
        key: undoKeyOf(erased),
        mode: "dry-run",
        idempotencyKey: idempotencyKey(system, run),
      },
    };
  }

  async function planRevert(diff: Diff): Promise<RevertPlan> {
    const { message } = messageFor(diff);
    const answer = await client.askJson({ endpoint: ENDPOINTS.restore, message, changes: false }, checkRestoreAnswer);
    const planned = requirePlan<RestoreAnswer & { state: "planned" }>(system, answer);
    const isRefused = planned.state === "refused";
    return {
      system,
      tables: isRefused ? [] : planned.tables.map(tell),
      findings: isRefused ? blockingFindings(planned) : planned.findings,
      exact: [],
      operations: [],
      suspendForeignKeys: false,
    };
  }

  const outcome = ({ tables, findings }: RestoreDone): RevertOutcome => {
    return { system, tables: tables.map(tell), findings, verified: true, residue: [] };
  };

  return {
    planRevert,
    async readReverted(diff) {
      const known = await askStatus(client, runOfDiff(diff), checkRestoreStatus);
      if (known.state === "running") throw stillRunning(system);
      return known.state === "done" ? outcome(known) : null;
    },
    async revert(diff, hooks) {
      const { run, message } = messageFor(diff);
      const known = await askStatus(client, run, checkRestoreStatus);
      if (known.state === "done") return outcome(known);
      refuseFindings((await planRevert(diff)).findings, "given back");
      await hooks.seal(diffOfRun(system, run, true));
      const done = await sendRun<RestoreDone>(client, {
        endpoint: ENDPOINTS.restore,
        message: { ...message, mode: "run" },
        check: checkRestoreAnswer,
        askStatus: () => askStatus(client, run, checkRestoreStatus),
      });
      return outcome(done);
    },
    hasHappened: (diff) =>
      wasCarriedOut<EraseDone | RestoreDone>(
        client,
        runOfDiff(diff),
        diff.run?.endsWith(UNDO) === true ? checkRestoreStatus : checkStatusAnswer,
      ),
  };
}

const UNDO = "-undo";

function tell({ name, returned, restored, newer }: RestoredTable) {
  return { name, returned, restored, removed: 0, newer };
}
