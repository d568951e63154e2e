/** `kept receipt verify`: checks a receipt of choices, with no server and no database. */
import { existsSync, readFileSync } from "node:fs";
import { type ReceiptReport, verifyReceipt } from "@kept/server/choices/verify-receipt";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint } from "./print.ts";

export interface ReceiptCommand {
  readonly key?: string;
  readonly json?: boolean;
}

/** Exit code 1 when anything is wrong with it. */
export async function verifyReceiptCommand(file: string, options: ReceiptCommand, output: Output): Promise<ExitCode> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const report = verifyReceipt(readFileSync(file, "utf8"), options.key);
  await output.out(options.json ? `${JSON.stringify(report)}\n` : describe(report, output));
  return report.valid ? EXIT.done : EXIT.failed;
}

function describe(report: ReceiptReport, output: Output): string {
  const faults = report.faults.map(({ code, message }) => `  ${code}: ${message}\n`).join("");
  if (report.receipt === "") return `${paint(output, ["red", "bold"], "The receipt does not hold.")}\n${faults}`;
  const facts = `${report.receipt} of ${report.at}\n${report.choices.map((choice) => `  ${choice}\n`).join("")}`;
  if (!report.valid) return `${paint(output, ["red", "bold"], "The receipt does not hold.")} ${facts}${faults}`;
  const ledger =
    report.ledger === "proved"
      ? "It stands in the ledger: entry, proof and checkpoint hold.\n"
      : "It was fetched before the ledger had taken it in: fetch it again for the proof.\n";
  return `${paint(output, ["green", "bold"], "The receipt holds.")} ${facts}${ledger}`;
}
