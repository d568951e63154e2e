/** What time does to requests: forgotten work is taken up again, links lapse, packages and personal data go. */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { RELATIONS } from "@kept/contract/relations";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { revokeLinks } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { lockRequest, updateRequest } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import { LINKS } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { isForOperator, unverifiedBefore } from "../verification/hand-over.ts";
import { expirePackage } from "./expire-package.ts";
import { forgetPerson } from "./forget-person.ts";
import { planRequest } from "./plan-request.ts";
import { runRequest } from "./run-request.ts";

/** Relations of representatives on which an operator decides. */
const reviewedRelations = RELATIONS.filter(({ needsReview }) => needsReview).map(({ relation }) => relation);
/** Who asked is forgotten so long after the request was closed; receipts, counts and keyed hashes stay. */
const CLOSED_LIFETIME = "P30D";
/** Files without a row (a crash between the two) are left alone until nobody can be writing them any more. */
const ORPHAN_MILLISECONDS = 86_400_000;

/** Takes up what a crash, a pause or a lost job left: idempotent, and in step with whoever is at work already. */
export async function resumeRequests(ctx: Ctx, parts: RequestParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  const rows = await ctx.db
    .selectFrom("request")
    .select(["id", "state"])
    .where((where) =>
      where.or([
        where("state", "in", ["planning", "running", "waiting"]),
        where.and([where("state", "=", "blocked"), where("retry_at", "is not", null)]),
      ]),
    )
    // What a batch has in hand is the batch's.
    .where((where) =>
      where.or([
        where("batch_id", "is", null),
        where("batch_id", "in", (from) => from.selectFrom("batch").select("id").where("state", "=", "done")),
      ]),
    )
    .where((where) => where.or([where("retry_at", "is", null), where("retry_at", "<=", now)]))
    .where((where) => where.or([where("runs_at", "is", null), where("runs_at", "<=", now)]))
    .where((where) => where.or([where("lease_until", "is", null), where("lease_until", "<=", now)]))
    .orderBy("id")
    .limit(100)
    .execute();
  for (const row of rows) {
    // One that is held up may be at either: each leaves alone what is the other's.
    if (row.state === "planning" || row.state === "blocked") await planRequest(ctx, parts, row.id);
    if (row.state !== "planning") await runRequest(ctx, parts, row.id);
  }
}

type TidyParts = Pick<RequestParts, "kept" | "packageDir">;

/** Lapses, expires and purges. */
export async function tidyRequests(ctx: Ctx, parts: TidyParts): Promise<void> {
  await lapseUnverified(ctx, parts);
  await expirePackages(ctx, parts);
  await purgeClosed(ctx);
  await purgeLetters(ctx);
  await removeOrphans(ctx, parts);
}

async function lapseUnverified(ctx: Ctx, parts: TidyParts): Promise<void> {
  const rows = await ctx.db
    .selectFrom("request")
    .select("id")
    .where("state", "=", "unverified")
    .where("submitted_at", "<=", unverifiedBefore(ctx, parts.kept))
    // What waits for an operator's decision is not lapsed by its being late.
    .where("id", "not in", (query) =>
      query
        .selectFrom("mandate")
        .select("request_id")
        .where("representative_confirmed_at", "is not", null)
        .where("decided_at", "is", null)
        .where("relation", "in", reviewedRelations),
    )
    .execute();
  for (const { id } of rows) {
    await ctx.transaction(async (tx) => {
      if ((await lockRequest(tx, id))?.state !== "unverified") return;
      // Whoever has shown something is handed over to an operator instead.
      if (await isForOperator(tx, id)) return;
      await updateRequest(tx, id, { state: "lapsed", closed_at: isoInstant(tx.clock.now()) });
      await forgetPerson(tx, id);
      await tx.db.deleteFrom("request_identifier").where("request_id", "=", id).execute();
      await revokeLinks(tx, LINKS.verify, id);
      await revokeLinks(tx, LINKS.prove, id);
      await recordEvent(tx, id, { type: "request.lapsed", data: {} });
    });
  }
}

async function expirePackages(ctx: Ctx, parts: TidyParts): Promise<void> {
  const rows = await ctx.db
    .selectFrom("fulfilment_package")
    .select(["request_id as requestId", "file_name as fileName"])
    .where("state", "=", "ready")
    .where("expires_at", "<=", new Date(ctx.clock.now().epochMilliseconds))
    .execute();
  for (const { requestId, fileName } of rows) {
    await ctx.transaction((tx) => expirePackage(tx, parts, { requestId, fileName }));
  }
}

async function purgeClosed(ctx: Ctx): Promise<void> {
  const before = new Date(addDuration(ctx.clock.now(), `-${CLOSED_LIFETIME}`).epochMilliseconds);
  const rows = await ctx.db
    .selectFrom("request")
    .select("id")
    .where("closed_at", "<=", before)
    .where("sealed_person", "is not", null)
    // Whose data is restricted has to be told before that ends.
    .where("id", "not in", (query) =>
      query.selectFrom("fulfilment_restriction").select("request_id").where("state", "<>", "lifted"),
    )
    .execute();
  for (const { id } of rows) await ctx.transaction((tx) => forgetPerson(tx, id));
}

/** Letters of refusals are forgotten so long after the request was closed: until then a complaint may ask for them. */
const LETTER_LIFETIME = "P3Y";

/** What was said in a refusal goes; that it was given, its reason and the hash of its letter stay. */
async function purgeLetters(ctx: Ctx): Promise<void> {
  const before = new Date(addDuration(ctx.clock.now(), `-${LETTER_LIFETIME}`).epochMilliseconds);
  for (const table of ["request_letter", "request_refusal", "request_withheld", "request_fee"] as const) {
    await ctx.db
      .updateTable(table)
      .set({ sealed: null })
      .where("sealed", "is not", null)
      .where("request_id", "in", (from) => from.selectFrom("request").select("id").where("closed_at", "<=", before))
      .execute();
  }
}

/** Removes files that no package has, when nothing was written to them for so many milliseconds. */
export async function removeOrphans(ctx: Ctx, parts: TidyParts, age: number = ORPHAN_MILLISECONDS): Promise<void> {
  const names = await readdir(parts.packageDir).catch(() => []);
  if (names.length === 0) return;
  const rows = await ctx.db.selectFrom("fulfilment_package").select("file_name").where("state", "=", "ready").execute();
  const known = new Set(rows.map((row) => row.file_name));
  for (const name of names) {
    if (known.has(name)) continue;
    const path = join(parts.packageDir, name);
    const changed = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now();
    if (Date.now() - changed >= age) await rm(path, { recursive: true, force: true });
  }
}
