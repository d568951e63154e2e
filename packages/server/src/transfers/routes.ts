/** Binds the endpoints of transfers. */
import * as endpoints from "@kept/contract/transfer-endpoints";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import { requireRequest } from "../requests/read-request.ts";
import { describeTransfer, listTransferRows } from "./queries.ts";

export function transferRoutes(): readonly BoundEndpoint[] {
  return [
    bind(endpoints.listTransfers, async (ctx, { params }) => {
      await requireRequest(ctx, params.requestId);
      return { transfers: (await listTransferRows(ctx, params.requestId)).map(describeTransfer) };
    }),
  ];
}
