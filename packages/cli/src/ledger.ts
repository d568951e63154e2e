/** `kept ledger verify`: recomputes the whole ledger, from an exported file or from a running server. */
import { createReadStream } from "node:fs";
import { exportLedger } from "@kept/contract/ledger";
import { createClient } from "@kept/sdk/client";
import { LedgerFileError, parseRecords } from "@kept/server/platform/ledger/ledger-file";
import { type LedgerReport, verifyLedger } from "@kept/server/platform/ledger/verify-ledger";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint, plural } from "./print.ts";
import type { ServerAddress } from "./server-requests.ts";

/** Verifies and says what is wrong, and where. Exit code 1 when anything is. */
export async function verifyLedgerCommand(
  file: string | undefined,
  server: ServerAddress | null,
  options: { readonly json?: boolean },
  output: Output,
): Promise<ExitCode> {
  const report = await verifyLedger(parseRecords(await openLedger(file, server))).catch((error: unknown) => {
    if (error instanceof LedgerFileError) throw new UsageError(error.message);
    throw error;
  });
  output.out(options.json ? `${JSON.stringify(report)}\n` : describeReport(report, output));
  return report.valid ? EXIT.done : EXIT.failed;
}

async function openLedger(file: string | undefined, server: ServerAddress | null): Promise<AsyncIterable<Uint8Array>> {
  if (file !== undefined) return createReadStream(file);
  if (server === null) throw new UsageError("Which ledger? Give an exported file, or --server and KEPT_API_KEY.");
  const { apiKey } = server;
  const client = createClient({ server: server.server, ...(apiKey === null ? {} : { apiKey }) });
  const response = await client.open(exportLedger, {});
  if (response.body === null) throw new UsageError("The server sent no ledger.");
  return response.body;
}

function describeReport(report: LedgerReport, output: Output): string {
  const facts =
    `${plural(report.entries, "entry").replace(/entrys$/, "entries")}, ${plural(report.checkpoints, "checkpoint")}` +
    `${report.erased > 0 ? `, ${report.erased} with erased content` : ""}\nroot ${report.rootHash}\n`;
  if (report.valid) return `${paint(output, ["green", "bold"], "The ledger is whole.")} ${facts}`;
  const faults = report.faults.map(({ code, at, message }) => `  ${code}${at === null ? "" : ` at ${at}`}: ${message}\n`);
  return `${paint(output, ["red", "bold"], "The ledger is not whole.")} ${facts}${faults.join("")}`;
}
