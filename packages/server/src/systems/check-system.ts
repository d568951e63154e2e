/** Connects to a system and says how that went. */
import { SystemError } from "@kept/connectors/connector";
import { MapInvalid } from "@kept/connectors/rights/map-file";
import { isRowRights } from "@kept/connectors/rights/open-rights-system";
import type { RightsSystem } from "@kept/connectors/rights-system";
import type { SystemHealth } from "@kept/contract/systems";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { saveHealth } from "./queries.ts";
import type { Systems } from "./systems.ts";

/** Connects anew; a failure is the answer. Throws `system_not_found`. */
export async function checkSystem(ctx: Ctx, systems: Systems, system: string): Promise<SystemHealth> {
  requireSystem(systems, system);
  try {
    await using rights = await systems.connect(system);
    // Opening a store proves that it answers; a system that decides for itself is asked for nobody.
    if (!isRowRights(rights)) await rights.find({ identifiers: [], keys: [] });
    const health: SystemHealth = { state: "up", checkedAt: isoInstant(ctx.clock.now()), problem: null };
    await saveHealth(ctx, system, rights.kind, health);
    return health;
  } catch (error) {
    return await noteFailure(ctx, system, error);
  }
}

/** Opens a system for an operator's call. Throws `system_not_found`, or `system_not_available` with what to do. */
export async function openForOperator<T>(
  ctx: Ctx,
  systems: Systems,
  system: string,
  work: (rights: RightsSystem) => Promise<T>,
  open: Systems["open"] = systems.open,
): Promise<T> {
  requireSystem(systems, system);
  try {
    return await work(await open(system));
  } catch (error) {
    if (!(error instanceof SystemError) && !(error instanceof MapInvalid)) throw error;
    const health = await noteFailure(ctx, system, error);
    throw problem("system_not_available", {
      detail: `${health.problem?.message ?? ""} ${health.problem?.advice ?? ""}`.trim(),
      cause: error,
    });
  }
}

/** Throws `system_not_found` for a name that the configuration does not have. */
export function requireSystem(systems: Systems, system: string): void {
  if (!systems.names.includes(system)) throw problem("system_not_found");
}

async function noteFailure(ctx: Ctx, system: string, error: unknown): Promise<SystemHealth> {
  ctx.log.warn("a system cannot be used", { system, error });
  const health: SystemHealth = {
    state: "down",
    checkedAt: isoInstant(ctx.clock.now()),
    problem: describeFailure(error),
  };
  await saveHealth(ctx, system, "", health);
  return health;
}

function describeFailure(error: unknown): NonNullable<SystemHealth["problem"]> {
  if (error instanceof SystemError) return { code: error.code, message: error.message, advice: error.advice };
  if (error instanceof MapInvalid)
    return { code: "map_invalid", message: error.message, advice: "Correct the map's file." };
  return { code: "system_failed", message: "The system could not be used.", advice: "The server's log says more." };
}
