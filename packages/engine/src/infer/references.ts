/** Finds references to tables: declared foreign keys, and columns whose names and types say which table they point at. */
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { splitWords, toSingular, toStem } from "./names.ts";
import { OUTSIDE } from "./nouns.ts";
import { makeReference, type Reference } from "./reference.ts";
import { BY, namesPersonRole, readRoleWords } from "./role-nouns.ts";
import type { Subject } from "./subjects.ts";
import { canBeKey, compareKinds, type NamedTable, stripKeyWords, type TableIndex } from "./table-index.ts";

/** Below this, values contradict a name; above, they bear it out. Between lie sentinels and dangling rows. */
const REFUTED = 0.4;
const BORNE_OUT = 0.9;
/** A proposal that is less sure than this is no proposal. */
const LEAST = 0.45;

const sameColumns = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each) => b.includes(each));

function isShared(table: NamedTable, columns: readonly string[]): boolean {
  return sameColumns(table.schema.primaryKey, columns);
}

function isUnique(table: NamedTable, columns: readonly string[]): boolean {
  return isShared(table, columns) || table.schema.uniqueKeys.some((key) => sameColumns(key, columns));
}

/** The words of a referring column, without those that name its target. */
export function readReferenceWords(column: string, target: NamedTable): readonly string[] {
  const { base } = stripKeyWords(splitWords(column));
  const singular = base.map(toSingular);
  for (let skip = 0; skip < target.words.length; skip++) {
    const stem = target.words.slice(skip);
    const at = singular.length - stem.length;
    if (
      at >= 0 &&
      stem.every((word, i) => singular[at + i] === word || toStem(singular[at + i] as string) === toStem(word))
    ) {
      return base.slice(0, at);
    }
    if (stem.every((word, i) => singular[i] === word || toStem(singular[i] ?? "") === toStem(word)))
      return base.slice(stem.length);
  }
  // Written as one word (`orderitem_id`), or named after the target's key (`emp_no`).
  if (singular.join("") === target.words.join("")) return [];
  if (target.key !== null && target.key.name.toLowerCase() === column.toLowerCase()) return [];
  if (target.key !== null) {
    const keyBase = stripKeyWords(splitWords(target.key.name)).base;
    const at = base.length - keyBase.length;
    if (keyBase.length > 0 && at >= 0 && keyBase.every((word, i) => base[at + i] === word)) return base.slice(0, at);
  }
  return base;
}

/** Declared foreign keys whose target is in view. */
export function readDeclaredReferences(index: TableIndex): readonly Reference[] {
  const found: Reference[] = [];
  for (const table of index.tables) {
    const { schema } = table;
    const claimed = new Map<string, number>();
    for (const fk of schema.foreignKeys)
      for (const column of fk.columns) claimed.set(column, (claimed.get(column) ?? 0) + 1);
    for (const fk of schema.foreignKeys) {
      const target = index.named.get(fk.table);
      if (target === undefined) continue;
      // Of a composite key, the column that no other key uses says who is meant; the rest is the tenant.
      const telling =
        fk.columns.find((column) => claimed.get(column) === 1 && !target.column.has(column)) ??
        fk.columns.find((column) => claimed.get(column) === 1);
      const column = telling ?? fk.columns.at(-1) ?? "";
      found.push(
        makeReference({
          from: schema.name,
          columns: fk.columns,
          to: target.schema.name,
          toColumns: fk.referencedColumns.length > 0 ? fk.referencedColumns : target.schema.primaryKey,
          origin: "declared",
          confidence: 1,
          why: `foreign key ${fk.columns.join(", ")}`,
          onDelete: fk.onDelete,
          words: readReferenceWords(column, target),
          nullable: fk.columns.some((each) => table.column.get(each)?.nullable ?? true),
          sharedKey: isShared(table, fk.columns),
          unique: isUnique(table, fk.columns),
        }),
      );
    }
  }
  return found;
}

/** What a column may point at, before types and data have been asked. */
export interface Candidate {
  readonly table: NamedTable;
  readonly column: ColumnSchema;
  readonly target: NamedTable;
  readonly key: ColumnSchema;
  readonly words: readonly string[];
  readonly confidence: number;
  readonly why: string;
}

const SELF_WORDS: ReadonlySet<string> = new Set([
  "parent",
  "reply to",
  "in reply to",
  "root",
  "original",
  "previous",
  "next",
  "ancestor",
  "duplicate of",
  "merged into",
  "replaces",
  "replaced by",
  "superseded by",
  "reports to",
  "vorgesetzter",
  "superieur",
  "padre",
  "madre",
]);

/** `is_moderator`, `hasStaff`: a question with yes or no for an answer, whatever it is named after. */
const FLAG_WORDS: ReadonlySet<string> = new Set(["is", "has", "can", "was", "are", "should", "may", "ist", "est"]);

function isFlag(column: ColumnSchema): boolean {
  const words = splitWords(column.name);
  return words.length > 1 && FLAG_WORDS.has(words[0] ?? "") && !stripKeyWords(words).keyed;
}

/** Columns that no foreign key declares and that could refer to something. */
function* freeColumns(index: TableIndex): Generator<[NamedTable, ColumnSchema]> {
  for (const table of index.tables) {
    if (table.schema.kind === "view") continue;
    const declared = new Set(table.schema.foreignKeys.flatMap((fk) => fk.columns));
    for (const column of table.schema.columns) {
      if (declared.has(column.name) || !canBeKey(column.kind) || column.generated || isFlag(column)) continue;
      yield [table, column];
    }
  }
}

/** The table of polymorphic pairs is settled elsewhere; a type column beside an id says so. */
export function findTypeColumn(table: NamedTable, column: string): ColumnSchema | undefined {
  const words = splitWords(column);
  if (words.length < 2 || !/^(id|key|uuid)$/.test(words.at(-1) ?? "")) return undefined;
  const stem = words.slice(0, -1).join(" ");
  return table.schema.columns.find((each) => {
    const other = splitWords(each.name);
    const last = other.at(-1);
    return (
      other.length > 1 &&
      (last === "type" || last === "class" || last === "kind" || last === "model") &&
      other.slice(0, -1).join(" ") === stem
    );
  });
}

function nameCandidate(index: TableIndex, table: NamedTable, column: ColumnSchema): Candidate | undefined {
  const words = splitWords(column.name);
  const { base, keyed } = stripKeyWords(words);
  const ownKey = table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name;
  const make = (
    target: NamedTable,
    roleWords: readonly string[],
    confidence: number,
    why: string,
  ): Candidate | undefined => {
    const key = target.key;
    if (key === null || (target === table && key.name === column.name) || !compareKinds(column.kind, key.kind))
      return undefined;
    if (roleWords.some((word) => OUTSIDE.has(word))) return undefined;
    return { table, column, target, key, words: roleWords, confidence, why };
  };
  // Named like the key of a table: unless the words name another, whose key that table merely shares.
  const byKey = ownKey ? undefined : index.findByKeyName(column.name, table);
  const plain = base.length === 0 ? undefined : index.find(base, table);
  if (byKey !== undefined && (plain === undefined || plain.table === byKey || plain.table === table)) {
    const found = make(
      byKey,
      readReferenceWords(column.name, byKey),
      0.85,
      `named like the key of ${byKey.schema.name}`,
    );
    if (found !== undefined) return found;
  }
  if (base.length === 0) return undefined;
  const phrase = base.join(" ");
  if (!ownKey && (keyed || phrase.endsWith(" to") || phrase === "parent") && SELF_WORDS.has(phrase)) {
    return make(table, base, 0.7, `"${phrase}" points at a row of the same table`);
  }
  const typeColumn = findTypeColumn(table, column.name);
  for (let at = 0; at < base.length; at++) {
    const tail = base.slice(at);
    const byWords = keyed ? index.findByKeyWords(tail) : undefined;
    const found = index.find(tail, table) ?? (byWords === undefined ? undefined : { table: byWords, fit: 0.95 });
    if (found === undefined) continue;
    if (found.table === table && at === 0) return undefined;
    // Without a key's ending, only the plain singular name will do: `orders` counts, and `units_on_order` is no order.
    if (
      !keyed &&
      (found.fit < 1 ||
        column.kind === "text" ||
        isPlural(tail) ||
        (at > 0 && readRoleWords(base.slice(0, at)) === undefined))
    )
      return undefined;
    if (typeColumn !== undefined && found.fit < 1) return undefined;
    const fit = keyed ? found.fit : found.fit * 0.8;
    return make(found.table, base.slice(0, at), 0.85 * fit, `named after ${found.table.schema.name}`);
  }
  // `user_from`, `id_usuario_destino`: the table first.
  for (let end = base.length - 1; end > 0; end--) {
    const rest = base.slice(end);
    if (!keyed && readRoleWords(rest) === undefined) continue;
    const found = index.find(base.slice(0, end), table);
    if (found === undefined || found.fit < 0.8 || found.table === table) continue;
    if (rest.some((word) => PROPERTY_WORDS.has(word))) return undefined;
    return make(found.table, rest, 0.65 * found.fit, `named after ${found.table.schema.name}`);
  }
  return undefined;
}

function isPlural(words: readonly string[]): boolean {
  const last = words.at(-1) ?? "";
  return toSingular(last) !== last;
}

/** Words that make a column a property of the thing named before: `user_type_id` is a type. */
const PROPERTY_WORDS: ReadonlySet<string> = new Set(
  "type status count total name number code level group role state category agent score rank version amount price size limit session device address email phone ip hash token age year transaction".split(
    " ",
  ),
);

function toReference(candidate: Candidate, origin: Reference["origin"], confidence: number, why: string): Reference {
  const { table, column, target, key, words } = candidate;
  return makeReference({
    from: table.schema.name,
    columns: [column.name],
    to: target.schema.name,
    toColumns: [key.name],
    origin,
    confidence,
    why,
    words,
    nullable: column.nullable,
    sharedKey: isShared(table, [column.name]),
    unique: isUnique(table, [column.name]),
  });
}

function weigh(candidate: Candidate, mostlyDeclared: boolean, evidence: EvidenceIndex): Reference | undefined {
  const included = evidence.included(pairOf(candidate));
  const base = candidate.confidence * (mostlyDeclared ? 0.85 : 1);
  if (included !== undefined && included < REFUTED) return undefined;
  if (included !== undefined && included >= BORNE_OUT) {
    return toReference(
      candidate,
      "name",
      Math.min(0.97, base + 0.12),
      `${candidate.why}; ${Math.round(included * 100)} % of its values are found there`,
    );
  }
  return base >= LEAST ? toReference(candidate, "name", base, candidate.why) : undefined;
}

function pairOf(candidate: Candidate) {
  return {
    table: candidate.table.schema.name,
    column: candidate.column.name,
    inTable: candidate.target.schema.name,
    inColumn: candidate.key.name,
  };
}

/** Candidates by the names of tables. */
export function listNamedCandidates(index: TableIndex): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const [table, column] of freeColumns(index)) {
    const named = nameCandidate(index, table, column);
    if (named !== undefined) found.push(named);
  }
  return found;
}

/** Candidates by the roles of people, among the columns that name no table; in the order of the schema with the others. */
export function addRoleCandidates(
  index: TableIndex,
  named: readonly Candidate[],
  subjects: readonly Subject[],
): readonly Candidate[] {
  const byColumn = new Map(named.map((candidate) => [candidate.column, candidate]));
  const found: Candidate[] = [];
  for (const [table, column] of freeColumns(index)) {
    const candidate = byColumn.get(column) ?? roleCandidate(index, table, column, subjects);
    if (candidate !== undefined) found.push(candidate);
  }
  return found;
}

/** References by name, weighed against what data says. `mostlyDeclared`: a schema that declares its keys leaves few out. */
export function readNamedReferences(
  candidates: readonly Candidate[],
  mostlyDeclared: boolean,
  evidence: EvidenceIndex,
): readonly Reference[] {
  return candidates.flatMap((candidate) => weigh(candidate, mostlyDeclared, evidence) ?? []);
}

/** Above one among staff, before one among customers: each points into its own table. */
const SUPERIORS: ReadonlySet<string> = new Set("manager supervisor boss superior mentor vorgesetzter to".split(" "));
const REFERRALS =
  /^(referrer|referred|refer|inviter|invited|invite|introducer|sponsor|upline|parent|geworben|empfohlen|parraine|parrain|referido)( |$)/;

function pointsToOwnKind(base: readonly string[], own: Subject): boolean {
  if (REFERRALS.test(base.join(" "))) return true;
  return own.side !== "customer" && SUPERIORS.has(base.at(-1) ?? "");
}

const EXCHANGES: ReadonlySet<string> = new Set(
  "message chat mail friendship friend gift transfer invitation conversation letter dm pm follow".split(" "),
);

/** A column that names a role of people (`author_id`, `created_by`) where no table has that name. */
function roleCandidate(
  index: TableIndex,
  table: NamedTable,
  column: ColumnSchema,
  subjects: readonly Subject[],
): Candidate | undefined {
  if (table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name) return undefined;
  const { base, keyed } = stripKeyWords(splitWords(column.name));
  const last = base.at(-1);
  if (last === undefined || base.some((word) => OUTSIDE.has(word)) || column.kind === "decimal") return undefined;
  const exchange = keyed && base.length === 1 && (last === "from" || last === "to") && EXCHANGES.has(table.head);
  if (
    !exchange &&
    !namesPersonRole(
      base.map((word) => (BY.has(word) || word === "to" ? word : toSingular(word))),
      keyed,
    )
  )
    return undefined;
  // A bare word ("owner", "user") is a key only when it cannot be the name itself.
  if (!keyed && !BY.has(last) && last !== "to" && column.kind === "text") return undefined;
  if (findTypeColumn(table, column.name) !== undefined) return undefined;
  // Words that name a table mean that table, even when its key is of another type.
  if ((index.find(base, table)?.fit ?? 0) >= 0.8) return undefined;
  const fits = (subject: Subject) => {
    const key = subject.table.key;
    return key !== null && compareKinds(column.kind, key.kind);
  };
  const own = subjects.find((subject) => subject.table === table);
  const self = own !== undefined && pointsToOwnKind(base, own) && fits(own) ? own : undefined;
  const target =
    self ??
    chooseSubject(
      readRoleWords(base),
      subjects.filter((subject) => fits(subject) && !subject.identityOnly),
      table,
    );
  const key = target?.table.key;
  if (target === undefined || key === null || key === undefined) return undefined;
  return {
    table,
    column,
    target: target.table,
    key,
    words: base,
    confidence: 0.68,
    why: `"${base.join(" ")}" is a role of people`,
  };
}

/** Which kind of people a role means: staff act, customers own, users do both. */
function chooseSubject(
  role: ReturnType<typeof readRoleWords>,
  subjects: readonly Subject[],
  table: NamedTable,
): Subject | undefined {
  const sides: readonly Subject["side"][] =
    role === "actor" || role === "server"
      ? ["staff", "user", "customer", "contact"]
      : role === "creator"
        ? ["user", "staff", "customer", "contact"]
        : ["user", "customer", "staff", "contact"];
  for (const strong of [true, false]) {
    for (const side of sides) {
      const among = subjects.filter(
        (subject) => subject.side === side && subject.strong === strong && !subject.organisation,
      );
      const near = among.filter((subject) => subject.table.schema.schema === table.schema.schema);
      const chosen = near.length > 0 ? near : among;
      if (chosen.length > 0) return chosen.toSorted((a, b) => a.table.words.length - b.table.words.length)[0];
    }
  }
  return undefined;
}
