/**
 * Who has left and had their data erased. Where rows of others refer to an account, its row stays with nothing of the
 * person in it, and its address ends in kept.invalid. What the forum says of such people is said here, once.
 */

/** SQL: the name of an account's person; NULL when they have left. */
export function nameSql(account: string): string {
  return `iif(${account}.email LIKE '%@kept.invalid', NULL, ${account}.display_name)`;
}

/** SQL: is this account still somebody's? */
export function isMemberSql(account: string): string {
  return `${account}.email NOT LIKE '%@kept.invalid'`;
}

/** SQL: the title of a topic, readable also when it went with its author. */
export function titleSql(topic: string): string {
  return `iif(${topic}.title IN ('', 'erased'), 'A topic of a former member', ${topic}.title)`;
}

/** Did the words go with their author? */
export function isRemoved(body: string): boolean {
  return body === "" || body === "erased";
}
