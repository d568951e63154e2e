/** Erasure in a service that decides for itself: it says what it would do, does it, and is asked again what is left. */
import { namesRows } from "@kept/engine/asked-rows";
import { comparePlans } from "@kept/engine/compare-plans";
import type { ErasureOutcome, ErasurePlan, PersonQuery, Scope } from "@kept/engine/rights";
import { SystemError } from "../connector.ts";
import { refuseChanged } from "../rights/refuse-plan.ts";
import type { RightsOptions, RightsSystem, RunHooks } from "../rights-system.ts";
import type { AskedScope } from "./asked-scope.ts";
import { checkEraseAnswer, checkStatusAnswer } from "./check-messages.ts";
import {
  createRunId,
  findResidue,
  idempotencyKey,
  makeOutcome,
  makePlan,
  notFound,
  notVerified,
  readRunId,
} from "./erasure-plan.ts";
import { findInService } from "./find-in-service.ts";
import {
  type CountedTable,
  ENDPOINTS,
  type EraseAnswer,
  type EraseDone,
  type EraseMessage,
  type RightsMessage,
  type ServiceDescription,
} from "./protocol.ts";
import { UNDO_UNSUPPORTED } from "./restore-service.ts";
import { sendRun } from "./send-run.ts";
import type { ServiceClient } from "./service-client.ts";
import {
  askStatus,
  blockingFindings,
  diffOfRun,
  refuseFindings,
  requirePlan,
  stillRunning,
  undoKeyOf,
} from "./service-run.ts";

export function createServiceErasure(
  client: ServiceClient,
  { name, capabilities: { undo } }: ServiceDescription,
  asked: AskedScope,
): Pick<RightsSystem, "planErasure" | "erase" | "settle"> {
  const { system } = client;

  async function dryRun(rights: RightsMessage, scope: Scope, run: string): Promise<ErasurePlan> {
    if (namesRows(scope)) {
      const { subjects, findings } = await findInService(client, rights.person);
      return makePlan(system, run, {
        state: "planned",
        subjects,
        tables: [],
        findings: [...findings, ...asked.findings(scope, true)],
      });
    }
    const message: EraseMessage = {
      ...rights,
      mode: "dry-run",
      idempotencyKey: idempotencyKey(system, run),
      approved: null,
    };
    const answer = await client.askJson({ endpoint: ENDPOINTS.erase, message, changes: false }, checkEraseAnswer);
    const planned = requirePlanned(answer);
    const findings = [...planned.findings, ...asked.findings(scope, true)];
    if (planned.subjects.length === 0 && findings.length === 0) findings.push(notFound());
    return makePlan(system, run, { ...planned, findings });
  }

  function requirePlanned(answer: EraseAnswer): EraseAnswer & { readonly state: "planned" } {
    const planned = requirePlan<EraseAnswer & { readonly state: "planned" }>(system, answer);
    if (planned.state === "planned") return planned;
    return { state: "planned", subjects: [], tables: [], findings: blockingFindings(planned) };
  }

  const statusOf = (run: string) => askStatus(client, run, checkStatusAnswer);

  /** Asks once more what an erasure would do now, for the rows that were the person. */
  async function verify(
    plan: ErasurePlan,
    done: EraseDone,
    scope: Scope,
    options: RightsOptions,
  ): Promise<ErasureOutcome> {
    try {
      const rights = asked.message({ identifiers: [], keys: plan.subjects }, scope, options);
      const message: EraseMessage = {
        ...rights,
        mode: "dry-run",
        idempotencyKey: idempotencyKey(system, createRunId()),
        approved: null,
      };
      const answer = await client.askJson({ endpoint: ENDPOINTS.erase, message, changes: false }, checkEraseAnswer);
      return makeOutcome(system, done, findResidue(requirePlanned(answer).tables));
    } catch (error) {
      // What was done stays done and is reported; that it could not be verified is part of the report.
      if (error instanceof SystemError) return makeOutcome(system, done, [notVerified()]);
      throw error;
    }
  }

  async function erase(
    person: PersonQuery,
    scope: Scope,
    options: RightsOptions,
    approved: ErasurePlan | null,
    hooks: RunHooks,
  ): Promise<ErasureOutcome> {
    const run = approved === null ? createRunId() : readRunId(approved);
    if (approved !== null) {
      const known = await statusOf(run);
      if (known.state === "done") return await verify(approved, known, scope, options);
    }
    const rights = asked.message(person, scope, options);
    const now = await dryRun(rights, scope, run);
    refusePlan(approved, now);
    await hooks.beforeChange?.(now);
    const total = now.tables.reduce((sum, table) => sum + table.deleted + table.detached + table.redacted, 0);
    hooks.onProgress?.({ done: 0, total, what: name });
    const message: EraseMessage = {
      ...rights,
      mode: "run",
      idempotencyKey: idempotencyKey(system, run),
      approved: (approved ?? now).tables.map(counts),
      ...(await keepBefore(run, now, hooks)),
    };
    const answer = await sendRun<EraseDone>(client, {
      endpoint: ENDPOINTS.erase,
      message,
      check: checkEraseAnswer,
      askStatus: () => statusOf(run),
    });
    hooks.onProgress?.({ done: total, total, what: name });
    return await verify(now, answer, scope, options);
  }

  /** The key is kept before anything is sent. A service that says of this very erasure that it cannot is not asked to. */
  async function keepBefore(
    run: string,
    now: ErasurePlan,
    { seal, keepUntil }: RunHooks,
  ): Promise<Pick<EraseMessage, "undo">> {
    const isUnable = undo !== true || now.findings.some(({ code }) => code === UNDO_UNSUPPORTED);
    if (seal === undefined || keepUntil === undefined || isUnable) return {};
    await seal(diffOfRun(system, run, true));
    return { undo: { key: undoKeyOf(run), until: keepUntil } };
  }

  return {
    planErasure: (person, scope, options) => dryRun(asked.message(person, scope, options), scope, createRunId()),
    erase,
    async settle(plan, options) {
      const status = await statusOf(readRunId(plan));
      if (status.state === "done") return await verify(plan, status, plannedScope(plan), options);
      if (status.state === "unknown") return null;
      throw stillRunning(system);
    },
  };
}

/** A plan does not carry its scope; what it names is what can be looked at again. */
function plannedScope(plan: ErasurePlan): Scope {
  return { tables: plan.tables.map(({ name }) => name), categories: [] };
}

function counts({ name, deleted, detached, redacted, retained }: CountedTable): CountedTable {
  return { name, deleted, detached, redacted, retained };
}

function refusePlan(approved: ErasurePlan | null, now: ErasurePlan): void {
  refuseFindings(now.findings, "erased");
  refuseChanged(approved === null ? [] : comparePlans(approved, now), now);
}
