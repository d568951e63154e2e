/** Binds the endpoints of batches. */
import * as endpoints from "@kept/contract/batch-endpoints";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { createBatch } from "./create-batch.ts";
import { approveBatch, cancelBatch, replanBatch } from "./decide-batch.ts";
import { pauseBatchSystem, resumeBatchSystem } from "./pause-system.ts";
import { listBatches, readBatch } from "./read-batch.ts";
import { skipBatchSystem } from "./skip-system.ts";

export function batchRoutes(parts: RequestParts): readonly BoundEndpoint[] {
  return [
    bind(endpoints.createBatch, async (ctx, { body }) => readBatch(ctx, parts, await createBatch(ctx, parts, body))),
    bind(endpoints.listBatches, (ctx) => listBatches(ctx)),
    bind(endpoints.getBatch, (ctx, { params }) => readBatch(ctx, parts, params.batchId)),
    bind(endpoints.approveBatch, async (ctx, { params, body }) => {
      await approveBatch(ctx, parts, params.batchId, body);
      return readBatch(ctx, parts, params.batchId);
    }),
    bind(endpoints.replanBatch, async (ctx, { params }) => {
      await replanBatch(ctx, params.batchId);
      return readBatch(ctx, parts, params.batchId);
    }),
    bind(endpoints.cancelBatch, async (ctx, { params }) => {
      await cancelBatch(ctx, params.batchId);
      return readBatch(ctx, parts, params.batchId);
    }),
    bind(endpoints.pauseBatchSystem, async (ctx, { params, body }) => {
      await pauseBatchSystem(ctx, parts, params.batchId, params.system, body);
      return readBatch(ctx, parts, params.batchId);
    }),
    bind(endpoints.resumeBatchSystem, async (ctx, { params }) => {
      await resumeBatchSystem(ctx, params.batchId, params.system);
      return readBatch(ctx, parts, params.batchId);
    }),
    bind(endpoints.skipBatchSystem, async (ctx, { params, body }) => {
      await skipBatchSystem(ctx, parts, params.batchId, params.system, body);
      return readBatch(ctx, parts, params.batchId);
    }),
  ];
}
