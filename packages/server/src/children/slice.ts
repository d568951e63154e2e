/** The slice of children. */
import type { Slice } from "../platform/slice.ts";
import { followChildCases } from "./child-cases.ts";
import type { ChildParts } from "./child-parts.ts";
import { childRoutes } from "./routes.ts";
import { tidyAgeLocks } from "./screen-age.ts";

export function createChildrenSlice(parts: ChildParts): Slice {
  return {
    name: "children",
    routes: childRoutes(parts),
    sweeps: [
      { name: "children.follow", everySeconds: 300, atStart: true, run: (ctx) => followChildCases(ctx, parts) },
      { name: "children.tidy", everySeconds: 3600, run: tidyAgeLocks },
    ],
  };
}
