/** Discovers systems, confirms what was proposed, and keeps maps: as a file beside the configuration and as a version here. */
import { acceptProposals, type Discovery } from "@kept/connectors/rights/discover";
import { editMap } from "@kept/connectors/rights/edit-map";
import { readMap, writeMap } from "@kept/connectors/rights/map-file";
import { isRowRights } from "@kept/connectors/rights/open-rights-system";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { SystemDetail } from "@kept/contract/systems";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { Language } from "../platform/i18n/language.ts";
import { checkSystem, openForOperator, requireSystem } from "./check-system.ts";
import { describeDiscovery } from "./describe-discovery.ts";
import { keepMap } from "./keep-map.ts";
import { describeProblems, versionOf } from "./map-text.ts";
import { findSystemRow, saveDiscovery, saveHealth, summariseSystem, wasDiscovered } from "./queries.ts";
import type { Systems } from "./systems.ts";
import { tellFinding } from "./tell-finding.ts";

/** Reads schema and data anew; the map stays. */
export async function discoverSystem(ctx: Ctx, systems: Systems, system: string): Promise<void> {
  await openForOperator(ctx, systems, system, async (rights) => {
    if (!isRowRights(rights)) {
      const health = { state: "up", checkedAt: isoInstant(ctx.clock.now()), problem: null } as const;
      await saveHealth(ctx, system, rights.kind, health);
      return;
    }
    rights.useMap(readMap(await systems.readMapText(system)));
    await keepDiscovery(ctx, rights, await rights.discover(true));
  });
}

/** Looks whether a system answers; one that nobody has looked at yet is discovered, since forms offer what it holds. */
export async function tendSystem(ctx: Ctx, systems: Systems, system: string): Promise<void> {
  const { state } = await checkSystem(ctx, systems, system);
  if (state !== "up" || (await wasDiscovered(ctx, system))) return;
  await discoverSystem(ctx, systems, system).catch((error: unknown) =>
    ctx.log.warn("a system cannot be discovered", { system, error }),
  );
}

/** Confirms the proposals of these tables (default: all) and writes the map. */
export async function acceptMap(
  ctx: Ctx,
  systems: Systems,
  system: string,
  tables: readonly string[] | undefined,
): Promise<void> {
  await openForOperator(ctx, systems, system, async (opened) => {
    const rights = requireRows(opened);
    // Read first: what is edited while the system is looked at is not to be written over.
    const before = await systems.readMapText(system);
    const discovery = await rights.discoverUnder(readMap(before));
    const known = new Set(discovery.index.model.tables.map((table) => table.name));
    for (const [index, table] of (tables ?? []).entries()) {
      if (known.has(table)) continue;
      throw problem("map_table_unknown", { pointers: [{ pointer: `/body/tables/${index}`, message: "is not there" }] });
    }
    const map = acceptProposals(discovery, tables);
    // What the author of the file wrote around it (order, comments) stays.
    const text = before === "" ? writeMap(map) : editMap(before, map);
    await keepMap(ctx, systems, rights, { map, text, before, how: "accepted" });
  });
}

/** Everything that is known of a system; discovers it first when that has not been done. */
export async function readSystem(
  ctx: Ctx,
  systems: Systems,
  system: string,
  language: Language,
): Promise<SystemDetail> {
  requireSystem(systems, system);
  let row = await findSystemRow(ctx, system);
  if (row?.discovery === undefined || row.discovery === null) {
    // A system that is down shows as such, with what to do.
    await discoverSystem(ctx, systems, system).catch(() => undefined);
    row = await findSystemRow(ctx, system);
  }
  const found = row?.discovery ?? null;
  const map = await systems.readMapText(system);
  return {
    ...summariseSystem(system, systems.title(system, language), row),
    schema: found?.schema ?? [],
    findingList: (found?.findingList ?? []).map(tellFinding),
    // The file is the truth: it may have been edited since anything was discovered with it.
    map,
    mapVersion: versionOf(map),
    mapProblems: describeProblems(map),
    mapFile: systems.mapName(system),
  };
}

/** Throws `system_not_discoverable` where there are no rows to look at. */
export function requireRows(rights: RightsSystem): RowRights {
  if (!isRowRights(rights)) throw problem("system_not_discoverable");
  return rights;
}

async function keepDiscovery(ctx: Ctx, rights: RowRights, discovery: Discovery): Promise<void> {
  const found = describeDiscovery(discovery);
  await ctx.transaction(async (tx) => {
    await saveDiscovery(tx, rights.system, rights.kind, found);
    const data = {
      system: rights.system,
      tables: found.schema.length,
      findings: found.findingList.length,
      blocking: found.findingList.filter((finding) => finding.blocks).length,
    };
    await tx.outbox.add(`system/${rights.system}`, { entry: { type: "system.discovered", data } });
  });
}
