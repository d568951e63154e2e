/** Finds owners of what is not theirs alone: a room that bookings, sessions and blocks name has somebody in charge. */
import { hasBody } from "./part-roles.ts";
import type { Reference } from "./reference.ts";
import type { RoleReading } from "./role-reading.ts";
import type { TableIndex } from "./table-index.ts";

/** So many tables name a row without being parts of it. */
const NAMED_BY = 3;

/**
 * Owners, by declared keys, of rows that at least as many kinds of rows merely name as are parts of them. To delete such a row with
 * its owner would take from others what their rows are about, so that somebody is asked. A plain `patient_id` says enough.
 */
export function findCommons(
  roles: ReadonlyMap<Reference, RoleReading>,
  people: ReadonlyMap<string, unknown>,
  index: TableIndex,
): ReadonlySet<Reference> {
  const naming = new Map<string, Set<string>>();
  const parts = new Map<string, Set<string>>();
  for (const [{ from, to }, { role }] of roles) {
    if (from === to || people.has(to)) continue;
    const all = role === "context" ? naming : role === "part" ? parts : null;
    all?.set(to, (all.get(to) ?? new Set()).add(from));
  }
  const isCommon = (name: string) => {
    const table = index.named.get(name);
    const named = naming.get(name)?.size ?? 0;
    return table !== undefined && named >= NAMED_BY && named >= (parts.get(name)?.size ?? 0) && !hasBody(table);
  };
  return new Set(
    [...roles].flatMap(([reference, { role }]) =>
      role === "owner" &&
      reference.words.length > 0 &&
      reference.origin === "declared" &&
      reference.stated === undefined &&
      !people.has(reference.from) &&
      isCommon(reference.from)
        ? [reference]
        : [],
    ),
  );
}
