/** The style that the platform's own pages share: reference, outbox, sign-in, errors. The console's paper, ink and green. */

/** Where the style sheet is served. */
export const PAGE_CSS_PATH = "/page.css";

export const PAGE_CSS = `
:root { color-scheme: light dark; --ink: light-dark(#1a1d19, #eceee9); --soft: light-dark(#5a5f57, #a2a89d); --line: light-dark(#e2dfd6, #2a2d28); --edge: light-dark(#86837a, #6f746a); --paper: light-dark(#f7f6f2, #121411); --sheet: light-dark(#ffffff, #191b18); --tint: light-dark(#f0eee8, #0d0f0c); --link: light-dark(#0b5d4b, #63c9ad); --link-strong: light-dark(#084a3c, #86d8c1); --on-link: light-dark(#ffffff, #06231c); --good: light-dark(#1d6638, #82d19b); --good-tint: light-dark(#e4f2e6, #16301f); --bad: light-dark(#a8261d, #ff9084); --bad-tint: light-dark(#fbe9e6, #3a1a17); --warn: light-dark(#7d4b00, #efbb63); --warn-tint: light-dark(#fbf0d9, #33270f); }
* { box-sizing: border-box; }
html { font: 16px/1.55 "Inter", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Noto Sans", Arial, sans-serif; color: var(--ink); background: var(--paper); scroll-padding-top: 1rem; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column; }
a { color: var(--link); text-underline-offset: 0.16em; text-decoration-thickness: 0.07em; }
a:hover { color: var(--link-strong); text-decoration-thickness: 0.13em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 3px; }
h1 { font-size: clamp(1.6rem, 3.6vw, 2.1rem); line-height: 1.15; letter-spacing: -0.022em; text-wrap: balance; overflow-wrap: anywhere; margin: 0 0 0.6rem; }
h2 { font-size: 1.35rem; line-height: 1.25; letter-spacing: -0.015em; margin: 0 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 0 0 0.35rem; }
p { margin: 0 0 0.8rem; max-width: 66ch; text-wrap: pretty; }
code, pre { font: 0.86rem/1.6 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; }
pre { margin: 0; padding: 0.9rem 1rem; background: var(--tint); border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.94rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.9rem 0.5rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
.soft { color: var(--soft); }
.bar { display: flex; align-items: center; gap: 0.6rem; padding: 0.9rem clamp(1rem, 4vw, 2.25rem); border-bottom: 1px solid var(--line); font-weight: 650; }
.bar svg { display: block; }
.bar span { color: var(--soft); font-weight: 400; padding-left: 0.7rem; border-left: 1px solid var(--line); }
.narrow, .wide { width: 100%; margin-inline: auto; padding: 0 clamp(1rem, 4vw, 2.25rem) 4rem; }
.narrow { max-width: 33rem; margin-top: clamp(1.5rem, 11vh, 7rem); }
.wide { max-width: 66rem; margin-top: clamp(1.5rem, 5vh, 3rem); }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: clamp(1.25rem, 4vw, 2.2rem); box-shadow: 0 1px 2px light-dark(rgb(40 36 20 / 6%), rgb(0 0 0 / 40%)); }
.sheet > :last-child { margin-bottom: 0; }
.sheet + .sheet { margin-top: 1rem; }
.button, button { display: inline-block; font: inherit; font-weight: 600; padding: 0.62rem 1.15rem; border: 0; border-radius: 6px; background: var(--link); color: var(--on-link); cursor: pointer; text-decoration: none; }
.button:hover, button:hover { background: var(--link-strong); color: var(--on-link); }
label { display: block; font-weight: 600; margin: 0.9rem 0 0.3rem; }
input { font: inherit; width: 100%; padding: 0.55rem 0.7rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--paper); color: var(--ink); }
form { margin: 1.1rem 0 0; }
form button { margin-top: 1.3rem; }
.notice { border: 1px solid var(--bad); color: var(--bad); padding: 0.6rem 0.9rem; background: var(--bad-tint); border-radius: 6px; }
.reference-number { overflow-wrap: anywhere; font-size: 0.88rem; }
`;
