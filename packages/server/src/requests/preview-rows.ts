/** The first rows of a plan's table, as they are in the system now, with what will become of each. */

import { SystemError } from "@kept/connectors/connector";
import { requestState } from "@kept/contract/request-states";
import type { PreviewRow } from "@kept/contract/requests";
import type { ErasurePlan, PlannedRow, PlannedTable } from "@kept/engine/rights";
import { personQuery } from "../fulfilment/act.ts";
import { toJsonValue } from "../fulfilment/package/table-file.ts";
import { controllerDay } from "../fulfilment/plan-request.ts";
import { listSteps, type StepRow } from "../fulfilment/queries.ts";
import { openPlan } from "../fulfilment/stored-plan.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openPerson } from "./person.ts";
import type { RequestRow } from "./queries.ts";
import { requireRequest } from "./read-request.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";
import { isAboutRows, scopeIn } from "./scope-rows.ts";

export interface PreviewInput {
  readonly system: string;
  readonly table: string;
  readonly limit: number;
}

/** Throws `plan_missing`, `system_unknown` or `system_not_available`. The look is a ledger entry before it is a look. */
export async function previewRows(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: PreviewInput,
): Promise<{ rows: PreviewRow[]; more: boolean }> {
  const request = await requireRequest(ctx, requestId);
  const step = (await listSteps(ctx, requestId)).find((one) => one.system === input.system);
  if (step === undefined || !parts.systems.names.includes(input.system)) throw problem("system_unknown");
  // A table may stand in a plan at several levels.
  const levels = step.summary.tables.filter((table) => table.table === input.table);
  // Once it is answered, what was planned is the person's own to look at.
  const isOver = requestState(request.state).phase === "closed";
  if (isOver || step.sealed_plan === null || levels.length === 0) throw problem("plan_missing");
  const total = levels.reduce((sum, table) => sum + table.rows, 0);
  const data = { system: input.system, table: input.table, rows: Math.min(total, input.limit) };
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.rows-viewed", data }));
  const values = await readValues(ctx, parts, request, input, plannedTable(ctx, request, step, input.table));
  return { rows: values, more: total > values.length };
}

/** The table as an erasure plan has it; null in a plan that only reads. */
function plannedTable(ctx: Ctx, request: RequestRow, step: StepRow, table: string): PlannedTable | null {
  if (step.sealed_plan === null) return null;
  const plan = openPlan<Partial<ErasurePlan>>(ctx.keys, request.id, step.system, step.sealed_plan);
  return plan.tables?.find((one) => one.name === table) ?? null;
}

async function readValues(
  ctx: Ctx,
  parts: RequestParts,
  request: RequestRow,
  input: PreviewInput,
  planned: PlannedTable | null,
): Promise<PreviewRow[]> {
  const person = openPerson(ctx, request.id, request.sealed_person);
  if (person === null) throw problem("plan_missing");
  // A service need not tell its keys: then its rows are told apart by nothing, and what awaits them by group only.
  const namesKeys = planned !== null && planned.keyColumns.length > 0;
  const only = planned !== null && planned.rows.length === 1 ? planned.rows[0] : undefined;
  const wanted = namesKeys ? new Map(planned.rows.slice(0, input.limit).map((row) => [keyText(row.key), row])) : null;
  const rows: PreviewRow[] = [];
  const today = controllerDay(ctx.clock.now(), parts);
  try {
    const rights = await parts.systems.open(input.system);
    const query = personQuery(person, input.system);
    const { categories } = request.scope;
    // What is part of single rows may stand in other tables than they do.
    const scope = isAboutRows(request)
      ? scopeIn(ctx.keys, request, input.system)
      : { tables: [input.table], categories };
    for await (const row of rights.readAccess(query, scope, { today }, () => undefined)) {
      if (row.table !== input.table) continue;
      const values = shownValues(row.values);
      if (planned === null || wanted === null) {
        const { disposition = null, why = "", until = null } = only ?? {};
        rows.push({ key: null, values, disposition, why, until });
        if (rows.length >= input.limit) break;
        continue;
      }
      const key = planned.keyColumns.map((column) => String(row.values[column]));
      const match = wanted.get(keyText(key));
      if (match === undefined) continue;
      rows.push(describeRow(match, values));
      wanted.delete(keyText(key));
      if (wanted.size === 0) break;
    }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    throw problem("system_not_available", { detail: `${error.message} ${error.advice}`, cause: error });
  }
  // Rows that are only to lose a reference may not be the person's to read: they show their key and their reason.
  return [...rows, ...[...(wanted?.values() ?? [])].map((row) => describeRow(row, null))];
}

function describeRow(row: PlannedRow, values: PreviewRow["values"]): PreviewRow {
  return { key: [...row.key], values, disposition: row.disposition, why: row.why, until: row.until };
}

function shownValues(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [
      column,
      value instanceof Uint8Array ? `(${value.length} bytes)` : toJsonValue(value),
    ]),
  );
}

function keyText(key: readonly string[]): string {
  return JSON.stringify(key);
}
