/**
 * Two people were taken for one by mistake: identifiers and devices lead to each again, and what one had said does not count
 * for the other any more. A no since the merge holds for both, as nobody can tell whose it was; a yes stays where it was said.
 */
import type { PersonMerge, PersonSeparation } from "@kept/contract/separations";
import type { ActName } from "@kept/engine/choices/acts";
import { choiceAct } from "@kept/engine/choices/acts";
import type { Selectable } from "kysely";
import { findMerge, listMerges, markMerge, returnIdentifiers } from "../people/merges.ts";
import { followMerged } from "../people/queries.ts";
import type { PeopleTables } from "../people/tables.ts";
import { isoInstant } from "../platform/clock.ts";
import { sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { dryRun } from "../platform/dry-run.ts";
import { problem } from "../platform/http/problems.ts";
import { carryOver } from "./carry-over.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { foldIntoState, listEntries, readState } from "./queries.ts";
import { changedDecisions, scheduleDeliveries } from "./schedule-deliveries.ts";

type MergeRow = Selectable<PeopleTables["person_merge"]>;

/** Merges in which a person stayed or became another. */
export async function listPersonMerges(ctx: Ctx, personId: string): Promise<{ merges: PersonMerge[] }> {
  return { merges: (await listMerges(ctx, personId)).map((row) => describe(ctx, row)) };
}

/** Throws `merge_not_found` or `separation_not_possible`. */
export async function previewPersonSeparation(
  ctx: Ctx,
  parts: ChoiceParts,
  mergeId: string,
): Promise<PersonSeparation> {
  const row = await requireMerge(ctx, mergeId);
  const outcome = await dryRun(ctx, (tx) => separate(tx, parts, row));
  return { merge: describe(ctx, row), ...outcome, needsSecond: parts.kept.requests.fourEyes.separations };
}

/**
 * With four eyes the first one proposes and another one does it. Throws `merge_not_found`, `separation_not_possible` or
 * `separation_same_person`.
 */
export async function separatePeople(
  ctx: Ctx,
  parts: ChoiceParts,
  mergeId: string,
  input: { readonly reason: string },
): Promise<PersonMerge> {
  await ctx.transaction(async (tx) => {
    const row = await requireMerge(tx, mergeId);
    if (row.separated_at !== null) throw problem("separation_not_possible");
    const sealed_reason = sealJson(tx.keys, "person.separation", `person_merge/${row.id}`, input.reason);
    const now = isoInstant(tx.clock.now());
    if (parts.kept.requests.fourEyes.separations && row.proposed_by === null) {
      await markMerge(tx, row, { proposed_by: tx.actor.id, proposed_at: now, sealed_reason });
      const subject = { person: row.person_id, other: row.other_id };
      await tx.outbox.add(row.person_id, { entry: { type: "choice.separation-proposed", subject, data: {} } });
      return;
    }
    if (parts.kept.requests.fourEyes.separations && row.proposed_by === tx.actor.id) {
      throw problem("separation_same_person");
    }
    await markMerge(tx, row, { sealed_reason });
    await separate(tx, parts, row);
  });
  return describe(ctx, await requireMerge(ctx, mergeId));
}

async function requireMerge(ctx: Ctx | TxCtx, id: string): Promise<MergeRow> {
  const row = await findMerge(ctx, id);
  if (row === undefined) throw problem("merge_not_found");
  return row;
}

async function separate(
  tx: TxCtx,
  parts: ChoiceParts,
  row: MergeRow,
): Promise<Omit<PersonSeparation, "merge" | "needsSecond">> {
  const { other_id: other } = row;
  // Who stayed may have become somebody else since.
  const stayed = (await followMerged(tx, [other]))(other);
  if (row.separated_at !== null || stayed === other) throw problem("separation_not_possible");
  const before = await readState(tx, stayed);
  const since = row.at.toISOString();
  const said = (await listEntries(tx, stayed)).filter(({ entry, isCopy }) => !isCopy && entry.at >= since);
  const returned = await returnIdentifiers(tx, row, stayed);
  const shared = await carryOver(tx, parts, stayed, other, { since });
  const selves = [other, ...row.former];
  const copies = await dropCopies(tx, selves);
  await markMerge(tx, row, { separated_at: isoInstant(tx.clock.now()) });
  const subject = { person: stayed, other };
  for (const [personId, was] of [
    [stayed, before],
    [other, before],
  ] as const) {
    const after = await readState(tx, personId);
    const changes = changedDecisions(parts.policy, was, after, isoInstant(tx.clock.now()));
    const jobs = await scheduleDeliveries(tx, parts, personId, row.id, changes);
    const entry = { type: "choice.people-separated", subject, data: { ...returned, copies, shared } } as const;
    await tx.outbox.add(personId, { entry, jobs });
  }
  const isYes = (act: string): boolean => choiceAct(act as ActName).effect === "permit";
  return { ...returned, copies, shared, stays: said.filter(({ entry }) => isYes(entry.act)).length };
}

/** Takes out of everybody's record what was carried over from these, and answers how many acts that were. */
async function dropCopies(tx: TxCtx, selves: readonly string[]): Promise<number> {
  const origins = new Set(
    (await tx.db.selectFrom("choice_record").select("id").where("person_id", "in", selves).execute()).map(
      ({ id }) => id,
    ),
  );
  const copies = new Map<string, { readonly person_id: string; readonly id: string }>();
  // A copy may have been carried on from where it was copied to.
  for (let asked = [...origins]; asked.length > 0; ) {
    const found = await tx.db
      .selectFrom("choice_record")
      .select(["person_id", "id"])
      .where("origin_id", "in", asked)
      .where("person_id", "not in", selves)
      .execute();
    const fresh = found.filter(({ id }) => !copies.has(id));
    for (const one of fresh) copies.set(one.id, one);
    asked = fresh.map(({ id }) => id);
  }
  let dropped = 0;
  for (const [personId, own] of Map.groupBy(copies.values(), ({ person_id }) => person_id)) {
    const ids = own.map(({ id }) => id);
    const { numDeletedRows } = await tx.db
      .deleteFrom("choice_event")
      .where("person_id", "=", personId)
      .where("record_id", "in", ids)
      .executeTakeFirst();
    dropped += Number(numDeletedRows);
    await tx.db.deleteFrom("choice_record").where("person_id", "=", personId).where("id", "in", ids).execute();
    await tx.db.deleteFrom("choice_state").where("person_id", "=", personId).execute();
    const rest = await listEntries(tx, personId);
    if (rest.length > 0)
      await foldIntoState(
        tx,
        personId,
        rest.map(({ entry }) => entry),
      );
  }
  return dropped;
}

function describe(ctx: Ctx, row: MergeRow): PersonMerge {
  const { id, person_id, other_id, at, verified_how, identifiers, devices, separated_at, proposed_by, proposed_at } =
    row;
  return {
    id,
    person: person_id,
    other: other_id,
    at: at.toISOString(),
    verifiedHow: verified_how,
    identifiers: identifiers.length,
    devices: devices.length,
    separatedAt: separated_at?.toISOString() ?? null,
    proposed:
      proposed_by === null || proposed_at === null || separated_at !== null
        ? null
        : { at: proposed_at.toISOString(), isMine: proposed_by === ctx.actor.id },
  };
}
