/** Limits that the texts of check constraints set to a column's values, or to the length of its text. */

/** One comparison that has to hold: of a value, or of a length, with a number or a day. */
export interface Limit {
  readonly operator: "<" | "<=" | "=" | ">=" | ">" | "<>";
  readonly literal: string;
}

export interface ColumnLimits {
  readonly value: readonly Limit[];
  readonly length: readonly Limit[];
}

type Operator = Limit["operator"];
type Token =
  | { readonly kind: "name"; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: "literal" | "sign"; readonly text: string }
  | { readonly kind: "length"; readonly text: string };

const TURNED: Readonly<Record<Operator, Operator>> = {
  "<": ">",
  "<=": ">=",
  "=": "=",
  ">=": "<=",
  ">": "<",
  "<>": "<>",
};

/** Comparisons with a literal that every row satisfies; of a check that says more than "this and that", none. */
export function limitsOf(checks: readonly string[], column: string): ColumnLimits {
  const value: Limit[] = [];
  const length: Limit[] = [];
  for (const check of checks) {
    for (const parts of conjuncts(reduce(tokenize(check)))) {
      for (const [left, operator, right] of comparisons(parts)) {
        if (left === undefined || right === undefined) continue;
        const isOf = (token: Token) => isName(token, column) || (token.kind === "length" && same(token.text, column));
        const [subject, literal, sign] = isOf(left) ? [left, right, operator] : [right, left, TURNED[operator]];
        if (!isOf(subject) || literal.kind !== "literal") continue;
        (subject.kind === "length" ? length : value).push({ operator: sign, literal: literal.text });
      }
    }
  }
  return { value, length };
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
const isName = (token: Token | undefined, name: string) => token?.kind === "name" && same(token.text, name);
const isWord = (token: Token | undefined, word: string) =>
  isName(token, word) && token?.kind === "name" && !token.isQuoted;
const isSign = (token: Token | undefined, text: string) => token?.kind === "sign" && token.text === text;

const TOKEN =
  /'((?:[^']|'')*)'|"([^"]+)"|`([^`]+)`|\[([A-Za-z_][^\]]*)\]|(\d+(?:\.\d+)?)|([A-Za-z_][\w$]*)|(::|<=|>=|<>|!=|\|\||[^\s])/g;

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [, string, double, back, bracket, number, bare, sign] of text.matchAll(TOKEN)) {
    const quoted = double ?? back ?? bracket;
    if (quoted !== undefined) tokens.push({ kind: "name", text: quoted, isQuoted: true });
    else if (bare !== undefined) tokens.push({ kind: "name", text: bare, isQuoted: false });
    else if (string !== undefined) tokens.push({ kind: "literal", text: string.replaceAll("''", "'") });
    else if (number !== undefined) {
      const before = tokens.at(-2);
      const isNegative = isSign(tokens.at(-1), "-") && (before === undefined || before.kind === "sign");
      if (isNegative) tokens.pop();
      tokens.push({ kind: "literal", text: isNegative ? `-${number}` : number });
    } else if (sign !== undefined) tokens.push({ kind: "sign", text: sign === "!=" ? "<>" : sign });
  }
  return isWord(tokens[0], "check") ? tokens.slice(1) : tokens;
}

const OF_TYPES = ["precision", "varying", "without", "with", "time", "zone"];
/** In characters or in bytes: of a placeholder these are as many. */
const LENGTHS = ["length", "char_length", "character_length", "octet_length"];

/** Without casts, without brackets around one thing; the length of a column is one thing. */
function reduce(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (isSign(token, "::")) {
      at += 1;
      while (isSign(tokens[at + 1], ".")) at += 2;
      while (OF_TYPES.some((word) => isWord(tokens[at + 1], word))) at += 1;
      if (isSign(tokens[at + 1], "(")) while (at + 1 < tokens.length && !isSign(tokens[at], ")")) at += 1;
      while (isSign(tokens[at + 1], "[") || isSign(tokens[at + 1], "]")) at += 1;
      continue;
    }
    kept.push(token);
    while (isSign(kept.at(-1), ")") && isSign(kept.at(-3), "(")) {
      const inner = kept.at(-2) as Token;
      const call = kept.at(-4);
      if (call?.kind === "name" && !call.isQuoted && !isGlue(call)) {
        if (inner.kind !== "name" || !LENGTHS.some((word) => isWord(call, word))) break;
        kept.splice(-4, 4, { kind: "length", text: inner.text });
      } else kept.splice(-3, 3, inner);
    }
    // What is trimmed is no longer than it was, and a placeholder has nothing to trim.
    const last = kept.at(-2);
    const trims = isSign(kept.at(-1), ")") && last?.kind === "name";
    if (trims && isSign(kept.at(-3), "(") && isWord(kept.at(-4), "trim")) kept.splice(-4, 4, last);
    else if (trims && isWord(kept.at(-3), "from") && isWord(kept.at(-4), "both") && isWord(kept.at(-6), "trim"))
      kept.splice(-6, 6, last);
  }
  return kept;
}

const isGlue = (token: Token) =>
  ["and", "between", "or", "not", "in", "is", "like"].some((word) => isWord(token, word));

/** The parts of "this and that"; nothing of a check that says anything else. */
function conjuncts(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const others = ["or", "not", "case", "xor", "in", "any", "all", "is", "like", "collate", "escape"];
  if (tokens.some((token) => others.some((word) => isWord(token, word)))) return [];
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    const part = parts.at(-1) as Token[];
    const isOfBetween =
      part.filter((one) => isWord(one, "between")).length > part.filter((one) => isWord(one, "and")).length;
    if (isWord(token, "and") && !isOfBetween) parts.push([]);
    else part.push(token);
  }
  return parts.map(unwrap);
}

/** Without the brackets that open before the first thing or close after the last. */
function unwrap(tokens: readonly Token[]): readonly Token[] {
  const from = tokens.findIndex((token) => !isSign(token, "("));
  const to = tokens.findLastIndex((token) => !isSign(token, ")"));
  return tokens.slice(Math.max(0, from), to + 1);
}

function comparisons(part: readonly Token[]): readonly (readonly [Token | undefined, Operator, Token | undefined])[] {
  const [left, sign, right] = part;
  if (part.length === 5 && isWord(sign, "between") && isWord(part[3], "and"))
    return [
      [left, ">=", right],
      [left, "<=", part[4]],
    ];
  const operator = sign?.kind === "sign" && sign.text in TURNED ? (sign.text as Operator) : null;
  return part.length === 3 && operator !== null ? [[left, operator, right]] : [];
}

/** The first of these that satisfies all limits. `compare` orders two literals, NaN where it cannot: such a limit says nothing. */
export function firstWithin<T extends string | number>(
  candidates: readonly T[],
  limits: readonly Limit[],
  compare: (candidate: T, literal: string) => number,
): T | undefined {
  return candidates.find((candidate) =>
    limits.every(({ operator, literal }) => {
      const order = compare(candidate, literal);
      if (Number.isNaN(order)) return true;
      if (operator === "<>") return order !== 0;
      if (order === 0) return operator.includes("=");
      return order < 0 ? operator.startsWith("<") : operator.startsWith(">");
    }),
  );
}
