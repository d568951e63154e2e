/** Findings that say that the person was named wrongly, is unknown, or is not clear: each ends a command in its own way. */
import type { Finding } from "@kept/engine/model";
import { EXIT, type ExitCode } from "./exit-codes.ts";

const EXITS: Readonly<Record<string, ExitCode>> = {
  person_not_found: EXIT.notFound,
  person_ambiguous: EXIT.blocked,
  table_unknown: EXIT.usage,
  table_not_subject: EXIT.usage,
  key_malformed: EXIT.usage,
};

/** The findings that say so, and why somebody may not be found. */
export function listNamingFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ code }) => EXITS[code] !== undefined || code === "restriction_stands");
}

/** The exit code that these findings ask for; null: the person is clear. A mistake in the command comes first. */
export function exitCodeOfNaming(findings: readonly Finding[]): ExitCode | null {
  const codes = new Set(listNamingFindings(findings).map(({ code }) => EXITS[code]));
  return [EXIT.usage, EXIT.blocked, EXIT.notFound].find((code) => codes.has(code)) ?? null;
}
