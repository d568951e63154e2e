/** What a right does in systems, behind one shape: how it plans one, and how it carries an approved plan out in all. */

import type { RightsOptions, RightsSystem } from "@kept/connectors/rights-system";
import type { RequestState } from "@kept/contract/request-states";
import type { RequestDetails, RequestStep } from "@kept/contract/requests";
import type { PersonQuery, Scope } from "@kept/engine/rights";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { MessageName } from "../requests/message-names.ts";
import type { RequestPerson } from "../requests/person.ts";
import type { RequestRow } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import type { Lease } from "./lease.ts";
import type { StepRow } from "./queries.ts";
import type { StepSummary } from "./tables.ts";

/** One system's plan, ready to be shown and kept. */
export interface PlannedStep {
  readonly found: boolean;
  readonly rows: number;
  readonly counts: RequestStep["counts"];
  readonly summary: StepSummary;
  /** What the run needs of it, as JSON; sealed where it is kept. */
  readonly plan: unknown;
  /** Restrictions that have to be lifted before it. */
  readonly waitsFor?: readonly string[];
}

/** A run at work. */
export interface Run {
  readonly ctx: Ctx;
  readonly parts: RequestParts;
  readonly lease: Lease;
  readonly request: RequestRow;
  readonly person: RequestPerson;
  readonly details: RequestDetails;
  readonly options: RightsOptions;
  readonly steps: readonly StepRow[];
}

/**
 * `waiting`: some system has not done its part; what it was is noted at its step, and it is tried again.
 * `changed`: the plan that was approved is no longer the plan; the operator has to look again.
 */
export type RunResult = { readonly kind: "done" | "waiting" } | { readonly kind: "changed"; readonly system: string };

interface AnyAct {
  /** Tells the person that it is done. */
  readonly doneMessage: MessageName;
  /** Resumes wherever an earlier try was cut off. Rejects when it has to be tried again later. */
  carryOut(run: Run): Promise<RunResult>;
}

/** A right that is answered in the systems: searched, planned, approved, carried out. */
export interface SystemsAct extends AnyAct {
  readonly through: "systems";
  /** Tells the person that a part is done, and what comes later. */
  readonly partMessage: MessageName;
  /** An approval holds for systems that answer later, too: nothing is changed in them. */
  readonly approvesRest: boolean;
  plan(
    rights: RightsSystem,
    person: PersonQuery,
    scope: Scope,
    options: RightsOptions,
    details: RequestDetails,
    asked: { readonly parts: RequestParts; readonly request: RequestRow },
  ): Promise<PlannedStep>;
}

/** A right that is answered in what Kept itself keeps. */
export interface RecordAct extends AnyAct {
  readonly through: "record";
  /**
   * The moment the request counts, and again whenever it is planned anew. Answers the state in which it leaves what an
   * operator decides, or null: nobody has to, it is fulfilled.
   */
  begin(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<RequestState | null>;
  /** Throws the problem that stands in the way of approving it: something is not decided yet. */
  mayApprove?(tx: TxCtx, request: RequestRow): Promise<void>;
  /** The request ends otherwise. */
  dropped(tx: TxCtx, parts: RequestParts, request: RequestRow, why: "refused" | "cancelled"): Promise<void>;
}

export type Act = SystemsAct | RecordAct;

/** The person as one system is asked for them: rows that an operator named there, else the identifiers. */
export function personQuery(person: RequestPerson, system: string): PersonQuery {
  const keys = person.keys.filter((key) => key.system === system).map(({ table, key }) => ({ table, key }));
  // Whoever names rows has settled what the identifier leaves open, so it is not asked again.
  return keys.length > 0 ? { identifiers: [], keys } : { identifiers: person.identifiers, keys: [] };
}

/** A finding that says only that nobody was found is an answer, not a problem. */
export function isNobody(findings: readonly { readonly code: string }[]): boolean {
  return findings.length > 0 && findings.every((finding) => finding.code === "person_not_found");
}
