/** One table on a package's page: the rows that are the person's, those shared with them, and those that name them. */
import { ANOTHER_PERSON } from "@kept/engine/access-columns";
import type { Level } from "@kept/engine/rights";
import { html } from "hono/html";
import type { PackageFormat } from "./package-format.ts";
import type { Markup } from "./package-index.ts";
import type { PackageTexts } from "./package-texts.ts";
import { describeWhy, isEngineWhy } from "./package-why.ts";
import { humanTitle } from "./table-file.ts";
import { isFileValue, SHOWN_ROWS } from "./table-spool.ts";
import type { PackageTable } from "./write-package.ts";

export interface PageWords {
  readonly texts: PackageTexts;
  readonly format: PackageFormat;
}

/** The parts of one table, at least one of them. */
export interface TableGroup {
  readonly system: string;
  readonly systemTitle: string;
  readonly title: string;
  readonly rows: number;
  readonly parts: readonly PackageTable[];
}

type Row = Readonly<Record<string, unknown>>;
type Part = Markup | Promise<Markup> | string;

/** Up to so many columns read as a table, with so many rows at once; more read as cards. */
const TABLE_COLUMNS = 6;
const TABLE_ROWS = 8;
const CARDS = 3;
const CELL_CHARACTERS = 1200;
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

const LEVELS: readonly Level[] = ["own", "view", "act"];

/** Tables with rows, in the order of the systems; the levels of one table together. */
export function groupTables(tables: readonly PackageTable[]): readonly TableGroup[] {
  const filled = tables.filter((table) => table.spool.rows() > 0);
  const groups = Map.groupBy(filled, ({ system, spool }) => JSON.stringify([system, spool.table.name]));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { system, systemTitle, title } = first;
    const parts = same.toSorted((left, right) => LEVELS.indexOf(levelOf(left)) - LEVELS.indexOf(levelOf(right)));
    return [{ system, systemTitle, title, rows: same.reduce((sum, { spool }) => sum + spool.rows(), 0), parts }];
  });
}

export function renderGroup(words: PageWords, group: TableGroup, index: number): Part {
  const { parts } = group;
  const isPlain = parts.length === 1 && parts.every((part) => levelOf(part) === "own");
  return html`<section id="t${index}" class="table">
<div class="head"><p class="system">${group.systemTitle}</p><h2>${group.title}</h2>
<p class="count">${countRecords(words, group.rows)}</p></div>
${parts.map((part) => (isPlain ? renderPart(words, part) : html`<div class="part">${renderLevel(words, part)}${renderPart(words, part)}</div>`))}
</section>`;
}

export function countRecords({ texts, format }: PageWords, count: number): string {
  return count === 1 ? texts.oneRow : texts.rows(format.number(count));
}

function levelOf(table: PackageTable): Level {
  return table.spool.table.level;
}

function renderLevel(words: PageWords, part: PackageTable): Part {
  const { texts } = words;
  const title = { own: texts.levelOwn, view: texts.levelView, act: texts.levelAct }[levelOf(part)];
  return html`<div class="head"><h3>${title}</h3><p class="count">${countRecords(words, part.spool.rows())}</p></div>`;
}

function renderPart(words: PageWords, part: PackageTable): Part {
  const { texts, format } = words;
  const { spool } = part;
  const count = spool.rows();
  const isWhole = count <= spool.shown.length;
  const note = { own: "", view: texts.viewNote, act: texts.actNote }[levelOf(part)];
  const isEmpty = (column: string): boolean => spool.shown.every((row) => row[column] === null || row[column] === "");
  // The engine names every column that may hold others; where all rows are known, only those that do are told.
  const isKnown = isWhole && isEngineWhy(spool.table.why);
  const isMasked = (column: string): boolean => !isKnown || spool.shown.some((row) => row[column] === ANOTHER_PERSON);
  // What is empty everywhere is said in one line, where all rows are known.
  const empty = isWhole ? spool.columns().filter(isEmpty) : [];
  const columns = spool.columns().filter((column) => !empty.includes(column));
  return html`<p class="why"><span>${texts.why}:</span> ${describeWhy(texts, spool.table.why)}</p>
${note === "" ? "" : html`<p class="note">${note}</p>`}
${isWhole ? "" : html`<p class="note">${texts.shownOf(format.number(Math.min(SHOWN_ROWS, count)), format.number(count))}</p>`}
${renderRows(words, part, columns)}
${listColumns(texts.emptyColumns, empty)}${listColumns(texts.hidden, spool.table.hidden)}${listColumns(texts.masked, spool.table.masked.filter(isMasked))}
<p class="links"><a href="${part.csvPath}">${texts.csv}</a><a href="${part.jsonPath}">${texts.json}</a></p>`;
}

function listColumns(title: string, columns: readonly string[]): Part {
  return columns.length === 0 ? "" : html`<p class="aside">${title}: ${columns.map(humanTitle).join(", ")}.</p>`;
}

/** The first rows at once, the others behind a click: a page of thirty tables has to stay one that can be read. */
function renderRows(words: PageWords, part: PackageTable, columns: readonly string[]): Part {
  const { shown } = part.spool;
  const isTable = columns.length <= TABLE_COLUMNS;
  const render = (rows: readonly Row[]): Part =>
    isTable ? renderTable(words, part, columns, rows) : renderCards(words, columns, rows);
  const open = isTable ? TABLE_ROWS : CARDS;
  // One or two more are shown rather than hidden.
  if (shown.length <= open + 2) return render(shown);
  const more = words.texts.moreRows(words.format.number(shown.length - open));
  return html`${render(shown.slice(0, open))}<details><summary>${more}</summary>${render(shown.slice(open))}</details>`;
}

function renderTable(words: PageWords, part: PackageTable, columns: readonly string[], rows: readonly Row[]): Part {
  const { texts } = words;
  const isAct = levelOf(part) === "act";
  const title = (column: string): string => {
    if (isAct && column === "did") return texts.namedAs;
    return isAct && column === "row" ? texts.record : humanTitle(column);
  };
  const cell = (row: Row, column: string): Part =>
    isAct && column === "did"
      ? String(row[column]).split(", ").map(humanTitle).join(", ")
      : renderCell(words, column, row[column]);
  const head = columns.map((column) => html`<th scope="col">${title(column)}</th>`);
  const body = rows.map((row) => html`<tr>${columns.map((column) => html`<td>${cell(row, column)}</td>`)}</tr>`);
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function renderCards(words: PageWords, columns: readonly string[], rows: readonly Row[]): Part {
  const cards = rows.map((row) => {
    const pairs = columns
      .filter((column) => row[column] !== null && row[column] !== "")
      .map(
        (column) => html`<div><dt>${humanTitle(column)}</dt><dd>${renderCell(words, column, row[column])}</dd></div>`,
      );
    return html`<dl class="card">${pairs}</dl>`;
  });
  return html`${cards}`;
}

function renderCell(words: PageWords, column: string, value: unknown): Part {
  const { texts, format } = words;
  if (value === null || value === undefined || value === "") return html`<span class="none">${texts.noValue}</span>`;
  if (value === ANOTHER_PERSON) return html`<span class="none">${texts.anotherPerson}</span>`;
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  if (isFileValue(value)) {
    const name = `${texts.file} (${format.number(Math.ceil(value.bytes / 1024))} kB)`;
    if (!PICTURES.includes(value.type)) return html`<a href="${encodeURI(value.file)}">${name}</a>`;
    return html`<a class="picture" href="${encodeURI(value.file)}"><img src="${encodeURI(value.file)}" alt="${humanTitle(column)}" loading="lazy">${name}</a>`;
  }
  if (typeof value === "object") return html`<code>${shorten(words, JSON.stringify(value, null, 1))}</code>`;
  const text = String(value);
  const time = typeof value === "string" ? format.time(text) : null;
  return time === null ? shorten(words, text) : html`<time datetime="${text}">${time}</time>`;
}

function shorten({ texts, format }: PageWords, text: string): string {
  if (text.length <= CELL_CHARACTERS) return text;
  return `${text.slice(0, CELL_CHARACTERS)} ${texts.more(format.number(text.length - CELL_CHARACTERS))}`;
}
