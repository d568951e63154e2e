/** The style of a package's page: it stands inside the page, since a package loads nothing. */
export const PACKAGE_STYLE = `
:root{color-scheme:light dark;--paper:#f7f8f6;--sheet:#fff;--ink:#14231f;--soft:#52625d;--rule:#d5dcd8;--accent:#0b5d57;--tint:#e8f1ee;--note:#fdf3d7;--note-ink:#5c4304}
@media (prefers-color-scheme:dark){:root{--paper:#101715;--sheet:#17201d;--ink:#e9f0ed;--soft:#a3b3ad;--rule:#2d3a36;--accent:#7fd1c5;--tint:#1b2b28;--note:#352a0d;--note-ink:#f3dfa9}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
a{color:var(--accent);text-underline-offset:.18em}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-9999px}.skip:focus{left:1rem;top:1rem;background:var(--sheet);padding:.5rem 1rem;z-index:2}
.cover{max-width:76rem;margin:0 auto;padding:clamp(2.5rem,7vw,5.5rem) clamp(1.2rem,4vw,3rem) 2rem;border-bottom:1px solid var(--rule)}
.kicker{margin:0;color:var(--accent);font-weight:600}
h1{margin:.1em 0 .25em;font-size:clamp(2.6rem,7vw,4.6rem);line-height:1.02;letter-spacing:-.035em;font-weight:700;text-wrap:balance}
.lead{margin:0;font-size:clamp(1.1rem,2.2vw,1.4rem);max-width:36em}
.meta{color:var(--soft);margin:1.4rem 0 0;font-size:.93rem}
.mono,code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em}
.frame{max-width:76rem;margin:0 auto;padding:2rem clamp(1.2rem,4vw,3rem) 5rem;display:grid;grid-template-columns:minmax(0,15.5rem) minmax(0,1fr);gap:clamp(1.5rem,4vw,3.5rem)}
nav{position:sticky;top:1.5rem;align-self:start;max-height:calc(100vh - 3rem);overflow:auto;font-size:.93rem}
nav h2{font-size:1rem;margin:0 0 .5rem}
nav h3{font-size:.84rem;color:var(--soft);margin:1.1rem 0 .2rem;font-weight:600}
nav ul{list-style:none;margin:0;padding:0}
nav li a{display:flex;justify-content:space-between;gap:1rem;padding:.28rem 0;border-bottom:1px solid var(--rule);color:inherit;text-decoration:none}
nav li a:hover span:first-child{color:var(--accent);text-decoration:underline}
nav .parts{margin-top:1.4rem}
.count{color:var(--soft);font-variant-numeric:tabular-nums}
main{min-width:0}
section{background:var(--sheet);border:1px solid var(--rule);border-radius:10px;padding:clamp(1.1rem,3vw,1.9rem);margin:0 0 1.5rem;scroll-margin-top:1rem}
section h2{margin:0;font-size:1.45rem;letter-spacing:-.015em;line-height:1.2}
.head{display:grid;grid-template-columns:1fr auto;gap:.1rem 1rem;align-items:baseline}
.head p{margin:0}.head .system{grid-column:1/-1;color:var(--accent);font-size:.88rem;font-weight:600}
.links{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.9rem;margin:1rem 0 0}
.part{margin-top:1.4rem;padding-top:1.2rem;border-top:1px solid var(--rule)}.part h3{margin:0;font-size:1.08rem}
.why{margin:.5rem 0 .9rem;color:var(--soft);font-size:.93rem}.why span{font-weight:600}
.note{background:var(--note);color:var(--note-ink);border-radius:6px;padding:.55rem .85rem;font-size:.93rem}
.aside{color:var(--soft);font-size:.9rem;margin:.8rem 0 0}
.scroll{overflow-x:auto;margin:0 -.3rem}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .9rem .5rem .3rem;border-bottom:1px solid var(--rule);overflow-wrap:break-word;max-width:26rem;min-width:3.5rem;white-space:pre-wrap}
th{font-weight:600;color:var(--soft);font-size:.85rem;white-space:nowrap}
tbody tr:last-child td{border-bottom:0}
td{font-variant-numeric:tabular-nums}
.none{color:var(--soft)}
.card{margin:0;padding:1rem 0;border-top:1px solid var(--rule);display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,10.5rem),1fr));gap:.7rem 1.4rem}
dt{font-size:.83rem;color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
td time{white-space:nowrap}
img{display:block;max-width:11rem;max-height:11rem;border-radius:6px;margin:.2rem 0 .3rem;background:var(--tint)}
.picture{display:inline-block;font-size:.85rem}
details{border-top:1px solid var(--rule)}
summary{cursor:pointer;padding:.6rem .2rem;color:var(--accent);font-weight:600;font-size:.93rem}
.gaps{padding-left:1.1rem}.gaps li{margin:.4rem 0}
.about .entry{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:.3rem 1.5rem;padding:.9rem 0;border-top:1px solid var(--rule)}
.about .entry.wide{grid-template-columns:minmax(0,1fr)}
.about h3{margin:0;font-size:.95rem}.about .entry p{margin:0}
@media (max-width:52rem){.frame{grid-template-columns:minmax(0,1fr)}nav{position:static;max-height:none}.about .entry{grid-template-columns:1fr}}
@media print{:root{--paper:#fff;--sheet:#fff;--ink:#000;--soft:#444;--rule:#bbb;--accent:#000;--tint:#fff;--note:#fff;--note-ink:#000}
body{font-size:10.5pt}.frame{display:block;padding:0}.cover{padding:0 0 1rem}nav{position:static;max-height:none;break-after:page}section{border:0;padding:0 0 1rem;border-radius:0}h2,h3,.head,.why{break-after:avoid}
.scroll{overflow:visible}tr,.card{break-inside:avoid}details::details-content{content-visibility:visible;display:block}summary{display:none}td,th{overflow-wrap:anywhere}td time{white-space:normal}.links,.skip{display:none}}
`;
