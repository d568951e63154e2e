/** A map that somebody edits: what is wrong with it and where, what it would change, and saved over what was edited and nothing else. */
import { compareMaps } from "@kept/connectors/rights/edit-map";
import { listMapProblems, readMap } from "@kept/connectors/rights/map-file";
import type { CheckedMap, MapProblem } from "@kept/contract/systems";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openForOperator } from "./check-system.ts";
import { compareDiscoveries, writePlain } from "./compare-discoveries.ts";
import { requireRows } from "./discover-system.ts";
import { keepMap } from "./keep-map.ts";
import { describeProblems, versionOf } from "./map-text.ts";
import type { Systems } from "./systems.ts";
import { tellFinding } from "./tell-finding.ts";

/** What this text would be as the map; keeps nothing. */
export async function checkMap(ctx: Ctx, systems: Systems, system: string, text: string): Promise<CheckedMap> {
  return await openForOperator(
    ctx,
    systems,
    system,
    async (opened) => {
      const rights = requireRows(opened);
      const problems = describeProblems(text);
      if (problems.length > 0) return { problems, findings: [], difference: null };
      const map = readMap(text);
      const after = await rights.discoverUnder(map);
      const findings = after.findings.filter(({ code }) => code.startsWith("map_")).map(tellFinding);
      const now = await systems.readMapText(system);
      if (listMapProblems(now).length > 0) return { problems, findings, difference: null };
      const before = readMap(now);
      const difference = compareDiscoveries(await rights.discoverUnder(before), after, before, map);
      return { problems, findings, difference };
    },
    systems.openToRepair,
  );
}

/** Replaces the map by an edited one. Throws `map_invalid` with every problem, `map_changed` with what stands there by now. */
export async function saveMap(
  ctx: Ctx,
  systems: Systems,
  system: string,
  { map: text, version }: { readonly map: string; readonly version?: string | undefined },
): Promise<void> {
  await openForOperator(
    ctx,
    systems,
    system,
    async (opened) => {
      const rights = requireRows(opened);
      const problems = describeProblems(text);
      if (problems.length > 0) {
        throw problem("map_invalid", {
          detail: problems.map(tellProblem).join(" "),
          pointers: problems.map((one) => ({ pointer: `/body/map#${one.path}`, message: tellProblem(one) })),
        });
      }
      const before = await systems.readMapText(system);
      if (version !== undefined && version !== versionOf(before)) throw changed(before, text);
      // The text is kept as it was written: its comments and its order are the operator's.
      const map = readMap(text);
      await keepMap(ctx, systems, rights, { map, text, before: version === undefined ? null : before, how: "edited" });
    },
    systems.openToRepair,
  );
}

function tellProblem({ line, path, message }: MapProblem): string {
  return `${[...(line === null ? [] : [`line ${line}`]), ...(path === "" ? [] : [path])].join(", ") || "map"}: ${message}.`;
}

/** Places that are told; whoever wants all looks at the map. */
const TOLD = 20;

function changed(now: string, mine: string) {
  if (listMapProblems(now).length > 0)
    return problem("map_changed", { detail: "What stands there now cannot be read." });
  const differences = compareMaps(readMap(now), readMap(mine));
  return problem("map_changed", {
    detail:
      differences.length === 0
        ? "It says the same, in other words."
        : `It says something else in ${differences.length === 1 ? "1 place" : `${differences.length} places`}.`,
    pointers: differences.slice(0, TOLD).map(({ path, was, is }) => ({
      pointer: `/body/map#${path.join(".")}`,
      message: `is ${writePlain(was) ?? "not there"} now, and ${writePlain(is) ?? "not there"} in this text`,
    })),
  });
}
