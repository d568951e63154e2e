/** `kept residue`: where a person's values still stand, in any text of a database, whatever its map says. */
import type { RowRights } from "@kept/connectors/rights/row-rights";
import { type ResidueReport, residueFindings } from "@kept/engine/residue";
import { EVERYTHING, type PersonQuery } from "@kept/engine/rights";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { listenForInterruption } from "./interruption.ts";
import { exitCodeOfNaming, listNamingFindings } from "./naming-findings.ts";
import { formatFindings, formatTable, type Output, paint, plural, showProgress } from "./print.ts";
import { today } from "./today.ts";

export interface ResidueCommand {
  readonly text?: readonly string[];
  readonly plusTags?: boolean;
  readonly request?: string;
  readonly json?: boolean;
}

/** Scans the database. Changes nothing; tells places, counts and keys, never a value. */
export async function residue(
  rights: RowRights,
  person: PersonQuery,
  options: ResidueCommand,
  output: Output,
): Promise<ExitCode> {
  const { findings } = await rights.find(person);
  if (exitCodeOfNaming(findings) === EXIT.usage) {
    output.err(formatFindings(output, listNamingFindings(findings)));
    return EXIT.usage;
  }
  using interruption = listenForInterruption(output, "A scan changes nothing.");
  const values = (options.text ?? []).map((value) => ({ category: "text", value }));
  const question = { person, scope: EVERYTHING, values, done: [], plusTags: options.plusTags ?? false };
  const onProgress = ({ done, total, what }: { done: number; total: number; what: string }) => {
    interruption.check();
    showProgress(output, done === total ? "" : `${done + 1} of ${total}: ${what}`);
  };
  const report = await rights.scanResidue(question, { today: today() }, { onProgress });
  if (report.tables === 0 && report.unread.length === 0) {
    output.err(
      "Nothing is known of the person that could be looked for, so nothing was looked at.\nName them by an address (--email), or give words to look for (--text).\n",
    );
    return EXIT.notFound;
  }
  const left = residueFindings(report);
  await output.out(
    options.json ? `${JSON.stringify({ ...report, findings: left })}\n` : describeResidue(report, output),
  );
  return left.some(({ code }) => code === "residue_found") ? EXIT.blocked : EXIT.done;
}

/** Letters of keys that a line has room for; with --json they are all there. */
const ROOM = 60;

/** The first keys, as many as one line tells. */
function tellKeys(keys: readonly (readonly string[])[]): string {
  const told: string[] = [];
  let room = ROOM;
  for (const key of keys) {
    const text = key.join(",");
    room -= text.length + 2;
    if (told.length > 0 && room < 0) break;
    told.push(text);
  }
  const more = keys.length - told.length;
  return told.join("; ") + (more > 0 ? `; ${more} more` : "");
}

/** What the law keeps, a line for each column and rule. */
function listKept(places: ResidueReport["places"]): readonly (readonly [string, number, string, string])[] {
  return places.flatMap(({ table, column, kept = [] }) =>
    kept.map(({ rows, until, reason }) => [`${table}.${column}`, rows, until ?? "no day known", reason] as const),
  );
}

function tellBut(planned: number, kept: number): string {
  const parts = [
    ...(planned > 0 ? ["rows that a plan accounts for"] : []),
    ...(kept > 0 ? ["rows that the law keeps"] : []),
  ];
  return parts.length === 0 ? "" : ` but ${parts.join(" and ")}`;
}

/** What a scan found, as people read it. */
export function describeResidue(report: ResidueReport, output: Output): string {
  const { system, places, tables, columns } = report;
  const looked = `${plural(columns, "column")} of ${plural(tables, "table")} in ${system}`;
  const left = places.filter(({ rows, planned }) => rows > planned);
  const kept = listKept(places);
  const planned = places.reduce((sum, place) => sum + place.planned, 0) - kept.reduce((sum, [, rows]) => sum + rows, 0);
  const parts: string[] = [];
  if (left.length === 0) {
    const but = tellBut(planned, kept.length);
    parts.push(`${paint(output, ["green", "bold"], `Nothing of the person stands in ${looked}${but}.`)}\n`);
  } else {
    const rows = left.map(
      (place) =>
        [
          `${place.table}.${place.column}`,
          place.rows - place.planned,
          place.categories.join(", "),
          tellKeys(place.keys),
        ] as const,
    );
    parts.push(`${paint(output, ["red", "bold"], `Values of the person stand in these of ${looked}:`)}\n\n`);
    parts.push(formatTable(output, ["column", "rows", "what", "keys"], rows));
  }
  if (kept.length > 0) {
    parts.push("\nLeft, since the law keeps these rows:\n\n");
    parts.push(formatTable(output, ["column", "rows", "until", "why"], kept));
  }
  if (planned > 0)
    parts.push(`\n${plural(planned, "place")} more in rows that an erasure takes care of, or left for a reason.\n`);
  if (report.short > 0)
    parts.push(
      `\n${plural(report.short, "value")} of less than four letters: found only where nothing else is in a cell.\n`,
    );
  const unread = residueFindings({ ...report, places: [] });
  if (unread.length > 0) parts.push(`\n${formatFindings(output, unread)}`);
  return parts.join("");
}
