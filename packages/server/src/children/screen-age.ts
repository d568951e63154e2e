/** The neutral age screen: what was said is compared and forgotten. A device that was turned away cannot try another date. */
import { consentAge } from "@kept/engine/regimes/consent-ages";
import { sql } from "kysely";
import type { KeptConfig } from "../kept-config.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import { createLink, redeemLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";

const PROOF = "age.passed";
const PROOF_LIFETIME = "PT30M";

export interface Screened {
  readonly outcome: "passed" | "not_now";
  readonly proof: string | null;
  readonly retryAfter: string | null;
}

/** `born` is an ISO day, and is kept nowhere. */
export async function screenAge(
  ctx: Ctx,
  kept: KeptConfig,
  input: { readonly device: string; readonly born: string; readonly country?: string | undefined },
): Promise<Screened> {
  const deviceHash = ctx.keys.blindIndex("age.device", input.device);
  const now = ctx.clock.now();
  const today = now.toZonedDateTimeISO(kept.controller.zone).toPlainDate();
  const { minimumAge, retryLock } = kept.children;
  return await ctx.transaction(async (tx): Promise<Screened> => {
    const lock = await tx.db
      .selectFrom("age_lock")
      .select("until")
      .where("device_hash", "=", deviceHash)
      .forUpdate()
      .executeTakeFirst();
    if (lock !== undefined && lock.until.getTime() > now.epochMilliseconds) {
      return { outcome: "not_now", proof: null, retryAfter: lock.until.toISOString() };
    }
    const age = yearsBetween(input.born, today);
    const passed = age >= minimumAge && age < 130;
    await count(tx, today.toString(), passed ? "passed" : "not_now");
    if (!passed) {
      const until = isoInstant(addDuration(now, retryLock));
      await tx.db
        .insertInto("age_lock")
        .values({ device_hash: deviceHash, until })
        .onConflict((conflict) => conflict.column("device_hash").doUpdateSet({ until }))
        .execute();
      return { outcome: "not_now", proof: null, retryAfter: until };
    }
    const alone = consentAge(input.country ?? null);
    // Which line was crossed, and no more: the birth date itself goes no further.
    const subject = age < alone ? `needs-parent:${minimumAge}` : `alone:${Math.max(alone, minimumAge)}`;
    const { token } = await createLink(tx, { purpose: PROOF, subject, lifetime: PROOF_LIFETIME });
    return { outcome: "passed", proof: token, retryAfter: null };
  });
}

/** Whether this device was turned away and may not try again yet. */
export async function isLocked(ctx: Ctx, device: string): Promise<boolean> {
  const lock = await ctx.db
    .selectFrom("age_lock")
    .select("until")
    .where("device_hash", "=", ctx.keys.blindIndex("age.device", device))
    .executeTakeFirst();
  return lock !== undefined && lock.until.getTime() > ctx.clock.now().epochMilliseconds;
}

/** Works once. Throws `age_proof_invalid`. */
export async function redeemAgeProof(
  ctx: Ctx,
  kept: KeptConfig,
  proof: string,
): Promise<{ needsParent: boolean; bornBy: string }> {
  const link = await ctx.transaction((tx) => redeemLink(tx, PROOF, proof));
  if (!link.ok) throw problem("age_proof_invalid");
  const [who, age] = link.subject.split(":");
  const today = ctx.clock.now().toZonedDateTimeISO(kept.controller.zone).toPlainDate();
  return { needsParent: who === "needs-parent", bornBy: today.subtract({ years: Number(age) }).toString() };
}

/** Locks that are over say nothing any more. */
export async function tidyAgeLocks(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom("age_lock").where("until", "<", new Date(ctx.clock.now().epochMilliseconds)).execute();
}

/** Whole years; whoever was born on a 29th of February has their birthday on the 1st of March in other years. */
function yearsBetween(born: string, today: Temporal.PlainDate): number {
  const day = Temporal.PlainDate.from(born);
  const isBefore = today.month < day.month || (today.month === day.month && today.day < day.day);
  return today.year - day.year - (isBefore ? 1 : 0);
}

async function count(tx: TxCtx, day: string, outcome: string): Promise<void> {
  await tx.db
    .insertInto("age_count")
    .values({ day, outcome, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(["day", "outcome"]).doUpdateSet({ count: sql<number>`age_count.count + 1` }),
    )
    .execute();
}
