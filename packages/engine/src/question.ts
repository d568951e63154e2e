/** What is asked of a system: each kind of question, with all that its answers are made of. */
import type { Habit } from "./infer/habits.ts";
import type { Edge, Finding } from "./model.ts";
import type { OwnerCandidate } from "./owner-candidates.ts";

interface Asked {
  /** Stays the same for as long as the question is open. */
  readonly id: string;
  readonly message: string;
  readonly settles: Settled;
  /** What was found and is settled by an answer; empty where only a plan found it. */
  readonly findings: readonly Finding[];
}

/** What an answer speaks of at once; what follows from it may be more. */
export interface Settled {
  readonly tables: readonly string[];
  /** As `table.column`. */
  readonly columns: readonly string[];
}

/** Whether the rows of a table are people. */
export interface PeopleQuestion extends Asked {
  readonly kind: "people";
  readonly table: string;
}

/** What columns of a name refer to; `targets` are the tables of people that could be meant. */
export interface TargetQuestion extends Asked {
  readonly kind: "target";
  readonly column: string;
  readonly targets: readonly string[];
  /** Whether it may be said that they refer to nobody: no column of the name does, wherever it stands. */
  readonly isOrNobody: boolean;
}

/** Whose rows are by these references, all by columns of one name. */
export interface RoleQuestion extends Asked {
  readonly kind: "role";
  readonly edges: readonly Edge[];
  /** What one line of `naming` can say of them all; null: it would speak of others too. */
  readonly habit: Habit | null;
}

/** Whose a table is that looks personal. */
export interface TableQuestion extends Asked {
  readonly kind: "table";
  readonly table: string;
  /** It first; several where there is one answer, and it is the same for all. */
  readonly tables: readonly string[];
  /** References that could make its rows somebody's. */
  readonly candidates: readonly OwnerCandidate[];
}

/** Several references could own the rows of a table: which of them do? */
export interface OwnersQuestion extends Asked {
  readonly kind: "owners";
  readonly table: string;
  readonly edges: readonly Edge[];
}

/** What says whose the rows of a table are is not declared, and may be empty; of tables in which columns of one name do, all at once. */
export interface EmptyQuestion extends Asked {
  readonly kind: "empty";
  readonly tables: readonly string[];
  readonly edges: readonly Edge[];
  /** What one line of `naming` can say of them all; null: there is none. */
  readonly habit: Habit | null;
  /** Other references that could make its rows somebody's. */
  readonly candidates: readonly OwnerCandidate[];
}

/** What an id beside a type means, where the type has this value. */
export interface TypeQuestion extends Asked {
  readonly kind: "type";
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** Null: no value is known. */
  readonly value: string | null;
  readonly targets: readonly TypeTarget[];
  /** A table of nobody, to which what is nobody's may be said to refer; null: there is none. */
  readonly elsewhere: string | null;
}

export interface TypeTarget {
  readonly table: string;
  readonly key: string;
  readonly isPerson: boolean;
}

/** Which columns tell the rows of a table apart. */
export interface KeyQuestion extends Asked {
  readonly kind: "key";
  readonly table: string;
  readonly candidates: readonly (readonly string[])[];
}

/** What a column holds whose row will be blanked. */
export interface CategoryQuestion extends Asked {
  readonly kind: "category";
  readonly table: string;
  readonly column: string;
  /** Names of categories, the likely one first. */
  readonly categories: readonly string[];
}

/** What stands in a column once its row is blanked, where no value that says nothing fits. */
export interface BlankQuestion extends Asked {
  readonly kind: "blank";
  readonly table: string;
  readonly column: string;
  /** Values that it may hold, as far as the schema tells. */
  readonly values: readonly string[];
}

export type Question =
  | PeopleQuestion
  | TargetQuestion
  | RoleQuestion
  | TableQuestion
  | OwnersQuestion
  | EmptyQuestion
  | TypeQuestion
  | KeyQuestion
  | CategoryQuestion
  | BlankQuestion;
