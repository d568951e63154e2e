/** A reference between tables before anybody has said what it means: what declared keys, names and data propose. */
import type { ListForm } from "../lists.ts";
import type { Condition, Origin, Role } from "../model.ts";
import type { DeleteAction } from "../schema.ts";

export interface Reference {
  readonly from: string;
  readonly columns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
  readonly origin: Origin;
  /** 0 to 1: how surely there is a reference at all. */
  readonly confidence: number;
  readonly why: string;
  readonly onDelete: DeleteAction | null;
  readonly when: Condition;
  readonly match: boolean;
  readonly pattern: string | null;
  readonly path: readonly string[];
  /** The column holds several keys. */
  readonly list?: ListForm;
  /** The words of the column beside those that name the table it points at: `last_posted_user_id` gives `last posted`. */
  readonly words: readonly string[];
  readonly nullable: boolean;
  /** The columns are the key of their own table: at most one row for each row pointed at, and no life without it. */
  readonly sharedKey: boolean;
  /** The columns are unique: at most one row for each row pointed at. */
  readonly unique: boolean;
  /** Another kind of people fits as well, by name and by values. */
  readonly doubtful: boolean;
  /** The row pointed at is whose this row says: an order whose customer is one of its attributes. */
  readonly upward: boolean;
  /** The role that the map gives to all columns of this name. */
  readonly stated?: Role;
}

const PLAIN = {
  onDelete: null,
  when: {},
  match: false,
  pattern: null,
  path: [],
  words: [],
  nullable: true,
  sharedKey: false,
  unique: false,
  doubtful: false,
  upward: false,
} as const;

/** A reference of which only what differs from a plain, nullable, undeclared one has to be said. */
export function makeReference(
  given: Pick<Reference, "from" | "columns" | "to" | "toColumns" | "origin" | "confidence" | "why"> &
    Partial<Reference>,
): Reference {
  return { ...PLAIN, ...given };
}

/** Tells references apart that would give the same edge. */
export function referenceKey(reference: Reference): string {
  return [
    reference.from,
    reference.columns.join(","),
    reference.to,
    reference.toColumns.join(","),
    JSON.stringify(reference.when),
    reference.pattern ?? "",
    reference.path.join("."),
  ].join("|");
}

/** Adds to a list in a map of lists. */
export function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
