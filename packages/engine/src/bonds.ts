/**
 * What hangs on what, row by row, among people who leave together: so that one of them can come back without everything being
 * touched that the others lost.
 */
import type { Diff } from "./diff.ts";
import type { Edge, ModelIndex } from "./model.ts";
import { type DiffBonds, nameRow, nameRows } from "./nearby.ts";
import { createFinder, type Share } from "./reach-within.ts";
import { isPlain, type Reach, readValues, satisfies } from "./reached-rows.ts";
import { takenRows } from "./sentinels.ts";
import type { OwnTargets } from "./settle-shares.ts";
import type { Repairs } from "./share-plans.ts";

/** One row points at another, or could be made to. */
export interface RowLink {
  readonly from: string;
  readonly to: string;
  /** A column by which it does, as long as that says so; empty: by more than one row's own value. */
  readonly by: string;
  /** What becomes of the first is decided by what becomes of the second, though it should be lost. */
  readonly isTight: boolean;
}

/** Rows by their names. */
export interface RowBonds {
  /** The people whose each row is in any way, by their place among those of the run. */
  readonly whose: ReadonlyMap<string, readonly number[]>;
  readonly links: readonly RowLink[];
}

export interface BondInput {
  readonly members: readonly Share[];
  /** For each person the rows of nobody of the run that let go of theirs. */
  readonly repairs: ReadonlyMap<number, Repairs>;
  readonly targets: OwnTargets;
}

/**
 * Do rows of the tables concerned point at each other by plain keys and by nothing else? Otherwise what hangs on what is not told: it is
 * where addresses, lists, texts and types say it that a row can come to mean another one.
 */
export function isBoundByKeys({ index, tables }: Reach, repairs: BondInput["repairs"]): boolean {
  const concerned = new Set<string>();
  for (const [name, { rows, foreign }] of tables) if (rows.size > 0 || foreign.size > 0) concerned.add(name);
  for (const own of repairs.values()) for (const { from } of own.keys()) concerned.add(from);
  const edges = [...concerned].flatMap((name) => [
    ...(index.outgoing.get(name) ?? []),
    ...(index.incoming.get(name) ?? []),
  ]);
  return edges.every(isKey);
}

const isKey = (edge: Edge) =>
  isPlain(edge) && !edge.same && Object.keys(edge.when).length === 0 && !edge.blind?.some((one) => one !== null);

/** Of those people only; of rows that were reached, or that let go of some that were. */
export function bondRows(whole: Reach, { members, repairs, targets }: BondInput, tied: ReadonlySet<number>): RowBonds {
  const whose = new Map<string, number[]>();
  const links: RowLink[] = [];
  const add = (name: string, one: number) => {
    const known = whose.get(name);
    if (known === undefined) whose.set(name, [one]);
    else if (known.at(-1) !== one) known.push(one);
  };
  for (const at of tied) {
    for (const { reached, rows } of members[at]?.tables ?? [])
      for (const { key } of rows) add(nameRow(reached.table.name, key), at);
    for (const [edge, dependents] of repairs.get(at) ?? []) {
      for (const { reached, row } of dependents) {
        const from = nameRow(reached.table.name, row.key);
        add(from, at);
        for (const { key } of targets.find(edge, reached, row))
          links.push({ from, to: nameRow(edge.to, key), by: edge.columns[0] ?? "", isTight: true });
      }
    }
  }
  const held = findHeld(whole.index);
  for (const [name, reached] of whole.tables) {
    for (const edge of whole.index.outgoing.get(name) ?? []) {
      const to = whole.tables.get(edge.to);
      if (to === undefined || to.rows.size === 0) continue;
      const find = createFinder(edge, to);
      const isTight = edge.role === "holds" || edge.same || (belongs(edge) && held.has(edge.to));
      for (const row of reached.rows.values()) {
        if (!satisfies(reached, row, edge)) continue;
        for (const target of find(readValues(reached, row, edge.columns))) {
          if (target === row) continue;
          const from = nameRow(name, row.key);
          if (whose.has(from))
            links.push({
              from,
              to: nameRow(edge.to, target.key),
              by: edge.columns[0] ?? "",
              isTight: isTight || row.level !== "own",
            });
        }
      }
    }
  }
  // What says nobody while one of them is away says them when they are back: it is decided anew with their row.
  for (const [edge, target] of takenRows(whole)) {
    const from = nameRow(edge.to, target.key);
    for (const { key } of whole.tables.get(edge.from)?.rows.values() ?? [])
      links.push({ from, to: nameRow(edge.from, key), by: "", isTight: false });
    for (const own of repairs.values())
      for (const { row } of own.get(edge) ?? [])
        links.push({ from, to: nameRow(edge.from, row.key), by: "", isTight: false });
  }
  return { whose, links };
}

const belongs = ({ role }: Edge) => role === "part" || role === "owner";

/** Tables of things that rows can hold, and of what belongs to these: it stays with what stays because somebody holds it. */
function findHeld({ model, table }: ModelIndex): ReadonlySet<string> {
  const held = new Set(model.edges.flatMap(({ role, to }) => (role === "holds" ? [to] : [])));
  for (const name of held)
    for (const edge of model.edges)
      if (edge.to === name && belongs(edge) && table.get(name)?.kind !== "subject") held.add(edge.from);
  return held;
}

/** A part of what was taken away, and whose that is, by their place among the people of the run. */
interface Part {
  readonly people: readonly number[];
  readonly diff: Diff;
}

/** The same for each part whose people are several, by the places of its rows. */
export function bondParts({ whose, links }: RowBonds, parts: readonly Part[]): ReadonlyMap<Part, DiffBonds> {
  const tied = parts.filter(({ people }) => people.length > 1);
  const partOf = new Map(tied.flatMap((part) => part.people.map((one) => [one, part])));
  const next = new Map<string, Step[]>();
  const add = (from: string, to: string, by: string) => {
    const known = next.get(from);
    if (known === undefined) next.set(from, [{ to, by }]);
    else known.push({ to, by });
  };
  for (const { from, to, by, isTight } of links) {
    add(from, to, by);
    if (isTight) add(to, from, "");
  }
  const names = new Map(tied.map((part) => [part, new Set(nameRows(part.diff))]));
  // Rows that stayed as they were can bind people too: what the law keeps of two of them.
  for (const [name, [one = -1]] of whose) names.get(partOf.get(one) ?? NO_PART)?.add(name);
  return new Map([...names].map(([part, own]) => [part, bondPart(part.diff, [...own], whose, next)]));
}

const NO_PART = {} as Part;

type Step = Pick<RowLink, "to" | "by">;

const countRows = ({ tables }: Diff) => tables.reduce((sum, { rows }) => sum + rows.length, 0);

function bondPart(
  diff: Diff,
  names: readonly string[],
  whose: RowBonds["whose"],
  next: ReadonlyMap<string, readonly Step[]>,
): DiffBonds {
  const placeOf = new Map(names.map((name, at) => [name, at]));
  const columns = new Map<string, number>();
  const numberOf = (column: string) => {
    const known = columns.get(column) ?? columns.size;
    columns.set(column, known);
    return known;
  };
  const along = names.map((name) => {
    const found: (readonly [number, number])[] = [];
    const seen = new Set([name]);
    const open = [name];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (const { to, by } of next.get(one) ?? []) {
        const at = placeOf.get(to);
        if (at !== undefined) found.push([at, numberOf(one === name ? by : "")]);
        else if (!seen.has(to)) open.push(to);
        seen.add(to);
      }
    }
    return found;
  });
  return {
    whose: names.map((name) => whose.get(name) ?? []),
    along,
    columns: [...columns.keys()],
    others: names.slice(countRows(diff)),
  };
}
