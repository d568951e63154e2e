/** The single rows that a request is about: their keys are sealed, and only how many of which table stands in the open. */
import { requestKind } from "@kept/contract/request-kinds";
import type { PersonKey, ScopedRows } from "@kept/contract/requests";
import type { Scope } from "@kept/engine/rights";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import { problem } from "../platform/http/problems.ts";
import { checkSystems } from "./check-systems.ts";
import type { RequestRow } from "./queries.ts";
import type { RequestParts } from "./request-parts.ts";

const PURPOSE = "request.rows";

type Scoped = Pick<RequestRow, "id" | "scope" | "sealed_rows">;

/** Each row once. Throws `scope_rows_not_for_right` and `system_unknown`. */
export function checkScopeRows(parts: RequestParts, kind: string, rows: readonly PersonKey[]): readonly PersonKey[] {
  if (rows.length === 0) return [];
  if (!requestKind(kind).asks.includes("scope")) throw problem("scope_rows_not_for_right");
  checkSystems(parts, rows, "/body/scope/rows");
  return [...new Map(rows.map((row) => [nameOf(row), row])).values()];
}

/** Null when it is about no single rows. */
export function sealScopeRows(keys: Keyring, requestId: string, rows: readonly PersonKey[]): Uint8Array | null {
  return rows.length === 0 ? null : sealJson(keys, PURPOSE, `request/${requestId}`, rows);
}

export function countScopeRows(rows: readonly PersonKey[]): ScopedRows[] {
  const groups = Map.groupBy(rows, ({ system, table }) => JSON.stringify([system, table]));
  return [...groups.values()].flatMap((some) => {
    const [first] = some;
    return first === undefined ? [] : [{ system: first.system, table: first.table, rows: some.length }];
  });
}

/** Empty when it is about no single rows, or they have been forgotten with who asked. */
export function openScopeRows(keys: Keyring, { id, sealed_rows: sealed }: Scoped): readonly PersonKey[] {
  return sealed === null ? [] : openJson<readonly PersonKey[]>(keys, PURPOSE, `request/${id}`, sealed);
}

export function isAboutRows({ scope }: Pick<RequestRow, "scope">): boolean {
  return (scope.rows ?? []).length > 0;
}

/** The systems that a request is about: all, or those of the rows that it names. */
export function systemsOf({ systems }: RequestParts, { scope }: Pick<RequestRow, "scope">): readonly string[] {
  const named = new Set((scope.rows ?? []).map(({ system }) => system));
  return named.size === 0 ? systems.names : systems.names.filter((name) => named.has(name));
}

/** The scope as one system is asked with it. Throws when it has none of the rows: without them it would be about everything. */
export function scopeIn(keys: Keyring, request: Scoped, system: string): Scope {
  const { tables, categories } = request.scope;
  if (!isAboutRows(request)) return { tables, categories };
  const rows = openScopeRows(keys, request).filter((row) => row.system === system);
  if (rows.length === 0) throw new Error("A request about single rows was to be answered without them.");
  return { tables, categories, rows: rows.map(({ table, key }) => ({ table, key })) };
}

/** One text for the same rows, whatever their order. */
export function scopeRowsText(keys: Keyring, request: Scoped): string {
  return openScopeRows(keys, request).map(nameOf).sort().join("\n");
}

function nameOf({ system, table, key }: PersonKey): string {
  return JSON.stringify([system, table, ...key]);
}
