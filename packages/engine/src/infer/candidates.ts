/** What columns may point at, before data has been asked, and how data weighs it. */
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { isShared, isUnique } from "./key-columns.ts";
import { type KeyRange, readKeyRange } from "./key-ranges.ts";
import { toSingular } from "./names.ts";
import { append, makeReference, type Reference } from "./reference.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

/** Below this, values contradict a name; above, they bear it out. Between lie sentinels and dangling rows. */
const REFUTED = 0.4;
const BORNE_OUT = 0.9;
/** A proposal that is less sure than this is no proposal. */
const LEAST = 0.45;

/** As sure as a guess may be that is against what the name says first. */
const CONTRARY = 0.6;

/** What a column may point at, before types and data have been asked. */
export interface Candidate {
  readonly table: NamedTable;
  readonly column: ColumnSchema;
  readonly target: NamedTable;
  readonly key: ColumnSchema;
  /** Columns of both tables within which the key tells rows apart; empty for a key of one column. */
  readonly within: readonly string[];
  readonly words: readonly string[];
  /** It names a role of people and no table: who is meant may be another kind than this one. */
  readonly byRole: boolean;
  /** Nothing by its name alone: its values must spread over the keys. */
  readonly bySpread?: boolean;
  readonly confidence: number;
  readonly why: string;
}

function toReference(
  candidate: Candidate,
  loose: boolean,
  origin: Reference["origin"],
  confidence: number,
  why: string,
): Reference {
  const { table, column, target, key, words } = candidate;
  const toColumns = candidate.within.length === 0 ? [key.name] : target.schema.primaryKey;
  const columns = toColumns.map((name) => (name === key.name ? column.name : name));
  return makeReference({
    from: table.schema.name,
    columns,
    to: target.schema.name,
    toColumns,
    origin,
    confidence,
    why,
    words,
    nullable: column.nullable && !(loose && words.length === 0),
    sharedKey: isShared(table, columns),
    unique: isUnique(table, columns),
  });
}

interface Weighed {
  readonly reference: Reference;
  readonly borneOut: boolean;
}

interface Found extends Weighed {
  /** Its values lie close together among many keys, as if drawn from others. */
  readonly huddled: boolean;
  readonly within: number;
  /** Chosen by the values against the order of names. */
  readonly contrary: boolean;
}

/** So much more of the keys must lie among the values. */
const TIGHTER = 0.2;

function rangeOf({ table, column, target, key }: Candidate, evidence: EvidenceIndex): KeyRange | null {
  return readKeyRange(evidence.values(table.schema.name, column.name), evidence.values(target.schema.name, key.name));
}

function lessSure(reference: Reference): { readonly reference: Reference } {
  const why = `${reference.why}; they spread over its keys, and not over others`;
  return { reference: { ...reference, confidence: Math.min(reference.confidence, CONTRARY), why } };
}

function weigh(
  candidate: Candidate,
  mostlyDeclared: boolean,
  evidence: EvidenceIndex,
  index: Pick<TableIndex, "uses" | "loose">,
): Weighed | undefined {
  const included = evidence.included(pairOf(candidate));
  const base = candidate.confidence * (mostlyDeclared ? 0.85 : 1);
  if (included !== undefined && included < REFUTED && index.uses("refutation")) return undefined;
  if (included !== undefined && included >= BORNE_OUT) {
    const found = `${candidate.why}; ${Math.round(included * 100)} % of its values are found there`;
    return {
      reference: toReference(candidate, index.loose, "name", Math.min(0.97, base + 0.12), found),
      borneOut: true,
    };
  }
  return base >= LEAST
    ? { reference: toReference(candidate, index.loose, "name", base, candidate.why), borneOut: false }
    : undefined;
}

/** Whether its values are known not to be there. */
export function isRefuted(candidate: Candidate, evidence: EvidenceIndex): boolean {
  return (evidence.included(pairOf(candidate)) ?? 1) < REFUTED;
}

function pairOf(candidate: Candidate) {
  return {
    table: candidate.table.schema.name,
    column: candidate.column.name,
    inTable: candidate.target.schema.name,
    inColumn: candidate.key.name,
  };
}

/**
 * References by name, weighed against what data says. `mostlyDeclared`: a schema that declares its keys leaves few out.
 * Of several candidates for one column (which come one after the other, the likeliest first) the first that data bears
 * out, else the first that it does not refute.
 */
export function readNamedReferences(
  candidates: readonly Candidate[],
  mostlyDeclared: boolean,
  evidence: EvidenceIndex,
  index: Pick<TableIndex, "uses" | "loose">,
): readonly Reference[] {
  const found = new Map<ColumnSchema, Found | null>();
  const rivals = new Map<ColumnSchema, Rival[]>();
  for (const candidate of candidates) {
    const before = found.get(candidate.column);
    if (before !== undefined && !index.uses("kinds-of-people")) continue;
    const range = candidate.byRole && index.uses("key-ranges") ? rangeOf(candidate, evidence) : null;
    if (candidate.byRole) append(rivals, candidate.column, { candidate, range });
    const isTighter = (range?.within ?? 0) > (before?.within ?? 1) + TIGHTER;
    if (before?.borneOut && !(before.huddled && range?.spread) && !(before.contrary && isTighter)) continue;
    const isLost = candidate.bySpread === true && range?.spread !== true;
    const weighed = isLost ? undefined : weigh(candidate, mostlyDeclared, evidence, index);
    const within = range?.within ?? 1;
    if (before?.borneOut) {
      // What the name says first, the values deny: a guess that is for a person to confirm.
      if (weighed?.borneOut)
        found.set(candidate.column, {
          ...lessSure(weighed.reference),
          borneOut: true,
          huddled: false,
          within,
          contrary: true,
        });
    } else if (before === undefined || before === null || weighed?.borneOut) {
      const huddled = range?.huddled ?? false;
      found.set(candidate.column, weighed === undefined ? null : { ...weighed, huddled, within, contrary: false });
    }
  }
  if (index.uses("same-meaning")) keepMeaning(found, rivals, mostlyDeclared, evidence, index);
  return [...found].flatMap(([column, weighed]) => {
    if (weighed === null) return [];
    const isOpen = index.uses("doubts") && areSeveral(weighed.reference, rivals.get(column) ?? [], evidence);
    return isOpen ? { ...weighed.reference, doubtful: true } : weighed.reference;
  });
}

/** So many tables in which a name means the same people, and this share of all that have it. */
const HABIT = 3;
const MOSTLY = 0.7;

/**
 * What a role means in nearly all tables it means in the few others as well, if the values there allow it: small numbers are found among
 * other people's keys too. Changes `found`.
 */
function keepMeaning(
  found: Map<ColumnSchema, Found | null>,
  rivals: ReadonlyMap<ColumnSchema, readonly Rival[]>,
  mostlyDeclared: boolean,
  evidence: EvidenceIndex,
  index: Pick<TableIndex, "uses" | "loose">,
): void {
  const alike = Map.groupBy(rivals, ([column]) => column.name.toLowerCase());
  for (const group of alike.values()) {
    const meant = group.flatMap(([column]) => found.get(column)?.reference.to ?? []);
    const [[most = "", count = 0] = []] = [...Map.groupBy(meant, (to) => to)]
      .map(([to, all]) => [to, all.length] as const)
      .sort(([, a], [, b]) => b - a);
    if (count < HABIT || count < group.length * MOSTLY) continue;
    for (const [column, all] of group) {
      const own = all.find(({ candidate }) => candidate.target.schema.name === most);
      if (own === undefined || found.get(column)?.reference.to === most) continue;
      const weighed = weigh({ ...own.candidate, bySpread: false }, mostlyDeclared, evidence, index);
      const within = own.range?.within ?? 1;
      if (weighed !== undefined) found.set(column, { ...weighed, huddled: false, within, contrary: false });
    }
  }
}

interface Rival {
  readonly candidate: Candidate;
  readonly range: KeyRange | null;
}

/** Whether the values allow another kind of people than the one chosen, and the name means neither. */
function areSeveral(chosen: Reference, rivals: readonly Rival[], evidence: EvidenceIndex): boolean {
  const isChosen = ({ candidate }: Rival) => candidate.target.schema.name === chosen.to;
  const own = rivals.find(isChosen);
  if (own === undefined || own.candidate.target.words.some((word) => chosen.words.map(toSingular).includes(word)))
    return false;
  const share = evidence.included(pairOf(own.candidate));
  return rivals.some((rival) => {
    if (isChosen(rival) || rival.candidate.confidence < LEAST) return false;
    const other = evidence.included(pairOf(rival.candidate));
    if (share !== undefined && (other === undefined || other < BORNE_OUT)) return false;
    return !(own.range?.spread && rival.range !== null && !rival.range.spread) && !rival.range?.huddled;
  });
}
