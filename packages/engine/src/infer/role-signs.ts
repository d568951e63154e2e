/** What words of a reference and the noun of its table say of a role: who does what the table is about, who pays, who is in charge. */
import type { Role } from "../model.ts";
import type { Meaning, Meant } from "./meant.ts";
import { splitWords } from "./names.ts";
import { CATALOGUE, COLLECTIVES, findPersonNoun, LOOKUPS, ORGANISATIONS, SUPPLYING } from "./nouns.ts";
import { BY, findRoleNoun } from "./role-nouns.ts";
import type { Subject } from "./subjects.ts";
import type { NamedTable } from "./table-index.ts";

/** What an organisation supplies or carries is not the property of the person to contact there. */
export function isSupplied(table: NamedTable, each: Meant): boolean {
  const supplies = SUPPLYING.has(each.subject.table.head);
  return each.subject.organisation && (supplies || CATALOGUE.has(table.head) || LOOKUPS.has(table.head));
}

/** As whom the rest of the row sees somebody whose role was stated. */
export function meaningOf(role: Role): Meaning {
  return role === "owner" || role === "part" || role === "holds" ? "bare" : "actor";
}

/** `reviewer` of a review, `editor` of an edit: the one who does what the table is about owns it. */
export function isDoer(words: readonly string[], table: NamedTable, namesAnother: boolean): boolean {
  const noun = words.findLast((word) => word !== "by" && word !== "to") ?? "";
  return (
    noun.length >= 5 &&
    noun !== table.head &&
    table.head.length >= 4 &&
    noun.slice(0, 5) === table.head.slice(0, 5) &&
    !(namesAnother ? /^assig|ed$|ee$/ : /^(invit|refer|assig)|ee$/).test(noun)
  );
}

/** `approved by`: by its words no more than an act. */
export function actedBy(words: readonly string[]): boolean {
  return BY.has(words.at(-1) ?? "") && findRoleNoun(words.at(-2) ?? "") === "actor";
}

/** What was done to something, line by line: a remark in it is no text of its own. */
export function isLog({ head }: NamedTable): boolean {
  return /^(log|(?!cata|dia|back|ana|pro|b|v)[a-z]{3,}log|history|audit|trail|journal|protocol|protokoll|verlauf|historique|historial|bitacora|storico)$/.test(
    head,
  );
}

/** Time, pay and leave of those who work: their own, whomever they work for. */
export function isOwnWork({ words }: NamedTable): boolean {
  return OWN_WORK.test(words.join(" "));
}

const OWN_WORK =
  /(^| )(time ?(sheet|card|entry|log|record|clock|off)|(work|working|task|tracked) ?time|work ?log|(working|worked) ?hour|time spent|attendance|absence|leave( (request|application|balance|entitlement))?|vacation|holiday|day off|overtime|clocking|pay ?slip|pay ?roll|salary|wage|expense( ?(report|claim))?|arbeitszeit|stundenzettel|zeiterfassung|urlaub|abwesenheit|gehalt|lohn|spesen|conge|salaire|feuille de temps|note de frais|nomina|vacacion|ausencia|jornada|gasto|ferias|ponto|salario|ferie|assenza|stipendio|verlof|uren)$/;

/** How the house is set up. */
export const OF_THE_HOUSE =
  /^(translation|setting|configuration|config|integration|webhook|rule|policy|watchlist|blocklist|denylist|allowlist|blacklist|whitelist|workflow|automation|field|locale|holiday calendar|feature)$/;

/** By what somebody signs in, and what they set for themselves. */
export function isOwnAccess({ words }: NamedTable): boolean {
  return OWN_ACCESS.test(words.join(" "));
}

const OWN_ACCESS =
  /(^| )(password( (history|reset|token))?|passkey|credential|(login|sign in|auth|access|refresh|remember|reset|device|push|personal access|verification) (token|attempt|history|code)|session|two factor( \S+)?|mfa( \S+)?|otp( \S+)?|recovery code|preference|bookmark|favou?rite|dashboard|saved (search|filter|view))$/;

/** What befell a thing, and not whoever is named beside: the movements of a stock, and no list of logins. */
export function isHistory(table: NamedTable, subject: Subject): boolean {
  const { words, head } = table;
  if (isNamedAfter(table, subject) || words.some((word) => OWN_HISTORY.test(word))) return false;
  return words.length > 1 && (isLog(table) || MOVES.test(head));
}

const OWN_HISTORY =
  /^(login|logon|sign|session|access|activity|work|time|attendance|password|search|view|salary|leave)$/;
const MOVES = /^(movement|move|mvt|transition)$/;

/** Who follows something, in a row of its own. */
export const FOLLOWING = /^(watcher|follower|subscriber|watch|watching|notify|notification|mention|read|seen)$/;
/** And in a column. */
export const FOLLOWS = /^(reader|viewer|follower|watcher|subscriber)$/;

/** What those in charge of others keep about them. */
export function isModeration({ words }: NamedTable): boolean {
  return words.some((word) => /^(moderation|warning|strike|sanction|suspension)$/.test(word));
}

/** Notes, papers and logs: about somebody, whoever keeps them. What somebody is told of another is theirs alone. */
export function isKeptAbout(table: NamedTable): boolean {
  return isLog(table) || table.words.some((word) => KEPT_ABOUT.test(word));
}

const KEPT_ABOUT =
  /^(note|notepad|memo|remark|comment|document|attachment|file|paper|timeline|logentry|notiz|bemerkung|anhang|remarque|piece|nota|anotacion|adjunto|allegato)$/;

/** What somebody is told, of what another did. */
export const NOTES = /^(notification|notify|alert|reminder|inbox)$/;
export const MAKERS = /^(author|poster|commenter|follower|liker|friend|viewer)$/;

/** Whom to turn to, and not whose it is, in what many share. */
const CONTACT = /^(contact|billing|kontakt|contacto|contatto|contato)$/;

/** The contact of a shared thing: `contact_id` of an organisation, though people's table be called contacts. */
export function isToAsk(table: NamedTable, { reference }: Meant): boolean {
  const isBody = ORGANISATIONS.has(table.head) || COLLECTIVES.has(table.head);
  const says = (words: readonly string[]) => words.some((word) => CONTACT.test(word));
  if (isBody) return says(reference.words) || (reference.nullable && says(splitWords(reference.columns[0] ?? "")));
  return CATALOGUE.has(table.head) && says(reference.words);
}

/** What a program reports: an error message is nobody's text. */
export const BY_A_MACHINE = /^(error|failure|exception|stacktrace|fehler|erreur)$/;

/** Money that passes is also theirs to whom it is paid, whoever they work for. */
export const PAID = /^(payee|payer|beneficiary|claimant|creditor|debtor)$/;

export const SELLS = /^(vendeur|vendedor|verkaufer|venditore)$/;

/** Goods that come and go, whoever counts them. */
export function isStocked(table: NamedTable): boolean {
  return /^(inventory|stock)$/.test(table.head);
}

/** `user_roles` are a user's, though the users stand in `userprofile`. */
export function isNamedAfter(table: NamedTable, subject: Subject): boolean {
  const name = subject.table.words.join("");
  return table.words.some(
    (word) => word === subject.table.head || (findPersonNoun(word)?.strength === "strong" && name.includes(word)),
  );
}

/** What all share: a department, a topic, a queue. */
export function isKeptBy(table: NamedTable): boolean {
  return !table.joins && (LOOKUPS.has(table.head) || COLLECTIVES.has(table.head));
}

/** Undertakings of many, which somebody leads. */
export const LED = /^(project|campaign|programme|program|committee|mission)$/;

/** A fellow of those whose row it is: `medehuurder`, `mitbewohner`. */
export function isFellow(roleWords: readonly string[], subject: Subject): boolean {
  const last = roleWords.at(-1) ?? "";
  return (
    last.endsWith(subject.table.head) &&
    /^(co|con|mit|mede|med|sam|jointly)$/.test(last.slice(0, -subject.table.head.length))
  );
}

/** Who is in something with others, and sees it. */
export const TAKING_PART =
  /^(watcher|follower|subscriber|participant|member|attendee|recipient|viewer|reader|collaborator|guest|invitee|observer|listener|cc|bcc|user|player|contact)$/;
