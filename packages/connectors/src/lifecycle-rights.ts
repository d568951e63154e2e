/** Rights that take nothing away for good: restriction, its lift, rectification, and taking a change back. */
import type { Diff } from "@kept/engine/diff";
import type { Finding } from "@kept/engine/model";
import type { Correction, RectificationPlan, RectifiedColumn } from "@kept/engine/plan-rectification";
import type { RestrictedTable, RestrictionPlan } from "@kept/engine/plan-restriction";
import type { RevertedTable, RevertPlan } from "@kept/engine/plan-revert";
import type { PersonQuery, Scope } from "@kept/engine/rights";
import type { Operation } from "@kept/engine/store";
import type { RightsOptions, RunHooks } from "./rights-system.ts";

export interface ChangeHooks {
  /**
   * Called inside the store's transaction, twice: before the first change with what is about to be taken away (`complete` is
   * false), and before the commit with all that was changed. Throwing rolls back. What it kept last is what can be put back.
   */
  readonly seal: (diff: Diff) => Promise<void>;
  readonly onProgress?: RunHooks["onProgress"];
  readonly onRetry?: RunHooks["onRetry"];
}

export interface RectifyHooks extends ChangeHooks {
  /** A keyed hash: values that were corrected are told by it, never as themselves. */
  readonly hash: (value: string) => string;
}

export interface RestrictionOutcome {
  readonly system: string;
  readonly tables: readonly Pick<RestrictedTable, "name" | "marked" | "sealed" | "left">[];
  readonly verified: boolean;
  /** What the check afterwards found still in use; empty when verified. */
  readonly residue: readonly Finding[];
}

export interface RevertOutcome {
  readonly system: string;
  readonly tables: readonly RevertedTable[];
  /** Newer values that stayed, and what the database keeps for itself and has written anew. */
  readonly findings: readonly Finding[];
  readonly verified: boolean;
  /** What was to come back and did not, and what triggers copied of those who stay away; empty when verified. */
  readonly residue: readonly Finding[];
}

/** Which tables, columns and categories a rectification changed: what recipients are told follows from it. */
export interface RectificationOutcome {
  readonly system: string;
  readonly changes: readonly (Omit<RectifiedColumn, "before" | "value" | "why"> & {
    /** Hashes of what stood there, and of what stands there now. */
    readonly before: readonly string[];
    readonly after: string;
  })[];
  readonly verified: boolean;
  readonly residue: readonly Finding[];
}

/** What every change that can be settled after a crash has. */
interface SettledByDiff {
  /** Settles a run that was cut off: has the change of this diff happened? */
  hasHappened(diff: Diff): Promise<boolean>;
}

/** What a change has that sets values by a plan. */
interface SeenAgain {
  /**
   * Of a change that happened, and of which the answer was lost: rows that are not as its plan was to leave them. What triggers copied
   * meanwhile nobody can tell any more. Absent: the system does not tell its rows.
   */
  lookAgain?(plan: { readonly operations: readonly Operation[] }): Promise<readonly Finding[]>;
}

export interface RestrictionRights extends SettledByDiff, SeenAgain {
  /** The plan, tried in a transaction that is rolled back: what the database refuses is a finding. */
  planRestriction(person: PersonQuery, scope: Scope, options: RightsOptions): Promise<RestrictionPlan>;
  /** Plans again and restricts, in one transaction. Rejects with a PlanRefused as erasure does. */
  restrict(
    person: PersonQuery,
    scope: Scope,
    options: RightsOptions,
    approved: RestrictionPlan | null,
    hooks: ChangeHooks,
  ): Promise<RestrictionOutcome>;
  /** Takes the change of this diff back, in one transaction. Rejects with a PlanRefused when something stands in the way. */
  revert(diff: Diff, hooks: ChangeHooks): Promise<RevertOutcome>;
}

/** The way back from an erasure of which the diff was kept ({@link RunHooks.seal}). */
export interface UndoRights extends SettledByDiff {
  /** What taking the change of this diff back would do now. */
  planRevert(diff: Diff): Promise<RevertPlan>;
  /** As {@link RestrictionRights.revert}. */
  revert(diff: Diff, hooks: ChangeHooks): Promise<RevertOutcome>;
  /**
   * Of a system whose diffs say nothing of rows: what the `revert` that sealed this one came to, which the system remembers; null:
   * it never happened. Rejects with `system_conflict` while it is under way.
   */
  readReverted?(diff: Diff): Promise<RevertOutcome | null>;
}

export interface RectificationRights extends SettledByDiff, SeenAgain {
  /** The plan, tried in a transaction that is rolled back: what the database refuses is a finding. */
  planRectification(person: PersonQuery, corrections: readonly Correction[]): Promise<RectificationPlan>;
  /** Plans again and corrects, in one transaction. Rejects with a PlanRefused as erasure does. */
  rectify(
    person: PersonQuery,
    corrections: readonly Correction[],
    approved: RectificationPlan | null,
    hooks: RectifyHooks,
  ): Promise<RectificationOutcome>;
}

/** What a store of rows can do: all of it, and any change with a diff can be taken back. */
export interface LifecycleRights extends RestrictionRights, RectificationRights, UndoRights {
  lookAgain: NonNullable<SeenAgain["lookAgain"]>;
}
