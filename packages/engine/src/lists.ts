/** Lists of keys in one column: an array of the database, a JSON array, or text. Read, and rid of some of them. */

/** How a column holds several keys. Text is a JSON array, or else keys with something between them. */
export interface ListForm {
  readonly form: "array" | "json" | "text";
  /** What stands between two keys in text. */
  readonly separator: string;
}

/** What stands between two keys where nothing else is said. */
export const SEPARATOR = ",";

/** One place in a list: the key, or null for what is none (NULL, a nested value), and how it is written. */
interface Item {
  readonly key: string | null;
  readonly written: string;
}

interface Written {
  readonly items: readonly Item[];
  /** A key as it is written in a list of this kind. */
  readonly spell: (key: string) => string;
  /** Makes a list of the same kind of what is left. */
  readonly write: (written: readonly string[]) => string;
}

/** The keys that a list holds, in their order, each as often as it stands there. Nothing where the value is no list. */
export function readList(list: ListForm, value: string): readonly string[] {
  return parse(list, value)?.items.flatMap(({ key }) => key ?? []) ?? [];
}

/** The same list without these keys, wherever they stand in it; all else stays as it is written, in its order. */
export function withoutKeys(list: ListForm, value: string, keys: ReadonlySet<string>, fold: boolean): string {
  const parsed = parse(list, value);
  if (parsed === null) return value;
  const stays = parsed.items.filter(({ key }) => key === null || !keys.has(fold ? key.trim().toLowerCase() : key));
  return stays.length === parsed.items.length ? value : parsed.write(stays.map(({ written }) => written));
}

/** A list of these keys. */
export function writeList({ form, separator }: ListForm, keys: readonly string[]): string {
  if (form === "text") return keys.join(separator);
  if (form === "array") return `{${keys.map((key) => (/^[\w-]+$/.test(key) ? key : quoteItem(key))).join(",")}}`;
  return `[${keys.map((key) => (/^(0|-?[1-9]\d*)$/.test(key) ? key : JSON.stringify(key))).join(",")}]`;
}

function quoteItem(key: string): string {
  return `"${key.replace(/["\\]/g, "\\$&")}"`;
}

/** The same list with other keys in it, as a package holds it: an array, or the list as text. Whatever is no list stays. */
export function replaceKeys(list: ListForm, value: unknown, replace: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => (isScalar(item) ? swap(item, replace(String(item))) : item));
  const parsed = typeof value === "string" ? parse(list, value) : null;
  if (parsed === null) return isScalar(value) ? swap(value, replace(String(value))) : value;
  const written = parsed.items.map(({ key, written: own }) => {
    const other = key === null ? null : replace(key);
    return other === null || other === key ? own : parsed.spell(other);
  });
  return parsed.write(written);
}

function isScalar(item: unknown): boolean {
  return typeof item === "string" || typeof item === "number" || typeof item === "bigint";
}

/** The item itself, a number if it is one, where it stays who it was. */
function swap(item: unknown, key: string): unknown {
  return String(item) === key ? item : key;
}

function parse(list: ListForm, value: string): Written | null {
  switch (list.form) {
    case "array":
      return parseArray(value);
    case "json":
      return parseJson(value);
    case "text":
      return parseJson(value) ?? parseText(value, list.separator);
    default:
      return list.form satisfies never;
  }
}

/** An array as Postgres prints it. One in another array is no list of keys. */
function parseArray(value: string): Written | null {
  if (!/^\{.*\}$/s.test(value)) return null;
  const parts = splitItems(value.slice(1, -1), "{", "}");
  if (parts === null || parts.some((part) => part.startsWith("{"))) return null;
  const items = parts.map((written): Item => {
    if (written.startsWith('"')) return { key: written.slice(1, -1).replace(/\\(.)/gs, "$1"), written };
    return { key: /^null$/i.test(written) ? null : written, written };
  });
  return { items, spell: quoteItem, write: (left) => `{${left.join(",")}}` };
}

/** Numbers keep every digit that was written: an id may be larger than JavaScript can count. */
function parseJson(value: string): Written | null {
  const whole = value.trim();
  if (!whole.startsWith("[")) return null;
  try {
    if (!Array.isArray(JSON.parse(whole))) return null;
  } catch {
    return null;
  }
  const parts = splitItems(whole.slice(1, -1), "[{", "]}") ?? [];
  const items = parts.map((written): Item => {
    if (/^[-\d]/.test(written)) return { key: written, written };
    return { key: written.startsWith('"') ? (JSON.parse(written) as string) : null, written };
  });
  const between = /,\s/.test(whole) ? ", " : ",";
  return { items, spell: (key) => JSON.stringify(key), write: (left) => `[${left.join(between)}]` };
}

function parseText(value: string, separator: string): Written {
  const items = value.split(separator).map((written): Item => ({ key: written.trim() || null, written }));
  const write = (left: readonly string[]) => {
    const text = left.join(separator);
    // What follows a comma begins with a blank, what begins the list does not.
    return /^\s/.test(value) ? text : text.trimStart();
  };
  return { items, spell: (key) => key, write };
}

/** The items between commas, but for commas in quotes and in what is nested; null where brackets do not match. */
function splitItems(inner: string, opening: string, closing: string): readonly string[] | null {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < inner.length; at++) {
    const sign = inner.charAt(at);
    if (isQuoted) {
      if (sign === "\\") at += 1;
      else if (sign === '"') isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (opening.includes(sign)) depth += 1;
    else if (closing.includes(sign)) depth -= 1;
    else if (sign === "," && depth === 0) {
      items.push(inner.slice(start, at).trim());
      start = at + 1;
    }
  }
  if (depth !== 0 || isQuoted) return null;
  const last = inner.slice(start).trim();
  return items.length === 0 && last === "" ? [] : [...items, last];
}
