/** What a residue scan found, in words. */
import type { ResidueScan, SystemResidue } from "@kept/contract/residue-scans";

export interface ShownPlace {
  /** `table.column` */
  readonly column: string;
  readonly rows: number;
  readonly what: string;
  readonly keys: string;
}

const SHOWN_KEYS = 8;

/** Places with rows that no plan accounts for, most rows first. */
export function listPlaces({ places }: Pick<SystemResidue, "places">): readonly ShownPlace[] {
  return places
    .filter(({ rows, planned }) => rows > planned)
    .map(({ table, column, rows, planned, keys, categories }) => {
      const named = keys.slice(0, SHOWN_KEYS).map((key) => key.join(","));
      const left = rows - planned;
      return {
        column: `${table}.${column}`,
        rows: left,
        what: categories.join(", "),
        keys: named.length === 0 ? "–" : `${named.join(" · ")}${left > named.length ? " …" : ""}`,
      };
    })
    .sort((a, b) => b.rows - a.rows);
}

/** What the law keeps, a line for each rule. */
export function listKept({ places }: Pick<SystemResidue, "places">): readonly string[] {
  return places.flatMap(({ table, column, kept = [] }) =>
    kept.map(({ rows, reason, until }) => {
      const end = until === null ? "" : `, until ${until} at the latest`;
      return `${table}.${column}: ${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}, kept by law (${reason})${end}`;
    }),
  );
}

/** One sentence: how far it went and what came of it. Nothing is called clean that was not looked at. */
export function describeScan(scan: ResidueScan, formatMoment: (at: string) => string): string {
  if (scan.state === "running" || scan.completedAt === null) return "Searching every text of every system …";
  const at = formatMoment(scan.completedAt);
  if (scan.systems.length === 0)
    return `Searched ${at}. What was found has been deleted with the person's identifiers.`;
  const columns = scan.systems.reduce((sum, system) => sum + system.columns, 0);
  const left = scan.systems.flatMap(listPlaces).reduce((sum, place) => sum + place.rows, 0);
  const unseen = scan.systems.filter(({ state }) => state !== "scanned").map(({ system }) => system);
  const planned = scan.systems.some(({ places }) => places.some((place) => place.planned > 0));
  const found =
    left > 0
      ? `${left.toLocaleString("en")} ${left === 1 ? "row still holds" : "rows still hold"} something that identifies the person`
      : `nothing was found${planned ? " but in rows that a plan accounts for" : ""}`;
  const but = unseen.length === 0 ? "" : ` ${unseen.join(", ")} could not be searched.`;
  return `Searched ${columns.toLocaleString("en")} columns ${at}: ${found}.${but}`;
}
