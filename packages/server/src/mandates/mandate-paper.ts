/** The signed mandate: a picture without metadata, sealed, and forgotten with who asked. */
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { requireRequest } from "../requests/read-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { Picture } from "../verification/strip-picture.ts";
import { requireMandate } from "./queries.ts";

const SEAL = "mandate.paper";

export function sealPaper(keys: Keyring, requestId: string, { mediaType, bytes }: Picture): Uint8Array {
  const kind = Buffer.from([mediaType === "image/png" ? 1 : 2]);
  return keys.seal(SEAL, `mandate/${requestId}`, Buffer.concat([kind, bytes]));
}

/** Every look is a ledger entry before it is a look. Throws `request_not_found`, `mandate_missing`, `document_missing`. */
export async function viewPaper(ctx: Ctx, requestId: string): Promise<Response> {
  await requireRequest(ctx, requestId);
  const row = await requireMandate(ctx, requestId);
  if (row.sealed_paper === null) throw problem("document_missing");
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.mandate-viewed", data: { paper: true } }));
  const opened = ctx.keys.open(SEAL, `mandate/${requestId}`, row.sealed_paper);
  return new Response(Buffer.from(opened.subarray(1)), {
    headers: {
      "content-type": opened[0] === 1 ? "image/png" : "image/jpeg",
      "cache-control": "no-store",
      "content-disposition": "inline",
    },
  });
}
