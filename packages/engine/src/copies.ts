/** Marked copies of what stands in the person's own rows, in rows that stay: whoever is named is called there too. */
import { blankValueOf } from "./blank-values.ts";
import { type Columns, UNCHANGED } from "./decisions.ts";
import { foldText, readEdgeKeys } from "./edge-values.ts";
import type { Edge, ModelColumn, ModelIndex, ModelTable } from "./model.ts";
import type { Namesakes } from "./namesakes.ts";
import {
  isPlain,
  namesNobody,
  type Reach,
  type ReachedRow,
  type ReachedTable,
  readValue,
  readValues,
  satisfies,
} from "./reached-rows.ts";
import { isSetTo } from "./same-value.ts";
import { findColumn } from "./schema.ts";
import type { OwnTargets } from "./settle-shares.ts";
import type { Blank } from "./store.ts";

/** A column that repeats another, and the edges by which its row names whom it may repeat. */
export interface MarkedCopy {
  readonly column: ModelColumn;
  readonly of: NonNullable<ModelColumn["copyOf"]>;
  readonly edges: readonly Edge[];
}

/** The marked copies of a table, but for columns by which its rows are named or point at something. */
export function copiesIn(index: ModelIndex, table: ModelTable): readonly MarkedCopy[] {
  const out = index.outgoing.get(table.name) ?? [];
  return table.columns.flatMap((column): readonly MarkedCopy[] => {
    const { copyOf: of, name } = column;
    const points = out.some((edge) => edge.columns.includes(name) && (isPlain(edge) || edge.match));
    if (of === undefined || table.key.includes(name) || points) return [];
    const edges = out.filter(({ to }) => to === of.table);
    return edges.length > 0 ? [{ column, of, edges }] : [];
  });
}

/** Columns that copies repeat, by table. */
export function copiedColumns({
  tables,
}: Pick<ModelIndex["model"], "tables">): ReadonlyMap<string, ReadonlySet<string>> {
  const copied = new Map<string, Set<string>>();
  for (const { copyOf } of tables.flatMap(({ columns }) => columns)) {
    if (copyOf === undefined) continue;
    const columns = copied.get(copyOf.table) ?? new Set<string>();
    copied.set(copyOf.table, columns.add(copyOf.column));
  }
  return copied;
}

/** Does it matter what repeats this row, which is named by this edge? */
type IsMeant = (edge: Edge, target: ReachedRow, to: ReachedTable) => boolean;

/** A row that names somebody. */
interface Naming {
  readonly reached: ReachedTable;
  readonly row: ReachedRow;
  readonly isMeant: IsMeant;
}

/** What of rows that stay repeats something of whoever leaves. */
export class LeftCopies {
  readonly #reach: Reach;
  readonly #targets: OwnTargets;
  readonly #isLeaving: (target: ReachedRow) => boolean;
  readonly #copies = new Map<ReachedTable, readonly (MarkedCopy & { readonly blank: Blank })[]>();
  readonly #sets = new Map<string, Columns>();

  readonly #spared: Namesakes;

  constructor(
    reach: Reach,
    targets: OwnTargets,
    { isLeaving, spared }: { readonly isLeaving: (target: ReachedRow) => boolean; readonly spared: Namesakes },
  ) {
    this.#spared = spared;
    this.#reach = reach;
    this.#targets = targets;
    this.#isLeaving = isLeaving;
  }

  /** What to set in this row; where only some of whom it names are meant, as `isMeant` says. */
  blank(reached: ReachedTable, row: ReachedRow, isMeant: IsMeant = () => true): Columns {
    const copies = this.#copiesIn(reached);
    if (copies.length === 0) return UNCHANGED;
    const left = copies.filter((copy) => {
      const now = readValue(reached, row, copy.column.name);
      if (now === null || this.#spared.get(row)?.has(copy.column.name) === true) return false;
      if (isSetTo(reached.table, copy.column.name, now, copy.blank, row.key)) return false;
      const naming = { reached, row, isMeant };
      return copy.edges.some((edge) => this.#repeats(copy, edge, naming, now)) || this.#namesNobodyElse(copy, naming);
    });
    if (left.length === 0) return UNCHANGED;
    // Rows that are set alike share one object.
    const id = `${reached.table.name} ${left.map(({ column }) => column.name).join()}`;
    const set = this.#sets.get(id) ?? Object.fromEntries(left.map(({ column, blank }) => [column.name, blank]));
    this.#sets.set(id, set);
    return set;
  }

  #repeats({ of }: MarkedCopy, edge: Edge, { reached, row, isMeant }: Naming, now: string): boolean {
    const to = this.#reach.tables.get(edge.to);
    if (to === undefined || now.trim() === "") return false;
    const wanted = foldText(now);
    return this.#targets.find(edge, reached, row).some((target) => {
      const isSaid = foldText(readValue(to, target, of.column) ?? "") === wanted;
      return isSaid && this.#isLeaving(target) && isMeant(edge, target, to);
    });
  }

  /** Whom but those who leave could it be about? Then it goes also where it says what somebody was called before. */
  #namesNobodyElse({ of, edges }: MarkedCopy, { reached, row, isMeant }: Naming): boolean {
    const to = this.#reach.tables.get(of.table);
    if (to === undefined) return false;
    const named = edges.filter((edge) => {
      const values = readValues(reached, row, edge.columns);
      return satisfies(reached, row, edge) && !namesNobody(this.#reach, edge, values);
    });
    return (
      named.length > 0 &&
      named.every((edge) => {
        const targets = this.#targets.find(edge, reached, row);
        const all = edge.list === undefined ? 1 : readEdgeKeys(edge, readValues(reached, row, edge.columns)).length;
        const isGoing = (target: ReachedRow) => this.#isLeaving(target) && isMeant(edge, target, to);
        return targets.length >= all && targets.every(isGoing);
      })
    );
  }

  #copiesIn(reached: ReachedTable) {
    const known = this.#copies.get(reached);
    if (known !== undefined) return known;
    const { index } = this.#reach;
    const found = copiesIn(index, reached.table).flatMap((copy) => {
      if (copy.column.keep) return [];
      const schema = findColumn(reached.table.schema, copy.column.name);
      const blank = schema === undefined || schema.generated ? null : blankValueOf(reached.table, copy.column, schema);
      return blank === null ? [] : [{ ...copy, blank }];
    });
    this.#copies.set(reached, found);
    return found;
  }
}
