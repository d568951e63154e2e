/** By which of its columns the rows of a table could be somebody's: what a person chooses from who is asked whose a table is. */

import type { Habit } from "./infer/habits.ts";
import { canBeKey, compareKinds, stripKeyWords } from "./infer/key-words.ts";
import { splitWords } from "./infer/names.ts";
import { canBeNamed, type EdgeMap } from "./map.ts";
import type { Model, ModelTable } from "./model.ts";
import { findColumn } from "./schema.ts";

export interface OwnerCandidate {
  /** The line of the map that says so. */
  readonly edge: EdgeMap & { readonly from: string; readonly role: "owner" | "part" | "holds" };
  /** The same as a line of `naming`, from which inference goes on to what hangs on the table; null: it would speak of others too. */
  readonly habit: Habit | null;
}

type Found = OwnerCandidate["edge"];

/** More would be a list to read and no choice. */
const MOST = 6;

/**
 * The likely ones first: references that are known and say nothing so far, from the table and to it; addresses that are some person's
 * in another table; columns that are called like keys and hold such values as the key of a table of people.
 */
export function listOwnerCandidates(model: Model, name: string): readonly OwnerCandidate[] {
  const table = model.tables.find((one) => one.name === name);
  if (table === undefined) return [];
  const found = [
    ...fromEdges(model, table),
    ...fromHolders(model, table),
    ...fromAddresses(model, table),
    ...fromKeys(model, table),
  ];
  const seen = new Set<string>();
  const fresh = found.filter((edge) => {
    const id = `${edge.from} ${edge.columns.join()} ${edge.to}`;
    return seen.has(id) ? false : seen.add(id);
  });
  return fresh.slice(0, MOST).map((edge) => ({ edge, habit: findHabit(model, edge) }));
}

/** Names a column that stands in this table alone, and refers to the key. */
function findHabit(
  model: Model,
  { from, columns, to, toColumns, when, match, pattern, path, list }: Found,
): Habit | null {
  const [column, ...others] = columns;
  if (column === undefined || others.length > 0 || !canBeNamed(column)) return null;
  if (match || pattern !== null || path.length > 0 || list !== undefined || Object.keys(when).length > 0) return null;
  const key = model.tables.find(({ name }) => name === to)?.schema.primaryKey ?? [];
  if (key.length !== 1 || toColumns?.join() !== key[0]) return null;
  const name = column.toLowerCase();
  const having = model.tables.filter(
    ({ kind, schema }) => kind !== "view" && schema.columns.some((one) => one.name.toLowerCase() === name),
  );
  return having.length === 1 && having[0]?.name === from ? { column, to, toColumn: null } : null;
}

const PLAIN = { when: {}, match: false, pattern: null, path: [], same: false } as const;

function fromEdges(model: Model, { name }: ModelTable): readonly Found[] {
  const kinds = new Map(model.tables.map((one) => [one.name, one.kind]));
  return model.edges
    .filter(({ from, to }) => from === name && to !== name)
    .flatMap(({ from, columns, to, toColumns, when, match, pattern, path, list }) => {
      const kind = kinds.get(to);
      const role = kind === "subject" ? "owner" : kind === "personal" ? "part" : null;
      if (role === null) return [];
      return [
        {
          from,
          columns,
          to,
          toColumns,
          role,
          when,
          match,
          pattern,
          path,
          ...(list === undefined ? {} : { list }),
          same: false,
        },
      ];
    });
}

/** More tables than these refer to what many share, and nobody holds. */
const MOST_HOLDERS = 3;

/** Rows that are somebody's and refer to it: who holds an account says whose it is. Narrow tables and those called after it first. */
function fromHolders(model: Model, { name }: ModelTable): readonly Found[] {
  const owned = new Map(
    model.tables.filter(({ kind }) => kind === "subject" || kind === "personal").map((one) => [one.name, one]),
  );
  const rank = (from: string) => (shareWord(from, name) ? 0 : 100) + (owned.get(from)?.columns.length ?? 0);
  return model.edges
    .filter(({ from, to }) => to === name && from !== name && owned.has(from))
    .sort((one, other) => rank(one.from) - rank(other.from))
    .slice(0, MOST_HOLDERS)
    .map(({ from, columns, to, toColumns, when, match, pattern, path, list }) => {
      const form = { when, match, pattern, path, ...(list === undefined ? {} : { list }) };
      return { from, columns, to, toColumns, role: "holds", ...form, same: false };
    });
}

/** Kinds of identifier that are found in a column by its category. */
const ADDRESSES: Readonly<Record<string, string>> = { "contact.email": "email", "contact.phone": "phone" };

function fromAddresses(model: Model, table: ModelTable): readonly Found[] {
  return table.columns.flatMap(({ name, category }) => {
    const kind = ADDRESSES[category];
    if (kind === undefined) return [];
    return peopleBut(model, table).flatMap(({ name: to, identifiers }) => {
      const known = identifiers.find((one) => one.kind === kind);
      if (known === undefined) return [];
      const line = { ...PLAIN, from: table.name, columns: [name], to, toColumns: [known.column], match: true };
      return [{ ...line, role: "owner" as const }];
    });
  });
}

function fromKeys(model: Model, table: ModelTable): readonly Found[] {
  const known = new Set(model.edges.filter(({ from }) => from === table.name).flatMap(({ columns }) => columns));
  const categories = new Map(table.columns.map(({ name, category }) => [name, category]));
  const keyLike = table.schema.columns.filter(({ name, kind, generated }) => {
    if (generated || !canBeKey(kind) || known.has(name) || table.key.join() === name) return false;
    const { base, keyed } = stripKeyWords(splitWords(name));
    // Whole numbers that count nothing: `cod_pessoa`.
    return (keyed && base.length > 0) || (kind === "integer" && NUMBERS.has(categories.get(name) ?? ""));
  });
  const found = keyLike.flatMap(({ name, kind }) =>
    peopleBut(model, table).flatMap(({ name: to, key, schema }) => {
      const only = key.length === 1 ? findColumn(schema, key[0] ?? "") : undefined;
      if (only === undefined || !compareKinds(kind, only.kind)) return [];
      const line = { ...PLAIN, from: table.name, columns: [name], to, toColumns: [only.name] };
      const isAlike = shareWord(name, to);
      // A port, a number of tries: what may count something is somebody's where it is called after them.
      if (categories.get(name) === "system.counter" && !isAlike) return [];
      return [{ ...line, role: "owner" as const, isAlike }];
    }),
  );
  // Where one is called like the column, the others are not meant.
  const named = new Set(found.filter(({ isAlike }) => isAlike).map(({ columns }) => columns.join()));
  return found
    .filter(({ columns, isAlike }) => isAlike || !named.has(columns.join()))
    .map(({ isAlike: _, ...line }) => line);
}

/** What columns of numbers are taken for that nothing explains. */
const NUMBERS: ReadonlySet<string> = new Set(["system.id", "system.counter"]);

function shareWord(column: string, table: string): boolean {
  const words = new Set(splitWords(table));
  return splitWords(column).some((word) => words.has(word));
}

function peopleBut(model: Model, table: ModelTable): readonly ModelTable[] {
  return model.tables.filter(({ name, kind }) => kind === "subject" && name !== table.name);
}
