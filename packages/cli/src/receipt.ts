/** `kept receipt verify`: checks a receipt, of choices or of what was done, with no server and no database. */
import { existsSync, readFileSync } from "node:fs";
import { type ReceiptReport, verifyReceipt } from "@kept/server/choices/verify-receipt";
import { EXIT, type ExitCode, UsageError } from "./exit-codes.ts";
import { type Output, paint } from "./print.ts";
import { type SignedReceiptReport, verifySignedReceipt } from "./verify-signed-receipt.ts";

export interface ReceiptCommand {
  readonly key?: string;
  readonly json?: boolean;
}

/** Exit code 1 when anything is wrong with it. */
export async function verifyReceiptCommand(file: string, options: ReceiptCommand, output: Output): Promise<ExitCode> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const text = readFileSync(file, "utf8");
  const signed = verifySignedReceipt(text, options.key);
  if (signed !== null) {
    await output.out(options.json ? `${JSON.stringify(signed)}\n` : describeSigned(signed, options, output));
    return signed.valid ? EXIT.done : EXIT.failed;
  }
  const report = verifyReceipt(text, options.key);
  await output.out(options.json ? `${JSON.stringify(report)}\n` : describe(report, output));
  return report.valid ? EXIT.done : EXIT.failed;
}

function describeSigned(
  { valid, says, key, faults }: SignedReceiptReport,
  { key: trusted }: ReceiptCommand,
  output: Output,
) {
  const told = says.map((line) => `  ${line}\n`).join("");
  if (!valid) {
    const wrong = faults.map(({ code, message }) => `  ${code}: ${message}\n`).join("");
    return `${paint(output, ["red", "bold"], "The receipt does not hold.")}\n${told}${wrong}`;
  }
  const whose =
    trusted === undefined
      ? `Signed by the key that it names itself: compare it with the one that the operator tells, or give that: --key ${key}\n`
      : "Signed by the key that you trust.\n";
  return `${paint(output, ["green", "bold"], "The receipt holds.")}\n${told}${whose}`;
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
