/** The options that say who is meant and which part of everything a right is about. */
import { UsageError } from "./exit-codes.ts";

export interface PersonOptions {
  readonly email?: readonly string[];
  readonly phone?: readonly string[];
  readonly username?: readonly string[];
  readonly id?: readonly string[];
  readonly scope?: readonly string[];
}

/** The person as the command names them. How a key is split is known once its table is. */
export interface NamedPerson {
  readonly identifiers: readonly { readonly kind: string; readonly value: string }[];
  readonly rows: readonly { readonly table: string; readonly key: string }[];
}

/** The person that the options name, or null when they name nobody. */
export function readPersonIfNamed(options: PersonOptions): NamedPerson | null {
  const named = [options.email, options.phone, options.username, options.id];
  return named.some((values) => values !== undefined) ? readPerson(options) : null;
}

/** The person that the options name. */
export function readPerson(options: PersonOptions): NamedPerson {
  const identifiers = (["email", "phone", "username"] as const).flatMap((kind) =>
    (options[kind] ?? []).map((value) => ({ kind, value: value.trim() })),
  );
  const rows = (options.id ?? []).map(readRow);
  if (identifiers.some(({ value }) => value === "")) throw new UsageError("An identifier is empty.");
  if (identifiers.length + rows.length === 0) {
    throw new UsageError(
      "Whose data? Give --email ada@example.org, --phone, --username, or the row that is the person: --id table:key.",
    );
  }
  return { identifiers, rows };
}

function readRow(text: string): NamedPerson["rows"][number] {
  const colon = text.indexOf(":");
  if (colon < 1 || colon === text.length - 1) {
    throw new UsageError(`--id is written table:key (customers:42; several parts of a key: table:4,2), not "${text}".`);
  }
  return { table: text.slice(0, colon), key: text.slice(colon + 1) };
}

/** The words of `--scope`; none means everything. */
export function readScopeWords(options: PersonOptions): readonly string[] {
  const words = (options.scope ?? []).flatMap((word) => word.split(",")).map((word) => word.trim());
  if (words.includes("")) throw new UsageError("--scope names tables or categories of data, separated by commas.");
  return words;
}
