/** Columns that name a role of people (`author_id`, `created_by`) and no table, and which people are meant. */
import type { ColumnSchema } from "../schema.ts";
import type { Candidate } from "./candidates.ts";
import { readColumnWords } from "./column-words.ts";
import { freeColumns, isLinkOf } from "./key-columns.ts";
import { compareKinds, stripKeyWords } from "./key-words.ts";
import { splitWords, toSingular } from "./names.ts";
import { COLLECTIVES, findPersonNoun, NOT_PEOPLE_BEFORE, OUTSIDE } from "./nouns.ts";
import {
  BY,
  findRoleNoun,
  isSurelyAgent,
  looksLikeAgent,
  mayBeAgent,
  namesPersonRole,
  readRoleWords,
  saysWhatWasDone,
  soundsLikePerson,
} from "./role-nouns.ts";
import { isAway, isOfPrograms } from "./row-signs.ts";
import type { Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

/** Candidates by the roles of people, among the columns that name no table; in the order of the schema with the others. */
export function addRoleCandidates(
  index: TableIndex,
  named: readonly Candidate[],
  subjects: readonly Subject[],
  refuted: ReadonlySet<Candidate>,
): readonly Candidate[] {
  const byColumn = new Map(named.map((candidate) => [candidate.column, candidate]));
  const found: Candidate[] = [];
  for (const [table, column] of freeColumns(index)) {
    const candidate = byColumn.get(column);
    const isElsewhere = candidate !== undefined && index.uses("users-elsewhere") && mayBeAnyUser(candidate, refuted);
    const open = candidate === undefined || isElsewhere || (index.uses("other-authors") && isOfAnother(candidate));
    const byRole = open && index.uses("role-nouns") ? roleCandidates(index, table, column, subjects, candidate) : [];
    // The table of that name first: values that are not found there find others.
    if (candidate !== undefined) found.push(byRole.length > 0 ? { ...candidate, byRole: true } : candidate);
    // Against a table of that very name nothing but values counts.
    found.push(...(isElsewhere ? byRole.map((each) => ({ ...each, confidence: UNHEARD_OF })) : byRole));
  }
  return found;
}

/**
 * `author_id` in a table of articles, where the only table of that name is `preprint_author`: authors of something else, who are
 * hardly meant. Nouns that mean people and nothing else (`member`) stay with the table that ends in them.
 */
function isOfAnother({ table, target }: Candidate): boolean {
  const { words, head } = target;
  return (
    words.length > 1 &&
    !words.slice(0, -1).some((word) => table.words.includes(word)) &&
    findRoleNoun(head) !== undefined &&
    findPersonNoun(head)?.strength !== "strong" &&
    findPersonNoun(head)?.strength !== "weak"
  );
}

/** `user_id`, whose values are found in no table of users of that name: of customers or of admins, who sign in elsewhere. */
function mayBeAnyUser(candidate: Candidate, refuted: ReadonlySet<Candidate>): boolean {
  const { base, keyed } = stripKeyWords(readColumnWords(candidate.table, candidate.column.name));
  return refuted.has(candidate) && keyed && base.length === 1 && ANY_USER.test(base[0] ?? "");
}

const ANY_USER = /^(user|usuario|utilisateur|benutzer|account|member|person|customer|client)$/;

/** Above one among staff, before one among customers: each points into its own table. */
const SUPERIORS: ReadonlySet<string> = new Set("manager supervisor boss superior mentor vorgesetzter to".split(" "));
const REFERRALS =
  /^(referrer|referred|refer|inviter|invited|invite|introducer|sponsor|upline|parent|geworben|empfohlen|parraine|parrain|referido)( |$)/;

function pointsToOwnKind(base: readonly string[], own: Subject): boolean {
  if (REFERRALS.test(base.join(" "))) return true;
  return own.side !== "customer" && SUPERIORS.has(base.at(-1) ?? "");
}

const EXCHANGES: ReadonlySet<string> = new Set(
  "message chat mail friendship friend gift invitation conversation letter dm pm follow".split(" "),
);

/** A mail, a private message, a `dmail`. */
function isExchange(head: string): boolean {
  return EXCHANGES.has(head) || /(mail|message|chat)$/.test(head);
}

/** From when to when, or from which number to which: nobody sends anything here. */
function isOfRange(table: NamedTable, column: ColumnSchema): boolean {
  const names = table.schema.columns.map(({ name }) => name.toLowerCase());
  const isEnd = column.kind === "integer" && /^(from|to)$/i.test(column.name);
  return isEnd && names.includes("from") && names.includes("to") && !isExchange(table.head) && !PASSES.test(table.head);
}

const PASSES =
  /^(transfer|payment|transaction|gift|tip|trade|donation|call|request|relation|relationship|connection|contact|block)$/;

/** `tipper` in a table of tips, or beside a `tippee`: a lone word that sounds like somebody may be a number (`sort_order`). */
function isOneOfTwo(table: NamedTable, words: readonly string[]): boolean {
  const word = words.at(-1) ?? "";
  if (!soundsLikePerson(words)) return false;
  const stem = word.replace(/(ee|er|or)$/, "");
  return (
    (table.head.length >= 3 && word.startsWith(table.head)) ||
    table.schema.columns.some(({ name }) => name.toLowerCase() !== word && splitWords(name).join("").startsWith(stem))
  );
}

/** `managed_id` beside `manager_id`, `guarantee_id` beside `guarantor_id`: to whom it is done beside whoever does it. */
function isDoneByAnother(table: NamedTable, words: readonly string[], isKeyed: boolean): boolean {
  const [, stem = ""] = words.length === 1 ? (/^([a-z]{4,}?)(ed|ee)$/.exec(words[0] ?? "") ?? []) : [];
  if (stem === "") return false;
  return table.schema.columns.some(({ name }) => {
    const { base, keyed } = stripKeyWords(readColumnWords(table, name));
    return keyed === isKeyed && base.length === 1 && (base[0] === `${stem}er` || base[0] === `${stem}or`);
  });
}

/** Words that are people's and things' alike, where no table is called so: their values tell, if they spread over people's keys. */
function mayBePeople(words: readonly string[]): boolean {
  return words.length === 1 && EITHER.test(words[0] ?? "");
}

const EITHER = /^(contact|subject|source|sponsor|support|sales|publisher|other|lead|host)$/;

/** Where people's own keys are codes (`EMP_CD`), a role with a code is a key (`SLSMN_CD`). */
function readKeyed(
  table: NamedTable,
  column: ColumnSchema,
  subjects: readonly Subject[],
): ReturnType<typeof stripKeyWords> {
  const words = readColumnWords(table, column.name);
  const last = words.at(-1) ?? "";
  const coded =
    words.length > 1 &&
    (last === "code" || last === "number") &&
    subjects.some(({ table }) => table.key !== null && splitWords(table.key.name).at(-1) === last);
  return coded ? { base: stripKeyWords(words.slice(0, -1)).base, keyed: true } : stripKeyWords(words);
}

/** Words before a noun that is counted. */
const COUNTING = /^(num|number|count|total|max|min|avg|average|sum|no|nb|qty|quantity|cantidad|anzahl|nombre)$/;

/** A number of people: several of them, or words that count. */
function isCount(words: readonly string[]): boolean {
  const last = words.at(-1) ?? "";
  return toSingular(last) !== last || words.some((word, at) => at < words.length - 1 && COUNTING.test(word));
}

/** Of a team, and of nothing else, these are people by themselves. */
const LEADS = /^(lead|head|chief|chair|contact|host)$/;

const TARGETS = /^(target|other|object)$/;

/** The people after whom a table is named that refers to them plainly beside. */
function findActed(table: NamedTable, subjects: readonly Subject[]): Subject | undefined {
  return subjects.find(
    ({ table: people }) =>
      people !== table &&
      table.words[0] === people.head &&
      table.schema.columns.some(({ name }) => {
        const { base, keyed } = stripKeyWords(splitWords(name));
        return keyed && base.map(toSingular).join(" ") === people.words.join(" ");
      }),
  );
}

/** How many kinds of people a role is tried on. */
const MOST_KINDS = 5;
/** A key of somebody who does something, by the form of the word. */
const AGENT = 0.5;
/** Too little by itself: data has to bear it out. */
const UNHEARD_OF = 0.4;
const NOBODY: readonly Candidate[] = [];

/** A column that names a role of people (`author_id`, `created_by`) where no table has that name: the likeliest people first. */
function roleCandidates(
  index: TableIndex,
  table: NamedTable,
  column: ColumnSchema,
  subjects: readonly Subject[],
  other?: Candidate,
): readonly Candidate[] {
  if (table.schema.primaryKey.length === 1 && table.schema.primaryKey[0] === column.name) return NOBODY;
  if (index.scopes.has(column.name)) return NOBODY;
  const { base: numbered, keyed } = readKeyed(table, column, subjects);
  if (index.uses("ranges") && !keyed && isOfRange(table, column)) return NOBODY;
  const base = numbered.length > 1 && /^\d$/.test(numbered.at(-1) ?? "") ? numbered.slice(0, -1) : numbered;
  const last = base.at(-1);
  if (last === undefined || base.some((word) => OUTSIDE.has(word)) || column.kind === "decimal") return NOBODY;
  const exchange = keyed && base.length === 1 && (last === "from" || last === "to") && isExchange(table.head);
  const singular = base.map((word) => (BY.has(word) || word === "to" ? word : toSingular(word)));
  const leads = keyed && base.length === 1 && LEADS.test(last) && COLLECTIVES.has(table.head);
  // What people do to others of them: `person_actions.target_id`.
  const isTarget = keyed && base.length === 1 && TARGETS.test(last) && findActed(table, subjects) !== undefined;
  const isOther = keyed && isDoneByAnother(table, base, true);
  const known = exchange || leads || isTarget || isOther || namesPersonRole(singular, keyed);
  // `tipper`, `tippee`: a number, or whom its values mean.
  const isOne = isOneOfTwo(table, singular) || isDoneByAnother(table, base, false);
  const isBare = !keyed && base.length === 1 && /^(integer|uuid)$/.test(column.kind) && isOne;
  const bySpread = !known && ((keyed && (mayBeAgent(singular) || mayBePeople(singular))) || isBare);
  const isDone = keyed && saysWhatWasDone(singular);
  const heard = known || bySpread || isDone || (keyed && looksLikeAgent(singular));
  if (!known && !(index.uses("agent-nouns") && heard)) return NOBODY;
  // `subscribers`, `num_students`: how many, and not who.
  if (index.uses("counts") && !keyed && !BY.has(last) && isCount(base)) return NOBODY;
  // A bare word ("owner", "user") is a key only when it cannot be the name itself.
  const isText = !keyed && !BY.has(last) && last !== "to" && last !== "with" && column.kind === "text";
  if (isText && !index.uses("text-keys")) return NOBODY;
  // Words that name a table mean that table, even when its key is of another type.
  const named = other === undefined ? index.find(base, table) : undefined;
  // The recipient in a table of `note_recipients` is none of its rows.
  if (
    named !== undefined &&
    !(named.table === table && named.fit < 1) &&
    named.fit >= 0.8 &&
    !(index.uses("links") && isLinkOf(named, base))
  )
    return NOBODY;
  if (!keyed && base.some((word) => /^(email|mail|phone|address|name|url)$/.test(word))) return NOBODY;
  // The client of an API is a program.
  const ofPrograms = index.uses("clients-of-programs") && isOfPrograms(table);
  if (/^(client|consumer)$/.test(last) && (ofPrograms || table.words.some((word) => NOT_PEOPLE_BEFORE.has(word))))
    return NOBODY;
  // Where people are known by their user names, these are the keys.
  const fits = (subject: Subject) => {
    const key = subject.table.key;
    return key !== null && (!isText || key.kind === "text") && compareKinds(column.kind, key.kind);
  };
  const own = subjects.find((subject) => subject.table === table);
  const self = own !== undefined && own.side !== "contact" && pointsToOwnKind(base, own) && fits(own) ? own : undefined;
  const ranked = rankSubjects(
    base,
    subjects.filter((subject) => fits(subject) && subject !== self && subject.table !== other?.target),
    table,
    index.uses("kinds-of-people"),
  );
  const confidence = isText
    ? UNHEARD_OF
    : known
      ? 0.68
      : keyed && (isDone || isSurelyAgent(singular)) && index.uses("sure-agents")
        ? AGENT
        : UNHEARD_OF;
  const chosen = [...(self === undefined ? [] : [self]), ...ranked].slice(0, MOST_KINDS);
  return chosen.flatMap(({ table: target, identityOnly }) =>
    target.key === null
      ? []
      : {
          table,
          column,
          target,
          key: target.key,
          within: [],
          words: base,
          byRole: true,
          bySpread,
          confidence: identityOnly && target !== table ? UNHEARD_OF : confidence,
          why: known ? `"${base.join(" ")}" is a role of people` : `"${base.join(" ")}" sounds like a role of people`,
        },
  );
}

/** What people do to one another, rather than those who work for them. */
const AMONG_PEERS = /^(invit|refer|shar|recommend|follow|report|block|friend|introduc|sponsor|gift)/;

/** Whoever signs in, though the table is called accounts. */
function isAccount({ side, identifiers }: Subject): boolean {
  return side === "user" && identifiers.some(({ kind }) => kind === "username" || kind === "email");
}

/** Users sign in, though their addresses and passwords be kept in other tables. */
function isKnownHere({ side, strong, identifiers }: Subject): boolean {
  return (side === "user" && strong) || identifiers.some(({ kind }) => kind === "email" || kind === "username");
}

/** Which kinds of people a role means, the likeliest first: staff act, customers own, users do both (and where no table is called so, they are the staff). */
function rankSubjects(
  base: readonly string[],
  subjects: readonly Subject[],
  table: NamedTable,
  byNoun: boolean,
): readonly Subject[] {
  const role = readRoleWords(base);
  const peers = base.some((word) => AMONG_PEERS.test(word));
  const sides: readonly Subject["side"][] =
    (role === "actor" || role === "server") && !peers
      ? ["staff", "user", "customer", "contact"]
      : role === "creator" || base.at(-1) === "user"
        ? ["user", "staff", "customer", "contact"]
        : ["user", "customer", "staff", "contact"];
  const nouns = base.map(toSingular);
  // An admin is one of AdminUsers, whoever else works here.
  const isNamed = (subject: Subject) => byNoun && subject.table.words.some((word) => nouns.includes(word));
  const acts = role === "actor" || role === "creator";
  const users = subjects.some(({ side, strong }) => side === "user" && strong);
  const someSignIn = subjects.some(isKnownHere);
  const rank = (subject: Subject) =>
    // Whoever did something here has signed in, and so has a user, whatever their table is called.
    (someSignIn && !isKnownHere(subject) ? (acts ? (users ? 300 : 60) : subject.side === "staff" ? 0 : 350) : 0) +
    (acts && !subject.strong && users ? 300 : 0) +
    // Whoever serves somebody here is seldom an administrator of the site.
    (role === "server" && users && /^(admin|administrator|moderator)$/.test(subject.table.head) ? 300 : 0) +
    // To strangers with a name and an address nothing points, unless values say so.
    (subject.identityOnly ? 100_000 : 0) +
    (isNamed(subject) ? 0 : 10_000) +
    (isAway(subject.table) ? 500 : 0) +
    (subject.strong || subject.side === "staff" || isAccount(subject) ? 0 : 1000) +
    sides.indexOf(subject.side) * 100 +
    (subject.table.schema.schema === table.schema.schema ? 0 : 50) +
    Math.min(subject.table.words.length, 9);
  return subjects
    .filter((subject) => !subject.organisation && (!subject.capacity || subject.side === "staff" || isNamed(subject)))
    .toSorted((a, b) => rank(a) - rank(b));
}
