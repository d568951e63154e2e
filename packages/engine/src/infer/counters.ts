/** Proposes which columns count rows of another table (`comment_count`), so that erasure can recompute them. */
import type { CounterOf, Edge } from "../model.ts";
import type { ColumnSchema } from "../schema.ts";
import type { EvidenceIndex } from "./evidence.ts";
import { splitWords, toSingular, toStem } from "./names.ts";
import type { NamedTable } from "./table-index.ts";

const COUNT_WORDS: ReadonlySet<string> = new Set(["count", "counter", "total", "num", "number", "nb", "anzahl"]);
const WHOLE: ReadonlySet<string> = new Set([
  "follower",
  "following",
  "like",
  "comment",
  "post",
  "reply",
  "vote",
  "follow",
]);
/** Other names of what is counted, when no table has its own. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  comment: ["post", "reply", "message"],
  reply: ["comment", "post", "message"],
  like: ["reaction", "vote", "favorite"],
  upvote: ["vote"],
  follower: ["follow", "follower", "friendship", "subscription", "relationship"],
  following: ["follow", "follower", "friendship", "relationship"],
  favourite: ["favorite"],
};

/** What a counter's name says it counts, or null. */
export function readCounterName(column: ColumnSchema): string | null {
  if (column.kind !== "integer") return null;
  const words = splitWords(column.name).map(toSingular);
  if (words.length === 1)
    return WHOLE.has(words[0] as string) && column.name.toLowerCase().endsWith("s") ? (words[0] as string) : null;
  const rest = words.filter((word) => word !== "of");
  const first = rest[0] as string;
  const last = rest.at(-1) as string;
  if (COUNT_WORDS.has(last) && last !== "number") return rest.slice(0, -1).join("");
  return COUNT_WORDS.has(first) && first !== "total" && first !== "count" ? rest.slice(1).join("") : null;
}

interface Counted {
  readonly edge: Edge;
  readonly child: NamedTable;
  readonly also: boolean;
}

/** Of two ends of a relation, the counter of followers counts the rows that follow, and the other the rows followed. */
function fitsEnd(what: string, edge: Edge): boolean {
  const column = splitWords(edge.columns[0] ?? "").join(" ");
  if (what === "follower") return /followed|followee|following|target|to\b|friend/.test(column);
  if (what === "following") return /follower|from|user/.test(column) && !/followed|followee/.test(column);
  return true;
}

/** The rows that a counter counts, or null when no child table is plausible. */
export function proposeCounter(
  table: NamedTable,
  column: ColumnSchema,
  incoming: readonly Edge[],
  tables: ReadonlyMap<string, NamedTable>,
  evidence: EvidenceIndex,
): CounterOf | null {
  const what = readCounterName(column);
  if (what === null || what === "") return null;
  const counted: Counted[] = [];
  for (const edge of incoming) {
    const child = tables.get(edge.from);
    if (
      child === undefined ||
      edge.match ||
      edge.pattern !== null ||
      edge.path.length > 0 ||
      edge.list !== undefined ||
      edge.from === edge.to
    )
      continue;
    const whole = child.words.join("");
    const direct = whole === what || toStem(child.head) === toStem(what) || whole === table.words.join("") + what;
    const also = ALSO[what]?.includes(child.head) ?? false;
    if ((direct || also) && fitsEnd(what, edge)) counted.push({ edge, child, also: !direct });
  }
  const rank = (each: Counted) =>
    (each.also ? 10 : 0) +
    (each.edge.role === "owner" || each.edge.role === "part" ? 0 : 2) +
    (Object.keys(each.edge.when).length > 0 ? 1 : 0);
  const [best, second] = counted.toSorted((a, b) => rank(a) - rank(b));
  if (best === undefined || (second !== undefined && rank(second) === rank(best))) return null;
  let { when } = best.edge;
  if (best.also && what !== "follower" && what !== "following") {
    // Counted under another name: only rows of that type, where the rows have types.
    const type = best.child.schema.columns.find(
      (each) => splitWords(each.name).join(" ") === "type" && (each.kind === "text" || each.kind === "enum"),
    );
    if (type !== undefined) {
      const values = [...evidence.values(best.child.schema.name, type.name), ...type.enumValues];
      const value = values.find((each) => splitWords(each).map(toSingular).join("") === what);
      if (values.length > 0 && value === undefined) return null;
      when = { ...when, [type.name]: [value ?? what] };
    }
  }
  return { table: best.edge.from, columns: best.edge.columns, when, confirmed: false };
}
