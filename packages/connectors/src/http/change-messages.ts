/**
 * The messages of restriction, its lift, rectification, the taking back of an erasure and the search for residue, part of
 * version 1 of the protocol.
 * A service that cannot do one of them says so in its description, with the reason. `docs/http-system.md` explains each.
 */
import type { Finding } from "@kept/engine/model";
import type { Correction, RectifiedColumn } from "@kept/engine/plan-rectification";
import type { RestrictedTable, RestrictionDisposition } from "@kept/engine/plan-restriction";
import type { ResidueReport } from "@kept/engine/residue";
import type { PersonQuery, RowRef, Scope } from "@kept/engine/rights";
import type { SoughtOptions, SoughtValue } from "@kept/engine/sought-values";
import type { PlanRefusedCode } from "../rights-system.ts";
import type { RightsMessage } from "./protocol.ts";

/** A dry run changes nothing and says what would happen; a run does it, once for its key. */
interface Run {
  readonly mode: "dry-run" | "run";
  readonly idempotencyKey: string;
}

/** The answer to a run that must not happen; nothing was changed. */
export interface Refused {
  readonly state: "refused";
  readonly code: PlanRefusedCode;
  readonly findings: readonly Finding[];
}

/** Body of `POST {base}/restrict`. */
export interface RestrictMessage extends RightsMessage, Run {
  /** What was approved: the run must not add a table or a way of dealing with its rows. Null in a dry run. */
  readonly approved: readonly RestrictedCounts[] | null;
}

export type RestrictedCounts = Pick<RestrictedTable, "name" | "marked" | "sealed" | "left">;

/** Rows of one table that share what becomes of them and the reason for it. */
export interface RestrictionGroup {
  readonly disposition: RestrictionDisposition;
  readonly rows: number;
  /** For people. */
  readonly why: string;
}

export interface RestrictionGroups {
  readonly name: string;
  readonly groups: readonly RestrictionGroup[];
}

/** Answer of restrict. */
export type RestrictAnswer =
  | {
      readonly state: "planned";
      readonly subjects: readonly RowRef[];
      readonly tables: readonly RestrictionGroups[];
      readonly findings: readonly Finding[];
    }
  | RestrictDone
  | Refused;

export interface RestrictDone {
  readonly state: "done";
  readonly tables: readonly RestrictionGroups[];
  readonly residue: readonly Finding[];
}

/** Body of `POST {base}/lift`. */
export interface LiftMessage extends Run {
  /** The key of the run that restricted. */
  readonly restriction: string;
}

export interface LiftedTable {
  readonly name: string;
  /** Rows that are back in use. */
  readonly rows: number;
  /** Rows in which something newer stands, or that are gone: that stays as it is. */
  readonly newer: number;
}

/** Answer of lift. */
export type LiftAnswer = LiftDone | (Omit<LiftDone, "state"> & { readonly state: "planned" }) | Refused;

export interface LiftDone {
  readonly state: "done";
  readonly tables: readonly LiftedTable[];
  /** Newer values that stayed. */
  readonly findings: readonly Finding[];
}

/** Body of `POST {base}/rectify`. */
export interface RectifyMessage extends Run {
  readonly person: PersonQuery;
  readonly corrections: readonly Correction[];
  /** What was approved: the run must not change another column. Null in a dry run. */
  readonly approved: readonly CorrectedColumn[] | null;
}

export type CorrectedColumn = Pick<RectifiedColumn, "table" | "column" | "category" | "rows">;

/** Answer of rectify. */
export type RectifyAnswer =
  | {
      readonly state: "planned";
      readonly subjects: readonly RowRef[];
      readonly changes: readonly RectifiedColumn[];
      readonly findings: readonly Finding[];
    }
  | RectifyDone
  | Refused;

/** Without values: it is kept for as long as the key of the run. */
export interface RectifyDone {
  readonly state: "done";
  readonly changes: readonly CorrectedColumn[];
  readonly residue: readonly Finding[];
}

/** Body of `POST {base}/restore`. */
export interface RestoreMessage extends Run {
  /** The key of the run that erased. */
  readonly erasure: string;
  /** What that run was given to seal with. */
  readonly key: string;
}

export interface RestoredTable {
  readonly name: string;
  /** Rows that come back. */
  readonly returned: number;
  /** Rows that get their values back. */
  readonly restored: number;
  /** Rows in which something newer stands, or that are gone: that stays as it is. */
  readonly newer: number;
}

/** Answer of restore. */
export type RestoreAnswer = RestoreDone | (Omit<RestoreDone, "state"> & { readonly state: "planned" }) | Refused;

export interface RestoreDone {
  readonly state: "done";
  readonly tables: readonly RestoredTable[];
  /** Newer values that stayed. */
  readonly findings: readonly Finding[];
}

/** Body of `POST {base}/residue`. */
export interface ResidueMessage extends SoughtOptions {
  readonly person: PersonQuery;
  /** What was to go: nothing else is looked at. */
  readonly scope: Scope;
  /** Further values to look for, beside what the service itself knows of a person who is still there. */
  readonly values: readonly SoughtValue[];
  /** ISO date in the controller's zone. */
  readonly today: string;
}

/** Answer of residue. */
export type ResidueAnswer = Omit<ResidueReport, "system">;
