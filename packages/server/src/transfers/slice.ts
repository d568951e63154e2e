/** The slice of transfers: data that people have sent to other controllers. */
import { handleJob, type Slice } from "../platform/slice.ts";
import { resumeTransfers } from "./resume-transfers.ts";
import { transferRoutes } from "./routes.ts";
import { runTransfer } from "./run-transfer.ts";
import { sendTransferMail } from "./send-transfer-mail.ts";
import { addTransferPages } from "./transfer-pages.tsx";
import type { TransferParts } from "./transfer-parts.ts";

export function createTransfersSlice(parts: TransferParts): Slice {
  return {
    name: "transfers",
    routes: transferRoutes(),
    pages: (pages) => addTransferPages(pages, parts),
    jobs: [
      // One that outlasts the queue's patience goes on: the second try finds the lease taken and leaves.
      handleJob("transfers.run", (ctx, { transferId }) => runTransfer(ctx, parts, transferId)),
      handleJob("transfers.mail", (ctx, payload) => sendTransferMail(ctx, parts, payload)),
    ],
    sweeps: [{ name: "transfers.resume", everySeconds: 5, atStart: true, run: resumeTransfers }],
  };
}
