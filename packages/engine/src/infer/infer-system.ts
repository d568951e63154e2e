/** From a system's schema (and evidence, if there is any) to a proposal of whose rows are whose in it. */
import {
  type Edge,
  edgeId,
  type Finding,
  type Identifier,
  type ModelColumn,
  type OpenType,
  type TableKind,
} from "../model.ts";
import type { SystemSchema } from "../schema.ts";
import { tellSome } from "../tell-places.ts";
import { assemble } from "./assemble-inference.ts";
import { readAttributes } from "./attributes.ts";
import { findCommons, findMakersForAll } from "./commons.ts";
import { readEmbeddedReferences } from "./embedded-references.ts";
import { type Evidence, type EvidenceIndex, indexEvidence } from "./evidence.ts";
import { findIdentityOnly } from "./identity-only.ts";
import { readListedReferences } from "./listed-references.ts";
import { listMatchCandidates, readMatchReferences } from "./match-references.ts";
import { HELD } from "./nouns.ts";
import { readPolymorphicReferences } from "./polymorphic.ts";
import { prepareInference } from "./prepare-inference.ts";
import { readRoles } from "./read-roles.ts";
import { type Reference, referenceKey } from "./reference.ts";
import type { RoleReading } from "./role-reading.ts";
import { type RuleName, useRulesBut } from "./rules.ts";
import { markServing } from "./serving-users.ts";
import type { SoftDelete } from "./soft-deletes.ts";
import { NOTHING_STATED, type Stated } from "./stated.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";
import { readTypeTable } from "./type-tables.ts";
import { withholdParts } from "./withhold-parts.ts";

export interface InferredTable {
  readonly name: string;
  readonly kind: TableKind;
  readonly why: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly identifiers: readonly Identifier[];
  readonly columns: readonly ModelColumn[];
  /** Ids of which nobody knows what they mean by the values of the type beside them. */
  readonly openTypes?: readonly OpenType[];
  /** By what the application marks rows as deleted that are still there, and still somebody's. */
  readonly softDelete?: SoftDelete;
}

/** A proposal for a whole system. What it says without `confirmed` waits for the operator before it erases anything. */
export interface Inference {
  readonly system: string;
  readonly tables: readonly InferredTable[];
  readonly edges: readonly Edge[];
  readonly findings: readonly Finding[];
}

/** From here on a declared key's role is clear enough to act upon unreviewed. */
const UNAMBIGUOUS = 0.8;

/** A reference that makes somebody an owner only for want of another is no surer than this. */
const MAKER = 0.75;

/** Tables that only whoever made the row ties to people. */
function findMadeFor(roles: ReadonlyMap<Reference, RoleReading>, index: TableIndex): readonly string[] {
  const made = new Set<string>();
  const more = new Set<string>();
  for (const [reference, { role, confidence, last }] of roles) {
    if (role !== "owner" && role !== "part") continue;
    // An address is its parent's, however surely that is the parent.
    const isHeld = HELD.has(index.named.get(reference.from)?.head ?? "");
    const isWeak = (last === true && !isHeld) || (role === "owner" && confidence < MAKER);
    (isWeak ? made : more).add(reference.from);
  }
  return [...made].filter((name) => !more.has(name));
}

function toEdge(reference: Reference, reading: RoleReading): Edge {
  const confidence = Math.round(reference.confidence * reading.confidence * 100) / 100;
  return {
    id: edgeId(reference),
    from: reference.from,
    columns: reference.columns,
    to: reference.to,
    toColumns: reference.toColumns,
    role: reading.role,
    origin: reference.stated === undefined ? reference.origin : "map",
    confirmed:
      reference.stated !== undefined ||
      (reference.origin === "declared" &&
        reading.confidence >= UNAMBIGUOUS &&
        !reading.ambiguous &&
        (!reading.same || reference.unique)),
    confidence,
    why: `${reference.why}: ${reading.why}`,
    onDelete: reference.onDelete,
    when: reference.when,
    match: reference.match,
    pattern: reference.pattern,
    path: reference.path,
    ...(reference.list === undefined ? {} : { list: reference.list }),
    same: reading.same,
  };
}

function dedupe(references: readonly Reference[]): readonly Reference[] {
  const seen = new Map<string, Reference>();
  for (const reference of references) {
    const key = referenceKey(reference);
    if (!seen.has(key)) seen.set(key, reference);
  }
  return [...seen.values()];
}

/** Rows that ask somebody in who may have no account: an address beside a parent, and nobody else. */
function isInvitation(table: NamedTable): boolean {
  return /^(invitation|invite|share|rsvp|signer|invitee)$/.test(table.head);
}

/** Whether every row refers to somebody: 0 and other signs of "nobody" would show in the data. */
function isWhole(reference: Reference, data: EvidenceIndex): boolean {
  const share = data.included({
    table: reference.from,
    column: reference.columns.at(-1) ?? "",
    inTable: reference.to,
    inColumn: reference.toColumns.at(-1) ?? "",
  });
  return share === undefined || share >= 0.98;
}

export interface InferenceOptions {
  /** Rules that are left out, to see what each is worth. */
  readonly without?: readonly RuleName[];
  /** What the map says of the system as a whole. */
  readonly stated?: Stated;
}

/** Infers a whole system. Deterministic, linear in tables, columns and references. */
export function inferSystem(schema: SystemSchema, evidence?: Evidence, options: InferenceOptions = {}): Inference {
  const data = indexEvidence(evidence);
  const uses = useRulesBut(options.without ?? []);
  const { stated = NOTHING_STATED } = options;
  const {
    index,
    facts,
    subjects,
    questions,
    pairs,
    repeated,
    references: known,
  } = prepareInference(schema, data, uses, stated);
  const polymorphic = readPolymorphicReferences(pairs, index, data, (pair) => readTypeTable(pair, index, data));
  const listed = readListedReferences(index, subjects, [...known, ...polymorphic.references], data);
  const lists = new Set(listed.map(({ from, columns }) => `${from}.${columns[0]}`));
  const embedded = readEmbeddedReferences(index, subjects, data).filter(
    ({ from, columns }) => !lists.has(`${from}.${columns[0]}`),
  );
  const attributes = readAttributes(index, subjects, [...known, ...polymorphic.references], data);
  const references = [...dedupe([...attributes, ...known, ...polymorphic.references, ...listed, ...embedded])];
  const people = new Map(
    markServing(subjects, references, uses).map((subject) => [subject.table.schema.name, subject]),
  );

  // People known by an e-mail address alone: whoever no path has reached so far.
  const asked = new Set(questions.map((question) => question.table.schema.name));
  const companies = new Set(
    questions.filter(({ kind }) => kind === "organisation").map((question) => question.table.schema.name),
  );
  const before = readRoles(index, facts, references, people, companies, data);
  const tied = new Set(before.owned);
  // Whoever made a row that holds an address is not the one who is reached there.
  for (const name of findMadeFor(before.roles, index)) if (!people.has(name)) tied.delete(name);
  const naming = new Set(references.filter(({ to }) => people.has(to)).map(({ from }) => from));
  for (const table of index.tables)
    if (isInvitation(table) && !naming.has(table.schema.name)) tied.delete(table.schema.name);
  for (const subject of uses("identity-only") ? findIdentityOnly(index, facts, tied, asked, references, data) : [])
    if (stated.people.get(subject.table.schema.name) !== false) people.set(subject.table.schema.name, subject);

  const settled = new Set<string>();
  for (const [reference, reading] of before.roles) {
    if (
      (reading.role === "owner" || (reading.role === "part" && people.has(reference.to))) &&
      reading.confidence >= MAKER &&
      !reference.nullable &&
      isWhole(reference, data) &&
      Object.keys(reference.when).length === 0
    )
      settled.add(reference.from);
  }
  for (const name of asked) settled.add(name);
  const matches = readMatchReferences(listMatchCandidates(index, facts, [...people.values()], settled), data);
  // Only where there are people to tell apart: a match in a table of machinery says little.
  // What wholly refers to some people by what they are known by is not others' by chance.
  const named = new Set(references.map(({ from, columns }) => `${from}.${columns[0]}`));
  references.push(
    ...matches
      .filter((match) => people.has(match.from) || before.owned.has(match.from) || match.origin === "data")
      .filter(({ from, columns }) => !named.has(`${from}.${columns[0]}`)),
  );

  const unchanged = people.size === subjects.length && references.length === before.roles.size;
  const { roles, owned } = unchanged ? before : readRoles(index, facts, references, people, companies, data);
  const entered = uses("entered-rows") ? findEntered(roles) : new Set<Reference>();
  const commons = uses("commons") ? findCommons(roles, people, index) : new Set<Reference>();
  const makers = uses("commons") ? findMakersForAll(roles, people, index) : new Map<Reference, readonly string[]>();
  const unheard = findUnheard(roles);
  const edges: Edge[] = [];
  const ambiguous = new Set<string>();
  const doubtful = new Set<string>();
  for (const reference of references) {
    const reading = roles.get(reference);
    if (reading === undefined) continue;
    const read = toEdge(reference, reading);
    const forAll = makers.get(reference);
    const sure = commons.has(reference) ? { ...read, confirmed: false } : read;
    const edge = forAll === undefined ? sure : doubtMaker(sure, forAll);
    edges.push(edge);
    if (reading.ambiguous) ambiguous.add(edge.id);
    if (
      isDoubtful(reference, reading) ||
      entered.has(reference) ||
      unheard.has(reference) ||
      commons.has(reference) ||
      forAll !== undefined
    )
      doubtful.add(edge.id);
  }
  return assemble(schema, {
    index,
    facts,
    people,
    questions,
    unresolved: polymorphic.unresolved,
    references,
    edges: withholdParts(edges, new Set(people.keys())),
    ambiguous,
    doubtful,
    owned,
    repeated,
    data,
    stated,
  });
}

/** So sure is an owner who may merely have made the row. */
const MAY_HAVE_MADE = 0.6;

/** Whoever stands in what is there for all under this name may have made that, and this row as well. */
function doubtMaker(edge: Edge, forAll: readonly string[]): Edge {
  const why = `${edge.why}; but under that name somebody stands in ${tellSome(forAll)}, which are there for all`;
  return { ...edge, confirmed: false, confidence: Math.min(edge.confidence, MAY_HAVE_MADE), why };
}

/**
 * Owned for want of anything better, or by one of several who might be meant. Whom a declared key means is no question, but whether
 * they own the row is one, where its words say nothing of that (`confirmedby_id`).
 */
function isDoubtful(reference: Reference, { role, last, unheard, ambiguous, serving }: RoleReading): boolean {
  if (reference.stated !== undefined) return false;
  const owns = role === "owner" || role === "part" || role === "holds";
  if (owns && serving === true) return true;
  if (reference.origin === "declared") return owns && unheard === true && !ambiguous;
  return owns && (reference.doubtful || last === true);
}

/** Owners of whom nothing is heard but a name, where the same name is asked about in another table: one answer settles all. */
function findUnheard(roles: ReadonlyMap<Reference, RoleReading>): ReadonlySet<Reference> {
  const open = [...roles].filter(([{ stated }, { role, unheard }]) => unheard && role === "owner" && !stated);
  const alike = Map.groupBy(open, ([{ columns, to }]) => `${columns.join()} ${to}`);
  const asked = [...alike.values()].filter((all) => all.some(([reference, reading]) => isDoubtful(reference, reading)));
  return new Set(asked.flat().map(([reference]) => reference));
}

/** So many tables whose rows would be theirs who entered them. */
const ENTERED = 2;

/**
 * Owners for no more than having made rows, in several tables under one name: their own, or what they keep for others? Where that is
 * asked, it is asked of rows with a note in them too, since one answer settles all.
 */
function findEntered(roles: ReadonlyMap<Reference, RoleReading>): ReadonlySet<Reference> {
  const made = [...roles].filter(([{ stated }, { entered }]) => entered !== undefined && stated === undefined);
  const alike = Map.groupBy(made, ([{ columns, to }]) => `${columns.join()} ${to}`);
  const open = [...alike.values()].filter(
    (all) => all.filter(([, { entered }]) => entered === "bare").length >= ENTERED,
  );
  return new Set(open.flat().map(([reference]) => reference));
}
