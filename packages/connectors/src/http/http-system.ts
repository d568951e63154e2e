/** An operator's own service as a system: it decides whose data is whose, and Kept asks, checks, settles and verifies. */
import { namesRows } from "@kept/engine/asked-rows";
import { comparePlans } from "@kept/engine/compare-plans";
import type { Finding } from "@kept/engine/model";
import type { ResidueReport } from "@kept/engine/residue";
import {
  type AccessPlan,
  type ErasureOutcome,
  type ErasurePlan,
  EVERYTHING,
  type PersonQuery,
  type Scope,
} from "@kept/engine/rights";
import { SystemError } from "../connector.ts";
import { refuseChanged } from "../rights/refuse-plan.ts";
import type { Ability, PersonFound, ResidueQuestion, RightsOptions, RightsSystem, RunHooks } from "../rights-system.ts";
import type { ResidueMessage } from "./change-messages.ts";
import { checkResidueAnswer } from "./check-changes.ts";
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
  rowsUnsupported,
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
} from "./protocol.ts";
import { readExport } from "./read-export.ts";
import { createServiceRectification } from "./rectify-service.ts";
import { createServiceUndo, UNDO_UNSUPPORTED } from "./restore-service.ts";
import { type AskedScope, createServiceRestriction } from "./restrict-service.ts";
import { sendRun } from "./send-run.ts";
import { readServiceAddress } from "./service-address.ts";
import {
  createServiceClient,
  type ServiceClient,
  type ServiceRetries,
  type ServiceTimeouts,
} from "./service-client.ts";
import {
  askStatus,
  blockingFindings,
  diffOfRun,
  refusedRun,
  refuseFindings,
  requirePlan,
  stillRunning,
  undoKeyOf,
} from "./service-run.ts";

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
  const { scope: takesScope, restriction, rectification, residue, undo } = description.capabilities;
  const isPart = (scope: Scope): boolean => scope.tables.length + scope.categories.length > 0;
  const rightsMessage = (person: PersonQuery, scope: Scope, { today }: RightsOptions): RightsMessage => ({
    person,
    // What the protocol names, whatever else the asker knows of the part that is meant.
    scope: takesScope ? { tables: scope.tables, categories: scope.categories } : EVERYTHING,
    today,
  });

  async function findSubjects(person: PersonQuery): Promise<PersonFound> {
    const message: FindMessage = { person };
    const answer = await client.askJson({ endpoint: ENDPOINTS.find, message, changes: false }, checkFindAnswer);
    const isNobody = answer.subjects.length === 0 && answer.findings.length === 0;
    return isNobody ? { subjects: [], findings: [notFound()] } : answer;
  }

  async function* exportRows(message: ExportMessage, scope: Scope, onPlan: (plan: AccessPlan) => void | Promise<void>) {
    if (namesRows(scope)) {
      const { subjects, findings } = await findSubjects(message.person);
      return void (await onPlan({ system, subjects, tables: [], gaps: [...findings, rowsUnsupported(false)] }));
    }
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
    if (namesRows(scope)) {
      const { subjects, findings } = await findSubjects(rights.person);
      return makePlan(system, run, {
        state: "planned",
        subjects,
        tables: [],
        findings: [...findings, rowsUnsupported(true)],
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
    const findings = [...planned.findings];
    if (isPart(scope) && !takesScope) findings.push(scopeUnsupported(true));
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
      const known = await statusOf(run);
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
      ...(await keepBefore(run, now, hooks)),
    };
    const answer = await sendRun<EraseDone>(client, {
      endpoint: ENDPOINTS.erase,
      message,
      check: checkEraseAnswer,
      askStatus: () => statusOf(run),
    });
    if (answer.state === "refused") throw refusedRun(answer);
    hooks.onProgress?.({ done: total, total, what: description.name });
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

  const asked: AskedScope = {
    message: (person, scope, today) => rightsMessage(person, scope, { today }),
    findings: (scope) => {
      if (namesRows(scope)) return [rowsUnsupported(true)];
      return isPart(scope) && !takesScope ? [scopeUnsupported(true)] : [];
    },
  };

  async function scanService(
    { person, scope, values, plusTags }: ResidueQuestion,
    options: RightsOptions,
    { onProgress }: Pick<RunHooks, "onProgress">,
  ): Promise<ResidueReport> {
    onProgress?.({ done: 0, total: 1, what: description.name });
    const message: ResidueMessage = { ...rightsMessage(person, scope, options), values, plusTags };
    const answer = await client.askJson({ endpoint: ENDPOINTS.residue, message, changes: false }, checkResidueAnswer);
    onProgress?.({ done: 1, total: 1, what: "" });
    return { system, ...answer };
  }

  return {
    system,
    kind: "http",
    description,
    find: findSubjects,
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
    ...(restriction === true ? { restriction: createServiceRestriction(client, asked) } : {}),
    ...(rectification === true ? { rectification: createServiceRectification(client) } : {}),
    ...(undo === true ? { undo: createServiceUndo(client) } : {}),
    ...(residue === true ? { scanResidue: (question, options, hooks) => scanService(question, options, hooks) } : {}),
    lacks: Object.fromEntries(
      Object.entries({ restriction, rectification, residue, undo }).filter(([, why]) => why !== true),
    ) as Readonly<Partial<Record<Ability, string>>>,
    async settle(plan, options) {
      const status = await statusOf(readRunId(plan));
      if (status.state === "done") return await verify(plan, status, plannedScope(plan), options);
      if (status.state === "unknown") return null;
      throw stillRunning(system);
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
  refuseFindings(now.findings, "erased");
  refuseChanged(approved === null ? [] : comparePlans(approved, now), now);
}
