/** Who made and who changed each row, kept in many tables: books of the house, by which nothing is anybody's. */
import type { Meant } from "./meant.ts";
import { COLLECTIVES, LOOKUPS, SUPPLYING } from "./nouns.ts";
import { hasBody } from "./part-roles.ts";
import type { Reference } from "./reference.ts";
import { isOwnWork } from "./role-signs.ts";
import type { TableIndex } from "./table-index.ts";

/** Tables that keep who made and who changed a row, where many do: the house keeps books, and nothing is anybody's by that. */
export function findAudited(things: ReadonlyMap<string, readonly Meant[]>): ReadonlySet<string> {
  const found = [...things].filter(
    ([, meant]) =>
      meant.some(({ meaning }) => meaning === "creator") &&
      meant.some(({ reference, meaning }) => meaning === "actor" && reference.words.some((word) => CHANGED.test(word))),
  );
  return new Set(found.length >= AUDITED ? things.keys() : []);
}

/**
 * Two of the same names in many tables (`ref_usuario_cad` and `ref_usuario_exc`, `owner_id` and `update_id`), one of which no
 * owner has, are books too, in any language: whoever stands there made or changed a row. What somebody wrote stays its owner's,
 * whoever changed it last.
 */
export function markKept(things: Map<string, Meant[]>, index: TableIndex): void {
  const tables = new Map<string, number>();
  const pairsOf = (meant: readonly Meant[]) => {
    const told = meant.filter(({ meaning }) => meaning === "unknown" || meaning === "owner" || meaning === "actor");
    return told.flatMap((a) =>
      told
        .filter((b) => a !== b && a.reference.to === b.reference.to && b.meaning !== "owner")
        .filter((b) => a.meaning !== "owner" || b.meaning === "actor")
        .map((b) => ({ a, b, key: `${a.reference.words.join(" ")}|${b.reference.words.join(" ")}` })),
    );
  };
  const isWritten = (name: string) => {
    const table = index.named.get(name);
    return table !== undefined && hasBody(table);
  };
  for (const [name, meant] of things)
    if (!isWritten(name))
      for (const key of new Set(pairsOf(meant).map((pair) => pair.key))) tables.set(key, (tables.get(key) ?? 0) + 1);
  for (const [name, meant] of things) {
    const table = index.named.get(name);
    const isNobodysElse = !meant.some(({ meaning }) => meaning === "bare");
    if (index.uses("own-work") && isNobodysElse && table !== undefined && isOwnWork(table)) continue;
    const kept = new Set(
      pairsOf(meant)
        .filter(({ key }) => (tables.get(key) ?? 0) >= AUDITED)
        .flatMap(({ a, b }) => [a, b])
        .filter(({ meaning }) => meaning !== "owner" || !isWritten(name)),
    );
    if (kept.size > 0)
      things.set(
        name,
        meant.map((each) => (kept.has(each) ? { ...each, meaning: "actor" } : each)),
      );
  }
}

/** So many tables that are there for all. */
const FOR_ALL = 2;

/**
 * Makers of rows, in several tables under one name, of which some are there for all (kinds, suppliers): under that name stands whoever
 * entered a row, and in none of these tables does it say more.
 */
export function findMadeForAll(
  things: ReadonlyMap<string, readonly Meant[]>,
  index: TableIndex,
): ReadonlySet<Reference> {
  const made = [...things.values()].flatMap((meant) =>
    meant.flatMap(({ reference, meaning }) => (meaning === "creator" ? [reference] : [])),
  );
  const alike = Map.groupBy(made, ({ columns, to }) => `${columns.join()} ${to}`);
  const isForAll = ({ from }: Reference) => {
    const table = index.named.get(from);
    if (table === undefined || table.joins || hasBody(table) || COLLECTIVES.has(table.head)) return false;
    return LOOKUPS.has(table.head) || SUPPLYING.has(table.head);
  };
  const books = [...alike.values()].filter((all) => all.length >= AUDITED && all.filter(isForAll).length >= FOR_ALL);
  return new Set(books.flat());
}

const AUDITED = 5;
const CHANGED =
  /^(exc|exclusao|excluido|rev|revisor|alteracao|alterado|delete|deleted|remove|removed|baja|change|changed|update|updated|updater|modify|modified|modifier|edit|edited|editor|geandert|modifie|modificado|modificato|gewijzigd|actualizado)$/;
