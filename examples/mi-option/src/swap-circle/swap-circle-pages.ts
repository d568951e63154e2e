/** Swap Circle's two pages: the question whether data may come, and what has come. */
import { html } from "hono/html";
import type { ItemCount } from "./swap-circle-database.ts";

export const STYLE = `
:root { color-scheme: light dark; --accent: light-dark(#5b3fa0, #bba6f2); --paper: light-dark(#f6f4fb, #17151d); }
body { margin: 0; background: var(--paper); color: light-dark(#211c2e, #eeeaf6); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { max-width: 34rem; margin: 3rem auto; padding: 0 1.25rem; }
.brand { color: var(--accent); font-weight: 700; letter-spacing: 0.01em; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.5rem 0 1rem; text-wrap: balance; }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.75rem; }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: 0.4rem 1.25rem; border-radius: 0.5rem;
  border: 2px solid var(--accent); background: transparent; color: var(--accent); cursor: pointer; }
button[value="yes"] { background: var(--accent); color: var(--paper); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid light-dark(#d9d2ea, #3a3547); }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
`;

type Page = ReturnType<typeof html>;

function page(title: string, content: Page): Page {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Swap Circle</title><link rel="stylesheet" href="/style.css"></head>
<body><main><p class="brand">Swap Circle</p><h1>${title}</h1>${content}</main></body>
</html>`;
}

/** Carries on what was asked, with the person's answer. */
export function allowPage(asked: Readonly<Record<string, string>>): Page {
  return page(
    "May mi Option send your data here?",
    html`<p>You take along what mi Option has of you. It goes into your account at Swap Circle, and nowhere else.</p>
<p>Nothing is sent before you say yes.</p>
<form method="post" action="/authorise">
${Object.entries(asked).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button name="answer" value="yes">Yes, take it in</button>
<button name="answer" value="no">No, go back</button>
</form>`,
  );
}

export function overviewPage(counts: readonly ItemCount[]): Page {
  if (counts.length === 0) {
    return page(
      "Nothing has come yet",
      html`<p>What people have sent here from mi Option is counted on this page.</p>`,
    );
  }
  return page(
    "What has come from mi Option",
    html`<table><thead><tr><th scope="col">Import</th><th scope="col">What</th><th scope="col" class="number">Items</th>
<th scope="col" class="number">Bytes</th></tr></thead><tbody>
${counts.map(
  (one) => html`<tr><td>${one.import}</td><td>${one.vertical}</td><td class="number">${one.items}</td>
<td class="number">${one.bytes}</td></tr>`,
)}</tbody></table>`,
  );
}
