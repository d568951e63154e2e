/** The rules of inference by name, so that each can be switched off and its gain be measured (`npm run bench -- inference`). */

export const RULES = [
  { name: "table-names", says: "a column named after a table refers to it" },
  { name: "short-names", says: "repo_id, where one table is called repository and none repo" },
  { name: "key-names", says: "a column named like the key of one table refers to it" },
  { name: "key-endings", says: "a name that ends like the key of a table refers to it: created_by_emp_number" },
  {
    name: "keys-inside",
    says: "a name that begins with the key of a table, or has it inside, refers to it: idpes_cad",
  },
  { name: "glued-names", says: "driverid, where there are drivers, is written in one word" },
  { name: "stamps", says: "what all columns of a table begin with says nothing of what they refer to" },
  { name: "text-keys", says: "where user names are keys, a text called user holds them, as its values show" },
  { name: "own-names", says: "blocked_user_id of blocked_users is a user" },
  { name: "borrowed-keys", says: "a key named after another table, user_id of preferences, is that table's" },
  { name: "principals", says: "of tables under one key, the one it is named after is whom the others continue" },
  { name: "namesakes", says: "a column named like declared ones refers to what they refer to" },
  {
    name: "links",
    says: "a table that links volunteers to others is no table of volunteers, nor one of two keys and an id",
  },
  { name: "table-first", says: "the table may be named first: user_from" },
  { name: "any-row", says: "object_id of user_extrafields is a user, where its values are found there" },
  { name: "self-words", says: "parent, reply to, reports to: a row of the same table" },
  { name: "versions", says: "a key in several tables whose rows end means an earlier version of the same row" },
  { name: "scoped-keys", says: "a key that is told apart within a tenant is referred to by both columns" },
  { name: "role-nouns", says: "author, created by, assigned to: a reference to people" },
  {
    name: "agent-nouns",
    says: "a key that sounds like somebody who does something is one where the data bears it out",
  },
  { name: "other-authors", says: "an author_id where the only such table is preprint_author may mean any author" },
  { name: "sure-agents", says: "a key of a proofreader is one of people, whatever the data shows" },
  { name: "counts", says: "subscribers and num_students say how many, and not who" },
  {
    name: "kinds-of-people",
    says: "a role means the people of that name, and where data refutes one kind, the next is tried",
  },
  { name: "commons", says: "what several kinds of rows merely name is not its owner's alone: somebody is asked" },
  { name: "doubts", says: "where several kinds of people fit, and nothing tells them apart, somebody is asked" },
  { name: "same-meaning", says: "a role means in a few tables whom it means in all others, where values allow it" },
  { name: "key-ranges", says: "small numbers belong to the people over whose keys they spread" },
  { name: "refutation", says: "a name whose values are not found there is no reference" },
  { name: "query-log", says: "what statements join with a key refers to it" },
  { name: "same-id", says: "a table named as an extension continues another under the same id" },
  {
    name: "known-by",
    says: "what people are told apart by refers to them wherever its values stand, whatever the column is called",
  },
  { name: "unlike-keys", says: "keys that are unlike each other are found by their values alone" },
  { name: "polymorphic-pairs", says: "a type and an id beside each other refer to several tables" },
  { name: "kinds-of-roles", says: "editor_type beside editor_id is a kind of editor, where its values name no table" },
  { name: "patterns", says: "ids inside strings" },
  { name: "ids-inside", says: "an id inside a text that is a key of people refers to them, whatever stands around it" },
  {
    name: "attributes",
    says: "attributes in rows of their own: one that is called customer_user and holds keys of people refers to them",
  },
  {
    name: "glued-ids",
    says: "an initial and a number, where the numbers spread over the keys of whoever has the initial",
  },
  { name: "text-ids", says: "a number written as text, under a name that means people, is a key of theirs" },
  { name: "json-paths", says: "ids inside JSON" },
  {
    name: "lists",
    says: "watcher_ids, participants: a list of ids names several people, where its values are their keys",
  },
  { name: "copies", says: "author_name beside author_id repeats a name, where its values do" },
  { name: "natural-keys", says: "an e-mail address that stands elsewhere refers to whoever has it" },
  { name: "shared-by-members", says: "what has participants is not its maker's alone" },
  { name: "identity-only", says: "rows that only an e-mail address ties to anybody are people themselves" },
  { name: "places", says: "what has an address, and many things hang on, is no person" },
  {
    name: "offers",
    says: "an address to ask about an event is no person, and whoever teaches a course does not own it",
  },
  {
    name: "identity-columns",
    says: "rows with a full name and something to know them by are people, whatever the table is called",
  },
  { name: "born-people", says: "rows with a birth date and a sex are people, unless they are animals or somebody's" },
  {
    name: "continued-people",
    says: "what a table of people continues under the same key is people: the party of an individual",
  },
  { name: "capacities", says: "a moderator who is a user is a capacity of that user" },
  { name: "guests", says: "participants with a name and an address are people, with an account or without" },
  { name: "named-contacts", says: "contacts with nothing but a name, to whom many things refer, are people" },
  { name: "companies", says: "customers with a company's name and nobody's are companies" },
  { name: "accounts-of-people", says: "a contact's portal user is the same person" },
  { name: "addresses-inside", says: "a text in which e-mail addresses of several people stand is about them" },
  { name: "names-by-value", says: "a name column whose values are first and last names is of people" },
  { name: "organisations", says: "organisations count as people only with a person to contact" },
  { name: "catalogue-people", says: "authors and actors with no address are no people you hold data for" },
  { name: "values", says: "sampled values tell what a column holds" },
  { name: "table-context", says: "the table decides what name, title and state mean" },
  {
    name: "anothers-address",
    says: "a friend's address in a row is another person's, and whoever named the friend owns the row",
  },
  { name: "doers", says: "the reviewer of a review owns it" },
  { name: "sender-and-recipient", says: "both ends own a message" },
  { name: "two-ends", says: "home and away players both own a match" },
  { name: "serving-users", says: "users whom customers and contacts are assigned to are staff" },
  { name: "tenants", says: "what people and many things are in belongs to none of them" },
  { name: "for-all", says: "whoever made a category or a role does not own it" },
  { name: "audits", says: "where many tables keep who made and who changed a row, that makes nothing anybody's" },
  { name: "entered-rows", says: "where several kinds of rows would be theirs who entered them, somebody is asked" },
  { name: "creators", says: "whoever made a row owns it when nobody else does" },
  {
    name: "spread",
    says: "of one table of everybody, those of whom few stand in many rows serve the many beside them",
  },
  { name: "acts-in-logs", says: "whoever did what a log of something tells owns no line of it" },
  { name: "servers", says: "whoever serves somebody in a row merely acts" },
  { name: "staff-beside-people", says: "staff act beside the one whose row it is" },
  { name: "own-work", says: "time, pay and leave are theirs who work, whomever they work for" },
  { name: "told-staff", says: "whoever serves is told of what is somebody else's, and sees it" },
  { name: "programs", says: "a client with a secret or a redirect address is a program" },
  { name: "moderation", says: "a warning or a note of moderators is about its target" },
  { name: "one-person-twice", says: "a unique reference between people says that they are one" },
  { name: "loose-columns", says: "where a schema declares no column not null, that one may be null says nothing" },
  { name: "named-after", says: "order_items are parts of orders" },
  { name: "not-null", says: "a row that cannot be without its parent is part of it" },
  { name: "one-for-each", says: "what there is one of for each row of another is a detail of it" },
  { name: "held", says: "an address that a person's row points at is that person's" },
  { name: "only-parent", says: "what nothing else ties to anybody belongs to its only parent" },
  { name: "pointers", says: "first_post_id points at one of several, not at a parent" },
] as const;

export type RuleName = (typeof RULES)[number]["name"];

/** Whether a rule is in use. */
export type RuleUse = (rule: RuleName) => boolean;

/** All rules but these. */
export function useRulesBut(without: readonly RuleName[]): RuleUse {
  const off = new Set<RuleName>(without);
  return (rule) => !off.has(rule);
}
