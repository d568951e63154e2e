/** What a person gets to see: the plan of a package, and the reads that fill it. Pure; the rows themselves stream past it. */
import { ANOTHER_PERSON, describeShown, tellingKeyColumns } from "./access-columns.ts";
import { type AccessRead, byKey, keyMatchOf, makeRead } from "./access-reads.ts";
import { findAskedRows, findMisnamed } from "./asked-rows.ts";
import { describeEdge } from "./describe-edge.ts";
import { suggestEdge } from "./infer/suggest-lines.ts";
import type { Edge, Finding } from "./model.ts";
import { findUnmapped } from "./plan-files.ts";
import type { LeafTable, Reach, ReachedRow, ReachedTable } from "./reached-rows.ts";
import type { AccessPlan, AccessRow, AccessTable, Scope } from "./rights.ts";
import { isTableInScope } from "./scope.ts";
import { matchKeys } from "./store.ts";
import { saysUnreviewed } from "./unreviewed-tables.ts";

/** How many keys one read asks for: a bound on the size of a statement. */
const KEYS_PER_READ = 5_000;

export interface AccessWork {
  readonly plan: AccessPlan;
  readonly reads: readonly AccessRead[];
  /** Lines "you did X", complete already. */
  readonly lines: readonly AccessRow[];
}

/**
 * Plans an access. `leafCounts` holds the number of rows of each table that {@link Reach.leaves} leaves to the store: of a
 * right about single rows there may be none, or they could not be told apart. `inOrder`: the rows of a table at one level
 * come sorted by its key, which costs the store a sort.
 */
export function planAccess(
  reach: Reach,
  scope: Scope,
  leafCounts: ReadonlyMap<string, number>,
  findings: readonly Finding[],
  inOrder = false,
): AccessWork {
  const making: Making = { reach, scope, inOrder, tables: [], reads: [] };
  const { tables, reads } = making;
  const lines: AccessRow[] = [];
  const asked = findAskedRows(reach, scope);
  for (const table of reach.index.model.tables) {
    if (!isTableInScope(scope, table)) continue;
    const leaf = reach.leaves.get(table.name);
    const reached = reach.tables.get(table.name);
    const count = leafCounts.get(table.name) ?? 0;
    if (leaf !== undefined && count > 0) planLeaf(making, leaf, count);
    if (reached === undefined) continue;
    if (asked !== null) {
      planRows(making, reached, "own", asked);
      continue;
    }
    for (const level of ["own", "view"] as const) planRows(making, reached, level, null);
    planLines(reach, reached, tables, lines);
  }
  const plan = {
    system: reach.index.model.system,
    subjects: reach.subjects,
    tables,
    gaps: [...findMisnamed(reach, scope), ...listGaps(reach, findings, tables), ...listUnmapped(reach, tables)],
  };
  return { plan, reads, lines };
}

/** A plan in the making. */
interface Making {
  readonly reach: Reach;
  readonly scope: Scope;
  readonly inOrder: boolean;
  readonly tables: AccessTable[];
  readonly reads: AccessRead[];
}

function planLeaf({ reach, scope, inOrder, tables, reads }: Making, leaf: LeafTable, rows: number): void {
  const described = describeShown(reach.index, leaf.table, "own", scope, rows, leaf.via);
  tables.push(described);
  reads.push(makeRead(reach, leaf.table, "own", described, leaf.any, inOrder));
}

function planRows(
  { reach, scope, inOrder, tables, reads }: Making,
  reached: ReachedTable,
  level: "own" | "view",
  asked: ReadonlySet<ReachedRow> | null,
): void {
  const rows = [...reached.rows.values()].filter((row) => row.level === level && (asked?.has(row) ?? true));
  const first = rows[0];
  if (first === undefined) return;
  const described = describeShown(reach.index, reached.table, level, scope, rows.length, first.via);
  tables.push(described);
  const { key } = reached.table;
  if (key.length === 0) {
    const known = rows.map((row) => keyMatchOf(reached.select, row.values));
    reads.push(makeRead(reach, reached.table, level, described, known, inOrder));
    return;
  }
  // The store sorts within a read; which rows are in one must not hang on how they were found.
  if (inOrder && rows.length > KEYS_PER_READ) rows.sort(byKey(reached.table));
  for (let start = 0; start < rows.length; start += KEYS_PER_READ) {
    const keys = rows.slice(start, start + KEYS_PER_READ).map((row) => row.key);
    const any = [matchKeys(key, keys)];
    reads.push(makeRead(reach, reached.table, level, described, any, inOrder));
  }
}

function planLines(reach: Reach, reached: ReachedTable, tables: AccessTable[], lines: AccessRow[]): void {
  const rows = [...reached.rows.values()].filter((row) => row.level === "act");
  if (rows.length === 0) return;
  const name = reached.table.name;
  const why = [...new Set(rows.flatMap((row) => [...row.edges].map(describeEdge)))].join("; ");
  tables.push({ name, rows: rows.length, level: "act", columns: ["did", "row"], hidden: [], masked: [], why });
  const telling = tellingKeyColumns(reach.index, reached.table);
  for (const row of rows) {
    const did = [...new Set([...row.edges].flatMap((edge) => edge.columns))].join(", ");
    const key = row.key.map((text, position) => (telling.has(position) ? ANOTHER_PERSON : text));
    lines.push({ table: name, level: "act", values: { did, row: key.join(",") } });
  }
}

/** Files that shown rows may name, and that are not handed out. */
function listUnmapped({ index }: Reach, tables: readonly AccessTable[]): readonly Finding[] {
  return tables.flatMap(({ name, level, columns }) => {
    const table = level === "own" ? index.table.get(name) : undefined;
    return table === undefined ? [] : findUnmapped(table).filter(({ column }) => columns.includes(column));
  });
}

/** Gaps: findings about tables that could hold more, and edges used on the strength of a proposal. */
function listGaps(reach: Reach, findings: readonly Finding[], tables: readonly AccessTable[]): readonly Finding[] {
  // That nobody has looked at a table leaves nothing out of the package.
  const open = findings.filter((one) => (one.blocks && !saysUnreviewed(one)) || one.code === "permission_missing");
  const shown = new Set(tables.map(({ name }) => name));
  const used = new Set<Edge>();
  for (const reached of reach.tables.values()) {
    if (!shown.has(reached.table.name)) continue;
    for (const row of reached.rows.values()) for (const edge of row.edges) if (!edge.confirmed) used.add(edge);
  }
  for (const leaf of reach.leaves.values()) if (!leaf.via.confirmed && shown.has(leaf.table.name)) used.add(leaf.via);
  const proposals = [...used].map(
    (edge): Finding => ({
      code: "edge_proposed",
      table: edge.from,
      column: edge.columns.join(","),
      message: `Rows of ${edge.from} are shown because ${edge.columns.join(", ")} seems to point at ${edge.to}: ${edge.why}.`,
      suggestion: suggestEdge(edge),
      blocks: false,
    }),
  );
  return [...open, ...proposals];
}
