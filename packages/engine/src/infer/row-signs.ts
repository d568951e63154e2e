/** What the names of columns say of the rows of a table: a machine, an animal, a firm, somebody who works. */
import { splitWords, toSingular } from "./names.ts";
import type { NamedTable } from "./table-index.ts";

/** What is reached under an address in a network has a password, and is nobody. */
export function isMachine(table: NamedTable): boolean {
  return table.schema.columns.some(({ name }) => MACHINE.test(splitWords(name).join(" ")));
}

/** The mailbox that letters are sent from has a server and a port. */
export function isService(table: NamedTable): boolean {
  return table.schema.columns.some(({ name }) => SERVICE.test(splitWords(name).join(" ")));
}

const SERVICE =
  /^((smtp|imap|pop3?|ldap|mail) )?(host|hostname|host name|port|server|server name)$|^(smtp|imap|pop3?) (address|login|password|user|username|enabled)$/;

/** Those who have not come yet, or are gone, by the first word of their table: they do nothing here. */
export function isAway({ words }: NamedTable): boolean {
  return AWAY.test(words[0] ?? "");
}

const AWAY = /^(pre|pending|invit|temp|archived|deleted|removed|former|unconfirmed|waiting|prospective)/;

/** A program that asks for something on somebody's behalf has a secret, or an address to go back to, or nothing but a name. */
export function isProgram({ head, schema: { columns } }: NamedTable): boolean {
  const isBare = /^(client|consumer)$/.test(head) && columns.length <= 2;
  return isBare || (PROGRAMS.test(head) && columns.some(({ name }) => PROGRAM.test(splitWords(name).join(" "))));
}

const PROGRAMS = /(client|application|consumer)$|^app$/;
const PROGRAM =
  /^((client )?secret|redirect ur(i|l)s?|(base|root|callback|management) url|protocol|(allowed )?(grant|response)( type)?s?|scopes?|public client|bearer only|user agent)$/;

/** What programs are granted, and sign in by. */
export function isOfPrograms({ words }: NamedTable): boolean {
  return OF_PROGRAMS.test(words.join(" "));
}

const OF_PROGRAMS = /oauth|openid|oidc|saml|sso|(access|refresh|id|bearer) ?(token|grant)|(^| )(grant|consent)$/;

const MACHINE = /^(ip|ip address|host|hostname|host name|port|ip port|mac|mac address|outlet|firmware)$/;

/** What somebody set up and described: the account with a bank, an interface, and not whoever signs in. */
export function isDescribed(table: NamedTable): boolean {
  const has = (name: string) => table.schema.columns.some((column) => splitWords(column.name).join(" ") === name);
  return has("description") && (has("title") || has("name"));
}

/** Animals are born too, and somebody's. */
export function isAnimal(table: NamedTable): boolean {
  return ANIMAL.test(toSingular(table.head));
}

const ANIMAL =
  /^(animal|pet|dog|cat|horse|cow|bull|cattle|calf|sheep|goat|pig|litter|puppy|bird|tier|haustier|hund|katze|pferd|rind|chien|chat|cheval|animaux|mascota|perro|gato|caballo|animale|cane|gatto|cavallo|dier|huisdier|hond|paard)$/;

/** The row's own name, and not that of somebody named in it (`vet_name` of a pet). */
export function namesTheRow(table: NamedTable, column: string): boolean {
  return splitWords(column)
    .slice(0, -1)
    .every((word) => table.words.includes(toSingular(word)) || OWN.test(word));
}

const OWN = /^(full|display|real|legal|whole|complete|first|last)$/;

/** A row with a name beside first and last names has its own: a firm's. */
export function hasOwnName(table: NamedTable): boolean {
  return table.schema.columns.some(({ name }) => {
    const words = splitWords(name);
    return (
      words.at(-1) === "name" && words.slice(0, -1).every((word) => table.words.includes(word) || word === "company")
    );
  });
}

/** Columns that only companies have. */
export function showsCompany(table: NamedTable): boolean {
  return table.schema.columns.some((column) => COMPANY.test(splitWords(column.name).join(" ")));
}

const COMPANY =
  /^(company|firm|business|trading|trade|registered|legal entity|organi[sz]ation|firmen|bedrijfs?|razon social|raison sociale|ragione sociale)( ?name| ?naam)?$|^(vat|vat (no|nr|number|id)|tax (no|number|id)|registration (no|number)|company (no|number|reg.*)|siret|siren|kvk.*|ust id.*|btw.*|partita iva|cnpj|nif empresa|industry|number of employee)$/;

/** Whoever is hired or paid works here. */
export function works(table: NamedTable): boolean {
  return table.schema.columns.some((column) => splitWords(column.name).some((word) => WORKING.test(word)));
}

const WORKING = /^(hire|hired|salary|wage|payroll|employment|eintritt|gehalt|embauche|salaire|contratacion|salario)$/;
