/** The slice of the Data Rights Protocol: empty unless it is configured. */
import type { Clock } from "../platform/clock.ts";
import { createRateLimiter } from "../platform/http/rate-limit.ts";
import type { Slice } from "../platform/slice.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { createDirectory } from "./directory.ts";
import type { DrpParts } from "./drp-parts.ts";
import { addDrpRoutes } from "./drp-routes.ts";
import { addPersonPages } from "./person-pages.tsx";
import { tellAgents } from "./tell-agents.ts";

export function createDrpSlice(requests: RequestParts, folder: string, clock: Clock): Slice {
  const settings = requests.kept.drp;
  if (settings === null) return { name: "drp" };
  const directory = createDirectory(settings.agents, folder);
  const parts: DrpParts = { settings, directory, requests, limiter: createRateLimiter(clock) };
  return {
    name: "drp",
    // An agent acts for thousands from one address: it is limited by its name, whoever has none by the address.
    tokenPages: (pages) => addDrpRoutes(pages, parts),
    pages: (pages) => addPersonPages(pages, parts),
    sweeps: [
      { name: "drp.tell-agents", everySeconds: 30, run: (ctx) => tellAgents(ctx, parts) },
      { name: "drp.directory", everySeconds: 3600, run: (ctx) => directory.refresh(ctx) },
    ],
    start: (ctx) => directory.refresh(ctx),
  };
}
