/** What a system holds of the person in one column, read for this moment: it is compared and kept nowhere. */
import { SystemError } from "@kept/connectors/connector";
import { personQuery } from "../fulfilment/act.ts";
import { controllerDay } from "../fulfilment/plan-request.ts";
import type { Ctx } from "../platform/ctx.ts";
import { openPerson } from "../requests/person.ts";
import type { RequestRow } from "../requests/queries.ts";
import type { RequestParts } from "../requests/request-parts.ts";

export interface HeldColumn {
  readonly system: string;
  readonly table: string;
  readonly column: string;
  readonly newestBy?: string | undefined;
}

/** No more rows than this are looked at: whoever has more has enough to be asked about. */
const MOST_ROWS = 500;

/** The values of the column in the person's rows (of the newest only, where that is asked for); empty where nobody is found. */
export async function readHeldValues(
  ctx: Ctx,
  parts: RequestParts,
  request: RequestRow,
  held: HeldColumn,
): Promise<readonly unknown[]> {
  const person = openPerson(ctx, request.id, request.sealed_person);
  if (person === null || !parts.systems.names.includes(held.system)) return [];
  const rows: Readonly<Record<string, unknown>>[] = [];
  try {
    const rights = await parts.systems.open(held.system);
    const today = controllerDay(ctx.clock.now(), parts);
    const scope = { tables: [held.table], categories: [] };
    for await (const row of rights.readAccess(personQuery(person, held.system), scope, { today }, () => undefined)) {
      if (row.table === held.table) rows.push(row.values);
      if (rows.length >= MOST_ROWS) break;
    }
  } catch (error) {
    // A system that is down shows nothing of anybody; nothing is lost, the person tries again.
    if (!(error instanceof SystemError)) throw error;
    ctx.log.warn("a system could not be asked for what it holds", { system: held.system, code: error.code });
    return [];
  }
  const { column, newestBy } = held;
  if (newestBy === undefined) return rows.map((row) => row[column]);
  const newest = rows.reduce<Readonly<Record<string, unknown>> | null>(
    (best, row) => (best === null || sortText(row[newestBy]) > sortText(best[newestBy]) ? row : best),
    null,
  );
  return newest === null ? [] : [newest[column]];
}

/** The mobile number that is held, in digits with `+`; null where none is. */
export async function findHeldPhone(ctx: Ctx, parts: RequestParts, request: RequestRow): Promise<string | null> {
  const { phone } = parts.kept.verification;
  if (phone === undefined) return null;
  for (const value of await readHeldValues(ctx, parts, request, phone)) {
    const number = normalisePhone(value);
    if (number !== null) return number;
  }
  return null;
}

/** `+49 (0)151 123` and `0049151123` -> `+49151123`; null for what names no country. */
export function normalisePhone(value: unknown): string | null {
  const text = String(value ?? "")
    .replace(/\(0\)/g, "")
    .replace(/[\s().\-/]/g, "")
    .replace(/^00/, "+");
  return /^\+\d{7,15}$/.test(text) ? text : null;
}

/** Days, instants and numbers in an order that their texts keep. */
function sortText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "number" || typeof value === "bigint") return String(value).padStart(24, "0");
  return String(value ?? "");
}
