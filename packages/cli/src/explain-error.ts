/** Trouble in words: what is wrong, and what to do. A stack trace is for defects only. */
import { SystemError, type SystemErrorCode } from "@kept/connectors/connector";
import { CommanderError } from "commander";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.ts";
import type { Output } from "./print.ts";

/** The caller named something that is not there or cannot be read. */
const USAGE_CODES: readonly SystemErrorCode[] = ["system_url_invalid"];

/** Tells what went wrong on standard error and answers the exit code. */
export function explainError(error: unknown, output: Output): ExitCode {
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CommandError) {
    output.err(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof SystemError) {
    output.err(`${error.message} (${error.code})\n${error.advice}\n`);
    return USAGE_CODES.includes(error.code) ? EXIT.usage : EXIT.failed;
  }
  if (error instanceof Error && "code" in error && typeof error.code === "string" && FILE_ERRORS[error.code]) {
    const path = "path" in error ? ` ${String(error.path)}` : "";
    output.err(`${FILE_ERRORS[error.code]}${path}\n`);
    return EXIT.failed;
  }
  output.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.failed;
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  EACCES: "This user may not read or write",
  EPERM: "This user may not read or write",
  EROFS: "This disk cannot be written:",
  ENOSPC: "The disk is full:",
  ENOTDIR: "A part of this path is a file, not a folder:",
};
