/** The look at every row that statements name, by rights that take nothing away for good: after their commit, and in a trial of them. */
import type { Finding, ModelIndex } from "@kept/engine/model";
import { findOpen, listDoubtful, openFindings } from "@kept/engine/open-statements";
import type { Operation } from "@kept/engine/store";
import type { RowReader } from "../connector.ts";
import { drive } from "./drive.ts";

/** How it is told: the code, and what is said of one row that holds something else, and of several. */
export interface Told {
  readonly code: string;
  readonly value: readonly [one: string, many: string];
}

/** Rows that are not as these statements leave them. */
export async function lookAfter(
  reader: RowReader,
  index: ModelIndex,
  operations: readonly Operation[],
  { code, value }: Told,
): Promise<readonly Finding[]> {
  const open = await drive(reader, findOpen(index, operations));
  const doubtful = listDoubtful(index, operations, open);
  const undone = doubtful.length === 0 ? [] : await reader.findUndone(doubtful);
  const isDoubted = ({ table, column }: { readonly table: string; readonly column: string }) =>
    doubtful.some((one) => one.op === "update" && one.table === table && one.set[column] !== undefined);
  const isUndone = (place: { readonly table: string; readonly column: string }) =>
    undone.some(({ table, column }) => table === place.table && column === place.column);
  return openFindings(
    open.filter((one) => one.open !== "value" || !isDoubted(one) || isUndone(one)),
    code,
    value,
  );
}
