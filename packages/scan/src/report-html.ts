/** The report of a scan as one page that stands alone. */
import type { ScanFinding, Weight } from "./finding-kinds.ts";
import { sayLifetime } from "./lifetime.ts";
import type { RegionObservation } from "./observation.ts";
import type { ProposedLines } from "./propose-lines.ts";

export interface ScanReport {
  readonly site: string;
  /** Instant, ISO text. */
  readonly at: string;
  readonly findings: readonly ScanFinding[];
  readonly regions: readonly RegionObservation[];
  readonly proposed: ProposedLines;
}

const HEADINGS: Readonly<Record<Weight, string>> = {
  breach: "Not allowed, and done",
  drift: "Not as declared",
  note: "Worth knowing",
};
const STATES = {
  before: "Before a choice",
  accepted: "After a yes",
  rejected: "After a no",
  withdrawn: "After a withdrawal",
  signal: "With Global Privacy Control",
} as const;

const STYLE = `
:root{color-scheme:light dark;--line:#8884}
body{font:16px/1.55 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2.2rem}h3{font-size:1rem;margin:0 0 .25rem;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{text-align:start;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
article{border-inline-start:4px solid #b3261e;padding:.25rem 0 .25rem 1rem;margin:1rem 0}article.drift{border-color:#b26a00}article.note{border-color:#6b7480}
p{margin:.25rem 0}.small,ul{font-size:.9rem}pre{overflow:auto;padding:1rem;background:#8881;border-radius:6px}.scroll{overflow-x:auto}`;

export function renderReport({ site, at, findings, regions, proposed }: ScanReport): string {
  const weights: readonly Weight[] = ["breach", "drift", "note"];
  const count = (weight: Weight) => findings.filter((finding) => finding.weight === weight).length;
  const parts = [
    `<h1>What ${escapeHtml(site)} keeps in browsers</h1>`,
    `<p>${escapeHtml(at)}. ${count("breach")} not allowed, ${count("drift")} not as declared, ${count("note")} to know. `,
    `Looked at: ${regions.map(({ region, states }) => `${escapeHtml(region)} (${states[0]?.pages.length ?? 0} pages)`).join(", ")}.</p>`,
    ...weights.flatMap((weight) => {
      const all = findings.filter((finding) => finding.weight === weight);
      return all.length === 0 ? [] : [`<h2>${HEADINGS[weight]}</h2>`, ...all.map(renderFinding)];
    }),
    renderProposed(proposed),
    ...regions.map(renderRegion),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Scan of ${escapeHtml(site)}</title><style>${STYLE}</style></head>
<body><main>${parts.join("\n")}</main></body></html>
`;
}

function renderFinding({ weight, code, subject, says, regions, evidence, action, source }: ScanFinding): string {
  return `<article class="${weight}"><h3>${escapeHtml(subject)} ${escapeHtml(says)}</h3>
<ul>${evidence.map((each) => `<li>${escapeHtml(each)}</li>`).join("")}</ul>
<p>${escapeHtml(action)}</p><p class="small">${code} · ${regions.map(escapeHtml).join(", ")} · ${escapeHtml(source)}</p></article>`;
}

function renderProposed({ cookies, hosts }: ProposedLines): string {
  if (cookies.length + hosts.length === 0) return "";
  const part = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? "" : `${name}: {\n${lines.map((line) => `  ${line}\n`).join("")}},\n`;
  return `<h2>Lines for kept.config.ts</h2><pre>${escapeHtml(part("cookies", cookies) + part("hosts", hosts))}</pre>`;
}

function renderRegion({ region, states }: RegionObservation): string {
  const rows = states.flatMap(({ state, entries, requests }) => [
    ...entries.map(({ kind, name, host, lifetime, attributes, setBy }) => [
      STATES[state],
      kind,
      name,
      host,
      [sayLifetime(lifetime), ...attributes].join(", "),
      setBy.join(", "),
    ]),
    ...requests.map(({ host, path, type, initiator, count }) => [
      STATES[state],
      `request (${type})`,
      path,
      host,
      `${count} times`,
      initiator,
    ]),
  ]);
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`).join("\n");
  return `<h2>All that was seen: ${escapeHtml(region)}</h2><div class="scroll"><table>
<thead><tr><th>When</th><th>What</th><th>Name</th><th>Host</th><th>How</th><th>By</th></tr></thead><tbody>${cells}</tbody></table></div>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
