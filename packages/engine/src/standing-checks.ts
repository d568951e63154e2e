/** Rows that are to be there afterwards: those that a plan takes out of a cascade's way, and those that it makes to stand in for who has left. */

import { type Check, remains } from "./erasure-checks.ts";
import type { ModelIndex } from "./model.ts";
import type { ErasurePlan } from "./rights.ts";
import { matchKeys } from "./store.ts";

/** What is asked of both. */
export function checkStanding(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  return [...checkGhosts(index, plan), ...checkFreed(index, plan)];
}

function checkGhosts(index: ModelIndex, { ghosts = [] }: ErasurePlan): readonly Check[] {
  return ghosts.flatMap(({ table: name, key }): readonly Check[] => {
    const columns = index.table.get(name)?.key ?? [];
    if (columns.length === 0) return [];
    const query = { table: name, select: columns, any: [matchKeys(columns, [key])] };
    return [
      {
        query,
        judge: (rows) =>
          rows.length > 0
            ? []
            : [remains(name, "", 1, ["was to stand in, and is not there", "were to stand in, and are not there"])],
      },
    ];
  });
}

/** Where rows did not let go of others that are deleted with all that names them, the database has taken them along. */
function checkFreed(index: ModelIndex, plan: ErasurePlan): readonly Check[] {
  const losing = new Set(plan.tables.flatMap(({ name, deleted }) => (deleted > 0 ? [name] : [])));
  return plan.operations.flatMap((operation): readonly Check[] => {
    if (operation.op !== "update" || operation.why.startsWith("cut ")) return [];
    const { table: name, keyColumns, keys, set } = operation;
    const isCascaded = index.table
      .get(name)
      ?.schema.foreignKeys.some(
        ({ onDelete, table, columns }) =>
          onDelete === "cascade" && losing.has(table) && columns.some((column) => set[column] !== undefined),
      );
    if (isCascaded !== true) return [];
    const query = { table: name, select: keyColumns, any: [matchKeys(keyColumns, keys)] };
    const judge: Check["judge"] = (rows) =>
      rows.length < keys.length
        ? [remains(name, "", keys.length - rows.length, ["was to stay, and is gone", "were to stay, and are gone"])]
        : [];
    return [{ query, judge }];
  });
}
