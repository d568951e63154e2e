/** The style of the API reference: that of all platform pages, and its own. */
import { PAGE_CSS } from "../page-style.ts";

export const REFERENCE_CSS = `${PAGE_CSS}
.top { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.6rem 1.5rem; padding: 0.7rem clamp(1rem, 3vw, 2rem); background: var(--sheet); border-bottom: 1px solid var(--line); }
.top .home { font-weight: 650; color: var(--ink); text-decoration: none; }
.top .home span { font-weight: 400; }
.top search { flex: 0 1 26rem; min-width: 0; }
.top form { display: flex; gap: 0.5rem; margin: 0; }
.top input { min-width: 0; padding: 0.4rem 0.7rem; }
.top button { margin: 0; padding: 0.4rem 0.9rem; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--sheet); padding: 0.3rem 0.6rem; }
.reference { display: grid; grid-template-columns: 16.5rem minmax(0, 1fr); }
.side, .folded { background: var(--tint); font-size: 0.92rem; }
.side { border-right: 1px solid var(--line); }
.folded { display: none; border-bottom: 1px solid var(--line); padding: 0.8rem clamp(1rem, 4vw, 3.5rem); }
.folded summary { font-weight: 600; cursor: pointer; }
.contents, .contents ul { list-style: none; margin: 0; padding: 0; }
.side .contents { position: sticky; top: 3.9rem; max-height: calc(100vh - 3.9rem); overflow-y: auto; padding: 1.2rem; }
.contents ul ul { margin: 0.1rem 0 0.5rem; padding-left: 0.8rem; border-left: 2px solid var(--line); }
.contents a { display: block; padding: 0.16rem 0; text-decoration: none; color: var(--ink); }
.contents a:hover { color: var(--link); text-decoration: underline; }
.contents a[aria-current] { font-weight: 650; color: var(--link); }
.contents .apart { margin-top: 0.9rem; }
.reference > main { padding: 2.2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 78rem; }
.lead { font-size: 1.06rem; }
[id] { scroll-margin-top: 4.6rem; }
:target { background: var(--good-tint); }
article:target, section:target { background: none; }
article:target h2, section:target h2 { text-decoration: underline; text-decoration-color: var(--link); text-underline-offset: 0.25em; }
.endpoint { padding: 2rem 0; border-top: 1px solid var(--line); display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 0 2.5rem; }
.endpoint > header { grid-column: 1 / -1; }
.anchor { color: inherit; text-decoration: none; }
.anchor:hover { color: inherit; text-decoration: underline; }
.address { display: flex; gap: 0.7rem; align-items: baseline; flex-wrap: wrap; margin: 0 0 0.6rem; }
.address code, .listed code { overflow-wrap: anywhere; }
.method { font: 700 0.74rem/1 ui-monospace, Menlo, monospace; text-transform: uppercase; padding: 0.32rem 0.5rem; border-radius: 5px; color: var(--on-link); background: var(--link); }
.method.post { background: var(--good); }
.method.delete { background: var(--bad); }
.method.put, .method.patch { background: var(--warn); }
.facts { display: flex; gap: 0.3rem 1.2rem; flex-wrap: wrap; margin: 0 0 0.4rem; padding: 0; list-style: none; font-size: 0.9rem; color: var(--soft); }
.endpoint h3 { margin: 1.2rem 0 0.3rem; font-size: 0.84rem; text-transform: uppercase; letter-spacing: 0.05em; color: var(--soft); }
.call { white-space: pre-wrap; overflow-wrap: anywhere; }
.endpoint pre { max-height: 34rem; overflow: auto; }
.fields th { width: 13rem; font-weight: 400; color: var(--ink); overflow-wrap: anywhere; }
.fields td { overflow-wrap: anywhere; }
.fields .depth-1 { padding-left: 1.1rem; }
.fields .depth-2 { padding-left: 2.2rem; }
.fields .depth-3 { padding-left: 3.3rem; }
.type { color: var(--soft); font-size: 0.86rem; overflow-wrap: anywhere; }
.refusals { display: flex; flex-wrap: wrap; gap: 0.15rem 1rem; margin: 0; padding: 0; list-style: none; font-size: 0.9rem; }
.errors th { color: var(--ink); font-weight: 400; width: 15rem; overflow-wrap: anywhere; }
.listed { margin-top: 2.2rem; }
.listed h2 { margin-bottom: 0.15rem; }
.listed td:first-child { width: 42%; }
main > section:not(.listed, .endpoint) { margin-top: 3rem; }
@media (max-width: 62rem) {
  [id] { scroll-margin-top: 1rem; }
  .top { position: static; }
  .reference { display: block; }
  .side { display: none; }
  .folded { display: block; }
  .folded [open] summary { margin-bottom: 0.5rem; }
  .contents a { padding: 0.3rem 0; }
  .endpoint { display: block; }
}
@media (max-width: 40rem) {
  .top search { flex-basis: 100%; }
  .listed tr, .listed td, .errors tr, .errors th, .errors td { display: block; width: auto; }
  .listed td:first-child { width: auto; padding-bottom: 0; border: 0; }
  .errors th { padding-bottom: 0; border: 0; }
  .errors td:nth-child(2) { display: none; }
  .errors td:last-child { padding-top: 0; }
  .fields th { width: 40%; }
  .fields .depth-1 { padding-left: 0.6rem; }
  .fields .depth-2 { padding-left: 1.2rem; }
  .fields .depth-3 { padding-left: 1.8rem; }
}
@media print { .top, .side, .folded { display: none; } .reference { display: block; } }
`;
