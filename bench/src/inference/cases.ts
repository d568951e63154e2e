/** What inference is scored on: a schema, where its rows come from, and the truth about its people, written by hand. */
import type { Sketch } from "./sketch.ts";

/**
 * The truth. References are `table.column -> table role`, several roles that a careful person could defend joined by `|`;
 * columns of a composite reference are joined by `+`. What stands under `...OrNot` is no error either way.
 */
export interface PeopleTruth {
  /** Tables whose rows are people. */
  readonly subjects: readonly string[];
  /** Tables that may count as people or as part of a person: a doctor who is staff, a login, an invitation. */
  readonly either: readonly string[];
  /** All references to people, and to what stands under `either`. */
  readonly people: readonly string[];
  readonly peopleOrNot?: readonly string[];
  /** Rows that belong to another row, and rows held by it. */
  readonly parts: readonly string[];
  /** References between things that may be parts or mere context, without the role. */
  readonly partsOrNot?: readonly string[];
  /** Columns whose values find one person: `table.column category`, alternatives joined by `|`. */
  readonly identifying: readonly string[];
  readonly identifyingOrNot?: readonly string[];
  /** Columns that repeat one of a person's own row: `table.column -> table.column`. Absent: the truth does not say. */
  readonly copies?: readonly string[];
  readonly copiesOrNot?: readonly string[];
  /** By what rows are marked as deleted: `table.column`. Absent: the truth does not say. */
  readonly softDeletes?: readonly string[];
}

/**
 * `blind-1` was written before inference was looked at, scored once, and inference was changed because of it; `blind-2` to
 * `blind-11` were written after that change and the ones that followed, each scored once before the next. First looks stand in
 * docs/inference.md. From `blind-8` to `blind-11` the tables are those of public applications; `blind-12` to `blind-14`, written
 * together and by somebody who had not seen inference, mix both; from `blind-15` on all are public applications, each group written
 * by somebody who had not. `half-blind`: the same, but the application's keys were in the corpus that rules were measured on.
 * `tuned`: inference was made with it at hand.
 */
export type Written =
  | "blind-1"
  | "blind-2"
  | "blind-3"
  | "blind-4"
  | "blind-5"
  | "blind-6"
  | "blind-7"
  | "blind-8"
  | "blind-9"
  | "blind-10"
  | "blind-11"
  | "blind-12"
  | "blind-13"
  | "blind-14"
  | "blind-15"
  | "blind-16"
  | "blind-17"
  | "blind-18"
  | "blind-19"
  | "blind-20"
  | "blind-21"
  | "blind-22"
  | "blind-23"
  | "blind-24"
  | "blind-25"
  | "blind-26"
  | "blind-27"
  | "blind-28"
  | "blind-29"
  | "half-blind"
  | "tuned";

/** An invented application whose database is made from a sketch. */
export interface SketchCase extends Sketch {
  readonly written: Written;
  /** False: the database declares no foreign key, as the application was made. */
  readonly declares: boolean;
  readonly truth: PeopleTruth;
}
