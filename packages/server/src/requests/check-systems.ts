import { problem } from "../platform/http/problems.ts";
import type { RequestParts } from "./request-parts.ts";

/** Refuses rows of systems that the configuration does not have. `pointer` leads to their list. */
export function checkSystems(
  parts: RequestParts,
  rows: readonly { readonly system: string }[],
  pointer = "/body/keys",
): void {
  for (const [index, row] of rows.entries()) {
    if (parts.systems.names.includes(row.system)) continue;
    throw problem("system_unknown", {
      pointers: [{ pointer: `${pointer}/${index}/system`, message: "is not configured" }],
    });
  }
}
