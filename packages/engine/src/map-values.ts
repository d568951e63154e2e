/** Reads plain values of a map; whatever is not as it should be becomes a problem with its place. */
import type { Condition } from "./model.ts";
import { nearestName } from "./nearest-name.ts";

/** What is wrong in a map, and where (`tables.users.edges`). */
export interface MapProblem {
  readonly path: string;
  readonly message: string;
  /** Of the file, from 1; absent where there is none. */
  readonly line?: number;
}

/** A mapping; anything else is a problem, and empty. */
export function asRecord(value: unknown, path: string, problems: MapProblem[]): Record<string, unknown> {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  problems.push({ path, message: "expected a mapping (name: value)" });
  return {};
}

/** Every word that is not known is a problem with its place. */
export function refuseUnknown(
  entry: Record<string, unknown>,
  known: readonly string[],
  path: string,
  problems: MapProblem[],
) {
  for (const name of Object.keys(entry)) {
    if (known.includes(name)) continue;
    const near = nearestName(name, known);
    problems.push({
      path: path === "" ? name : `${path}.${name}`,
      message: `unknown word; known: ${known.join(", ")}${near === null ? "" : ` (did you mean ${near}?)`}`,
    });
  }
}

/** Null: not said. */
export function asBoolean(value: unknown, path: string, problems: MapProblem[]): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value;
  problems.push({ path, message: "expected true or false" });
  return null;
}

/** A value to write; what is no text is JSON. */
export function asBlank(value: unknown, path: string, problems: MapProblem[]): string | null {
  if (value === null) {
    problems.push({
      path,
      message: "expected a value; where a column may be NULL, that is what it is blanked with anyway",
    });
    return null;
  }
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    problems.push({ path, message: "a number of so many digits is written in quotes" });
    return null;
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `a, b` or `[a, b]`. */
export function asNames(value: unknown, path: string, problems: MapProblem[]): readonly string[] {
  if (typeof value === "string") return splitNames(value);
  if (Array.isArray(value) && value.every((name) => typeof name === "string" || typeof name === "number")) {
    return value.map(String);
  }
  problems.push({ path, message: "expected a name or a list of names" });
  return [];
}

export function asTexts(value: unknown, path: string, problems: MapProblem[]): Record<string, string> {
  const entries = Object.entries(asRecord(value, path, problems));
  return Object.fromEntries(entries.map(([name, text]) => [name, String(text)]));
}

/** `{ column: value }` or `{ column: [value, null] }`. */
export function asCondition(value: unknown, path: string, problems: MapProblem[]): Condition {
  if (value === undefined || value === null) return {};
  const condition: Record<string, readonly (string | null)[]> = {};
  for (const [column, wanted] of Object.entries(asRecord(value, path, problems))) {
    const values: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    condition[column] = values.map((one) => (one === null ? null : String(one)));
  }
  return condition;
}

export function splitNames(text: string): readonly string[] {
  return text.split(",").map((name) => name.trim());
}
