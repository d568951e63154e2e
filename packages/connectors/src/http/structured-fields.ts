/** The part of Structured Fields (RFC 9651) that message signatures need: dictionaries of byte sequences and inner lists. */

export type BareItem = string | number | boolean | Uint8Array;
export type Parameters = readonly (readonly [name: string, value: BareItem])[];

export interface Item {
  readonly value: BareItem;
  readonly parameters: Parameters;
}

export interface InnerList {
  readonly items: readonly Item[];
  readonly parameters: Parameters;
}

export type Member = Item | InnerList;

/** A header field is not written as RFC 9651 says. Never quotes the field. */
export class FieldMalformed extends Error {
  override readonly name = "FieldMalformed";
}

/** Reads a dictionary; a name that comes twice is refused, because two readers might choose differently. */
export function parseDictionary(text: string): ReadonlyMap<string, Member> {
  const cursor = new Cursor(text);
  const members = new Map<string, Member>();
  cursor.skip(/[ ]*/y);
  while (!cursor.atEnd()) {
    const name = cursor.take(/[a-z*][a-z0-9_\-.*]*/y, "a name");
    if (members.has(name)) throw new FieldMalformed("A name comes twice.");
    cursor.take(/=/y, "=");
    members.set(name, cursor.peek() === "(" ? parseInnerList(cursor) : parseItem(cursor));
    cursor.skip(/[ \t]*/y);
    if (cursor.atEnd()) return members;
    cursor.take(/,[ \t]*/y, "a comma");
    if (cursor.atEnd()) throw new FieldMalformed("The field ends with a comma.");
  }
  return members;
}

/** Writes an inner list with its parameters, as `"@signature-params"` wants it. */
export function writeInnerList(list: InnerList): string {
  return `(${list.items.map(writeItem).join(" ")})${writeParameters(list.parameters)}`;
}

export function writeItem(item: Item): string {
  return writeBareItem(item.value) + writeParameters(item.parameters);
}

function writeParameters(parameters: Parameters): string {
  return parameters.map(([name, value]) => (value === true ? `;${name}` : `;${name}=${writeBareItem(value)}`)).join("");
}

function writeBareItem(value: BareItem): string {
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new FieldMalformed("Only whole numbers can be written.");
    return String(value);
  }
  if (typeof value === "boolean") return value ? "?1" : "?0";
  if (typeof value !== "string") return `:${Buffer.from(value).toString("base64")}:`;
  if (!/^[\x20-\x7e]*$/.test(value)) throw new FieldMalformed("Text can hold printable ASCII characters only.");
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function parseInnerList(cursor: Cursor): InnerList {
  cursor.take(/\(/y, "(");
  const items: Item[] = [];
  cursor.skip(/ */y);
  while (cursor.peek() !== ")") {
    items.push(parseItem(cursor));
    if (cursor.peek() !== ")") cursor.take(/ +/y, "a space");
  }
  cursor.take(/\)/y, ")");
  return { items, parameters: parseParameters(cursor) };
}

function parseItem(cursor: Cursor): Item {
  return { value: parseBareItem(cursor), parameters: parseParameters(cursor) };
}

function parseParameters(cursor: Cursor): Parameters {
  const parameters: [string, BareItem][] = [];
  while (cursor.peek() === ";") {
    cursor.take(/; */y, ";");
    const name = cursor.take(/[a-z*][a-z0-9_\-.*]*/y, "a name");
    if (parameters.some(([known]) => known === name)) throw new FieldMalformed("A parameter comes twice.");
    if (cursor.peek() !== "=") {
      parameters.push([name, true]);
      continue;
    }
    cursor.take(/=/y, "=");
    parameters.push([name, parseBareItem(cursor)]);
  }
  return parameters;
}

function parseBareItem(cursor: Cursor): BareItem {
  const first = cursor.peek();
  if (first === '"') {
    const text = cursor.take(/"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"/y, "text in quotes");
    return text.slice(1, -1).replace(/\\(["\\])/g, "$1");
  }
  if (first === ":") {
    const text = cursor.take(/:[A-Za-z0-9+/]*={0,2}:/y, "bytes in base64 between colons").slice(1, -1);
    const bytes = Buffer.from(text, "base64");
    // Only the one canonical writing counts, so that equal bytes never come in two texts.
    if (bytes.toString("base64") !== text) throw new FieldMalformed("The base64 is not in its canonical form.");
    return bytes;
  }
  if (first === "?") return cursor.take(/\?[01]/y, "?0 or ?1") === "?1";
  return Number(cursor.take(/-?[0-9]{1,15}/y, "a whole number"));
}

class Cursor {
  readonly #text: string;
  #position = 0;
  constructor(text: string) {
    this.#text = text;
  }
  atEnd(): boolean {
    return this.#position >= this.#text.length;
  }
  peek(): string | undefined {
    return this.#text[this.#position];
  }
  skip(pattern: RegExp): void {
    pattern.lastIndex = this.#position;
    if (pattern.test(this.#text)) this.#position = pattern.lastIndex;
  }
  take(pattern: RegExp, expected: string): string {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new FieldMalformed(`Expected ${expected} at character ${this.#position + 1}.`);
    this.#position += found.length;
    return found;
  }
}
