/** The style of the outbox page, beside that of all platform pages. */

export const OUTBOX_CSS_PATH = "/dev/outbox.css";

export const OUTBOX_CSS = `
.messages { list-style: none; margin: 1.4rem 0 0; padding: 0; overflow: hidden; }
.messages li + li { border-top: 1px solid var(--line); }
.messages a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.1rem 1.5rem; padding: 0.85rem clamp(1rem, 3vw, 1.6rem); color: inherit; text-decoration: none; }
.messages a:hover { background: var(--tint); }
.messages a:hover strong { text-decoration: underline; text-decoration-thickness: 0.06em; text-underline-offset: 0.18em; }
.messages a:focus-visible { outline-offset: -3px; }
.messages strong { font-weight: 620; overflow-wrap: anywhere; }
.messages span { color: var(--soft); font-size: 0.9rem; overflow-wrap: anywhere; }
.messages time { color: var(--soft); font-size: 0.9rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.messages .state { justify-self: end; }
.state.queued { color: var(--warn); }
.state.failed { color: var(--bad); }
.empty { text-align: center; padding: clamp(2.5rem, 9vw, 5rem) 1.5rem; margin-top: 1.4rem; }
.empty p { margin-inline: auto; }
.crumb { margin-bottom: 1.2rem; font-size: 0.94rem; }
.envelope { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.2rem 1.1rem; margin: 0 0 1.2rem; font-size: 0.94rem; }
.envelope dt { color: var(--soft); }
.envelope dd { margin: 0; overflow-wrap: anywhere; }
.views { display: flex; flex-wrap: wrap; gap: 0.3rem 1.4rem; margin: 0 0 1rem; padding: 0; list-style: none; border-bottom: 1px solid var(--line); }
.views a { display: inline-block; padding: 0.45rem 0; text-decoration: none; color: var(--soft); }
.views a[aria-current] { color: var(--ink); font-weight: 620; box-shadow: inset 0 -2px var(--link); }
.frame { display: block; width: 100%; height: 46rem; border: 1px solid var(--line); border-radius: 10px; background: #fff; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; background: var(--sheet); padding: clamp(1.25rem, 4vw, 2.2rem); border-radius: 10px; }
.source { white-space: pre-wrap; overflow-wrap: anywhere; }
`;
