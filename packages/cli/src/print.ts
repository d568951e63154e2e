/** How the command line speaks: results on standard output, everything else on standard error, colours where they show. */
import { styleText } from "node:util";
import type { Retry } from "@kept/connectors/rights-system";
import type { Finding, Place } from "@kept/engine/model";
import { isAsked } from "@kept/engine/settle-findings";

/** Where output goes; tests collect it. */
export interface Output {
  /** A result. Long streams await it: it resolves when there is room for more. */
  out(text: string): void | Promise<void>;
  err(text: string): void;
  /** Colours show on standard output. */
  readonly hasColours: boolean;
  /** A progress line on standard error may move. */
  readonly hasProgress: boolean;
  /** Whoever read the results has gone (`| head`): there is no point in going on reading. */
  isClosed(): boolean;
}

/** Output to the streams of this process. A reader that goes away is no error. */
export function createProcessOutput(): Output {
  let closed = false;
  let room = Promise.withResolvers<void>();
  const { stdout, stderr } = process;
  const makeRoom = () => {
    room.resolve();
    room = Promise.withResolvers();
  };
  stdout.on("drain", makeRoom);
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    closed = true;
    makeRoom();
  });
  stderr.on("error", () => undefined);
  return {
    out(text) {
      return closed || stdout.write(text) ? undefined : room.promise;
    },
    err: (text) => void stderr.write(text),
    hasColours: stdout.isTTY === true && stdout.hasColors(),
    hasProgress: stderr.isTTY === true,
    isClosed: () => closed,
  };
}

type Style = Parameters<typeof styleText>[0];

/** Styled text, where the output shows it. */
export function paint(output: Output, style: Style, text: string): string {
  return output.hasColours ? styleText(style, text, { validateStream: false }) : text;
}

const ERASE_LINE = "\r\u001b[K";

/** A line that moves while work goes on; empty text takes it away. */
export function showProgress(output: Output, text: string): void {
  if (output.hasProgress) output.err(`${ERASE_LINE}${text}`);
}

/** Says that what rows of others have stopped is tried again. */
export function tellRetry(output: Output): (retry: Retry) => void {
  return ({ attempt, of, message }) => {
    showProgress(output, "");
    output.err(`${message} Nothing was changed; trying again (${attempt} of ${of}).\n`);
  };
}

/** The last column often holds sentences: a rule as long as the longest would wrap. */
const LAST_RULE = 40;

/** Columns aligned by their widest cell; numbers to the right. */
export function formatTable(
  output: Output,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "number" ? formatCount(cell) : cell)));
  const widths = head.map((title, column) =>
    cells.reduce((most, row) => Math.max(most, (row[column] ?? "").length), title.length),
  );
  const isNumber = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"));
  const align = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  const rule = widths
    .map((width, column) => "-".repeat(column === widths.length - 1 ? Math.min(width, LAST_RULE) : width))
    .join("  ");
  const lines = [paint(output, "bold", align(head)), paint(output, "dim", rule), ...cells.map(align)];
  return lines.map((line) => `  ${line}\n`).join("");
}

/**
 * Findings as people read them: blocking ones first, each with the line that settles it. `tellsHow`: with the command that asks about
 * each, where no other line says how to be asked.
 */
export function formatFindings(output: Output, findings: readonly Finding[], tellsHow = true): string {
  const sorted = [...findings].sort((a, b) => Number(b.blocks) - Number(a.blocks));
  return sorted
    .map((finding) => {
      const mark = finding.blocks ? paint(output, ["red", "bold"], "!") : paint(output, "yellow", "?");
      const place = [finding.table, finding.column].filter((part) => part !== "").join(".");
      // Of several places the message tells which.
      const shown = finding.places === undefined ? place : nameAlike(finding.places);
      const where = shown === "" ? "" : ` ${paint(output, "bold", shown)}`;
      const lines = finding.suggestion.split("\n").map((line) => `      ${paint(output, "cyan", line)}\n`);
      if (tellsHow && finding.blocks && isAsked(finding) && finding.table !== "")
        lines.push(paint(output, "dim", `      or be asked: kept discover … --ask --about ${quoteWord(place)}\n`));
      return `  ${mark} ${finding.code}${where}\n    ${finding.message}\n${lines.join("")}`;
    })
    .join("");
}

/** The column that has the same name in all of them, or nothing. */
function nameAlike(places: readonly Place[]): string {
  const columns = new Set(places.map(({ column }) => column));
  const [only = ""] = columns;
  return columns.size === 1 ? only : "";
}

function quoteWord(word: string): string {
  return /^[\w.]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `1 row`, `2 rows`, `1,200 rows`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : nouns}`;
}

/** By hand: the first call of `toLocaleString` takes a tenth of a short command. */
function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `812 bytes`, `4.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return plural(bytes, "byte");
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${size.toFixed(1)} ${unit}`;
}

/** The result, as people or as scripts read it. */
export async function tell(
  text: string,
  json: object,
  options: { readonly json?: boolean },
  output: Output,
): Promise<void> {
  await output.out(options.json ? `${JSON.stringify(json)}\n` : text);
}
