/**
 * Restrictions that stand for somebody. What one has sealed no search finds: whoever asks while it stands is not told that there is
 * nothing, and goes on after the lift. A list of people that an operator brings waits for one that has only marked, too.
 */
import { REQUEST_KINDS } from "@kept/contract/request-kinds";
import { restrictionStands, type StandingRestriction } from "@kept/engine/restriction-stands";
import type { RowRef } from "@kept/engine/rights";
import { rowText } from "@kept/engine/tombstones";
import type { Kysely } from "kysely";
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { hashPersonText, identifierIndex, type RequestPerson } from "../requests/person.ts";
import { listIndexHashes, type RequestRow } from "../requests/queries.ts";
import type { PlannedStep } from "./act.ts";

const KINDS = REQUEST_KINDS.filter(({ stands }) => stands).map(({ kind }) => kind);

/** Hashes of one question. */
const AT_ONCE = 1000;

/** One that stands in a system, and the hash by which somebody was found to be restricted by it. */
export interface Standing extends StandingRestriction {
  readonly requestId: string;
  readonly hash: string;
}

/** By what somebody is known to a restriction in a system: keyed hashes of identifiers, and of rows that are them. */
export function hashesIn(keys: Keyring, system: string, person: Pick<RequestPerson, "identifiers" | "keys">): string[] {
  return [
    ...person.identifiers.map((one) => identifierIndex(keys, one)),
    ...hashRows(
      keys,
      system,
      person.keys.filter((key) => key.system === system),
    ),
  ];
}

/** The keyed hashes of rows of a system. */
export function hashRows(keys: Keyring, system: string, rows: readonly RowRef[]): string[] {
  return rows.map(({ table, key }) => hashPersonText(keys, rowText(system, { table, key })));
}

/** The person of a restriction, by their rows in a system: written before anything is changed there. */
export async function noteRestricted(
  tx: TxCtx,
  requestId: string,
  system: string,
  rows: readonly RowRef[],
): Promise<void> {
  const hashes = [...new Set(hashRows(tx.keys, system, rows))];
  if (hashes.length === 0) return;
  await tx.db
    .insertInto("fulfilment_restricted_row")
    .values(hashes.map((hash) => ({ system, row_hash: hash, request_id: requestId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** It is lifted: nobody has to be known by it any more. */
export async function forgetRestricted(tx: TxCtx, requestId: string): Promise<void> {
  await tx.db.deleteFrom("fulfilment_restricted_row").where("request_id", "=", requestId).execute();
  await tx.db.deleteFrom("fulfilment_kept_mark").where("restriction_id", "=", requestId).execute();
}

/** Hashes of the rows by which a restriction knows its person in a system. */
export async function listRestrictedRows(ctx: Ctx, requestId: string, system: string): Promise<readonly string[]> {
  const rows = await ctx.db
    .selectFrom("fulfilment_restricted_row")
    .select("row_hash")
    .where("request_id", "=", requestId)
    .where("system", "=", system)
    .execute();
  return rows.map((row) => row.row_hash);
}

/** Restrictions that stand, or are being carried out, in this system, of whoever is known by these hashes. */
export async function listStanding(
  ctx: Ctx | TxCtx,
  system: string,
  hashes: readonly string[],
): Promise<readonly Standing[]> {
  const found: Standing[] = [];
  for (let at = 0; at < hashes.length; at += AT_ONCE)
    found.push(...(await listSome(ctx, system, hashes.slice(at, at + AT_ONCE))));
  return found;
}

async function listSome(ctx: Ctx | TxCtx, system: string, hashes: readonly string[]): Promise<readonly Standing[]> {
  const db = ctx.db as Kysely<Database>;
  const named = db
    .selectFrom("request_identifier")
    .select(["request_id", "index_hash as hash"])
    .where("index_hash", "in", hashes)
    .union(
      db
        .selectFrom("fulfilment_restricted_row")
        .select(["request_id", "row_hash as hash"])
        .where("system", "=", system)
        .where("row_hash", "in", hashes),
    );
  const rows = await db
    .selectFrom(named.as("named"))
    .innerJoin("request", "request.id", "named.request_id")
    .innerJoin("fulfilment_step", "fulfilment_step.request_id", "request.id")
    .leftJoin("fulfilment_restriction", "fulfilment_restriction.request_id", "request.id")
    .select([
      "request.id",
      "request.reference",
      "named.hash",
      "fulfilment_step.summary",
      "fulfilment_restriction.since",
    ])
    // What was sealed before the first change is there before the change can be seen; what was carried out again is there several times.
    .select((select) =>
      select
        .selectFrom("fulfilment_diff")
        .select(({ fn }) => fn.min("fulfilment_diff.created_at").as("begun"))
        .whereRef("fulfilment_diff.request_id", "=", "request.id")
        .whereRef("fulfilment_diff.system", "=", "fulfilment_step.system")
        .where("fulfilment_diff.purpose", "=", "change")
        .as("begun"),
    )
    .where("request.kind", "in", KINDS)
    .where("fulfilment_step.system", "=", system)
    .where((where) =>
      where.or([
        where("fulfilment_restriction.state", "<>", "lifted"),
        where("fulfilment_restriction.request_id", "is", null),
      ]),
    )
    .orderBy("request.id")
    .execute();
  return rows.flatMap(({ id, reference, hash, summary, since, begun }): readonly Standing[] => {
    const counts = summary.tables.map((table) => table.counts);
    const isSealed = counts.some(({ sealed = 0 }) => sealed > 0);
    const isMarked = counts.some(({ marked = 0 }) => marked > 0);
    const from = since ?? begun;
    if (from === null || (!isSealed && !isMarked)) return [];
    return [{ requestId: id, name: reference, since: from.toISOString(), isSealed, hash }];
  });
}

/** Restrictions of others of the person's requests that have sealed something here: each once. */
export async function listSealing(
  ctx: Ctx | TxCtx,
  request: Pick<RequestRow, "id">,
  person: Pick<RequestPerson, "keys">,
  system: string,
): Promise<readonly Standing[]> {
  const rows = hashesIn(ctx.keys, system, { identifiers: [], keys: person.keys });
  const standing = await listStanding(ctx, system, [...(await listIndexHashes(ctx, request.id)), ...rows]);
  const others = standing.filter(({ requestId, isSealed }) => isSealed && requestId !== request.id);
  return [...new Map(others.map((one) => [one.requestId, one])).values()];
}

/**
 * The plan of a system; where a restriction of the same person has sealed something there, it waits for the lift. Looked at before
 * and after: what is sealed or lifted meanwhile is not what was searched.
 */
export async function planUnsealed(
  ctx: Ctx,
  request: RequestRow,
  person: Pick<RequestPerson, "keys">,
  system: string,
  plan: () => Promise<PlannedStep>,
): Promise<PlannedStep> {
  const before = await listSealing(ctx, request, person, system);
  const planned = await plan();
  const after = await listSealing(ctx, request, person, system);
  const sealing = [...new Map([...before, ...after].map((one) => [one.requestId, one])).values()];
  if (sealing.length === 0) return planned;
  const findings = sealing.map((one) => ({
    system,
    ...restrictionStands(one, `announce the lift of ${one.name}. This request then goes on by itself.`),
  }));
  return {
    ...planned,
    found: true,
    waitsFor: sealing.map(({ requestId }) => requestId),
    summary: { ...planned.summary, findings: [...planned.summary.findings, ...findings] },
  };
}
