/** Pieces of SQL with their parameters, so that a value never becomes text of a statement by accident. */

/** A piece of a statement: texts with one parameter between each two. */
export interface Fragment {
  readonly texts: readonly string[];
  readonly values: readonly Parameter[];
}

/** What a driver is given for one placeholder. */
export type Parameter = string | number | Uint8Array | null;

/** Text that is SQL already: keywords, quoted names. */
export function raw(text: string): Fragment {
  return { texts: [text], values: [] };
}

/** A placeholder for one value. */
export function param(value: Parameter): Fragment {
  return { texts: ["", ""], values: [value] };
}

/** Puts fragments together: sql`${column} = ${param(value)}`. */
export function sql(strings: TemplateStringsArray, ...parts: readonly Fragment[]): Fragment {
  const made = begin(strings[0] ?? "");
  for (const [index, part] of parts.entries()) {
    append(made, part);
    appendText(made, strings[index + 1] ?? "");
  }
  return made;
}

/** Fragments one after the other with a separator between them. */
export function join(parts: readonly Fragment[], separator: string): Fragment {
  const made = begin("");
  let isFirst = true;
  for (const part of parts) {
    if (!isFirst) appendText(made, separator);
    isFirst = false;
    append(made, part);
  }
  return made;
}

/** True when any of them is; false when there are none. */
export function anyOf(parts: readonly Fragment[]): Fragment {
  if (parts.length === 0) return raw("1 = 0");
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : sql`(${join(parts, " OR ")})`;
}

/** True when all of them are. */
export function allOf(parts: readonly Fragment[]): Fragment {
  if (parts.length === 0) return raw("1 = 1");
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : sql`(${join(parts, " AND ")})`;
}

/** The finished text, with placeholders of the driver's own spelling. */
export function render(fragment: Fragment, placeholder: (index: number) => string): string {
  let text = fragment.texts[0] ?? "";
  for (let index = 1; index < fragment.texts.length; index += 1) text += placeholder(index) + fragment.texts[index];
  return text;
}

/** A fragment while it grows: statements are made of thousands of pieces, and each is copied once. */
interface Growing {
  readonly texts: string[];
  readonly values: Parameter[];
}

function begin(text: string): Growing {
  return { texts: [text], values: [] };
}

function appendText({ texts }: Growing, text: string): void {
  texts[texts.length - 1] += text;
}

function append(made: Growing, { texts, values }: Fragment): void {
  appendText(made, texts[0] ?? "");
  for (let index = 1; index < texts.length; index += 1) made.texts.push(texts[index] ?? "");
  for (const value of values) made.values.push(value);
}
