/** Keeps a map: as a file beside the configuration, and as a version here. */
import { createHash } from "node:crypto";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type { DataMap } from "@kept/engine/map";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { problem } from "../platform/http/problems.ts";
import { describeDiscovery } from "./describe-discovery.ts";
import { saveDiscovery } from "./queries.ts";
import type { Systems } from "./systems.ts";
import type { SaidAnswer } from "./tables.ts";

export interface NewMap {
  readonly map: DataMap;
  readonly text: string;
  /** The text that this one was made from, which must stand there still; null: whatever stands there is replaced. */
  readonly before: string | null;
  readonly how: "accepted" | "edited" | "answered" | "taken-back";
  /** What was answered, where it is an answer. */
  readonly said?: SaidAnswer;
  /** The version whose answer this one takes back. */
  readonly takesBack?: string;
}

/**
 * The file is written inside the transaction, as its last step: when it fails nothing is kept, and when the commit fails
 * the file is ahead by a map that somebody did confirm. Resolves to the version's id; throws `map_changed` where somebody was faster.
 */
export async function keepMap(ctx: Ctx, systems: Systems, rights: RowRights, next: NewMap): Promise<string> {
  const { system } = rights;
  const { map, text, before, how, said, takesBack } = next;
  const resolved = await rights.discoverUnder(map);
  const sha256 = createHash("sha256").update(text, "utf8").digest("hex");
  const id = await ctx.transaction(async (tx) => {
    // Its row is held from here on: whoever comes next reads the file when this one has written it.
    await saveDiscovery(tx, system, rights.kind, describeDiscovery(resolved));
    if (before !== null && (await systems.readMapText(system)) !== before) throw problem("map_changed");
    const version = tx.ids.next("map");
    await tx.db
      .insertInto("system_map")
      .values({
        system,
        id: version,
        at: isoInstant(tx.clock.now()),
        actor_kind: tx.actor.kind,
        actor_id: tx.actor.id,
        how,
        map: text,
        sha256,
        before_map: said === undefined ? null : before,
        said: said === undefined ? null : jsonb(said),
      })
      .execute();
    if (takesBack !== undefined) {
      await tx.db
        .updateTable("system_map")
        .set({ taken_back_by: version })
        .where("system", "=", system)
        .where("id", "=", takesBack)
        .execute();
    }
    const tables = Object.keys(map.accepted).length;
    await tx.outbox.add(`system/${system}`, {
      entry: { type: "system.map-saved", data: { system, how, mapHash: sha256, tables } },
    });
    await systems.writeMapText(system, text);
    return version;
  });
  rights.useMap(map);
  return id;
}
