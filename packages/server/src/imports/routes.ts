/** Binds the endpoints of imports. */
import * as endpoints from "@kept/contract/transfer-endpoints";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import { collectImport, listImports, readItems } from "./collect-import.ts";

export function importRoutes(): readonly BoundEndpoint[] {
  return [
    bind(endpoints.listImports, (ctx, { query }) => listImports(ctx, query)),
    bind(endpoints.readImportItems, (ctx, { params, query }) => readItems(ctx, params.importId, query)),
    bind(endpoints.collectImport, (ctx, { params }) => collectImport(ctx, params.importId)),
  ];
}
