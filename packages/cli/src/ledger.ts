/** `kept ledger verify`: recomputes the whole ledger, from an exported file or from a running server. */
import { createReadStream, existsSync } from "node:fs";
import { exportLedger } from "@kept/contract/ledger";
import { LedgerFileError, parseRecords } from "@kept/server/platform/ledger/ledger-file";
import { type LedgerReport, verifyLedger } from "@kept/server/platform/ledger/verify-ledger";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint, plural } from "./print.ts";
import { type ServerAddress, withServer } from "./server-connection.ts";

export interface LedgerCommand {
  readonly json?: boolean;
  /** The ledger's public key, kept from before: without it the ledger's own is believed. */
  readonly key?: string;
}

/** Verifies and says what is wrong, and where. Exit code 1 when anything is. */
export async function verifyLedgerCommand(
  file: string | undefined,
  server: ServerAddress | null,
  options: LedgerCommand,
  output: Output,
): Promise<ExitCode> {
  const report = await readReport(file, server, options);
  await output.out(options.json ? `${JSON.stringify(report)}\n` : describeReport(report, output));
  return report.valid ? EXIT.done : EXIT.failed;
}

async function readReport(
  file: string | undefined,
  server: ServerAddress | null,
  options: LedgerCommand,
): Promise<LedgerReport> {
  if (file !== undefined) {
    if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
    return await verify(createReadStream(file), options);
  }
  if (server === null) throw new UsageError("Which ledger? Give an exported file, or --server and KEPT_API_KEY.");
  return await withServer(server, async (client) => {
    const { body } = await client.open(exportLedger, {});
    if (body === null) throw new UsageError("The server sent no ledger.");
    return await verify(body, options);
  });
}

async function verify(bytes: AsyncIterable<Uint8Array>, { key }: LedgerCommand): Promise<LedgerReport> {
  try {
    return await verifyLedger(parseRecords(bytes), key === undefined ? {} : { verifierKey: key });
  } catch (error) {
    if (error instanceof LedgerFileError) throw new UsageError(error.message);
    throw error;
  }
}

function describeReport(report: LedgerReport, output: Output): string {
  const erased = report.erased > 0 ? `, ${report.erased} with erased content` : "";
  const facts =
    `${plural(report.entries, "entry", "entries")}, ${plural(report.checkpoints, "checkpoint")}${erased}\n` +
    `root ${report.rootHash}\n`;
  if (report.valid) return `${paint(output, ["green", "bold"], "The ledger is whole.")} ${facts}`;
  const faults = report.faults.map(
    ({ code, at, message }) => `  ${code}${at === null ? "" : ` at ${at}`}: ${message}\n`,
  );
  return `${paint(output, ["red", "bold"], "The ledger is not whole.")} ${facts}${faults.join("")}`;
}
