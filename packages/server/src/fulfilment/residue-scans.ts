/** Residue scans of a request: started by an operator, carried out as a job, read afterwards. */
import type { Receipt } from "@kept/contract/packages";
import type { ResidueScan, SystemResidue } from "@kept/contract/residue-scans";
import { categoryOfIdentifier } from "@kept/engine/sought-values";
import type { Kysely, Selectable } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import { openPerson } from "../requests/person.ts";
import { findRequest, lockRequest, type RequestRow } from "../requests/queries.ts";
import { requireRequest } from "../requests/read-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { scopeIn, systemsOf } from "../requests/scope-rows.ts";
import { personQuery } from "./act.ts";
import { amendReceipt } from "./issue-receipt.ts";
import { controllerDay } from "./plan-request.ts";
import { listSteps } from "./queries.ts";
import { openBegun } from "./settle-step.ts";
import type { FulfilmentTables } from "./tables.ts";
import { describeTrouble } from "./trouble.ts";

type ScanRow = Selectable<FulfilmentTables["fulfilment_residue_scan"]>;

const PURPOSE = "fulfilment.residue";
const NOTHING = { tables: 0, columns: 0, places: [], unread: [], short: 0 };

/**
 * Starts a scan; one that was made before is replaced. Throws `request_state_wrong` before identity is proven, and
 * `request_unidentified` once the person has been forgotten.
 */
export async function startResidueScan(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  { plusTags }: { readonly plusTags: boolean },
): Promise<ResidueScan> {
  const startedAt = isoInstant(ctx.clock.now());
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if (request.received_at === null) {
      throw problem("request_state_wrong", { detail: "Nobody has shown yet that these identifiers are theirs." });
    }
    if (request.sealed_person === null) throw problem("request_unidentified");
    const id = tx.ids.next("scn");
    const row = {
      id,
      state: "running",
      plus_tags: plusTags,
      started_at: startedAt,
      completed_at: null,
      sealed_systems: null,
      totals: null,
    };
    await tx.db
      .insertInto("fulfilment_residue_scan")
      .values({ request_id: requestId, ...row })
      .onConflict((conflict) => conflict.column("request_id").doUpdateSet(row))
      .execute();
    const data = { systems: systemsOf(parts, request).length, plusTags };
    await recordEvent(tx, requestId, { type: "request.residue-scan-started", data }, [
      { name: "requests.scan-residue", payload: { requestId, scanId: id } },
    ]);
  });
  return { requestId, state: "running", startedAt, completedAt: null, plusTags, systems: [] };
}

/** Null when nobody has looked yet. */
export async function readResidueScan(ctx: Ctx, requestId: string): Promise<ResidueScan | null> {
  await requireRequest(ctx, requestId);
  const row = await findScan(ctx, requestId);
  if (row === undefined) return null;
  return {
    requestId,
    state: row.state as ResidueScan["state"],
    startedAt: row.started_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
    plusTags: row.plus_tags,
    systems:
      row.sealed_systems === null
        ? []
        : openJson<SystemResidue[]>(ctx.keys, PURPOSE, `fulfilment_residue_scan/${requestId}`, row.sealed_systems),
  };
}

/** The job. A system that fails is told as such: nothing is called clean that was not looked at. */
export async function scanResidue(
  ctx: Ctx,
  parts: RequestParts,
  { requestId, scanId }: { readonly requestId: string; readonly scanId: string },
): Promise<void> {
  const row = await findScan(ctx, requestId);
  const request = await findRequest(ctx, requestId);
  const person = request === undefined ? null : openPerson(ctx, requestId, request.sealed_person);
  if (row?.id !== scanId || row.state !== "running" || request === undefined || person === null) return;
  const systems: SystemResidue[] = [];
  for (const system of systemsOf(parts, request)) {
    systems.push(await scanSystem(ctx, parts, { row, request, person }, system));
  }
  const totals = systems.map(summarise);
  await ctx.transaction(async (tx) => {
    const now = await lockScan(tx, requestId);
    if (now?.id !== scanId || now.state !== "running") return;
    const completedAt = isoInstant(tx.clock.now());
    await tx.db
      .updateTable("fulfilment_residue_scan")
      .set({
        state: "done",
        completed_at: completedAt,
        sealed_systems: sealJson(tx.keys, PURPOSE, `fulfilment_residue_scan/${requestId}`, systems),
        totals: jsonb(totals),
      })
      .where("request_id", "=", requestId)
      .execute();
    await amendReceipt(tx, requestId, { residueScan: { completedAt, systems: totals } });
    const sum = (read: (one: (typeof totals)[number]) => number) => totals.reduce((all, one) => all + read(one), 0);
    const data = {
      systems: totals.length,
      failed: totals.filter(({ scanned }) => !scanned).length,
      columns: sum(({ columns }) => columns),
      places: sum(({ places }) => places),
      rows: sum(({ rows }) => rows),
    };
    await recordEvent(tx, requestId, { type: "request.residue-scanned", data });
  });
}

interface Scan {
  readonly row: ScanRow;
  readonly request: RequestRow;
  readonly person: NonNullable<ReturnType<typeof openPerson>>;
}

async function scanSystem(
  ctx: Ctx,
  parts: RequestParts,
  { row, request, person }: Scan,
  system: string,
): Promise<SystemResidue> {
  const requestId = request.id;
  try {
    const rights = await parts.systems.open(system);
    if (rights.scanResidue === undefined) {
      const why = rights.lacks?.residue;
      const reason = why === undefined ? null : { code: "right_unsupported", message: why };
      return { system, state: "unable", problem: reason, ...NOTHING };
    }
    const step = (await listSteps(ctx, requestId)).find((one) => one.system === system);
    const begun = step === undefined ? { done: [], open: null } : openBegun(ctx.keys, step);
    // What other systems know the person by is looked for here too.
    const values = person.identifiers.map(({ kind, value }) => ({ category: categoryOfIdentifier(kind), value }));
    const question = {
      person: personQuery(person, system),
      scope: scopeIn(ctx.keys, request, system),
      values,
      done: begun.done,
      plusTags: row.plus_tags,
    };
    const options = { today: controllerDay(ctx.clock.now(), parts) };
    const report = await rights.scanResidue(question, options, {
      onProgress: ({ done, total, what }) =>
        parts.feed.publish({
          type: "progress",
          requestId,
          system,
          done,
          total,
          what,
          at: isoInstant(ctx.clock.now()),
        }),
    });
    const places = report.places.map((place) => ({
      ...place,
      keys: place.keys.map((key) => [...key]),
      categories: [...place.categories],
    }));
    return { ...report, system, state: "scanned", problem: null, places, unread: [...report.unread] };
  } catch (error) {
    const { code, message } = describeTrouble(ctx, system, error);
    return { system, state: "failed", problem: { code, message }, ...NOTHING };
  }
}

function summarise({
  system,
  state,
  problem: why,
  columns,
  places,
}: SystemResidue): NonNullable<Receipt["residueScan"]>["systems"][number] {
  const left = places.filter(({ rows, planned }) => rows > planned);
  return {
    system,
    scanned: state === "scanned",
    columns,
    places: left.length,
    rows: left.reduce((sum, { rows, planned }) => sum + rows - planned, 0),
    // A failure is for the operator to mend; that a system cannot look is for everybody to know.
    ...(state === "unable" && why !== null ? { why: why.message } : {}),
  };
}

function findScan(ctx: Ctx | TxCtx, requestId: string): Promise<ScanRow | undefined> {
  const db = ctx.db as Kysely<Database>;
  return db.selectFrom("fulfilment_residue_scan").selectAll().where("request_id", "=", requestId).executeTakeFirst();
}

function lockScan(tx: TxCtx, requestId: string): Promise<ScanRow | undefined> {
  return tx.db
    .selectFrom("fulfilment_residue_scan")
    .selectAll()
    .where("request_id", "=", requestId)
    .forUpdate()
    .executeTakeFirst();
}
