/** The page of a package that a person opens first: reads well offline, without scripts, and on paper. */
import type { LeftOut } from "@kept/contract/packages";
import type { Finding } from "@kept/engine/model";
import { html, raw } from "hono/html";
import { renderContext } from "./package-context.ts";
import { createPackageFormat } from "./package-format.ts";
import type { PackageInput } from "./package-input.ts";
import { PACKAGE_STYLE } from "./package-style.ts";
import { countRecords, groupTables, type PageWords, renderGroup, type TableGroup } from "./package-table.ts";
import { type PackageTexts, packageTexts } from "./package-texts.ts";
import { humanTitle } from "./table-file.ts";
import type { PackageTable } from "./write-package.ts";

/** What `html` gives: a string that is marked as escaped. */
export type Markup = Awaited<ReturnType<typeof html>>;

/** The whole page. Its size is bounded: of every table it shows the first hundred rows. */
export async function renderPackageIndex(
  input: PackageInput,
  tables: readonly PackageTable[],
  gaps: readonly (Finding & { system: string })[],
): Promise<string> {
  const texts = packageTexts(input.language);
  const format = createPackageFormat(input.language);
  const words: PageWords = { texts, format };
  const groups = groupTables(tables);
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  const systems = new Set(groups.map((group) => group.system)).size;
  const sections = await Promise.all(groups.map((group, index) => renderGroup(words, group, index)));
  const contents = await renderContents(words, groups);
  // What Art. 15 wants told belongs to a copy; what is taken elsewhere says what stays here, and why.
  const isCopy = input.portability === undefined;
  const context = input.context === null || !isCopy ? "" : await renderContext(texts, input.context);
  const leftOut = renderLeftOut(texts, input.portability?.leftOut ?? []);
  const page = await html`<!doctype html>
<html lang="${input.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${texts.title}${input.context === null ? "" : ` – ${input.context.name}`}</title>
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
          countRecords(words, rows),
          groups.length === 1 ? texts.oneTable : texts.tables(format.number(groups.length)),
          systems === 1 ? texts.oneSystem : texts.systems(format.number(systems)),
        )
  }</p>
${renderMissing(texts, input)}<p class="meta">${texts.made(format.day(input.createdAt))}${
    input.request === null ? "" : html` · ${texts.reference} <span class="mono">${input.request.reference}</span>`
  }<br>${texts.offline}</p>
</header>
<div class="frame">
<nav aria-label="${texts.contents}"><h2>${texts.contents}</h2>${contents}
<ul class="parts">${gaps.length > 0 ? html`<li><a href="#gaps">${texts.gaps}</a></li>` : ""}${
    leftOut === "" ? "" : html`<li><a href="#left">${texts.left}</a></li>`
  }${
    input.context === null || !isCopy ? "" : html`<li><a href="#about">${texts.about}</a></li>`
  }<li><a href="#files">${texts.files}</a></li></ul></nav>
<main id="data">
${rows === 0 ? html`<section><h2>${texts.nothing}</h2><p>${texts.nothingText}</p></section>` : ""}
${sections}
${gaps.length > 0 ? renderGaps(texts, input, gaps) : ""}
${leftOut}
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

function renderContents({ format }: PageWords, groups: readonly TableGroup[]): Markup | Promise<Markup> {
  const systems = [...new Set(groups.map((group) => group.system))];
  const lists = systems.map((system) => {
    const own = groups.map((group, index) => ({ group, index })).filter((entry) => entry.group.system === system);
    const items = own.map(
      ({ group, index }) =>
        html`<li><a href="#t${index}"><span>${group.title}</span><span class="count">${format.number(group.rows)}</span></a></li>`,
    );
    return html`<h3>${own[0]?.group.systemTitle ?? system}</h3><ul>${items}</ul>`;
  });
  return html`${lists}`;
}

/** That something comes later is said on top, not only in the list. */
function renderMissing(texts: PackageTexts, { missing = [] }: PackageInput): Markup | Promise<Markup> | string {
  const later = missing.filter(({ code }) => code === "system_later").map(({ title }) => title);
  return later.length === 0 ? "" : html`<p><strong>${texts.comesLater(later.join(", "))}</strong></p>\n`;
}

function renderGaps(
  texts: PackageTexts,
  { missing = [] }: PackageInput,
  gaps: readonly (Finding & { system: string })[],
): Markup | Promise<Markup> {
  const items = gaps.map((gap) => {
    const whole = missing.find(({ system, code }) => system === gap.system && code === gap.code);
    const place =
      whole === undefined ? [gap.table, gap.column].filter((name) => name !== "").map(humanTitle) : [whole.title];
    return html`<li><strong>${place.join(" · ")}</strong> ${describeGap(texts, gap)}</li>`;
  });
  return html`<section id="gaps"><h2>${texts.gaps}</h2><p>${texts.gapsIntro}</p><ul class="gaps">${items}</ul></section>`;
}

/** What does not go along, named with the reason. */
function renderLeftOut(texts: PackageTexts, leftOut: readonly LeftOut[]): Markup | Promise<Markup> | "" {
  if (leftOut.length === 0) return "";
  const items = leftOut.map(({ table, columns, reason }) => {
    const place = [table, ...columns].map(humanTitle);
    return html`<li><strong>${place.join(" · ")}</strong> ${texts[`left_${reason}`]}</li>`;
  });
  return html`<section id="left"><h2>${texts.left}</h2><p>${texts.leftIntro}</p><ul class="gaps">${items}</ul></section>`;
}

/** What the engine says in words of its own is said to people in theirs; anything else stays as its system put it. */
function describeGap(texts: PackageTexts, { code, column, message }: Finding): string {
  if (code === "edge_proposed") return texts.gapProposed(column.split(",").map(humanTitle).join(", "));
  if (code === "system_later") return texts.gapLater(message);
  if (code === "system_skipped") return texts.gapSkipped(message);
  return code === "permission_missing" ? texts.gapPermission : message;
}
