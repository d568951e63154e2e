/** The slice of purposes: their history, over the API and in the privacy centre. */
import * as endpoints from "@kept/contract/purpose-history";
import type { KeptConfig } from "../kept-config.ts";
import { bind } from "../platform/http/bind.ts";
import type { Slice } from "../platform/slice.ts";
import { addHistoryPage } from "./history-page.tsx";
import { listVersions } from "./queries.ts";
import { versionPurposes } from "./version-purposes.ts";

export function createPurposesSlice(kept: KeptConfig): Slice {
  return {
    name: "purposes",
    routes: [
      bind(endpoints.listPurposeVersions, async (ctx, { query }) => ({ versions: await listVersions(ctx, query) })),
    ],
    pages: (pages) => addHistoryPage(pages, kept),
    start: (ctx) => versionPurposes(ctx, kept),
  };
}
