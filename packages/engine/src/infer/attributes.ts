/** Reads attributes that stand in rows of their own (`meta_key`, `meta_value`): which name people, and whose the row above is. */
import type { ColumnSchema } from "../schema.ts";
import { findTarget } from "./embedded-references.ts";
import type { EvidenceIndex, KeyQuestion } from "./evidence.ts";
import { stripKeyWords } from "./key-words.ts";
import { splitWords } from "./names.ts";
import { makeReference, type Reference } from "./reference.ts";
import { readRoleWords } from "./role-nouns.ts";
import type { Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

interface AttributeTable {
  readonly table: NamedTable;
  readonly name: ColumnSchema;
  readonly value: ColumnSchema;
}

/** An attribute that may name somebody: by a key, or by an address. */
interface Attribute extends AttributeTable {
  readonly attribute: string;
  readonly target: NamedTable;
  readonly column: ColumnSchema;
  readonly words: readonly string[];
  readonly byAddress: boolean;
}

const NAMES =
  /^(meta key|attribute|attribute (name|code|key)|key|field|field (name|key)|property|property (name|key)|option (name|key)|param|name|code)$/;
const VALUES = /^(meta value|value|val|attribute value|field value|property value|option value|value text|text value)$/;
const ADDRESS = /^(e|email|mail|address)$/;
/** Values that are looked for, and how many of them must be met: a number is found among any attributes. */
const MOST_SOUGHT = 100;
const LEAST_FOUND = 3;
const LEAST_ADDRESSES = 2;
/** Attributes of one table that are asked about. */
const MOST_ATTRIBUTES = 20;

/** Tables of a name, a value, and something that has the attribute: settings of the application have nothing. */
function findAttributeTables(index: TableIndex): readonly AttributeTable[] {
  if (!index.uses("attributes")) return [];
  return index.tables.flatMap((table) => {
    const { schema } = table;
    const find = (pattern: RegExp) =>
      schema.columns.find(
        ({ name, kind }) => (kind === "text" || kind === "enum") && pattern.test(splitWords(name).join(" ")),
      );
    const name = find(NAMES);
    const value = find(VALUES);
    const isOfSomething = schema.columns.some(
      (column) =>
        column !== name &&
        column !== value &&
        schema.primaryKey.join() !== column.name &&
        stripKeyWords(splitWords(column.name)).keyed,
    );
    const isPlain = schema.kind !== "view" && isOfSomething;
    return !isPlain || name === undefined || value === undefined || name === value ? [] : { table, name, value };
  });
}

/** Attributes whose names mean people, by the values of the column that holds names. */
function listAttributes(
  index: TableIndex,
  subjects: readonly Subject[],
  evidence: EvidenceIndex,
): readonly Attribute[] {
  const people = subjects.filter(({ defines, identityOnly }) => defines && !identityOnly);
  const read = (place: AttributeTable, attribute: string): readonly Attribute[] => {
    const words = splitWords(attribute);
    if (words.some((word) => word === "email" || word === "mail")) {
      return people.flatMap(({ table, identifiers }) => {
        const email = identifiers.find(({ kind }) => kind === "email");
        const column = email === undefined ? undefined : table.column.get(email.column);
        const rest = words.filter((word) => !ADDRESS.test(word));
        return column === undefined ? [] : { ...place, attribute, target: table, column, words: rest, byAddress: true };
      });
    }
    const found = findTarget(stripKeyWords(words).base, place.table, index, subjects, true);
    const key = found?.target.key ?? null;
    if (found === undefined || key === null || !people.some(({ table }) => table === found.target)) return [];
    return [{ ...place, attribute, target: found.target, column: key, words: found.words, byAddress: false }];
  };
  return findAttributeTables(index).flatMap((place) =>
    evidence
      .values(place.table.schema.name, place.name.name)
      .flatMap((attribute) => read(place, attribute))
      .slice(0, MOST_ATTRIBUTES),
  );
}

function soughtValues({ target, column }: Attribute, evidence: EvidenceIndex): readonly string[] {
  return evidence
    .values(target.schema.name, column.name)
    .filter((value) => value !== "" && value !== "0")
    .slice(0, MOST_SOUGHT);
}

const whereOf = ({ name, attribute }: Attribute) => ({ column: name.name, value: attribute });

/** Which keys and addresses of people stand among an attribute's values. */
export function askAttributes(
  index: TableIndex,
  subjects: readonly Subject[],
  evidence: EvidenceIndex,
): readonly KeyQuestion[] {
  return listAttributes(index, subjects, evidence).flatMap((attribute) => {
    const values = soughtValues(attribute, evidence);
    const { table, value } = attribute;
    return values.length === 0
      ? []
      : { table: table.schema.name, column: value.name, values, where: whereOf(attribute) };
  });
}

/** References of attributes to people; and from the row of such an attribute to what has it, which is theirs by that. */
export function readAttributes(
  index: TableIndex,
  subjects: readonly Subject[],
  known: readonly Reference[],
  evidence: EvidenceIndex,
): readonly Reference[] {
  const people = new Set(subjects.map(({ table }) => table.schema.name));
  const naming = new Set(known.filter(({ to }) => people.has(to)).map(({ from }) => from));
  return listAttributes(index, subjects, evidence).flatMap((attribute) => {
    const { table, value, target, column, words, byAddress } = attribute;
    const where = whereOf(attribute);
    const found = soughtValues(attribute, evidence).filter((each) =>
      evidence.isKey(table.schema.name, value.name, each.toLowerCase(), where),
    );
    if (found.length < (byAddress ? LEAST_ADDRESSES : LEAST_FOUND)) return [];
    const when = { [where.column]: [where.value] };
    const reference = makeReference({
      from: table.schema.name,
      columns: [value.name],
      to: target.schema.name,
      toColumns: [column.name],
      origin: "data",
      confidence: 0.7,
      why: `${found.length} values of its attribute ${where.value} are found there`,
      when,
      match: byAddress,
      pattern: !byAddress && column.kind === "integer" ? "{}" : null,
      words,
      nullable: value.nullable,
    });
    const isActing = ["actor", "server"].includes(readRoleWords(words) ?? "");
    return [reference, ...(isActing ? [] : findAbove(reference, known, people, naming))];
  });
}

/** What has the attribute, where nothing else says whose it is. */
function findAbove(
  { from, when, why }: Reference,
  known: readonly Reference[],
  people: ReadonlySet<string>,
  naming: ReadonlySet<string>,
): readonly Reference[] {
  return known
    .filter((parent) => parent.from === from && parent.to !== from && Object.keys(parent.when).length === 0)
    .filter(({ to }) => !people.has(to) && !naming.has(to))
    .map((parent) => ({ ...parent, origin: "data", confidence: 0.7, onDelete: null, when, upward: true, why }));
}
