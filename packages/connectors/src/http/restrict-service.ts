/** Restriction in a service that decides for itself: it marks or seals, keeps what it took away, and gives it back. */
import { compareRestrictions } from "@kept/engine/compare-changes";
import type { Finding } from "@kept/engine/model";
import type { RestrictedTable, RestrictionPlan } from "@kept/engine/plan-restriction";
import type { Scope } from "@kept/engine/rights";
import { SystemError } from "../connector.ts";
import type { RestrictionOutcome, RestrictionRights, RevertOutcome } from "../lifecycle-rights.ts";
import { refuseChanged } from "../rights/refuse-plan.ts";
import type { AskedScope } from "./asked-scope.ts";
import type {
  LiftAnswer,
  LiftDone,
  LiftMessage,
  RestrictAnswer,
  RestrictDone,
  RestrictionGroups,
  RestrictMessage,
} from "./change-messages.ts";
import { checkLiftAnswer, checkLiftStatus, checkRestrictAnswer, checkRestrictStatus } from "./check-changes.ts";
import { createRunId, idempotencyKey, notFound, notVerified } from "./erasure-plan.ts";
import { ENDPOINTS, type RightsMessage } from "./protocol.ts";
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

export function createServiceRestriction(client: ServiceClient, asked: AskedScope): RestrictionRights {
  const { system } = client;

  async function dryRun(rights: RightsMessage, scope: Scope, run: string): Promise<RestrictionPlan> {
    const message: RestrictMessage = {
      ...rights,
      mode: "dry-run",
      idempotencyKey: idempotencyKey(system, run),
      approved: null,
    };
    const answer = await client.askJson({ endpoint: ENDPOINTS.restrict, message, changes: false }, checkRestrictAnswer);
    const planned = requirePlan<RestrictAnswer & { state: "planned" }>(system, answer);
    const isRefused = planned.state === "refused";
    const findings = [...(isRefused ? blockingFindings(planned) : planned.findings), ...asked.findings(scope, true)];
    const subjects = isRefused ? [] : planned.subjects;
    if (subjects.length === 0 && findings.length === 0) findings.push(notFound());
    return {
      system,
      run,
      subjects,
      tables: (isRefused ? [] : planned.tables).map(countGroups),
      operations: [],
      findings,
    };
  }

  /** What a further dry run would still take out of use. */
  async function verify(rights: RightsMessage, done: RestrictDone): Promise<RestrictionOutcome> {
    const tables = done.tables
      .map(countGroups)
      .map(({ name, marked, sealed, left }) => ({ name, marked, sealed, left }));
    const outcome = (residue: readonly Finding[]): RestrictionOutcome => {
      const all = [...done.residue, ...residue];
      return { system, tables, verified: all.length === 0, residue: all };
    };
    try {
      const now = await dryRun(rights, rights.scope, createRunId());
      return outcome(now.tables.flatMap(stillInUse));
    } catch (error) {
      // What was done stays done and is reported; that it could not be verified is part of the report.
      if (error instanceof SystemError) return outcome([notVerified("restriction")]);
      throw error;
    }
  }

  return {
    planRestriction: (person, scope, options) => dryRun(asked.message(person, scope, options), scope, createRunId()),
    async restrict(person, scope, options, approved, hooks) {
      const run = approved?.run ?? createRunId();
      const rights = asked.message(person, scope, options);
      const known = await askStatus(client, run, checkRestrictStatus);
      if (known.state === "running") throw stillRunning(system);
      if (known.state === "done") {
        await hooks.seal(diffOfRun(system, run, true));
        return await verify(rights, known);
      }
      const now = await dryRun(rights, scope, run);
      refuseFindings(now.findings, "restricted");
      refuseChanged(approved === null ? [] : compareRestrictions(approved, now));
      await hooks.seal(diffOfRun(system, run, false));
      const total = now.tables.reduce((sum, { marked, sealed }) => sum + marked + sealed, 0);
      hooks.onProgress?.({ done: 0, total, what: "" });
      const message: RestrictMessage = {
        ...rights,
        mode: "run",
        idempotencyKey: idempotencyKey(system, run),
        approved: (approved ?? now).tables.map(({ name, marked, sealed, left }) => ({ name, marked, sealed, left })),
      };
      const answer = await sendRun<RestrictDone>(client, {
        endpoint: ENDPOINTS.restrict,
        message,
        check: checkRestrictAnswer,
        askStatus: () => askStatus(client, run, checkRestrictStatus),
      });
      await hooks.seal(diffOfRun(system, run, true));
      hooks.onProgress?.({ done: total, total, what: "" });
      return await verify(rights, answer);
    },
    async revert(diff, hooks): Promise<RevertOutcome> {
      const restriction = idempotencyKey(system, runOfDiff(diff));
      // It follows from what is lifted, so that a second try is the same run.
      const run = liftOf(runOfDiff(diff));
      const lift: LiftMessage = { restriction, mode: "dry-run", idempotencyKey: idempotencyKey(system, run) };
      const answer = await client.askJson({ endpoint: ENDPOINTS.lift, message: lift, changes: false }, checkLiftAnswer);
      const planned = requirePlan<LiftAnswer & { state: "planned" }>(system, answer);
      refuseFindings(planned.state === "refused" ? blockingFindings(planned) : planned.findings, "given back");
      await hooks.seal(diffOfRun(system, run, false));
      const done = await sendRun<LiftDone>(client, {
        endpoint: ENDPOINTS.lift,
        message: { ...lift, mode: "run" },
        check: checkLiftAnswer,
        askStatus: () => askStatus(client, run, checkLiftStatus),
      });
      await hooks.seal(diffOfRun(system, run, true));
      const tables = done.tables.map(({ name, rows, newer }) => ({
        name,
        returned: 0,
        restored: rows,
        removed: 0,
        newer,
      }));
      return { system, tables, findings: done.findings, verified: true, residue: [] };
    },
    hasHappened: (diff) =>
      wasCarriedOut<LiftDone | RestrictDone>(
        client,
        runOfDiff(diff),
        isLift(diff.run) ? checkLiftStatus : checkRestrictStatus,
      ),
  };
}

const LIFT = "-lift";

function liftOf(run: string): string {
  return run + LIFT;
}

function isLift(run: string | undefined): boolean {
  return run?.endsWith(LIFT) ?? false;
}

/** A service need not tell its keys: a table has one entry for each group of rows, with an empty key. */
function countGroups({ name, groups }: RestrictionGroups): RestrictedTable {
  const of = (wanted: keyof Pick<RestrictedTable, "marked" | "sealed" | "left">): number =>
    groups.reduce((sum, { disposition, rows }) => sum + (disposition === wanted ? rows : 0), 0);
  return {
    name,
    keyColumns: [],
    marked: of("marked"),
    sealed: of("sealed"),
    left: of("left"),
    rows: groups.map(({ disposition, why }) => ({ key: [], disposition, why })),
  };
}

function stillInUse({ name, marked, sealed }: RestrictedTable): readonly Finding[] {
  const rows = marked + sealed;
  if (rows === 0) return [];
  return [
    {
      code: "rows_remain",
      table: name,
      column: "",
      message: `${rows} rows of ${name} are still in use after the restriction.`,
      suggestion: "Ask whoever runs the service why, and restrict again.",
      blocks: true,
    },
  ];
}
