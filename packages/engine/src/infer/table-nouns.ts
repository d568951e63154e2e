/** The noun of people that a table is named by. */
import { findPersonNoun, NOT_PEOPLE_BEFORE, type PersonNoun } from "./nouns.ts";
import type { NamedTable } from "./table-index.ts";

/** The noun of people that a table is named by, unless what stands before it makes it a thing. */
export function findTableNoun(table: NamedTable): PersonNoun | undefined {
  const before = table.words.slice(0, -1).findLast((word) => !/^\d+$/.test(word));
  // An app's client is a program, an app's user is not: unless it is the database's, or a robot's.
  if (before !== undefined && NOT_PEOPLE_BEFORE.has(before) && !(USERS.test(table.head) && OF_SOFTWARE.test(before)))
    return undefined;
  if (isKindOrGroup(table) || (before !== undefined && ACCOUNTS.test(table.head) && OF_MONEY.test(before)))
    return undefined;
  // `customer_entity`, `contact_info`: the head says only that there is a row.
  if (before !== undefined && EMPTY_HEADS.has(table.head)) return findPersonNoun(before);
  const noun = findPersonNoun(table.head, true);
  // A staff member, a team member of a company: the first word tells the side.
  const qualifier = before === undefined ? undefined : findPersonNoun(before);
  return noun !== undefined && qualifier?.side === "staff" ? { ...noun, side: "staff" } : noun;
}

/** `groupe_instructeurs`, `tipos_usuario`: where the head comes first, these are groups and kinds of people, and no people. */
export function isKindOrGroup(table: NamedTable): boolean {
  // A module's name may stand before (`pmieducar_tipo_usuario`).
  const [first = "", second = "", ...more] = table.words;
  return second !== "" && (FIRST_HEADS.test(first) || (more.length > 0 && FIRST_HEADS.test(second)));
}

const FIRST_HEADS =
  /^(groupe|grupo|gruppo|type|types|tipo|tipos|categorie|categoria|statut|niveau|nivel|historique|historial|liste|lista|role|roles)$/;
const USERS = /^(user|usr|member|customer|utilisateur|usuario|benutzer)$/;
const OF_SOFTWARE = /^(app|application|web|mobile|mail|email|billing|service|system|chat|ads)$/;

const ACCOUNTS = /^(account|konto|compte|cuenta|conta|conto|rekening)$/;
const OF_MONEY =
  /^(saving|loan|deposit|share|current|checking|cash|trading|investment|escrow|expense|income|tax|revenue|asset|equity|money)$/;

const EMPTY_HEADS: ReadonlySet<string> = new Set([
  "info",
  "data",
  "record",
  "entity",
  "base",
  "main",
  "registry",
  "directory",
  "detail",
]);
