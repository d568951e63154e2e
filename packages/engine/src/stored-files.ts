/** What names a file that stands outside of the database (`blob`): which file a value means, and how else it may be written. */

/** A column whose values name files of a store. */
export interface BlobMark {
  /** The system that holds the files. */
  readonly store: string;
  /** What stands before the name in the store and may be left out in the column: `avatars/`. */
  readonly prefix?: string;
  /** What stands before the name where the column holds addresses: `https://cdn.example.org/media/`. */
  readonly url?: string;
}

/** What a value means. */
export type NamedFile =
  /** No file: it is empty, or an address elsewhere. */
  | { readonly kind: "none" | "elsewhere" }
  | { readonly kind: "file"; readonly key: string }
  /** It cannot be told which file: an address where the map knows none, or a name that leads out of the store. */
  | { readonly kind: "unclear" };

/** How the values of a column that name one file may be written. */
export interface Spellings {
  readonly texts: readonly string[];
  /** Those of them that are paths or addresses: `?` or `#` and more may follow. */
  readonly addresses: readonly string[];
}

/** The scheme of an address with a host. */
const SCHEME = /^[a-z][a-z0-9+.-]*:(?=\/\/)/i;

/**
 * The file that a value names. A value is a name in the store, with or without the prefix; a path that begins with `/`; or an
 * address that begins with the map's `url`. Nothing is tried out: of two names that would both do, another could be somebody else's.
 */
export function readBlobName(mark: BlobMark, value: string | null): NamedFile {
  // What an address of data holds stands in the row itself.
  if (value === null || value.trim() === "" || /^data:/i.test(value)) return { kind: "none" };
  const isAddress = SCHEME.test(value) || value.startsWith("//");
  const named = isAddress
    ? readAddress(mark, value)
    : keyOf(mark, value.startsWith("/") ? decodePath(value.slice(1)) : value);
  // Another row that is written alike has to be found by the name of the file alone.
  return named.kind === "file" && !isSpelled(mark, named.key, value) ? { kind: "unclear" } : named;
}

/** The same of a row of somebody: what the column holds by default (a picture for everybody) is nobody's own. */
export function readOwnBlobName(mark: BlobMark, standard: string | null, value: string | null): NamedFile {
  const text = /^'(.*)'(?:::[\w ()]+)?$/s.exec(standard ?? "")?.[1]?.replaceAll("''", "'");
  return value !== null && text === value ? { kind: "none" } : readBlobName(mark, value);
}

function isSpelled(mark: BlobMark, key: string, value: string): boolean {
  const { texts, addresses } = spellBlobName(mark, key);
  return texts.includes(value) || addresses.includes(value.replace(/[?#].*$/s, ""));
}

function readAddress(mark: BlobMark, value: string): NamedFile {
  if (mark.url === undefined) return { kind: "unclear" };
  const base = withoutScheme(mark.url);
  const address = withoutScheme(value);
  if (hostOf(address) !== hostOf(base)) return { kind: "elsewhere" };
  return address.startsWith(base) ? keyOf(mark, decodePath(address.slice(base.length))) : { kind: "unclear" };
}

function hostOf(address: string): string {
  return (/^\/\/([^/?#]*)/.exec(address)?.[1] ?? "").toLowerCase();
}

/** Path of an address, without what is asked of it. Null: it cannot be read. */
function decodePath(text: string): string | null {
  try {
    return decodeURIComponent(text.replace(/[?#].*$/s, ""));
  } catch {
    return null;
  }
}

function keyOf({ prefix = "" }: BlobMark, name: string | null): NamedFile {
  const key = name === null || name.startsWith(prefix) ? name : prefix + name;
  return key !== null && isSafeKey(key) ? { kind: "file", key } : { kind: "unclear" };
}

/** Does it name a file inside of a store, and nothing else? */
export function isSafeKey(key: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no name of a file may hold
  if (/[\u0000-\u001f\u007f\\]/.test(key)) return false;
  return key.length <= 1024 && key.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** All ways in which values of a column may name this file, as {@link readBlobName} reads them; perhaps of others, too. */
export function spellBlobName(mark: BlobMark, key: string): Spellings {
  const { prefix = "", url } = mark;
  if (!key.startsWith(prefix)) return { texts: [], addresses: [] };
  const rest = key.slice(prefix.length);
  const names = [...new Set([key, ...(rest === "" ? [] : [rest])])];
  const written = [...new Set(names.flatMap((name) => [name, encodePath(name), encodeURI(name)]))];
  const paths = written.map((name) => `/${name}`);
  const hosted = url === undefined ? [] : written.flatMap((name) => spellSchemes(url).map((base) => base + name));
  const addresses = [...paths, ...hosted];
  return { texts: [...names, ...addresses], addresses };
}

function encodePath(name: string): string {
  return name.split("/").map(encodeURIComponent).join("/");
}

function spellSchemes(url: string): readonly string[] {
  const rest = withoutScheme(url);
  return [...new Set([url, `https:${rest}`, `http:${rest}`, rest])];
}

function withoutScheme(address: string): string {
  return address.replace(SCHEME, "");
}
