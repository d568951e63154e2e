/** The page of a package that a person opens first: reads well offline, without scripts, and on paper. */
import type { Finding } from "@kept/engine/model";
import { html, raw } from "hono/html";
import { renderContext } from "./package-context.ts";
import type { PackageInput } from "./package-input.ts";
import { PACKAGE_STYLE } from "./package-style.ts";
import { type PackageTexts, packageTexts } from "./package-texts.ts";
import { humanTitle } from "./table-file.ts";
import { isFileValue, SHOWN_ROWS } from "./table-spool.ts";
import type { PackageTable } from "./write-package.ts";

/** What `html` gives: a string that is marked as escaped. */
export type Markup = Awaited<ReturnType<typeof html>>;

interface PageWords {
  readonly texts: PackageTexts;
  readonly number: (value: number) => string;
}

const PAGE_ROWS = 20;
const WIDE_COLUMNS = 6;
const CELL_CHARACTERS = 1200;

/** The whole page. Its size is bounded: of every table it shows the first {@link SHOWN_ROWS} rows. */
export async function renderPackageIndex(
  input: PackageInput,
  tables: readonly PackageTable[],
  gaps: readonly (Finding & { system: string })[],
): Promise<string> {
  const texts = packageTexts(input.language);
  const format = new Intl.NumberFormat(input.language);
  const words: PageWords = { texts, number: (value) => format.format(value) };
  const date = new Intl.DateTimeFormat(input.language, { dateStyle: "long", timeZone: "UTC" });
  const filled = tables.filter((table) => table.spool.rows() > 0);
  const rows = filled.reduce((sum, table) => sum + table.spool.rows(), 0);
  const systems = new Set(filled.map((table) => table.system)).size;
  const sections = await Promise.all(filled.map((table, index) => renderTable(words, table, index)));
  const contents = await renderContents(words, filled);
  const context = input.context === null ? "" : await renderContext(texts, input.context);
  const page = await html`<!doctype html>
<html lang="${input.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${texts.title} – ${input.context?.name ?? ""}</title>
<style>${raw(PACKAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#data">${texts.skip}</a>
<header class="cover">
<p class="kicker">${input.context === null ? texts.fromUnknown : texts.from(input.context.name)}</p>
<h1>${texts.title}</h1>
<p class="lead">${
    rows === 0
      ? texts.nothingText
      : texts.overview(
          words.number(rows),
          words.number(filled.length),
          systems === 1 ? texts.oneSystem : texts.systems(words.number(systems)),
        )
  }</p>
<p class="meta">${texts.made(date.format(new Date(input.createdAt)))}${
    input.request === null ? "" : html` · ${texts.reference} <span class="mono">${input.request.reference}</span>`
  }<br>${texts.offline}</p>
</header>
<div class="frame">
<nav aria-label="${texts.contents}"><h2>${texts.contents}</h2>${contents}
<ul class="parts">${gaps.length > 0 ? html`<li><a href="#gaps">${texts.gaps}</a></li>` : ""}${
    input.context === null ? "" : html`<li><a href="#about">${texts.about}</a></li>`
  }<li><a href="#files">${texts.files}</a></li></ul></nav>
<main id="data">
${rows === 0 ? html`<section><h2>${texts.nothing}</h2><p>${texts.nothingText}</p></section>` : ""}
${sections}
${gaps.length > 0 ? renderGaps(texts, gaps) : ""}
${context}
<section id="files"><h2>${texts.files}</h2><p>${texts.filesText}</p>
<p><a href="manifest.json">manifest.json</a></p></section>
</main>
</div>
</body>
</html>
`;
  return String(page);
}

function renderContents(words: PageWords, tables: readonly PackageTable[]): Markup | Promise<Markup> {
  const systems = [...new Set(tables.map((table) => table.system))];
  const lists = systems.map((system) => {
    const own = tables.map((table, index) => ({ table, index })).filter((entry) => entry.table.system === system);
    const items = own.map(
      ({ table, index }) =>
        html`<li><a href="#t${index}"><span>${table.title}</span><span class="count">${words.number(table.spool.rows())}</span></a></li>`,
    );
    return html`<h3>${own[0]?.table.systemTitle ?? system}</h3><ul>${items}</ul>`;
  });
  return html`${lists}`;
}

function renderTable(words: PageWords, table: PackageTable, index: number): Markup | Promise<Markup> {
  const { texts, number } = words;
  const { spool } = table;
  const count = spool.rows();
  const note = { own: "", view: texts.viewNote, act: texts.actNote }[spool.table.level];
  const pages: (Markup | Promise<Markup>)[] = [];
  for (let from = 0; from < spool.shown.length; from += PAGE_ROWS) {
    const part = spool.shown.slice(from, from + PAGE_ROWS);
    const rows = renderRows(words, spool.columns(), part);
    const title = texts.records(number(from + 1), number(from + part.length));
    pages.push(from === 0 ? rows : html`<details><summary>${title}</summary>${rows}</details>`);
  }
  return html`<section id="t${index}" class="table">
<div class="head"><p class="system">${table.systemTitle}</p><h2>${table.title}</h2>
<p class="count">${count === 1 ? texts.oneRow : texts.rows(number(count))}</p>
<p class="links"><a href="${table.csvPath}">${texts.csv}</a><a href="${table.jsonPath}">${texts.json}</a></p></div>
<p class="why"><span>${texts.why}:</span> ${describeWhy(texts, spool.table.why)}</p>
${note === "" ? "" : html`<p class="note">${note}</p>`}
${count > SHOWN_ROWS ? html`<p class="note">${texts.shownOf(number(spool.shown.length), number(count))}</p>` : ""}
${pages}
${listColumns(texts.hidden, spool.table.hidden)}${listColumns(texts.masked, spool.table.masked)}
</section>`;
}

/** The engine tells of columns and tables; people are told the same by their titles. What it says otherwise stays. */
function describeWhy(texts: PackageTexts, why: string): string {
  const reasons = why.split("; ").map((reason) => {
    if (reason === "the person's own row") return texts.own;
    const edge = /^\S+\.(\S+) -> (\S+): /.exec(reason);
    return edge === null ? reason : texts.linked(humanTitle(edge[1] ?? ""), humanTitle(edge[2] ?? ""));
  });
  return [...new Set(reasons)].join(" ");
}

function listColumns(title: string, columns: readonly string[]): Markup | Promise<Markup> | string {
  return columns.length === 0 ? "" : html`<p class="aside">${title}: ${columns.map(humanTitle).join(", ")}.</p>`;
}

/** Few columns read as a table; many read as one card per record. */
function renderRows(
  words: PageWords,
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Markup | Promise<Markup> {
  if (columns.length > WIDE_COLUMNS) {
    const cards = rows.map((row) => {
      const pairs = columns
        .filter((column) => row[column] !== null && row[column] !== "")
        .map((column) => html`<div><dt>${humanTitle(column)}</dt><dd>${renderCell(words, row[column])}</dd></div>`);
      return html`<dl class="card">${pairs}</dl>`;
    });
    return html`${cards}`;
  }
  const head = columns.map((column) => html`<th scope="col">${humanTitle(column)}</th>`);
  const body = rows.map(
    (row) => html`<tr>${columns.map((column) => html`<td>${renderCell(words, row[column])}</td>`)}</tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function renderCell(words: PageWords, value: unknown): Markup | Promise<Markup> | string {
  const { texts, number } = words;
  if (value === null || value === undefined) return html`<span class="none">${texts.noValue}</span>`;
  if (typeof value === "boolean") return value ? texts.yes : texts.no;
  if (isFileValue(value)) {
    const link = html`<a href="${encodeURI(value.file)}">${texts.file} (${number(Math.ceil(value.bytes / 1024))} kB)</a>`;
    const isPicture = ["image/png", "image/jpeg", "image/gif", "image/webp"].includes(value.type);
    return isPicture ? html`<img src="${encodeURI(value.file)}" alt="" loading="lazy">${link}` : link;
  }
  if (typeof value === "object") return html`<code>${shorten(words, JSON.stringify(value, null, 1))}</code>`;
  return shorten(words, String(value));
}

function shorten({ texts, number }: PageWords, text: string): string {
  if (text.length <= CELL_CHARACTERS) return text;
  return `${text.slice(0, CELL_CHARACTERS)} ${texts.more(number(text.length - CELL_CHARACTERS))}`;
}

function renderGaps(texts: PackageTexts, gaps: readonly (Finding & { system: string })[]): Markup | Promise<Markup> {
  const items = gaps.map((gap) => {
    const place = [humanTitle(gap.table), gap.column === "" ? "" : humanTitle(gap.column)].filter(Boolean).join(" · ");
    return html`<li><strong>${place}</strong> ${gap.message}</li>`;
  });
  return html`<section id="gaps"><h2>${texts.gaps}</h2><p>${texts.gapsIntro}</p><ul class="gaps">${items}</ul></section>`;
}
