/** The text of a map as it goes over the wire: what it stands for, and what is wrong with it. */
import { createHash } from "node:crypto";
import { listMapProblems } from "@kept/connectors/rights/map-file";
import type { MapProblem } from "@kept/contract/systems";

/** Stands for a map's text. */
export function versionOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, 32);
}

/** What is wrong with a map's text, with its lines. */
export function describeProblems(text: string): MapProblem[] {
  return listMapProblems(text).map(({ line, path, message }) => ({ line: line ?? null, path, message }));
}
