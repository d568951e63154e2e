/** The slice of the Data Rights Protocol: empty unless it is configured. */
import type { Slice } from "../platform/slice.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { createDirectory } from "./directory.ts";
import type { DrpParts } from "./drp-parts.ts";
import { addDrpRoutes } from "./drp-routes.tsx";
import { tellAgents } from "./tell-agents.ts";

export function createDrpSlice(requests: RequestParts, folder: string): Slice {
  const settings = requests.kept.drp;
  if (settings === null) return { name: "drp" };
  const directory = createDirectory(settings.agents, folder);
  const parts: DrpParts = { settings, directory, requests };
  return {
    name: "drp",
    pages: (pages) => addDrpRoutes(pages, parts),
    sweeps: [
      { name: "drp.tell-agents", everySeconds: 30, run: (ctx) => tellAgents(ctx, parts) },
      { name: "drp.directory", everySeconds: 3600, run: (ctx) => directory.refresh(ctx) },
    ],
    start: (ctx) => directory.refresh(ctx),
  };
}
