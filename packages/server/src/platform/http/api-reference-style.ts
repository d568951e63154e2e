/** The style of the API reference: that of all platform pages, and its own. */
import { PAGE_CSS } from "./page-style.ts";

export const API_REFERENCE_CSS = `${PAGE_CSS}
.reference { display: grid; grid-template-columns: 17rem minmax(0, 1fr); min-height: 100vh; }
.reference > nav { border-right: 1px solid var(--line); background: var(--tint); padding: 1.6rem 1.2rem; position: sticky; top: 0; height: 100vh; overflow-y: auto; font-size: 0.92rem; }
.reference > nav h2 { font-size: 0.78rem; text-transform: uppercase; letter-spacing: 0.06em; color: var(--soft); margin: 1.4rem 0 0.3rem; }
.reference > nav ul { list-style: none; margin: 0; padding: 0; }
.reference > nav a { display: block; padding: 0.16rem 0; text-decoration: none; color: var(--ink); }
.reference > nav a:hover { color: var(--link); }
.reference > main { padding: 2.6rem clamp(1.2rem, 4vw, 4rem) 6rem; max-width: 78rem; }
.endpoint { padding: 2rem 0; border-top: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 0.6rem 2.5rem; }
.endpoint > header { grid-column: 1 / -1; }
.endpoint .address { display: flex; gap: 0.7rem; align-items: baseline; flex-wrap: wrap; margin: 0 0 0.6rem; }
.method { font: 700 0.74rem/1 ui-monospace, Menlo, monospace; text-transform: uppercase; padding: 0.32rem 0.5rem; border-radius: 5px; color: var(--on-link); background: var(--link); }
.method.post { background: var(--good); }
.method.delete { background: var(--bad); }
.method.put, .method.patch { background: var(--warn); }
.facts { display: flex; gap: 0.4rem 1.2rem; flex-wrap: wrap; margin: 0 0 0.4rem; padding: 0; list-style: none; font-size: 0.88rem; color: var(--soft); }
.endpoint h4 { margin: 1.2rem 0 0.3rem; font-size: 0.84rem; text-transform: uppercase; letter-spacing: 0.05em; color: var(--soft); }
.fields td:first-child { width: 13rem; overflow-wrap: anywhere; }
.fields .depth-1 { padding-left: 1.1rem; }
.fields .depth-2 { padding-left: 2.2rem; }
.fields .depth-3 { padding-left: 3.3rem; }
.type { color: var(--soft); font-size: 0.84rem; }
.errors { font-size: 0.88rem; }
.errors li { margin-bottom: 0.25rem; }
.errors ul { margin: 0; padding-left: 1.1rem; }
@media (max-width: 62rem) { .reference { display: block; } .reference > nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } .endpoint { display: block; } }
@media print { .reference > nav { display: none; } .reference { display: block; } }
`;
