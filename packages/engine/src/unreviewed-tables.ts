/** People's tables that nobody has looked at: what the schema declares of them is a proposal too, for it says that a key refers, and not whose the row is. */
import type { TableDifference } from "./accepted-tables.ts";
import { describeChanges } from "./describe-changes.ts";
import type { DataMap } from "./map.ts";
import type { Edge, Finding, ModelTable } from "./model.ts";
import { tellSome } from "./tell-places.ts";

/** May erasure act on it? What the schema alone says of a table that nobody has looked at is a proposal. */
export function isActedOn({ reviewed }: ModelTable, { confirmed, role, origin }: Edge): boolean {
  return confirmed && (reviewed || role === "context" || origin === "map");
}

/** Does it say that nobody has looked yet, and nothing else? Accepting what is proposed settles it. */
export function saysUnreviewed({ code }: Pick<Finding, "code">): boolean {
  return code === "tables_unreviewed" || code === "table_new";
}

/**
 * Findings that stop a change until somebody has looked (decision 297): one for the system while its map has accepted
 * nothing, and one for each table that came since.
 */
export function findUnreviewed(
  tables: readonly ModelTable[],
  edges: readonly Edge[],
  map: DataMap,
  differences: readonly TableDifference[],
): readonly Finding[] {
  const pointing = new Set(
    edges.flatMap(({ from, role, origin }) => (role === "context" || origin === "map" ? [] : [from])),
  );
  const open = tables
    .filter(({ name, kind, reviewed }) => !reviewed && (kind === "subject" || (kind !== "view" && pointing.has(name))))
    .map(({ name }) => name)
    .filter((name) => map.accepted[name] === undefined);
  if (open.length === 0) return [];
  if (Object.keys(map.accepted).length === 0) return [tablesUnreviewed(open)];
  const news = new Map(differences.filter(({ change }) => change === "new").map((one) => [one.table, one]));
  return open.flatMap((name) => {
    const difference = news.get(name);
    return difference === undefined ? [] : [tableNew(difference)];
  });
}

function tablesUnreviewed(names: readonly string[]): Finding {
  return {
    code: "tables_unreviewed",
    table: "",
    column: "",
    message: `Nobody has confirmed yet whose the rows of ${tellSome(names)} are; a declared key says that a row refers, and not that it is theirs.`,
    suggestion: "Read what is proposed, then accept it: in the console, or with kept discover … --accept --out <map>",
    blocks: true,
  };
}

function tableNew(difference: TableDifference): Finding {
  const { table } = difference;
  return {
    code: "table_new",
    table,
    column: "",
    message: `The map accepted other tables and says nothing of ${table}, which seems to hold people's data: ${describeChanges(difference).join("; ")}.`,
    suggestion: `Look at it with \`kept discover\`, then confirm it: kept discover … --accept-table ${table} --out <map>`,
    blocks: true,
  };
}
