/** The slice of the privacy centre. */
import type { Slice } from "../platform/slice.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { addCentrePages } from "./pages.tsx";

export function createCentreSlice(parts: RequestParts): Slice {
  return { name: "centre", pages: (pages) => addCentrePages(pages, parts) };
}
