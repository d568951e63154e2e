/** How the banner looks. Sites set `--kept-*` on `:root`; accept and reject are one class, so that they cannot drift apart. */
export const STYLE = `
:host{all:initial;--b:var(--kept-background,#fff);--t:var(--kept-text,#1b1f24);--a:var(--kept-accent,#1f5fbf);--o:var(--kept-accent-text,#fff);--l:var(--kept-border,#6b7480);--r:var(--kept-radius,8px)}
@media(prefers-color-scheme:dark){:host{--b:var(--kept-background-dark,#1d2126);--t:var(--kept-text-dark,#f0f2f4);--a:var(--kept-accent-dark,#8db8f5);--o:var(--kept-accent-text-dark,#10151b);--l:var(--kept-border-dark,#8b95a1)}}
*{box-sizing:border-box}
.panel,.corner,.hold,.toast{font:16px/1.5 var(--kept-font,system-ui,sans-serif);color:var(--t);background:var(--b)}
.panel{border:1px solid var(--l);border-radius:var(--r);box-shadow:0 4px 24px rgb(0 0 0/.25)}
.region{position:fixed;z-index:2147483646;inset:auto 0 0;margin:auto;width:min(58rem,100%);max-height:100dvh;overflow:auto;padding:1.25rem 1.5rem;border-end-start-radius:0;border-end-end-radius:0}
dialog.panel{width:min(42rem,100%);max-width:100%;max-height:100dvh;padding:0;margin:auto;overflow:auto}
dialog::backdrop{background:rgb(0 0 0/.5)}
.body{padding:1.25rem 1.5rem}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .5rem}
h3{font-size:1rem;margin:0}
p{margin:0 0 .75rem}
a,.link{color:inherit;text-decoration:underline;text-underline-offset:.15em}
.actions{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(11rem,100%),1fr));gap:.75rem;margin-top:1rem}
button{font:inherit;color:inherit;min-height:44px;padding:.5rem 1rem;border-radius:var(--r);border:1px solid var(--l);background:none;cursor:pointer}
.choice{background:var(--a);color:var(--o);border-color:var(--a);font-weight:600}
:focus-visible{outline:3px solid var(--t);outline-offset:2px;box-shadow:0 0 0 2px var(--b)}
.links{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.9rem;margin:.75rem 0 0}
.links a,.links .link{display:inline-flex;align-items:center;min-height:24px}
.link{border:0;padding:0}
.note{border-inline-start:4px solid var(--a);padding-inline-start:.75rem;font-size:.95rem}
.head{display:flex;gap:1rem;justify-content:space-between;align-items:start}
.close{min-width:44px;padding:0;font-size:1.4rem;line-height:1;flex:none;border-color:transparent;margin:-.5rem}
ul{list-style:none;padding:0;margin:1rem 0 0}
li{border-top:1px solid var(--l);padding:.9rem 0}
.row{display:flex;gap:1rem;justify-content:space-between;align-items:center;min-height:32px}
.row label{flex:1;cursor:pointer}
.small{font-size:.9rem;margin:.35rem 0 0}
input{appearance:none;flex:none;width:48px;height:28px;margin:0;border-radius:14px;border:2px solid var(--l);background:var(--b);position:relative;cursor:pointer}
input::before{content:"";position:absolute;inset-block:4px;inset-inline-start:4px;width:16px;border-radius:8px;background:var(--l)}
input:checked{background:var(--a);border-color:var(--a)}
input:checked::before{inset-inline:auto 4px;background:var(--o)}
.corner{position:fixed;z-index:2147483645;inset-block-end:.75rem;inset-inline-start:.75rem;font-size:.875rem;border-radius:999px;padding:.4rem 1rem}
.hold{display:flex;flex-direction:column;align-items:center;justify-content:center;text-align:center;gap:.5rem;min-height:8rem;padding:1rem;border:1px dashed var(--l);border-radius:var(--r);overflow:auto}
.hold p{margin:0}
.toast{position:fixed;z-index:2147483646;inset-block-end:.75rem;inset-inline-end:.75rem;max-width:calc(100% - 1.5rem);padding:.5rem 1rem;border:1px solid var(--l);border-radius:var(--r)}
.toast:empty{position:absolute;padding:0;border:0}
@media(forced-colors:active){.choice{border:2px solid ButtonText}input{appearance:auto;width:24px;height:24px}input::before{content:none}}
@media print{.region,.corner{display:none}}
@media(max-width:30rem){.region,.body{padding:1rem}}
`;
