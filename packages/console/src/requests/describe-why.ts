/** Turns the engine's reasons (`orders.account_id -> accounts: is theirs; ...`) into what an operator would say. */

/** What the engine says of an edge, and what that means to people. `words` are columns or tables, already readable. */
const SAID = {
  "is theirs": (edges) => {
    const by = listWords(edges.map(ownerWord), "or");
    return by === "" ? "theirs" : `theirs, by ${by}`;
  },
  "is part of what is theirs": (edges) =>
    `part of their ${listWords(
      edges.map(({ to }) => readableName(to)),
      "and",
    )}`,
  "is held by what is theirs": (edges) =>
    `their ${listWords(
      edges.map(({ columns }) => columnWord(columns)),
      "or",
    )}`,
  "is shared with them": () => "shared with them",
  "names them as acting": (edges) =>
    `named as ${listWords(
      edges.map(({ columns }) => columnWord(columns)),
      "and",
    )}`,
  "points at what is theirs": (edges) =>
    `refers to their ${listWords(
      edges.map(({ to }) => readableName(to)),
      "and",
    )}`,
} as const satisfies Record<string, (edges: readonly SaidEdge[]) => string>;

interface SaidEdge {
  readonly from: string;
  readonly columns: string;
  readonly to: string;
}

const OWN_ROW = "the person's own row";
const PATH = new RegExp(
  `(\\S+)\\.(\\S+) -> (\\S+): (${Object.keys(SAID).join("|")})(?: \\(named in a list\\))?|${OWN_ROW}`,
  "g",
);

/** Why rows are kept, as the engine puts it, and as people do. What is not here is a sentence already. */
const REASONS: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^rows of (\S+) that are not theirs depend on it$/, (table) => `${readableName(table)} of others depend on it`],
  [/^other rows of (\S+) hold it too$/, (table) => `other ${readableName(table)} use it too`],
  [/^(\w+) rows of (\S+) depend on it$/, (kept, table) => `what is ${kept} of ${readableName(table)} depends on it`],
  [
    /^(\S+)\.(\S+) must name somebody$/,
    (table, columns) => `${readableName(table)} must name somebody: ${columnWord(columns)}`,
  ],
];

/** One or more sentences. What is not the engine's own wording (a system's own sentence) stays as it is. */
export function describeWhy(why: string): string {
  const edges = new Map<keyof typeof SAID, SaidEdge[]>();
  const reasons = new Set<string>();
  let isOwnRow = false;
  let end = 0;
  for (const match of why.matchAll(PATH)) {
    addReasons(reasons, why.slice(end, match.index));
    end = match.index + match[0].length;
    const [text, from, columns, to, said] = match;
    if (text === OWN_ROW) isOwnRow = true;
    if (from === undefined || columns === undefined || to === undefined || said === undefined) continue;
    const role = said as keyof typeof SAID;
    edges.set(role, [...(edges.get(role) ?? []), { from, columns, to }]);
  }
  // Several sentences of a system may stand in one text.
  if (end === 0) return why.replaceAll(/([.!?]); (?=\p{Lu})/gu, "$1 ");
  addReasons(reasons, why.slice(end));
  const paths = [...(isOwnRow ? ["the person"] : []), ...[...edges].map(([role, entries]) => SAID[role](entries))];
  return [...(paths.length === 0 ? [] : [paths.join("; ")]), ...reasons].map(asSentence).join(" ");
}

/** Columns by which rows were found to be the person's: what stands there is the person. */
export function columnsOfPath(table: string, why: string): ReadonlySet<string> {
  const own = [...why.matchAll(PATH)].filter(([, from]) => from === table);
  return new Set(own.flatMap(([, , columns]) => columns?.split(",") ?? []));
}

/** The engine's own words, for whoever knows the tables. */
export function technicalWhy(why: string): string {
  return why.replaceAll(" -> ", " → ");
}

function addReasons(reasons: Set<string>, text: string): void {
  for (const part of text.split("; ")) {
    const reason = part.trim().replace(/^;/, "");
    if (reason !== "") reasons.add(translateReason(reason));
  }
}

function translateReason(reason: string): string {
  for (const [pattern, say] of REASONS) {
    const match = pattern.exec(reason);
    if (match !== null) return say(...match.slice(1));
  }
  return reason;
}

/** Nothing where the column only names what it points at: `account_id` of `accounts`. */
function ownerWord({ columns, to }: SaidEdge): string {
  const word = columnWord(columns);
  const target = readableName(to);
  return target === word || target === `${word}s` || target === `${word}es` ? "" : word;
}

/** `author_id` -> "author", `homeAddressId` -> "home address". */
function columnWord(columns: string): string {
  return columns
    .split(",")
    .map((column) => readableName(column).replace(/ (id|key|uuid)$/, ""))
    .join(" and ");
}

/** `public.order_items`, `orderItems` -> "order items". */
function readableName(name: string): string {
  return name
    .replace(/^.*\./, "")
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/[_\-\s]+/g, " ")
    .trim()
    .toLowerCase();
}

function listWords(words: readonly string[], last: "and" | "or"): string {
  const distinct = [...new Set(words)].filter((word) => word !== "");
  if (distinct.length < 2) return distinct.join("");
  return `${distinct.slice(0, -1).join(", ")} ${last} ${distinct.at(-1)}`;
}

function asSentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
