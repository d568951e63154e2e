/** What of a row tells who the person is, though the row is another's: in between a restriction and its lift it says so no more. */
import { detachColumns } from "./blank-values.ts";
import type { LeftCopies } from "./copies.ts";
import { foldText } from "./edge-values.ts";
import { mergeColumns, takeOut } from "./letting-go.ts";
import { type Reach, type ReachedRow, type ReachedTable, readValue } from "./reached-rows.ts";
import type { Scope } from "./rights.ts";
import { isCategoryInScope } from "./scope.ts";
import type { OwnTargets } from "./settle-shares.ts";
import type { SetValue } from "./store.ts";

interface TableRow {
  readonly reached: ReachedTable;
  readonly row: ReachedRow;
}

/** Columns by which the row names the person with what tells who they are: an address in the place of a key, a marked copy of a name. */
export function ownIdentity(
  reach: Reach,
  { targets, copies }: { readonly targets: OwnTargets; readonly copies: LeftCopies },
  { reached, row }: TableRow,
  scope: Scope,
): Readonly<Record<string, SetValue>> {
  const { index } = reach;
  const repeated = Object.entries(copies.blank(reached, row)).filter(([name]) => {
    const column = reached.table.columns.find((one) => one.name === name);
    return column !== undefined && isCategoryInScope(scope, column.category);
  });
  let set: Readonly<Record<string, SetValue>> = Object.fromEntries(
    repeated.map(([name, value]) => [name, sealedValue(value)]),
  );
  for (const edge of index.outgoing.get(reached.table.name) ?? []) {
    const named = edge.match ? targets.find(edge, reached, row) : [];
    if (named.length === 0) continue;
    const parent = index.table.get(edge.to)?.columns.find(({ name }) => name === edge.toColumns[0]);
    if (parent !== undefined && !isCategoryInScope(scope, parent.category)) continue;
    const detached = detachColumns(reached.table, edge, { sentinel: null, mayBlank: true }) ?? {};
    const sealed = Object.fromEntries(Object.entries(detached).map(([name, value]) => [name, sealedValue(value)]));
    const to = reach.tables.get(edge.to);
    for (const target of named) {
      const address = to === undefined ? null : readValue(to, target, edge.toColumns[0] ?? "");
      set = mergeColumns(set, address === null ? sealed : takeOut(sealed, foldText(address)));
    }
  }
  return set;
}

/** The value that erasure would set, saying that it is sealed. */
export function sealedValue(value: SetValue): SetValue {
  if (value.kind === "keyed") return { ...value, prefix: value.prefix.replace("erased", "sealed") };
  return value.kind === "text" ? { ...value, text: value.text.replace(/^erase/, "seale") } : value;
}
