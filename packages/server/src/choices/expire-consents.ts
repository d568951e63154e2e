/** Tells in the record that a consent has ended by itself. The gate does not wait for it: the end was part of the consent. */
import type { Regime } from "@kept/engine/choices/regime-rules";
import { sql } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { readState } from "./queries.ts";
import { recordActs } from "./record-acts.ts";

const BATCH = 500;

export async function expireConsents(ctx: Ctx, parts: ChoiceParts): Promise<void> {
  const now = isoInstant(ctx.clock.now());
  for (;;) {
    const rows = await ctx.db
      .selectFrom("choice_state as state")
      .select(["person_id", "purpose", "channel", "topic", "until", "position"])
      .where("slot", "=", "consent")
      .where("until", "<=", now)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("choice_event")
              .select("choice_event.id")
              .whereRef("choice_event.person_id", "=", "state.person_id")
              .whereRef("choice_event.purpose", "=", "state.purpose")
              .whereRef("choice_event.channel", "=", "state.channel")
              .whereRef("choice_event.topic", "=", "state.topic")
              .where("choice_event.act", "=", "expired")
              .where("choice_event.id", "=", sql<string>`'expired:' || state.position`),
          ),
        ),
      )
      .limit(BATCH)
      .execute();
    for (const row of rows) {
      await ctx.transaction(async (tx) => {
        const { regime } = await readState(tx, row.person_id);
        // One end of one yes: whoever renews it has another.
        const act = {
          id: `expired:${row.position}`,
          act: "expired",
          purpose: row.purpose,
          channel: row.channel,
          topic: row.topic,
        } as const;
        await recordActs(tx, parts, row.person_id, [act], {
          surface: "api",
          method: "lapse",
          at: row.until,
          regime: regime as Regime,
        });
      });
    }
    if (rows.length < BATCH) return;
  }
}
