/** What the names of a table and of its columns say of the table whose rows its rows are parts of. */
import { readColumnWords } from "./column-words.ts";
import { stripKeyWords } from "./key-words.ts";
import { splitWords, toSingular } from "./names.ts";
import type { Reference } from "./reference.ts";
import type { NamedTable } from "./table-index.ts";

/** `order_items` contains the name of its parent; `post_user` that of one of its two. */
export function isNamedAfter(child: NamedTable, parent: NamedTable): boolean {
  if (child === parent) return false;
  const stem = parent.words.join("");
  const whole = child.words.join("");
  return (
    child.words.length > 1 &&
    (child.words.includes(parent.head) || whole.startsWith(stem)) &&
    child.head !== parent.head
  );
}

/** `repo_unit` begins with what its `repo_id` calls the repository. */
export function isNamedByColumn({ columns: [column = "", ...more] }: Reference, child: NamedTable): boolean {
  const { base } = stripKeyWords(readColumnWords(child, column));
  return (
    more.length === 0 &&
    base.length > 0 &&
    base.length < child.words.length &&
    base.every((word, at) => child.words[at] === toSingular(word))
  );
}

/** `order_item_id` of `order_items`, and no `item_id`. */
export function isNamedWhole({ columns: [column = "", ...more] }: Reference, { words }: NamedTable): boolean {
  const { base } = stripKeyWords(splitWords(column));
  return more.length === 0 && words.length > 1 && base.map(toSingular).join(" ") === words.join(" ");
}
