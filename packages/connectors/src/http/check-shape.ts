/** Small strict checks of JSON values that came from outside. A problem names the place and never the value. */

/** A message does not have the shape the protocol gives. */
export class ShapeProblem extends Error {
  override readonly name = "ShapeProblem";
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`${path === "" ? "The message" : path} ${problem}.`);
    this.path = path;
  }
}

/** Answers the value as a T, or throws a {@link ShapeProblem}. */
export type Check<T> = (value: unknown, path: string) => T;

/** Well-formed text of at most `max` UTF-16 units. */
export function text(max: number): Check<string> {
  return (value, path) => {
    if (typeof value !== "string") throw new ShapeProblem(path, "must be text");
    if (value.length > max) throw new ShapeProblem(path, `must not be longer than ${max} characters`);
    if (!value.isWellFormed()) throw new ShapeProblem(path, "holds half a character");
    return value;
  };
}

export function pattern(expression: RegExp, description: string): Check<string> {
  return (value, path) => {
    if (typeof value === "string" && expression.test(value)) return value;
    throw new ShapeProblem(path, `must be ${description}`);
  };
}

/** A whole number from 0. */
export const count: Check<number> = (value, path) => {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ShapeProblem(path, "must be a whole number from 0");
};

export const yesOrNo: Check<boolean> = (value, path) => {
  if (typeof value === "boolean") return value;
  throw new ShapeProblem(path, "must be true or false");
};

export function oneOf<const T extends string>(values: readonly T[]): Check<T> {
  return (value, path) => {
    const found = values.find((known) => known === value);
    if (found === undefined) throw new ShapeProblem(path, `must be one of: ${values.join(", ")}`);
    return found;
  };
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value, path) => (value === null ? null : check(value, path));
}

export function list<T>(check: Check<T>, max: number): Check<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new ShapeProblem(path, "must be a list");
    if (value.length > max) throw new ShapeProblem(path, `must not have more than ${max} entries`);
    return value.map((entry, index) => check(entry, `${path}[${index}]`));
  };
}

/** An object with exactly these properties. */
export function shape<T extends object>(checks: { readonly [Name in keyof T]: Check<T[Name]> }): Check<T> {
  const names = Object.keys(checks) as (keyof T & string)[];
  return (value, path) => {
    const source = record(value, path);
    if (Object.keys(source).some((name) => !Object.hasOwn(checks, name))) {
      throw new ShapeProblem(path, `may have only the properties ${names.join(", ")}`);
    }
    const entries = names.map((name) => {
      const place = path === "" ? name : `${path}.${name}`;
      if (!Object.hasOwn(source, name)) throw new ShapeProblem(place, "is missing");
      return [name, checks[name](source[name], place)] as const;
    });
    return Object.fromEntries(entries) as T;
  };
}

/** An object that is told from others by one property. */
export function variant<T extends object>(property: string, checks: Readonly<Record<string, Check<T>>>): Check<T> {
  const which = oneOf(Object.keys(checks));
  return (value, path) => {
    const place = path === "" ? property : `${path}.${property}`;
    const chosen = checks[which(record(value, path)[property], place)];
    if (chosen === undefined) throw new ShapeProblem(place, "is not known");
    return chosen(value, path);
  };
}

/** Any JSON object. */
export const record: Check<Readonly<Record<string, unknown>>> = (value, path) => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ShapeProblem(path, "must be an object");
  return value as Record<string, unknown>;
};

/** Reads bytes as JSON of a shape. @throws ShapeProblem for bytes that are no UTF-8 or no JSON, too */
export function readJson<T>(bytes: Uint8Array, check: Check<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    // The parser's own words quote the text.
    throw new ShapeProblem("", "is not JSON in UTF-8");
  }
  return check(value, "");
}
