/** Statements without the rows that are already as they would leave them. */
import { keyId } from "./edge-values.ts";
import type { ModelIndex } from "./model.ts";
import { isSetTo } from "./same-value.ts";
import { type KeyQuery, type KeyRows, matchKeys, type Operation } from "./store.ts";

/** Leaves out rows that are so already. One wave of questions. */
export function* dropSettled(
  index: ModelIndex,
  operations: readonly Operation[],
): Generator<readonly KeyQuery[], readonly Operation[], readonly KeyRows[]> {
  const queries = operations.map((operation): KeyQuery => {
    const { table, keyColumns, keys } = operation;
    const set = operation.op === "update" ? Object.keys(operation.set) : [];
    const any = [matchKeys(keyColumns, keys)];
    return { table, select: [...keyColumns, ...set], any };
  });
  const answers = queries.length > 0 ? yield queries : [];
  return operations.flatMap((operation, position): readonly Operation[] => {
    const width = operation.keyColumns.length;
    const found = new Map((answers[position] ?? []).map((row) => [keyId(row.slice(0, width)), row.slice(width)]));
    const keys = operation.keys.filter((key) => {
      const values = found.get(keyId(key));
      if (operation.op === "insert") return values === undefined;
      if (operation.op === "delete") return values !== undefined;
      if (operation.op !== "update" || values === undefined) return true;
      const table = index.table.get(operation.table);
      return !Object.entries(operation.set).every(([name, value], at) =>
        isSetTo(table, name, values[at] ?? null, value, key),
      );
    });
    return keys.length > 0 ? [{ ...operation, keys }] : [];
  });
}
