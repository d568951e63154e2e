/** The one interface through which rights reach a system, whether Kept decides row by row or the system itself does. */
import type { Diff } from "@kept/engine/diff";
import type { Finding } from "@kept/engine/model";
import type { RevertPlan } from "@kept/engine/plan-revert";
import type { ResidueOptions, ResidueReport } from "@kept/engine/residue";
import type {
  AccessPlan,
  AccessRow,
  ErasureOutcome,
  ErasurePlan,
  PersonQuery,
  RowRef,
  Scope,
  StoredName,
} from "@kept/engine/rights";
import type { SoughtValue } from "@kept/engine/sought-values";
import type { ReplayMatches, Tombstone } from "@kept/engine/tombstones";
import type { RectificationRights, RestrictionRights, RevertOutcome, UndoRights } from "./lifecycle-rights.ts";

export interface RightsOptions {
  /** Today's date (ISO) in the controller's zone: decides whether retention has ended. */
  readonly today: string;
  /** Of a plan: what is erased is to come back when somebody asks for it. What could come back only in part stands in its way. */
  readonly toGiveBack?: boolean;
}

export interface AccessOptions extends RightsOptions {
  /**
   * The rows of a table come in the order of its key, for whoever reads them page by page. It costs a sort. A system that
   * decides for itself has the order of its own answer.
   */
  readonly inOrder?: boolean;
}

/** What comes of looking for a person: their rows, or a finding that says why that is not clear. */
export interface PersonFound {
  readonly subjects: readonly RowRef[];
  readonly findings: readonly Finding[];
}

/** A change was stopped by rows of others, and is about to be tried again. */
export interface Retry {
  /** The try that comes now, counted from 1. */
  readonly attempt: number;
  readonly of: number;
  readonly code: string;
  /** What stopped the one before, without a word of anybody's data. */
  readonly message: string;
}

export interface RunHooks {
  /** Called inside the store's transaction, before the first change, with the plan that is about to run. Throwing rolls back. */
  readonly beforeChange?: (plan: ErasurePlan) => Promise<void>;
  /**
   * Called inside the transaction with what it takes away, before the first change and again, complete, before the commit:
   * kept, it is what an undo puts back. A system that decides for itself calls it once, before it is asked to change anything:
   * what is handed on then opens what the system keeps, and whether the change happened is for the system to say.
   */
  readonly seal?: (diff: Diff) => Promise<void>;
  /**
   * ISO instant after which nothing of what `seal` is about may be there any more. A system that keeps it itself, under a key that
   * the diff leads to, is told.
   */
  readonly keepUntil?: string;
  /** Called as work goes on: `done` of `total` statements or rows. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly what: string }) => void;
  /** Called before each further try; the other hooks are then called again, and what they were told before never happened. */
  readonly onRetry?: (retry: Retry) => void;
}

/** What a residue scan looks for, beside what the system itself knows of a person who is still there. */
export interface ResidueQuestion extends ResidueOptions {
  readonly person: PersonQuery;
  /** Further values: those of a plan that was carried out, names, any text. */
  readonly values: readonly SoughtValue[];
  /** Plans that were carried out here and are still held: what they left for a reason is no residue. */
  readonly done: readonly ErasurePlan[];
}

/** Tombstones, and the keyed hash that they were made with. */
export interface TombstoneQuestion {
  readonly tombstones: readonly Tombstone[];
  readonly hash: (text: string) => string;
  /** The system's name as rows were hashed with it; empty where all tombstones are of one system. */
  readonly system: string;
}

/** One of several people of a run, in the order in which they were named. */
export interface BatchPerson {
  readonly found: PersonFound;
  /** What of the run is theirs; null when it is not clear who is meant, or when they were named before. */
  readonly plan: ErasurePlan | null;
  /** The place of whoever is the same person and was named before. */
  readonly sameAs: number | null;
}

/** What erasing several people in one run will do. Plain data, and personal data, as each plan is. */
export interface BatchErasure {
  /** One plan for everybody: each row once, one set of statements. */
  readonly whole: ErasurePlan;
  readonly people: readonly BatchPerson[];
}

/** What a run of several people did, all in all and to what is each one's; null where a person had no plan. */
export interface BatchOutcome {
  readonly whole: ErasureOutcome;
  readonly people: readonly (ErasureOutcome | null)[];
}

export interface BatchHooks extends Pick<RunHooks, "onProgress" | "onRetry"> {
  /** As {@link RunHooks.beforeChange}. */
  readonly beforeChange?: (erasure: BatchErasure) => Promise<void>;
  /**
   * As {@link RunHooks.seal}, with what is taken away of each who hang together apart from the others. Kept, it lets one of them
   * come back while the rest stays erased.
   */
  readonly keep?: (parts: readonly KeptTogether[]) => Promise<void>;
}

/** What was taken away of people of one run who hang together. Plain data, and personal data, as a diff is. */
export interface KeptTogether {
  readonly diff: Diff;
  /** Those of them who are still erased: their places among the people of the run, and the rows that were theirs. */
  readonly away: readonly { readonly at: number; readonly rows: readonly RowRef[] }[];
  readonly scope: Scope;
  /** The day by which it was decided what the law keeps. */
  readonly today: string;
}

export interface GiveBackHooks extends Pick<RunHooks, "onRetry"> {
  /**
   * Called inside the transaction, before its first change and again, complete, before the commit: with what it comes to, by which
   * {@link UndoRights.hasHappened} tells later whether it happened, and with what is then to be kept of those who stay erased
   * (null: nobody does). Throwing rolls back.
   */
  readonly seal: (diff: Diff, rest: KeptTogether | null) => Promise<void>;
}

/** Erases several people, or the same part of each, in one run: the cost grows with the rows touched, not with people times tables. */
export interface BatchRights {
  /** Plans for all who are clear; the others are told in `people`. */
  planErasure(people: readonly PersonQuery[], scope: Scope, options: RightsOptions): Promise<BatchErasure>;
  /**
   * Plans again and runs it, in one transaction, then verifies. Rejects with a {@link PlanRefused}, and changes nothing,
   * when somebody is unknown or ambiguous, when findings block it, or when anybody's plan adds to what was approved.
   */
  erase(
    people: readonly PersonQuery[],
    scope: Scope,
    options: RightsOptions,
    approved: BatchErasure | null,
    hooks: BatchHooks,
  ): Promise<BatchOutcome>;
  /** Settles a run that was cut off, as {@link RightsSystem.settle} does. */
  settle(begun: BatchErasure): Promise<BatchOutcome | null>;
  /**
   * What it would come to if the one of this place came back and the others of `kept` stayed erased: done in a transaction that
   * is rolled back. What stands in the way is a blocking finding.
   */
  planGiveBack(kept: KeptTogether, at: number): Promise<Pick<RevertPlan, "system" | "tables" | "findings">>;
  /**
   * Does it, in one transaction: afterwards all is as if the others alone had been erased. Rejects with a {@link PlanRefused},
   * and changes nothing, when something stands in the way.
   */
  giveBack(kept: KeptTogether, at: number, hooks: GiveBackHooks): Promise<RevertOutcome>;
}

/** What not every system can do. */
export type Ability = "restriction" | "rectification" | "residue" | "undo";

export interface RightsSystem extends AsyncDisposable {
  readonly system: string;
  readonly kind: string;
  /** Absent where the system cannot do it, which is a gap to be named. */
  readonly restriction?: RestrictionRights;
  readonly rectification?: RectificationRights;
  /** Takes an erasure back whose diff was kept. */
  readonly undo?: UndoRights;
  /** Why something is absent, in the words of whoever runs the system. */
  readonly lacks?: Readonly<Partial<Record<Ability, string>>>;
  find(person: PersonQuery): Promise<PersonFound>;
  planAccess(person: PersonQuery, scope: Scope, options: RightsOptions): Promise<AccessPlan>;
  /** The plan first, then every row it promises, streamed from the same snapshot. */
  readAccess(
    person: PersonQuery,
    scope: Scope,
    options: AccessOptions,
    onPlan: (plan: AccessPlan) => void | Promise<void>,
  ): AsyncIterable<AccessRow>;
  /** Streams a file that a row of {@link readAccess} names; null: it is not there. Absent where files are in the rows, or nowhere. */
  readFile?(file: StoredName): Promise<AsyncIterable<Uint8Array> | null>;
  planErasure(person: PersonQuery, scope: Scope, options: RightsOptions): Promise<ErasurePlan>;
  /**
   * Plans again and runs it, in one transaction, then verifies. Rejects with a {@link PlanRefused} when findings block
   * it, or when the new plan adds a table, a disposition or another person to `approved` (pass null to run without one).
   */
  erase(
    person: PersonQuery,
    scope: Scope,
    options: RightsOptions,
    approved: ErasurePlan | null,
    hooks: RunHooks,
  ): Promise<ErasureOutcome>;
  /** Settles a run that was cut off: has this plan been carried out? Answers the outcome if so, null if nothing happened. */
  settle(plan: ErasurePlan, options: RightsOptions): Promise<ErasureOutcome | null>;
  /** Several people in one run. Absent where a system has no way to do it. */
  readonly batch?: BatchRights;
  /**
   * Looks for values of the person in every text of the system, also where the map says nothing of any. Changes nothing.
   * Absent where a system has no way to look.
   */
  readonly scanResidue?: (
    question: ResidueQuestion,
    options: RightsOptions,
    hooks: Pick<RunHooks, "onProgress">,
  ) => Promise<ResidueReport>;
  /**
   * Who of these is there (again)? Every row of every table of people is hashed, streamed. Changes nothing. Absent where a
   * system does not let its people be listed.
   */
  readonly findReturned?: (question: TombstoneQuestion, hooks: Pick<RunHooks, "onProgress">) => Promise<ReplayMatches>;
}

export type PlanRefusedCode = "plan_blocked" | "plan_changed" | "person_not_found" | "person_ambiguous";

/** An erasure was not begun; nothing was changed. */
export class PlanRefused extends Error {
  override readonly name = "PlanRefused";
  readonly code: PlanRefusedCode;
  readonly findings: readonly Finding[];
  readonly plan: ErasurePlan | null;
  constructor(code: PlanRefusedCode, message: string, findings: readonly Finding[], plan: ErasurePlan | null) {
    super(message);
    this.code = code;
    this.findings = findings;
    this.plan = plan;
  }
}
