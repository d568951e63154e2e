/** An operator's own service as a system: it decides whose data is whose, and Kept asks, checks, settles and verifies. */
import { comparePlans } from "@kept/engine/compare-plans";
import type { Finding } from "@kept/engine/model";
import {
  type AccessPlan,
  type ErasureOutcome,
  type ErasurePlan,
  EVERYTHING,
  type PersonQuery,
  type Scope,
} from "@kept/engine/rights";
import { SystemError } from "../connector.ts";
import { PlanRefused, type RightsOptions, type RightsSystem, type RunHooks } from "../rights-system.ts";
import { checkDescription, checkEraseAnswer, checkFindAnswer, checkStatusAnswer } from "./check-messages.ts";
import {
  createRunId,
  findResidue,
  idempotencyKey,
  makeOutcome,
  makePlan,
  notFound,
  notVerified,
  readRunId,
  scopeUnsupported,
} from "./erasure-plan.ts";
import { type ExchangeKey, KeyUnusable, readExchangeKey } from "./exchange-key.ts";
import {
  type CountedTable,
  ENDPOINTS,
  type EraseAnswer,
  type EraseDone,
  type EraseMessage,
  type ExportMessage,
  type ExportPlan,
  type FindMessage,
  NDJSON_TYPE,
  type RightsMessage,
  type ServiceDescription,
  type StatusAnswer,
  type StatusMessage,
} from "./protocol.ts";
import { readExport } from "./read-export.ts";
import { runErasure } from "./run-erasure.ts";
import { readServiceAddress } from "./service-address.ts";
import {
  createServiceClient,
  type ServiceClient,
  type ServiceRetries,
  type ServiceTimeouts,
} from "./service-client.ts";

export interface HttpSystemOptions {
  /** The name by which Kept knows it. */
  readonly system: string;
  /** Base address of the service; `https:`, or `http:` to a private address that `allowPrivate` allows. */
  readonly url: string;
  /** A shared secret, two PEM blocks (see `readExchangeKey`), or a key that was read already. */
  readonly key?: string | ExchangeKey;
  /** Lets calls reach private addresses. @defaultValue false */
  readonly allowPrivate?: boolean;
  readonly timeouts?: Partial<ServiceTimeouts>;
  readonly retries?: Partial<ServiceRetries>;
}

export interface HttpSystem extends RightsSystem {
  /** What the service says it is and holds. */
  readonly description: ServiceDescription;
}

const DEFAULT_TIMEOUTS: ServiceTimeouts = { connect: 10_000, answer: 30_000, run: 300_000, idle: 30_000 };
const DEFAULT_RETRIES: ServiceRetries = { attempts: 3, firstDelay: 300 };

/**
 * Opens a service: asks for its description, which also proves the key on both sides.
 * Rejects with a SystemError: `system_url_invalid`, `system_unreachable`, `system_login_refused`, ...
 */
export async function openHttpSystem(options: HttpSystemOptions): Promise<HttpSystem> {
  const { system, url, key, allowPrivate = false } = options;
  const { base, reach } = readServiceAddress(system, url, allowPrivate);
  const client = createServiceClient({
    system,
    base,
    reach,
    key: readKey(system, key),
    timeouts: { ...DEFAULT_TIMEOUTS, ...options.timeouts },
    retries: { ...DEFAULT_RETRIES, ...options.retries },
  });
  const description = await client.askJson({ endpoint: ENDPOINTS.describe, changes: false }, checkDescription);
  return makeSystem(client, description);
}

function readKey(system: string, key: string | ExchangeKey | undefined): ExchangeKey {
  if (typeof key === "object") return key;
  try {
    if (key !== undefined) return readExchangeKey(key);
  } catch (error) {
    if (!(error instanceof KeyUnusable)) throw error;
    throw new SystemError("system_login_refused", system, error.message, "See docs/http-system.md, Keys.");
  }
  throw new SystemError(
    "system_login_refused",
    system,
    "No key is configured for the service.",
    "Name the variable that holds the shared secret in the system's `secret`.",
  );
}

function makeSystem(client: ServiceClient, description: ServiceDescription): HttpSystem {
  const { system } = client;
  const takesScope = description.capabilities.scope;
  const isPart = (scope: Scope): boolean => scope.tables.length + scope.categories.length > 0;
  const rightsMessage = (person: PersonQuery, scope: Scope, { today }: RightsOptions): RightsMessage => ({
    person,
    // What the protocol names, whatever else the asker knows of the part that is meant.
    scope: takesScope ? { tables: scope.tables, categories: scope.categories } : EVERYTHING,
    today,
  });

  async function* exportRows(message: ExportMessage, scope: Scope, onPlan: (plan: AccessPlan) => void | Promise<void>) {
    const open = await client.openStream({ endpoint: ENDPOINTS.export, message, changes: false }, NDJSON_TYPE);
    yield* readExport(client, open, message.mode, (plan) => onPlan(accessPlan(plan, scope)));
  }

  function accessPlan(plan: ExportPlan, scope: Scope): AccessPlan {
    const gaps: Finding[] = [...plan.gaps];
    if (isPart(scope) && !takesScope) gaps.push(scopeUnsupported(false));
    if (plan.subjects.length === 0 && gaps.length === 0) gaps.push(notFound());
    return { system, subjects: plan.subjects, tables: plan.tables, gaps };
  }

  async function dryRun(rights: RightsMessage, scope: Scope, run: string): Promise<ErasurePlan> {
    const message: EraseMessage = {
      ...rights,
      mode: "dry-run",
      idempotencyKey: idempotencyKey(system, run),
      approved: null,
    };
    const answer = await client.askJson({ endpoint: ENDPOINTS.erase, message, changes: false }, checkEraseAnswer);
    const planned = requirePlanned(answer);
    const findings = [...planned.findings];
    if (isPart(scope) && !takesScope) findings.push(scopeUnsupported(true));
    if (planned.subjects.length === 0 && findings.length === 0) findings.push(notFound());
    return makePlan(system, run, { ...planned, findings });
  }

  function requirePlanned(answer: EraseAnswer): EraseAnswer & { readonly state: "planned" } {
    if (answer.state === "planned") return answer;
    if (answer.state === "refused") {
      return {
        state: "planned",
        subjects: [],
        tables: [],
        findings: answer.findings.map((one) => ({ ...one, blocks: true })),
      };
    }
    throw new SystemError(
      "system_failed",
      system,
      "The service answered a dry run as if it had been carried out.",
      "Look at once whether the service erased something; docs/http-system.md says what a dry run is.",
    );
  }

  function askStatus(run: string): Promise<StatusAnswer> {
    const message: StatusMessage = { idempotencyKey: idempotencyKey(system, run) };
    return client.askJson({ endpoint: ENDPOINTS.status, message, changes: false }, checkStatusAnswer);
  }

  /** Asks once more what an erasure would do now, for the rows that were the person. */
  async function verify(
    plan: ErasurePlan,
    done: EraseDone,
    scope: Scope,
    options: RightsOptions,
  ): Promise<ErasureOutcome> {
    try {
      const rights = rightsMessage({ identifiers: [], keys: plan.subjects }, scope, options);
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
      const known = await askStatus(run);
      if (known.state === "done") return await verify(approved, known, scope, options);
    }
    const rights = rightsMessage(person, scope, options);
    const now = await dryRun(rights, scope, run);
    refusePlan(approved, now);
    await hooks.beforeChange?.(now);
    const total = now.tables.reduce((sum, table) => sum + table.deleted + table.detached + table.redacted, 0);
    hooks.onProgress?.({ done: 0, total, what: description.name });
    const message: EraseMessage = {
      ...rights,
      mode: "run",
      idempotencyKey: idempotencyKey(system, run),
      approved: (approved ?? now).tables.map(counts),
    };
    const answer = await runErasure(client, message, () => askStatus(run));
    if (answer.state === "refused") {
      const message = "The service refused to carry out the plan; nothing was changed.";
      throw new PlanRefused(answer.code, message, answer.findings, now);
    }
    hooks.onProgress?.({ done: total, total, what: description.name });
    return await verify(now, answer, scope, options);
  }

  return {
    system,
    kind: "http",
    description,
    async find(person) {
      const message: FindMessage = { person };
      const answer = await client.askJson({ endpoint: ENDPOINTS.find, message, changes: false }, checkFindAnswer);
      const isNobody = answer.subjects.length === 0 && answer.findings.length === 0;
      return isNobody ? { subjects: [], findings: [notFound()] } : answer;
    },
    async planAccess(person, scope, options) {
      const plans: AccessPlan[] = [];
      const rows = exportRows({ ...rightsMessage(person, scope, options), mode: "plan" }, scope, (plan) => {
        plans.push(plan);
      });
      // In this mode there are no rows; reading to the end is what proves the plan.
      for await (const _ of rows);
      return plans[0] as AccessPlan;
    },
    readAccess: (person, scope, options, onPlan) =>
      exportRows({ ...rightsMessage(person, scope, options), mode: "full" }, scope, onPlan),
    planErasure: (person, scope, options) => dryRun(rightsMessage(person, scope, options), scope, createRunId()),
    erase,
    async settle(plan, options) {
      const status = await askStatus(readRunId(plan));
      if (status.state === "done") return await verify(plan, status, plannedScope(plan), options);
      if (status.state === "unknown") return null;
      const message = "The service is still carrying out this run.";
      throw new SystemError("system_conflict", system, message, "Wait, and settle it again.");
    },
    // Each call has a connection of its own, so that nothing is left to close.
    [Symbol.asyncDispose]: async () => {},
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
  const unclear = now.findings.find(({ code }) => code === "person_not_found" || code === "person_ambiguous");
  if (unclear?.code === "person_not_found" || unclear?.code === "person_ambiguous") {
    throw new PlanRefused(unclear.code, unclear.message, now.findings, null);
  }
  const blocking = now.findings.filter((finding) => finding.blocks);
  if (blocking.length > 0) {
    const message = `${blocking.length} finding${blocking.length === 1 ? "" : "s"} must be answered before anything is erased.`;
    throw new PlanRefused("plan_blocked", message, blocking, now);
  }
  const changes = approved === null ? [] : comparePlans(approved, now);
  if (changes.length > 0) {
    throw new PlanRefused(
      "plan_changed",
      `The plan has changed since it was approved: ${changes.join("; ")}.`,
      [],
      now,
    );
  }
}
