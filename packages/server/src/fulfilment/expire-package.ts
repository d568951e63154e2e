/** A package ends: its file, what its plans held, and the links that lead to it. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { revokeLinks } from "../platform/crypto/signed-links.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { recordEvent } from "../requests/record-event.ts";
import { LINKS } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { dropPlans } from "./queries.ts";

export async function expirePackage(
  tx: TxCtx,
  parts: Pick<RequestParts, "packageDir">,
  { requestId, fileName }: { readonly requestId: string; readonly fileName: string },
): Promise<void> {
  // The file goes first: a row that says "expired" never has one left behind.
  await rm(join(parts.packageDir, fileName), { force: true });
  await tx.db.updateTable("fulfilment_package").set({ state: "expired" }).where("request_id", "=", requestId).execute();
  await dropPlans(tx, requestId);
  await revokeLinks(tx, LINKS.package, requestId);
  await recordEvent(tx, requestId, { type: "request.package-expired", data: {} });
}
