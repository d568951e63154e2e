/** Hands a package out, to the person or to an operator; every fetch is a ledger entry. */
import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { findPackage } from "../fulfilment/queries.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { requireRequest } from "./read-request.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/** Throws `package_missing` when there is none (any more). */
export async function fetchPackage(ctx: Ctx, parts: RequestParts, requestId: string): Promise<Response> {
  const request = await requireRequest(ctx, requestId);
  const pack = await findPackage(ctx, requestId);
  const isOver = (pack?.expires_at?.getTime() ?? 0) <= ctx.clock.now().epochMilliseconds;
  if (pack?.state !== "ready" || isOver) throw problem("package_missing");
  const path = join(parts.packageDir, pack.file_name);
  await access(path).catch((cause: unknown) => {
    throw problem("package_missing", { cause });
  });
  await ctx.transaction(async (tx) => {
    await tx.db
      .updateTable("fulfilment_package")
      .set((set) => ({ fetches: set("fetches", "+", 1) }))
      .where("request_id", "=", requestId)
      .execute();
    await recordEvent(tx, requestId, { type: "request.package-fetched", data: {} });
  });
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/zip",
      "content-length": String(pack.bytes),
      "content-disposition": `attachment; filename="${request.reference}.zip"`,
      "cache-control": "private, no-store",
    },
  });
}
