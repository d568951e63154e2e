/** The first half of inference: names, categories, references and subjects, before anybody asks for roles. */
import type { ColumnSchema, SystemSchema } from "../schema.ts";
import { type Candidate, readNamedReferences } from "./candidates.ts";
import { type Classified, classifyColumn } from "./classify-columns.ts";
import { readDeclaredReferences } from "./declared-references.ts";
import type { EvidenceIndex, InclusionPair } from "./evidence.ts";
import { readJoinedReferences } from "./joined-references.ts";
import { compareKinds, stripKeyWords } from "./key-words.ts";
import { classifyTied, listTies, readTies, type Tie, type Tied } from "./known-by.ts";
import { listMarks } from "./marks.ts";
import { splitWords } from "./names.ts";
import { findPolymorphicPairs, type PolymorphicPair } from "./polymorphic.ts";
import { makeReference, type Reference } from "./reference.ts";
import { addRoleCandidates } from "./role-candidates.ts";
import type { RuleUse } from "./rules.ts";
import { giveRoles, NOTHING_STATED, readNamedByMap, type Stated } from "./stated.ts";
import { type Facts, findSubjects, type Subject, type SubjectQuestion } from "./subjects.ts";
import { listNamedCandidates } from "./table-candidates.ts";
import { indexTables, type NamedTable, type TableIndex } from "./table-index.ts";
import { listVersions } from "./versions.ts";

/** A column that looks like a key of something and names no table: only data can say what it points at. */
export interface UnnamedReference {
  readonly table: NamedTable;
  readonly column: ColumnSchema;
  readonly target: NamedTable;
}

export interface Prepared {
  readonly index: TableIndex;
  readonly facts: Facts;
  readonly subjects: readonly Subject[];
  readonly questions: readonly SubjectQuestion[];
  readonly candidates: readonly Candidate[];
  /** What may be meant by a mark of people. */
  readonly ties: readonly Tie[];
  /** Marks of people that stand beside a reference to them. */
  readonly repeated: readonly InclusionPair[];
  readonly unnamed: readonly UnnamedReference[];
  readonly pairs: readonly PolymorphicPair[];
  /** Declared and named, polymorphic ids left out. */
  readonly references: readonly Reference[];
}

/** Tables of things whose keys are looked for in columns that name none. */
const MOST_THINGS = 40;

/** Tables that continue another under the same plain `id` (`profiles.id` is a user's id): only data, and this name, can tell. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  "profile setting preference detail info text content data body extra meta metadata stat statistic search".split(" "),
);

/** The table that an extension continues: the one it is named after, or the people. */
function findContinued(index: TableIndex, table: NamedTable, people: readonly Subject[]): NamedTable | undefined {
  if (!EXTENSIONS.has(table.head)) return undefined;
  if (table.words.length === 1) return people[0]?.table;
  return index.find(table.words.slice(0, -1), table)?.table;
}

function findUnnamed(
  index: TableIndex,
  subjects: readonly Subject[],
  taken: ReadonlySet<string>,
  referring: ReadonlyMap<string, ReadonlySet<string>>,
  pairs: readonly PolymorphicPair[],
): readonly UnnamedReference[] {
  const people = subjects.filter((subject) => subject.strong && subject.table.key !== null).slice(0, 4);
  const known = new Set(people.map((subject) => subject.table));
  const things = index.tables
    .filter((table) => table.schema.kind === "table" && !table.joins && !known.has(table))
    .slice(0, MOST_THINGS);
  const found: UnnamedReference[] = [];
  for (const table of index.tables) {
    if (table.schema.kind === "view") continue;
    for (const column of table.schema.columns) {
      if (taken.has(`${table.schema.name}.${column.name}`)) continue;
      const { base, keyed } = stripKeyWords(splitWords(column.name));
      const ownKey = table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name;
      if (ownKey) {
        if (!index.uses("same-id")) continue;
        const target = findContinued(index, table, people);
        // Small numbers are found among any keys, and a pair says what the rows are about.
        if (pairs.some((pair) => pair.table === table)) continue;
        if (column.kind === "integer" && target !== undefined && known.has(target)) continue;
        const refers =
          target !== undefined && [...(referring.get(table.schema.name) ?? [])].includes(target.schema.name);
        if (
          target !== undefined &&
          target !== table &&
          !refers &&
          target.key !== null &&
          compareKinds(column.kind, target.key.kind)
        ) {
          found.push({ table, column, target });
        }
        continue;
      }
      if (!keyed || base.length === 0 || !index.uses("unlike-keys")) continue;
      for (const target of [...people.map((subject) => subject.table), ...things]) {
        const kind = target.key?.kind;
        // Small numbers are found in every table: only keys that are unlike each other prove something.
        if (target === table || kind === undefined || kind === "integer" || kind === "decimal") continue;
        if (compareKinds(column.kind, kind)) found.push({ table, column, target });
      }
    }
  }
  return found;
}

function readUnnamed(unnamed: readonly UnnamedReference[], evidence: EvidenceIndex): readonly Reference[] {
  const best = new Map<string, Reference>();
  for (const { table, column, target } of unnamed) {
    if (target.key === null) continue;
    const share = evidence.included({
      table: table.schema.name,
      column: column.name,
      inTable: target.schema.name,
      inColumn: target.key.name,
    });
    if (share === undefined || share < 0.95) continue;
    const key = `${table.schema.name}.${column.name}`;
    if (best.has(key)) continue;
    const shared = table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name;
    best.set(
      key,
      makeReference({
        from: table.schema.name,
        columns: [column.name],
        to: target.schema.name,
        toColumns: [target.key.name],
        origin: "data",
        confidence: 0.75,
        why: `${Math.round(share * 100)} % of its values are keys of ${target.schema.name}`,
        words: shared ? [] : stripKeyWords(splitWords(column.name)).base,
        nullable: column.nullable,
        sharedKey: shared,
        unique: shared,
        // Small numbers are found among any keys.
        doubtful: shared && column.kind === "integer",
      }),
    );
  }
  return [...best.values()];
}

/** `emailId`, where there are tables of e-mail addresses: one of several of them, and no address. */
function findKeysOfAddresses(index: TableIndex): readonly string[] {
  const heads = new Set(index.tables.map((table) => table.head));
  return index.tables.flatMap(({ schema }) =>
    schema.columns.flatMap((column) => {
      const { base, keyed } = stripKeyWords(splitWords(column.name));
      const last = base.at(-1) ?? "";
      return keyed && (last === "email" || last === "phone") && heads.has(last) ? `${schema.name}.${column.name}` : [];
    }),
  );
}

/** A key that others are not called like is meant where no name says otherwise. */
const isAtOnce = ({ tie, mark }: Tied) => !mark.isKey || (mark.telling && tie.byName);

const placeOf = ({ from, columns }: Reference) => `${from}.${columns[0]}`;

/**
 * What the marks of people come to: references, and copies where the row refers to the same people anyway. What a column repeats is
 * of the kind that it is there (`facts`). A key that values bear out is a key, whatever else has its values.
 */
function settleTies(
  tied: readonly Tied[],
  known: readonly Reference[],
  {
    named,
    polymorphic,
    facts,
  }: {
    readonly named: ReadonlySet<string>;
    readonly polymorphic: ReadonlySet<string>;
    readonly facts: Map<string, Map<string, Classified>>;
  },
): { readonly settled: readonly Reference[]; readonly repeated: readonly InclusionPair[] } {
  const keys = new Set(known.filter(({ confidence }) => confidence >= BORNE_OUT).map(placeOf));
  const plain = new Set(known.filter(({ words }) => words.length === 0).map(({ from, to }) => `${from} ${to}`));
  const naming = new Set(known.map(({ from, to }) => `${from} ${to}`));
  const settled: Reference[] = [];
  const repeated: InclusionPair[] = [];
  for (const each of tied) {
    const { reference, mark } = each;
    const place = placeOf(reference);
    if (named.has(place) || polymorphic.has(place) || keys.has(place)) continue;
    const [column = ""] = reference.columns;
    const between = `${reference.from} ${reference.to}`;
    const isRepeated = mark.isName ? naming.has(between) : plain.has(between) && reference.words.length === 0;
    if (isRepeated) repeated.push({ table: reference.from, column, inTable: reference.to, inColumn: mark.column.name });
    if (mark.isName && !isRepeated) continue;
    const classified = classifyTied(each, facts);
    if (classified !== null) facts.get(reference.from)?.set(column, classified);
    if (!isRepeated) settled.push(reference);
  }
  return { settled, repeated };
}

/** Named after a table, and its values are keys there. */
const BORNE_OUT = 0.9;

/** Reads a schema as far as declared keys, names and values go. */
export function prepareInference(
  schema: SystemSchema,
  evidence: EvidenceIndex,
  uses?: RuleUse,
  stated: Stated = NOTHING_STATED,
): Prepared {
  const index = indexTables(schema, uses);
  const declared = readDeclaredReferences(index);
  const pairs = index.uses("polymorphic-pairs") ? findPolymorphicPairs(index, evidence) : [];
  const polymorphic = new Set(pairs.map((pair) => `${pair.table.schema.name}.${pair.id.name}`));
  const byMap = readNamedByMap(index, stated);
  const named = new Set(byMap.map(placeOf));
  const isFree = ({ table, column }: Candidate) => {
    const place = `${table.schema.name}.${column.name}`;
    return !polymorphic.has(place) && !named.has(place);
  };

  const byName = listNamedCandidates(index);
  const byTable = [...byName, ...listVersions(index, byName)].filter(isFree);
  const firstDraft = readNamedReferences(byTable, false, evidence, index);
  const referring = new Set(
    [...declared, ...byMap, ...firstDraft].flatMap((each) => each.columns.map((column) => `${each.from}.${column}`)),
  );
  for (const id of polymorphic) referring.add(id);
  for (const name of findKeysOfAddresses(index)) referring.add(name);

  const facts = new Map<string, Map<string, Classified>>();
  for (const table of index.tables) {
    const columns = new Map<string, Classified>();
    for (const column of table.schema.columns) {
      columns.set(
        column.name,
        classifyColumn(table, column, referring.has(`${table.schema.name}.${column.name}`), evidence, index.uses),
      );
    }
    facts.set(table.schema.name, columns);
  }
  const known = [...declared, ...byMap, ...firstDraft];
  const { subjects: draft } = findSubjects(index, facts, known, stated.people);
  const ties = listTies(index, listMarks(facts, draft, referring, evidence), facts, draft, evidence);
  const tied = readTies(ties, evidence);
  const { settled, repeated } = settleTies(tied.filter(isAtOnce), known, { named, polymorphic, facts });
  for (const reference of settled) named.add(placeOf(reference));
  const open = firstDraft.filter((reference) => !named.has(placeOf(reference)));
  const late = tied.filter((each) => !isAtOnce(each)).map(({ reference }) => reference);
  const all = [...declared, ...byMap, ...settled, ...open];
  const told = new Set(all.map(placeOf));
  const { subjects, questions } = findSubjects(
    index,
    facts,
    [...all, ...late.filter((reference) => !told.has(placeOf(reference)))],
    stated.people,
  );

  // What is meant by others means none of them.
  const meant = new Set(settled.map(({ from, to, toColumns }) => `${to}.${toColumns[0]} ${from}`));
  const isMeant = ({ table, column, target }: Candidate) =>
    meant.has(`${table.schema.name}.${column.name} ${target.schema.name}`);
  const left = byTable.filter((candidate) => isFree(candidate) && !isMeant(candidate));
  const candidates = addRoleCandidates(index, left, subjects).filter(isFree);
  const mostlyDeclared = declared.length >= 5 && declared.length >= 4 * byTable.length;
  const joined = readJoinedReferences(index, evidence.joins, evidence).filter(
    ({ from, columns }) => !polymorphic.has(`${from}.${columns[0]}`) && !named.has(`${from}.${columns[0]}`),
  );
  const inLog = new Set(joined.map(({ from, columns }) => `${from}.${columns[0]}`));
  const found = [
    ...byMap,
    ...settled,
    ...readNamedReferences(candidates, mostlyDeclared, evidence, index).filter(
      ({ from, columns }) => columns.length > 1 || !inLog.has(`${from}.${columns[0]}`),
    ),
    ...joined,
  ];
  const taken = new Set(
    [...declared, ...found].flatMap((each) => each.columns.map((column) => `${each.from}.${column}`)),
  );
  for (const id of polymorphic) taken.add(id);
  // A text that is a key of people is meant by nothing that has said otherwise.
  for (const reference of late) {
    if (taken.has(placeOf(reference))) continue;
    found.push(reference);
    taken.add(placeOf(reference));
  }
  const targets = new Map<string, Set<string>>();
  for (const each of [...declared, ...found])
    targets.set(each.from, (targets.get(each.from) ?? new Set()).add(each.to));
  const unnamed = findUnnamed(index, subjects, taken, targets, pairs);
  return {
    index,
    facts,
    subjects,
    questions,
    candidates,
    ties,
    repeated,
    unnamed,
    pairs,
    references: giveRoles(index, [...declared, ...found, ...readUnnamed(unnamed, evidence)], stated),
  };
}
