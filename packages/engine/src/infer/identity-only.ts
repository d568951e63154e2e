/** Finds people who are known by an address alone. */
import type { Identifier } from "../model.ts";
import type { Classified } from "./classify-columns.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { readIdentifiers, readIdentity } from "./identity.ts";
import { splitWords, toSingular } from "./names.ts";
import { CATALOGUE, COLLECTIVES, DEALINGS, findPersonNoun, ORGANISATIONS } from "./nouns.ts";
import type { Reference } from "./reference.ts";
import { findRoleNoun, isSurelyAgent } from "./role-nouns.ts";
import { isService } from "./row-signs.ts";
import type { Facts, Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";
import { isKindOrGroup } from "./table-nouns.ts";

/** Addresses of those who stand for the one that the row is about, where nobody else is named. */
const STAND_INS = /^(parent|guardian|spouse|emergency)$/;

function findStandIns(table: NamedTable, facts: ReadonlyMap<string, Classified>): readonly Identifier[] {
  return table.schema.columns
    .filter((column) => facts.get(column.name)?.category === "contact.email")
    .filter((column) => splitWords(column.name).some((word) => STAND_INS.test(word)))
    .map((column) => ({ kind: "email", column: column.name, confirmed: false }));
}

/** `default_collection_email`: of whoever stands in that place, and not the row's own. */
function isOfAPlace(column: string, table: NamedTable): boolean {
  return splitWords(column).some(
    (word) =>
      !ADDRESS.test(word) &&
      !table.words.includes(toSingular(word)) &&
      findPersonNoun(toSingular(word), true) === undefined &&
      findRoleNoun(word) === undefined,
  );
}

const ADDRESS =
  /^(e|email|mail|address|addr|adresse|courriel|correo|electronico|indirizzo|posta|work|home|private|personal|business)$/;

/** So many tables that refer to one. */
const MANY = 2;
/** So many, though somebody is named there: whoever looks after the place. */
const CROWD = 8;

const MACHINE_MAIL = /template|setting|config|domain|alias|blacklist|provider|server|mailbox|^e?mail$|^inbox$/;

/** Tables that nothing ties to a person but an e-mail address: their rows are people known by that alone. */
export function findIdentityOnly(
  index: TableIndex,
  facts: Facts,
  tied: ReadonlySet<string>,
  asked: ReadonlySet<string>,
  references: readonly Reference[],
  data: EvidenceIndex,
): readonly Subject[] {
  const referring = new Map<string, Set<string>>();
  const naming = new Set<string>();
  for (const { from, to, columns } of references) {
    if (from === to) continue;
    referring.set(to, (referring.get(to) ?? new Set()).add(from));
    for (const column of columns) naming.add(`${from}.${column}`);
  }
  const found: Subject[] = [];
  for (const table of index.tables) {
    const { schema } = table;
    if (schema.kind === "view" || tied.has(schema.name) || asked.has(schema.name)) continue;
    if (ORGANISATIONS.has(table.head) || COLLECTIVES.has(table.head) || MACHINE_MAIL.test(table.words.join(" ")))
      continue;
    if (isService(table)) continue;
    const identity = readIdentity(table, facts.get(schema.name) ?? new Map());
    // An address by which the row names others is not its own.
    const emails = identity.emails
      .filter((column) => !naming.has(`${schema.name}.${column}`))
      .filter((column) => !index.uses("offers") || !isOfAPlace(column, table));
    if (identity.emails.length > emails.length && emails.length === 0) continue;
    // One address in all the table is the house's own.
    if (emails.length > 0 && emails.every((column) => data.values(schema.name, column).length === 1)) continue;
    const standIns = identity.emails.length > 0 ? [] : findStandIns(table, facts.get(schema.name) ?? new Map());
    if (identity.emails.length === 0 && standIns.length === 0) continue;
    // Where to ask about a concert, and nobody's own row.
    if (index.uses("offers") && !identity.fullName && CATALOGUE.has(table.head)) continue;
    const noun = findPersonNoun(table.words.map(toSingular).at(-1) ?? "", true);
    // What many things hang on is a place or an undertaking with an address, and they are not one person's: that is asked.
    const hangOn = referring.get(schema.name)?.size ?? 0;
    const isPlace =
      noun === undefined &&
      !isSurelyAgent([table.head]) &&
      !DEALINGS.has(table.head) &&
      (identity.anyName ? hangOn >= CROWD : hangOn >= MANY);
    if (index.uses("places") && (isPlace || isKindOrGroup(table))) continue;
    found.push({
      table,
      side: noun?.side ?? "customer",
      strong: false,
      identityOnly: true,
      organisation: false,
      defines: true,
      capacity: false,
      serves: false,
      identifiers: [...readIdentifiers(table, identity), ...standIns],
      why: `people known by ${[...identity.emails, ...standIns.map(({ column }) => column)].join(", ")} alone`,
      confidence: 0.7,
    });
  }
  return found;
}
