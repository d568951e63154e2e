/**
 * A person sees what their package holds, as it is in the systems now, and which of it can be named one by one. Every look at
 * rows is a ledger entry before it is a look. Keys are for sealing, never for showing.
 */

import { SystemError } from "@kept/connectors/connector";
import { PlanRefused } from "@kept/connectors/rights-system";
import { requestKind } from "@kept/contract/request-kinds";
import type { PersonKey } from "@kept/contract/requests";
import type { AccessRow, AccessTable, Scope } from "@kept/engine/rights";
import { controllerDay } from "../fulfilment/plan-request.ts";
import { findPackage, listSteps, type StepRow } from "../fulfilment/queries.ts";
import { readAllowed } from "../fulfilment/read-allowed.ts";
import { findMandate } from "../mandates/queries.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openPerson, type RequestPerson } from "./person.ts";
import { findRequest, type RequestRow } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";
import { isAboutRows, scopeIn } from "./scope-rows.ts";

/** Rows on one page. */
export const ROWS_A_PAGE = 20;

/** A request whose answer its person may look at. */
export interface OwnAnswer {
  readonly request: RequestRow;
  readonly person: RequestPerson;
  readonly steps: readonly StepRow[];
}

export interface TableName {
  readonly system: string;
  readonly table: string;
}

export interface OwnTable extends TableName {
  /** Of the person alone or with others. */
  readonly rows: number;
  /** Only shared with them: seen, and not theirs to change. */
  readonly shared: number;
}

export interface OwnRow {
  readonly isOwn: boolean;
  /** Null: it cannot be named by itself. */
  readonly key: readonly string[] | null;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface OwnRows {
  readonly rows: readonly OwnRow[];
  /** What the plan says of the table; null when it holds nothing (any more). */
  readonly plan: AccessTable | null;
  readonly hasMore: boolean;
}

/**
 * The answer, as long as its package is there. Null for whoever acts for somebody else: that they may see it says nothing of
 * what they may have done to it.
 */
export async function findOwnAnswer(ctx: Ctx, requestId: string): Promise<OwnAnswer | null> {
  const request = await findRequest(ctx, requestId);
  if (request === undefined || !requestKind(request.kind).givesPackage) return null;
  const pack = await findPackage(ctx, requestId);
  const isOver = (pack?.expires_at?.getTime() ?? 0) <= ctx.clock.now().epochMilliseconds;
  const person = openPerson(ctx, requestId, request.sealed_person);
  const mandate = await findMandate(ctx, requestId);
  if (pack?.state !== "ready" || isOver || person === null || mandate?.answers_to === "representative") return null;
  return { request, person, steps: await listSteps(ctx, requestId) };
}

/** What the answer holds, table by table, as it was counted when it was put together. */
export function listOwnTables({ steps }: OwnAnswer): readonly OwnTable[] {
  const tables = new Map<string, OwnTable>();
  for (const { system, summary } of steps) {
    for (const { table, rows, level } of summary.tables) {
      if (rows === 0 || level === "act") continue;
      const id = JSON.stringify([system, table]);
      const known = tables.get(id) ?? { system, table, rows: 0, shared: 0 };
      tables.set(
        id,
        level === "view" ? { ...known, shared: known.shared + rows } : { ...known, rows: known.rows + rows },
      );
    }
  }
  return [...tables.values()];
}

/**
 * One page of a table; `matches` chooses. Throws `rows_unavailable` when the system cannot be asked now, or when it is not
 * certain any more whose rows they are.
 */
export async function readOwnRows(
  ctx: Ctx,
  parts: RequestParts,
  answer: OwnAnswer,
  from: TableName & { readonly page: number; readonly matches: (row: OwnRow) => boolean },
): Promise<OwnRows> {
  const { request } = answer;
  const scope = isAboutRows(request)
    ? scopeIn(ctx.keys, request, from.system)
    : { tables: [from.table], categories: request.scope.categories };
  await recordLook(ctx, request, from, ROWS_A_PAGE);
  const rows: OwnRow[] = [];
  let plan: AccessTable | null = null;
  let passed = 0;
  for await (const row of readSystem(ctx, parts, answer, from, scope, (own) => (plan = own))) {
    if (!from.matches(row)) continue;
    passed += 1;
    if (passed <= from.page * ROWS_A_PAGE) continue;
    if (rows.length === ROWS_A_PAGE) return { rows, plan, hasMore: true };
    rows.push(row);
  }
  return { rows, plan, hasMore: false };
}

/** The rows of a table that are the person's own, up to `most` and one more; those that cannot be named have no key. */
export async function listOwnKeys(
  ctx: Ctx,
  parts: RequestParts,
  answer: OwnAnswer,
  name: TableName,
  most: number,
): Promise<readonly (readonly string[] | null)[]> {
  const { request } = answer;
  const scope = isAboutRows(request)
    ? scopeIn(ctx.keys, request, name.system)
    : { tables: [name.table], categories: request.scope.categories };
  await recordLook(ctx, request, name, most + 1);
  const keys: (readonly string[] | null)[] = [];
  for await (const row of readSystem(ctx, parts, answer, name, scope, () => undefined)) {
    if (row.isOwn) keys.push(row.key);
    if (keys.length > most) break;
  }
  return keys;
}

export interface NamedRows extends TableName {
  readonly plan: AccessTable;
  readonly rows: readonly { readonly key: readonly string[]; readonly values: OwnRow["values"] }[];
}

/** The rows that are named, in the order in which they are, as they are now; rows that are gone, or somebody else's, are not among them. */
export async function readNamedRows(
  ctx: Ctx,
  parts: RequestParts,
  answer: OwnAnswer,
  named: readonly PersonKey[],
): Promise<readonly NamedRows[]> {
  const tables = Map.groupBy(named, ({ system, table }) => JSON.stringify([system, table]));
  const found: NamedRows[] = [];
  for (const some of tables.values()) {
    const [first] = some;
    if (first === undefined) continue;
    const { system, table } = first;
    const wanted = new Map(some.map(({ key }, place) => [JSON.stringify(key), place]));
    const scope = { tables: [], categories: answer.request.scope.categories, rows: some };
    await recordLook(ctx, answer.request, first, some.length);
    const rows: (NamedRows["rows"][number] & { readonly place: number })[] = [];
    let plan: AccessTable | null = null;
    for await (const row of readSystem(ctx, parts, answer, first, scope, (own) => (plan = own))) {
      const place = wanted.get(JSON.stringify(row.key));
      if (row.key !== null && place !== undefined) rows.push({ key: row.key, values: row.values, place });
    }
    rows.sort((a, b) => a.place - b.place);
    if (plan !== null && rows.length > 0) found.push({ system, table, plan, rows });
  }
  return found;
}

async function recordLook(ctx: Ctx, request: RequestRow, { system, table }: TableName, rows: number): Promise<void> {
  await ctx.transaction((tx) =>
    recordEvent(tx, request.id, { type: "request.rows-viewed", data: { system, table, rows } }),
  );
}

/** The rows of one table in it; `onPlan` hears of the table's own part first. */
async function* readSystem(
  ctx: Ctx,
  parts: RequestParts,
  { request, person, steps }: OwnAnswer,
  { system, table }: TableName,
  scope: Scope,
  onPlan: (plan: AccessTable) => void,
): AsyncGenerator<OwnRow> {
  const step = steps.find((one) => one.system === system);
  if (step === undefined || !parts.systems.names.includes(system)) throw problem("rows_unavailable");
  // Its pages are read one by one: without an order, what changes meanwhile moves rows to pages that were seen already.
  const options = { today: controllerDay(ctx.clock.now(), parts), inOrder: true };
  try {
    const read = await readAllowed(ctx, parts, { request, person, step, scope, options }, () => undefined);
    const rows = read(({ tables }) => {
      const own = tables
        .filter(({ name }) => name === table)
        .toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
      if (own[0] !== undefined) onPlan(own[0]);
    });
    for await (const row of rows) if (row.table === table && row.level !== "act") yield describeRow(row);
  } catch (error) {
    if (!(error instanceof SystemError || error instanceof PlanRefused)) throw error;
    throw problem("rows_unavailable", { cause: error });
  }
}

const LEVELS: readonly AccessTable["level"][] = ["own", "view", "act"];

function describeRow({ level, key, values }: AccessRow): OwnRow {
  return { isOwn: level === "own", key: level === "own" ? (key ?? null) : null, values };
}
