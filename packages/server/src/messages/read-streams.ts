/** Streams with their figures, and the check that nothing of marketing left after its recipient's no. */
import type { StreamFigures } from "@kept/contract/messages";
import { sql } from "kysely";
import { localized } from "../kept-config.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { MessageParts } from "./message-parts.ts";

export async function readStreams(ctx: Ctx, parts: MessageParts): Promise<StreamFigures> {
  const counted = await ctx.db
    .selectFrom("message_delivery")
    .select(["stream", "state", "reason", sql<string>`count(*)`.as("count")])
    .groupBy(["stream", "state", "reason"])
    .execute();
  const suppressed = await ctx.db
    .selectFrom("suppression")
    .select(["reason", sql<string>`count(distinct address_hash)`.as("count")])
    .groupBy("reason")
    .execute();
  const streams = Object.entries(parts.kept.streams).map(([stream, settings]) => {
    const rows = counted.filter((row) => row.stream === stream);
    const states: Record<string, number> = {};
    const reasons: Record<string, number> = {};
    for (const row of rows) {
      states[row.state] = (states[row.state] ?? 0) + Number(row.count);
      if (row.reason !== null) reasons[row.reason] = (reasons[row.reason] ?? 0) + Number(row.count);
    }
    return {
      stream,
      title: localized(settings.title, parts.kept.languages[0] ?? "en"),
      class: settings.class,
      purpose: settings.purpose ?? null,
      topic: settings.topic ?? null,
      from: settings.from,
      softOptIn: settings.softOptIn !== undefined,
      states,
      reasons,
    };
  });
  return {
    streams,
    suppressed: Object.fromEntries(suppressed.map((row) => [row.reason, Number(row.count)])),
    sentAfterOptOut: await countSentAfterOptOut(ctx, parts),
  };
}

/** The law allows days (16 CFR 316.5: ten working days); here there are none, and this counts whether that is true. */
async function countSentAfterOptOut(ctx: Ctx, parts: MessageParts): Promise<number> {
  let total = 0;
  for (const [name, { class: messageClass, purpose, topic }] of Object.entries(parts.kept.streams)) {
    if (messageClass !== "marketing" || purpose === undefined) continue;
    const row = await ctx.db
      .selectFrom("message_delivery")
      .innerJoin("suppression", "suppression.address_hash", "message_delivery.address_hash")
      .select(sql<string>`count(distinct message_delivery.id)`.as("count"))
      .where("message_delivery.stream", "=", name)
      .where("message_delivery.state", "=", "sent")
      .where("suppression.reason", "=", "unsubscribed")
      .where("suppression.purpose", "in", [purpose, "*"])
      .where("suppression.topic", "in", ["", topic ?? ""])
      .whereRef("message_delivery.settled_at", ">", "suppression.since")
      .executeTakeFirstOrThrow();
    total += Number(row.count);
  }
  return total;
}
