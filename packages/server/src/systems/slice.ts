/** The slice of systems. */
import type { Slice } from "../platform/slice.ts";
import { tendSystem } from "./discover-system.ts";
import { systemRoutes } from "./routes.ts";
import type { Systems } from "./systems.ts";

const CHECK_SECONDS = 300;

export function createSystemsSlice(systems: Systems): Slice {
  return {
    name: "systems",
    routes: systemRoutes(systems),
    sweeps: [
      {
        name: "systems.check",
        everySeconds: CHECK_SECONDS,
        atStart: true,
        run: async (ctx) => {
          for (const system of systems.names) await tendSystem(ctx, systems, system);
        },
      },
    ],
    stop: () => systems.close(),
  };
}
