/** The first half of inference: names, categories, references and subjects, before anybody asks for roles. */
import type { SystemSchema } from "../schema.ts";
import { type Candidate, isRefuted, readNamedReferences } from "./candidates.ts";
import { type Classified, classifyColumn } from "./classify-columns.ts";
import { readDeclaredReferences } from "./declared-references.ts";
import type { EvidenceIndex, InclusionPair } from "./evidence.ts";
import { readJoinedReferences } from "./joined-references.ts";
import { stripKeyWords } from "./key-words.ts";
import { listTies, readTies, type Tie } from "./known-by.ts";
import { listMarks } from "./marks.ts";
import { splitWords } from "./names.ts";
import { findPolymorphicPairs, type PolymorphicPair } from "./polymorphic.ts";
import type { Reference } from "./reference.ts";
import { addRoleCandidates } from "./role-candidates.ts";
import type { RuleUse } from "./rules.ts";
import { isAtOnce, placeOf, settleTies } from "./settle-ties.ts";
import { giveRoles, NOTHING_STATED, readNamedByMap, type Stated } from "./stated.ts";
import { type Facts, findSubjects, type Subject, type SubjectQuestion } from "./subjects.ts";
import { listNamedCandidates } from "./table-candidates.ts";
import { indexTables, type TableIndex } from "./table-index.ts";
import { findUnnamed, readUnnamed, type UnnamedReference } from "./unnamed-references.ts";
import { listVersions } from "./versions.ts";

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
  const refuted = new Set(left.filter((candidate) => isRefuted(candidate, evidence)));
  const candidates = addRoleCandidates(index, left, subjects, refuted).filter(isFree);
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
