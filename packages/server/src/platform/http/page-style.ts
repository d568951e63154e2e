/** The style that the platform's own pages share: reference, outbox, sign-in, errors. */

export const PAGE_CSS = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --paper: #ffffff; --tint: #f6f8fa; --link: #0b57c2; --good: #1a7f37; --bad: #b42318; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa5b1; --line: #30363d; --paper: #0f1318; --tint: #171c23; --link: #6cb0ff; --good: #56d364; --bad: #ff8b80; --warn: #e3b341; } }
* { box-sizing: border-box; }
html { font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper); scroll-padding-top: 1rem; }
body { margin: 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, button:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.01em; margin: 0 0 0.5rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 0 0 0.35rem; }
p { margin: 0 0 0.8rem; max-width: 68ch; }
code, pre { font: 0.86rem/1.55 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre { margin: 0; padding: 0.9rem 1rem; background: var(--tint); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.93rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.8rem 0.45rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
.soft { color: var(--soft); }
.narrow { max-width: 34rem; margin: 14vh auto 4rem; padding: 0 1.25rem; }
.wide { max-width: 60rem; margin: 3rem auto; padding: 0 1.25rem; }
button { font: inherit; font-weight: 600; padding: 0.65rem 1.2rem; border: 0; border-radius: 8px; background: var(--link); color: var(--paper); cursor: pointer; }
label { display: block; font-weight: 600; margin: 0.9rem 0 0.25rem; }
input { font: inherit; width: 100%; padding: 0.55rem 0.7rem; border: 1px solid var(--soft); border-radius: 8px; background: var(--paper); color: var(--ink); }
form { margin-top: 1rem; }
form button { margin-top: 1.2rem; }
.notice { border-left: 4px solid var(--bad); padding: 0.5rem 0.9rem; background: var(--tint); border-radius: 0 8px 8px 0; }
`;
