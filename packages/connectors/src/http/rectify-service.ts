/** Rectification in a service that decides for itself: it says which columns hold the wrong value, and puts them right. */
import { compareRectifications } from "@kept/engine/compare-changes";
import type { Finding } from "@kept/engine/model";
import type { Correction, RectificationPlan } from "@kept/engine/plan-rectification";
import type { PersonQuery } from "@kept/engine/rights";
import { SystemError } from "../connector.ts";
import type { RectificationOutcome, RectificationRights, RectifyHooks } from "../lifecycle-rights.ts";
import { refuseChanged } from "../rights/refuse-plan.ts";
import type { RectifyAnswer, RectifyDone, RectifyMessage } from "./change-messages.ts";
import { checkRectifyAnswer, checkRectifyStatus } from "./check-changes.ts";
import { createRunId, idempotencyKey, notFound, notVerified } from "./erasure-plan.ts";
import { ENDPOINTS } from "./protocol.ts";
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
  wasCarriedOut,
} from "./service-run.ts";

export function createServiceRectification(client: ServiceClient): RectificationRights {
  const { system } = client;

  async function dryRun(
    person: PersonQuery,
    corrections: readonly Correction[],
    run: string,
  ): Promise<RectificationPlan> {
    const message: RectifyMessage = {
      person,
      corrections,
      mode: "dry-run",
      idempotencyKey: idempotencyKey(system, run),
      approved: null,
    };
    const answer = await client.askJson({ endpoint: ENDPOINTS.rectify, message, changes: false }, checkRectifyAnswer);
    const planned = requirePlan<RectifyAnswer & { state: "planned" }>(system, answer);
    if (planned.state === "refused")
      return { system, run, subjects: [], changes: [], operations: [], findings: blockingFindings(planned) };
    const { subjects, changes, findings } = planned;
    const isNobody = subjects.length === 0 && findings.length === 0;
    return { system, run, subjects, changes, operations: [], findings: isNobody ? [notFound()] : findings };
  }

  /** A further dry run changes nothing, if the run did what it said. The person is asked for by the keys of their rows. */
  async function verify(
    plan: RectificationPlan,
    corrections: readonly Correction[],
    done: RectifyDone,
    { hash }: RectifyHooks,
  ): Promise<RectificationOutcome> {
    const shown = new Map(plan.changes.map((change) => [`${change.table}.${change.column}`, change]));
    const changes = done.changes.map((change) => {
      const known = shown.get(`${change.table}.${change.column}`);
      return { ...change, before: (known?.before ?? []).map(hash), after: hash(known?.value ?? "") };
    });
    const residue = [...done.residue];
    try {
      const now = await dryRun({ identifiers: [], keys: plan.subjects }, corrections, createRunId());
      residue.push(...now.changes.map(stillWrong));
    } catch (error) {
      // What was done stays done and is reported; that it could not be verified is part of the report.
      if (!(error instanceof SystemError)) throw error;
      residue.push(notVerified("rectification"));
    }
    return { system, changes, verified: residue.length === 0, residue };
  }

  return {
    planRectification: (person, corrections) => dryRun(person, corrections, createRunId()),
    async rectify(person, corrections, approved, hooks) {
      const run = approved?.run ?? createRunId();
      const known = await askStatus(client, run, checkRectifyStatus);
      if (known.state === "running") throw stillRunning(system);
      if (known.state === "done" && approved !== null) return await verify(approved, corrections, known, hooks);
      const now = await dryRun(person, corrections, run);
      refuseFindings(now.findings, "corrected");
      refuseChanged(approved === null ? [] : compareRectifications(approved, now));
      await hooks.seal(diffOfRun(system, run, false));
      const message: RectifyMessage = {
        person,
        corrections,
        mode: "run",
        idempotencyKey: idempotencyKey(system, run),
        approved: now.changes.map(({ table, column, category, rows }) => ({ table, column, category, rows })),
      };
      const answer = await sendRun<RectifyDone>(client, {
        endpoint: ENDPOINTS.rectify,
        message,
        check: checkRectifyAnswer,
        askStatus: () => askStatus(client, run, checkRectifyStatus),
      });
      await hooks.seal(diffOfRun(system, run, true));
      return await verify(now, corrections, answer, hooks);
    },
    hasHappened: (diff) => wasCarriedOut(client, runOfDiff(diff), checkRectifyStatus),
  };
}

function stillWrong({ table, column, rows }: RectificationPlan["changes"][number]): Finding {
  return {
    code: "residue_found",
    table,
    column,
    message: `${rows === 1 ? `1 row of ${table} holds another value than it was given` : `${rows} rows of ${table} hold another value than they were given`}.`,
    suggestion: "Ask whoever runs the service what writes there, and correct it again.",
    blocks: true,
  };
}
