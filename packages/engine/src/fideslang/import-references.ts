/** References of an annotation say where a search goes on; edges of a map say whose a row is. This turns one into the other. */
import type { EdgeMap } from "../map.ts";
import type { Finding, Role } from "../model.ts";
import type { Collection, Dataset, DatasetField } from "./dataset.ts";
import { readCategory } from "./fideslang-categories.ts";
import { makeNote } from "./import-note.ts";

export interface Walks {
  /** Edges by the table that holds them. */
  readonly edges: ReadonlyMap<string, readonly { readonly edge: EdgeMap }[]>;
  /** Tables of which rows are people. */
  readonly people: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** One end of a reference. */
interface End {
  readonly collection: Collection;
  readonly path: readonly string[];
  /** Null: the annotation does not list the field. */
  readonly field: DatasetField | null;
}

/** The search goes from `source` to `target`, or either way. */
interface Walk {
  readonly source: End;
  readonly target: End;
  readonly isEither: boolean;
}

/** Turns the references of a dataset into edges, and says which tables hold people. */
export function importReferences(dataset: Dataset): Walks {
  const findings: Finding[] = [];
  const walks = listWalks(dataset, findings);
  const people = findPeople(dataset, walks);
  const edges = new Map<string, { edge: EdgeMap }[]>();
  const add = (from: string, edge: EdgeMap) => {
    const list = edges.get(from) ?? [];
    edges.set(from, list);
    const name = nameEdge(edge);
    if (!list.some((one) => nameEdge(one.edge) === name)) list.push({ edge });
  };
  for (const walk of walks) {
    const made = makeEdge(walk, people, findings);
    if (made !== null) add(made.from, made.edge);
  }
  for (const made of ownIdentities(dataset, people)) add(made.from, made.edge);
  return { edges, people, findings };
}

function nameEdge({ columns, to, path }: EdgeMap): string {
  return JSON.stringify([columns, to, path]);
}

function listWalks(dataset: Dataset, findings: Finding[]): readonly Walk[] {
  const collections = new Map(dataset.collections.map((collection) => [collection.name, collection]));
  return dataset.collections.flatMap((collection) =>
    listFields(collection.fields).flatMap((field) =>
      field.references.flatMap((reference): readonly Walk[] => {
        const written = `${reference.dataset}: ${reference.collection}.${reference.path.join(".")}`;
        const place = [collection.name, field.path.join(".")] as const;
        if (reference.dataset !== dataset.key) {
          const message = `${place.join(".")} leads to another dataset (${written}): each system has a map of its own, and people are found in each by their identifiers.`;
          findings.push(
            makeNote(
              "reference_other_system",
              ...place,
              message,
              "Give both systems an identifier of the same kind, such as email.",
            ),
          );
          return [];
        }
        const there = collections.get(reference.collection);
        if (there === undefined) {
          const message = `${place.join(".")} leads to ${written}, which the annotation does not describe.`;
          findings.push({
            ...makeNote("reference_unknown", ...place, message, "Correct the reference, or annotate the collection."),
            blocks: true,
          });
          return [];
        }
        const here: End = { collection, path: field.path, field };
        const other: End = { collection: there, path: reference.path, field: findField(there, reference.path) };
        const isEither = reference.direction === null;
        return [
          reference.direction === "to"
            ? { source: here, target: other, isEither }
            : { source: other, target: here, isEither },
        ];
      }),
    ),
  );
}

function listFields(fields: readonly DatasetField[]): readonly DatasetField[] {
  return fields.flatMap((field) => [field, ...listFields(field.fields)]);
}

function findField(collection: Collection, path: readonly string[]): DatasetField | null {
  return listFields(collection.fields).find((field) => field.path.join(".") === path.join(".")) ?? null;
}

/** The columns of the primary key: as stated, else a column called `id`. */
export function findPrimaryKey({ fields }: Collection): {
  readonly columns: readonly string[];
  readonly isStated: boolean;
} {
  const stated = fields.filter(({ primaryKey }) => primaryKey).map(({ name }) => name);
  if (stated.length > 0) return { columns: stated, isStated: true };
  const guessed = fields.filter(({ name }) => /^_?id$/i.test(name)).map(({ name }) => name);
  return { columns: guessed.slice(0, 1), isStated: false };
}

/**
 * A search begins wherever an identity stands. A table of people is one that is not itself found from another such table:
 * an order that repeats the customer's address is no person.
 */
function findPeople(dataset: Dataset, walks: readonly Walk[]): ReadonlySet<string> {
  const begins = new Set(
    dataset.collections
      .filter(({ fields, skip }) => !skip && fields.some(({ identity }) => identity !== null))
      .map(({ name }) => name),
  );
  const people = new Set(begins);
  for (const { source, target, isEither } of walks) {
    const ends = [source.collection.name, target.collection.name] as const;
    if (ends[0] === ends[1] || !begins.has(ends[0]) || !begins.has(ends[1])) continue;
    const below = isEither && isKey(target) && !isKey(source) ? ends[0] : ends[1];
    if (!isKey(below === ends[1] ? target : source)) people.delete(below);
  }
  return people.size > 0 ? people : begins;
}

function isKey({ collection, path }: End): boolean {
  const { columns } = findPrimaryKey(collection);
  return path.length === 1 && columns.length === 1 && columns[0] === path[0];
}

interface Made {
  readonly from: string;
  readonly edge: EdgeMap;
}

/**
 * Which end points at the other is a matter of keys; whose the row is, of the direction. A search that goes to the row that
 * points finds what belongs; one that goes from it finds what is held.
 */
function makeEdge({ source, target, isEither }: Walk, people: ReadonlySet<string>, findings: Finding[]): Made | null {
  const isPerson = (end: End) => people.has(end.collection.name);
  const goesUp = isKey(target) !== isKey(source) ? isKey(target) : isPerson(target) && !isPerson(source);
  const pointer = goesUp ? source : target;
  const pointed = goesUp ? target : source;
  const where = [pointer.collection.name, pointer.path.join(".")] as const;
  if (pointed.path.length > 1) {
    const message = `${where.join(".")} points at ${pointed.path.join(".")} inside a column of ${pointed.collection.name}, which an edge cannot.`;
    findings.push({
      ...makeNote("reference_into_value", ...where, message, "Point at a column that holds the key."),
      blocks: true,
    });
    return null;
  }
  if (isInArray(pointer)) {
    const message = `${where.join(".")} is a list of keys, which an edge cannot follow.`;
    findings.push({
      ...makeNote(
        "reference_in_list",
        ...where,
        message,
        "Where the list is text, an edge with a `pattern` can find a key in it.",
      ),
      blocks: true,
    });
    return null;
  }
  const role = chooseRole(goesUp, isEither, isPerson(pointed), isPerson(pointer));
  if (isEither) {
    const message = `${where.join(".")} says no direction: taken as ${role} of ${pointed.collection.name}.`;
    findings.push(
      makeNote("direction_missing", ...where, message, "Look whether that is so; `kept explain` shows what follows."),
    );
  } else if (goesUp && isPerson(pointed)) {
    const message = `The search goes from ${where.join(".")} to people of ${pointed.collection.name}: Kept begins with people, and takes the row for theirs.`;
    findings.push(makeNote("reference_turned", ...where, message, "If it is not theirs, say `actor` or `context`."));
  }
  const isPlain = pointer.path.length === 1;
  const match = isPlain && !isKey(pointed) && isMail(pointer) && isMail(pointed);
  if (!isKey(pointed) && !match) {
    const message = `${where.join(".")} points at ${pointed.collection.name}.${pointed.path.join(".")}, which is not said to be a key.`;
    findings.push(
      makeNote(
        "reference_to_no_key",
        ...where,
        message,
        `Say \`primary_key: true\` where it is one; look at the edge otherwise.`,
      ),
    );
  }
  return {
    from: pointer.collection.name,
    edge: {
      columns: [pointer.path[0] ?? ""],
      to: pointed.collection.name,
      toColumns: isKey(pointed) && findPrimaryKey(pointed.collection).isStated ? null : [pointed.path[0] ?? ""],
      role,
      when: {},
      match,
      pattern: null,
      path: pointer.path.slice(1),
      same: false,
    },
  };
}

function chooseRole(goesUp: boolean, isEither: boolean, toPerson: boolean, fromPerson: boolean): Role {
  if (toPerson) return "owner";
  if (isEither) return fromPerson ? "holds" : "part";
  return goesUp ? "holds" : "part";
}

function isInArray({ collection, path }: End): boolean {
  return path.some((_name, at) => findField(collection, path.slice(0, at + 1))?.isArray ?? false);
}

function isMail({ field }: End): boolean {
  return (
    field !== null &&
    (field.identity === "email" || field.categories.some((name) => readCategory(name)?.category === "contact.email"))
  );
}

/** An address that repeats a person's is theirs, wherever the annotation lets a search begin with it. */
function ownIdentities(dataset: Dataset, people: ReadonlySet<string>): readonly Made[] {
  return dataset.collections.flatMap((collection) =>
    people.has(collection.name) || collection.skip
      ? []
      : collection.fields
          .filter(({ identity }) => identity !== null)
          .flatMap(({ name, identity }) =>
            dataset.collections.flatMap((person): readonly Made[] => {
              const same = people.has(person.name)
                ? person.fields.find((field) => field.identity === identity)
                : undefined;
              if (same === undefined) return [];
              const edge: EdgeMap = {
                columns: [name],
                to: person.name,
                toColumns: [same.name],
                role: "owner",
                when: {},
                match: identity === "email",
                pattern: null,
                path: [],
                same: false,
              };
              return [{ from: collection.name, edge }];
            }),
          ),
  );
}
