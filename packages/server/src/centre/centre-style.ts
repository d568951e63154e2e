/** The privacy centre's one style sheet: the operator's tokens first, then everything that is drawn with them. */
import type { Theme } from "./theme.ts";

export function renderStyle(theme: Theme): string {
  const list = (tokens: Theme["light"]): string =>
    Object.entries(tokens)
      .map(([name, value]) => `--${name}:${value}`)
      .join(";");
  return `:root{color-scheme:light dark;${list(theme.light)}}
@media (prefers-color-scheme:dark){:root{${list(theme.dark)}}}
${STYLE}`;
}

const STYLE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;display:flex;flex-direction:column;min-height:100vh;min-height:100dvh}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:.07em}
a:hover{text-decoration-thickness:.14em}
:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:3px}
h1,h2,h3{line-height:1.1;letter-spacing:-.022em;text-wrap:balance;overflow-wrap:break-word;margin:0}
h2{font-size:1.5rem}h3{font-size:1.1rem;letter-spacing:-.01em}
p{margin:0 0 1rem;max-width:62ch;text-wrap:pretty}
.wrap{width:100%;max-width:66rem;margin:0 auto;padding:0 clamp(1.15rem,4vw,2.5rem)}
.skip{position:absolute;left:-9999px}.skip:focus{left:1rem;top:1rem;background:var(--sheet);color:var(--ink);padding:.6rem 1rem;z-index:3}
.soft{color:var(--soft)}.small{font-size:.93rem}
.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.94em;letter-spacing:.02em}

.band{background:var(--band);color:var(--on-band);padding-bottom:clamp(4.5rem,9vw,7.5rem)}
.band a{color:inherit}.band :focus-visible{outline-color:var(--on-band)}
.top{display:flex;justify-content:space-between;align-items:center;gap:1rem;padding-top:1.35rem;padding-bottom:1.35rem}
.brand{display:flex;align-items:center;gap:.7rem;font-weight:700;font-size:1.12rem;letter-spacing:-.01em;text-decoration:none}
@media (max-width:26rem){.brand .place{display:none}}
.brand img{height:2rem;width:auto;display:block}
.languages{display:flex;gap:1.1rem;list-style:none;margin:0;padding:0;font-size:.95rem}
.languages a{display:inline-block;padding:.35rem 0;text-decoration:none;opacity:1}
.languages a[aria-current]{font-weight:700;box-shadow:inset 0 -2px currentColor}
.hero{padding-top:clamp(1.5rem,6vw,4.5rem)}
.hero{position:relative}
.hero h1{font-size:clamp(2.4rem,6.6vw,4.7rem);letter-spacing:-.04em;line-height:1;max-width:12em}
.ring{position:absolute;right:clamp(1.15rem,4vw,2.5rem);top:50%;width:19rem;height:19rem;transform:translateY(-46%) rotate(-9deg);opacity:.26}
.band{overflow:hidden}
.hero p{font-size:clamp(1.08rem,2vw,1.32rem);color:var(--on-band-soft);margin:1.3rem 0 0;max-width:46ch}
.band.low{padding-bottom:clamp(3.6rem,7vw,5.4rem)}
.band.low h1{font-size:clamp(2rem,4.9vw,3.3rem);letter-spacing:-.033em;line-height:1.04;max-width:20ch}
.band.low .hero{padding-top:clamp(.8rem,3vw,2rem)}

main{flex:1;width:100%}
.sheet{position:relative;background:var(--sheet);border:1px solid var(--rule);border-radius:14px;padding:clamp(1.3rem,4vw,2.8rem);margin-top:calc(-1*clamp(3.2rem,6.4vw,5rem))}
.sheet>:last-child{margin-bottom:0}
.band.low+main .sheet{margin-top:calc(-1*clamp(2.2rem,4.6vw,3.4rem))}
.band.low+main .part.sheet{margin-top:clamp(2rem,4vw,3rem)}
.sheet.rights{list-style:none;margin-bottom:0;padding:0;overflow:hidden}
.rights li+li{border-top:1px solid var(--rule)}
.rights a{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.05fr) auto;gap:.4rem 2rem;align-items:center;padding:clamp(1.4rem,3.4vw,2.3rem) clamp(1.3rem,4vw,2.8rem);color:inherit;text-decoration:none}
.rights h2{font-size:clamp(1.45rem,2.9vw,2.05rem);letter-spacing:-.028em}
.rights p{margin:0;color:var(--soft)}
.rights .go{width:3.1rem;height:3.1rem;border-radius:50%;border:2px solid var(--link);color:var(--link);display:grid;place-items:center;transition:background .15s,color .15s}
.rights .go svg{width:1.25rem;height:1.25rem}
.rights a:hover .go,.rights a:focus-visible .go{background:var(--band);border-color:var(--band);color:var(--on-band)}
.rights a:hover h2{text-decoration:underline;text-decoration-thickness:.06em;text-underline-offset:.14em}
.rights a:focus-visible{outline-offset:-5px;border-radius:12px}
.more-rights{list-style:none;margin:1rem 0 0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(18rem,100%),1fr));gap:0 2rem}
.more-rights li{border-top:1px solid var(--rule)}
.more-rights a{display:block;padding:.75rem 0;font-weight:600}
.columns{display:grid;grid-template-columns:minmax(0,1.35fr) minmax(0,1fr);gap:2.5rem clamp(2rem,6vw,5rem);padding-top:clamp(2.6rem,6vw,4.5rem);padding-bottom:clamp(2.6rem,6vw,4.5rem)}
.steps{list-style:none;margin:1.2rem 0 0;padding:0;counter-reset:step}
.steps li{counter-increment:step;display:grid;grid-template-columns:2.6rem minmax(0,1fr);padding:.85rem 0;border-top:1px solid var(--rule)}
.steps li::before{content:counter(step);font-weight:700;font-size:1.25rem;color:var(--link);font-variant-numeric:tabular-nums;line-height:1.3}
.steps strong{display:block}
.facts{margin:1.2rem 0 0}
.columns h2+p{margin-top:.7rem}
.facts div{padding:.7rem 0;border-top:1px solid var(--rule)}
.facts dt{font-size:.9rem;color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere}

form{margin:0}
.field{margin:0 0 1.6rem}
label,legend{font-weight:650;font-size:1.05rem}
.hint{color:var(--soft);margin:.15rem 0 .5rem;font-size:.95rem}
input[type=email],input[type=text],input[type=file],select,textarea{display:block;width:100%;max-width:30rem;font:inherit;font-size:1.15rem;padding:.8rem .95rem;border:2px solid var(--edge);border-radius:9px;background:var(--paper);color:var(--ink)}
input:focus-visible,select:focus-visible,textarea:focus-visible{border-color:var(--link);outline-offset:1px}
textarea{max-width:40rem;line-height:1.45;resize:vertical}
.digits{max-width:11rem!important;letter-spacing:.22em;font-variant-numeric:tabular-nums}
form+form{margin-top:1.6rem}.field>label+input,.field>label+select,.field>label+textarea{margin-top:.35rem}
.part>h2{margin-bottom:.7rem}.case{border-top:1px solid var(--rule);padding:1.2rem 0 .4rem}.case h3{margin:0 0 .2rem}.case .lines{margin-bottom:1rem}.sheet>h2{margin-bottom:.9rem}.sheet>.scroll{margin-bottom:1.8rem}
.said{white-space:pre-line}
input[aria-invalid=true],textarea[aria-invalid=true]{border-color:var(--danger)}
.error{color:var(--danger);font-weight:600;margin:.1rem 0 .5rem}
.date{display:flex;flex-wrap:wrap;gap:0 .8rem}.date .field{flex:0 1 5.5rem}.date .field:nth-child(2){flex:1 1 9rem;max-width:14rem}.date .field:nth-child(3){flex-basis:7.5rem}
.date input,.date select{height:3.6rem;padding:.6rem .7rem}
.lines-more{display:block;font-size:.92rem;font-weight:400}
fieldset{border:0;padding:0;margin:0 0 1.6rem;min-width:0}
.choices{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(15rem,100%),1fr));gap:.15rem 1.5rem;margin-top:.5rem}
.choices label{display:grid;grid-template-columns:1.4rem 1fr;gap:.7rem;align-items:center;font-weight:400;font-size:1rem;padding:.5rem 0;cursor:pointer}
.choices.single{grid-template-columns:1fr}
fieldset legend{padding:0;margin:0 0 .35rem}
fieldset .field{margin:0 0 1.1rem}
.choices input{width:1.35rem;height:1.35rem;margin:0;accent-color:var(--link)}
details.more{border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);margin:0 0 1.8rem}
details.more summary{cursor:pointer;padding:.95rem 0;font-weight:600;color:var(--link)}
details.more[open]{padding-bottom:1rem}
.button{display:inline-block;font:inherit;font-weight:650;font-size:1.08rem;line-height:1.2;background:var(--band);color:var(--on-band);border:2px solid var(--band);border-radius:9px;padding:.9rem 1.6rem;text-decoration:none;cursor:pointer;min-height:3.1rem}
.button:hover{background:transparent;color:var(--link);border-color:var(--link)}
.button.quiet{background:transparent;color:var(--ink);border-color:var(--edge)}
.button.quiet:hover{border-color:var(--danger);color:var(--danger)}
.actions{display:flex;flex-wrap:wrap;gap:.9rem 1.2rem;align-items:center;margin:1.6rem 0 0}
.state .actions+p{margin-top:1rem}.sheet>p+h2{margin-top:2.2rem}
.aside{border-left:4px solid var(--link);padding:.15rem 0 .15rem 1.1rem;margin:1.6rem 0}
.aside p:last-child{margin:0}

.state{display:grid;grid-template-columns:auto minmax(0,1fr);gap:1.4rem clamp(1.6rem,4vw,3rem);align-items:start}
.leaf{margin:0;width:9.4rem;border:2px solid var(--ink);border-radius:10px;text-align:center;overflow:hidden;background:var(--paper)}
.leaf span{display:block}
.leaf .label{background:var(--ink);color:var(--paper);font-size:.86rem;font-weight:600;padding:.35rem .3rem}
.leaf .day{font-size:4.3rem;font-weight:750;line-height:1;letter-spacing:-.05em;padding:.6rem 0 0;font-variant-numeric:tabular-nums}
.leaf .month{font-size:1rem;padding:0 0 .75rem}
.state p:last-child{margin-bottom:0}
.state h2{font-size:clamp(1.5rem,3vw,2rem);margin-bottom:.6rem}
.timeline{list-style:none;margin:1.2rem 0 0;padding:0}
.timeline li{position:relative;padding:0 0 1.25rem 2.1rem}
.timeline li::before{content:"";position:absolute;left:0;top:.42rem;width:.85rem;height:.85rem;border-radius:50%;background:var(--link)}
.timeline li::after{content:"";position:absolute;left:.365rem;top:1.5rem;bottom:-.2rem;width:2px;background:var(--rule)}
.timeline li:last-child::after{display:none}
.timeline .next::before{background:var(--paper);box-shadow:inset 0 0 0 2px var(--edge)}
.timeline .next{color:var(--soft)}
.timeline time{display:block;color:var(--soft);font-size:.92rem}
section.part{padding-top:2.4rem;padding-bottom:.4rem}

.receipt{max-width:44rem;margin-left:auto;margin-right:auto;border-radius:0;border-left:0;border-right:0;border-top:0;border-bottom:0;padding-bottom:3.4rem;
--tooth:11px;mask:conic-gradient(from -45deg at bottom,#0000,#000 1deg 89deg,#0000 90deg) 50%/calc(2*var(--tooth)) 100%}
.receipt h3{margin-bottom:.5rem}
.receipt header{display:flex;justify-content:space-between;gap:1.5rem;align-items:flex-start;padding-bottom:1.4rem;border-bottom:2px dashed var(--rule)}
.stamp{flex:none;width:8.2rem;height:8.2rem;transform:rotate(-9deg);color:var(--link)}
.stamp text{font-family:inherit;font-weight:700}
.lines{width:100%;border-collapse:collapse;margin:.6rem 0 0;font-variant-numeric:tabular-nums}
.lines th,.lines td{text-align:right;padding:.5rem 0 .5rem 1rem;border-bottom:1px solid var(--rule);vertical-align:top}
.lines th:first-child,.lines td:first-child{text-align:left;padding-left:0;overflow-wrap:break-word;min-width:7rem}
.lines thead th{font-size:.88rem;color:var(--soft);font-weight:600}
.lines tbody th{font-weight:500}
.scroll{overflow-x:auto}.scroll+p,.scroll+form{margin-top:1.6rem}.actions+.more,form+.more{margin-top:1.8rem}
.seal{font-size:.86rem;color:var(--soft);overflow-wrap:anywhere}

.told{border:2px solid var(--link);border-radius:9px;padding:.8rem 1.1rem;font-weight:650}
.purpose{border-top:1px solid var(--rule);padding:1.9rem 0 .6rem;margin:0}
.purpose:first-child,form>.purpose:first-of-type{border-top:0;padding-top:.4rem}
.purpose>legend,.other h3{float:left;width:100%;font-size:1.28rem;font-weight:700;letter-spacing:-.015em;line-height:1.2;padding:0;margin:0 0 .6rem}
.purpose>legend+*{clear:both}
.purpose p{margin-bottom:.6rem}
.either{display:flex;flex-wrap:wrap;gap:.8rem;margin:1rem 0 1.2rem}
.either label{display:flex;align-items:center;gap:.7rem;flex:1 1 11rem;max-width:17rem;min-height:3.2rem;padding:.6rem 1rem;border:2px solid var(--edge);border-radius:9px;cursor:pointer;font-size:1.05rem}
.either label:has(:checked){border-color:var(--link);box-shadow:inset 0 0 0 1px var(--link)}
.either input{width:1.35rem;height:1.35rem;margin:0;accent-color:var(--link)}
.inner{margin:0 0 1.1rem}.inner legend{font-size:1rem}.inner .choices{margin-top:.2rem}
.purpose .more,.other .more{border:0;margin:0 0 .8rem}.purpose .more summary,.other .more summary{padding:.35rem 0;font-size:.97rem}
.more .facts{margin:.3rem 0 0}.more .facts div{display:grid;grid-template-columns:minmax(7rem,11rem) minmax(0,1fr);gap:1rem;padding:.45rem 0}
.others h2{margin-bottom:.6rem}
.others{border-top:1px solid var(--rule);margin-top:1.6rem;padding-top:1.9rem}
.other{padding:1.1rem 0 .4rem}.other h3{font-size:1.1rem;margin-bottom:.4rem}.other h3+*{clear:both}.other .choices{margin-top:0}
.change{margin:.5rem 0 1.6rem}.change h2{font-size:1.15rem}.change .facts{margin-top:.4rem}.change del{color:var(--soft)}
.timeline a{display:inline-block;padding:.2rem 0}

.entries{list-style:none;margin:0;padding:0}
.entry{display:grid;grid-template-columns:1.5rem minmax(0,1fr);gap:.2rem 1.1rem;padding:1.1rem 0;border-top:1px solid var(--rule);align-items:start}
.entry.row{grid-template-columns:1.5rem minmax(0,1fr) auto;align-items:center}.entry.row p{margin:0}
.entry input{width:1.45rem;height:1.45rem;margin:.15rem 0 0;accent-color:var(--link)}
.entry:has(:checked){background:linear-gradient(var(--link),var(--link)) 0/4px 100% no-repeat;padding-left:1rem}
.entry.row .button{font-size:1rem;min-height:2.6rem;padding:.55rem 1.2rem;width:auto}
.values{margin:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(14rem,100%),1fr));gap:.5rem 1.6rem}
.values dt{font-size:.86rem;color:var(--soft)}.values dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
.numbers{margin:.6rem 0 0;font-size:.86rem;color:var(--soft);overflow-wrap:anywhere}
.entry h3{overflow-wrap:anywhere}.entries+fieldset{border-top:1px solid var(--rule);padding-top:1.6rem}.entries+fieldset>legend{float:left;width:100%;margin-bottom:.9rem}.entries+fieldset>legend+*{clear:both}
form.sheet>.entries:first-of-type>.entry:first-child{border-top:0}
.hidden{position:absolute;left:-9999px}
form.sheet>.part:first-of-type{padding-top:0}
.find{margin:0 0 1.4rem}.with{display:flex;flex-wrap:wrap;gap:.7rem;margin-top:.35rem}.with input{flex:1 1 14rem}
.turn{display:flex;flex-wrap:wrap;gap:.8rem 1.4rem;align-items:center;border-top:1px solid var(--rule);padding-top:1.2rem}
.ways{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(14rem,100%),1fr));gap:1rem 1.6rem;margin-top:.9rem}.ways p{margin:.5rem 0 0}
.correct{border-top:1px solid var(--rule);padding-top:1.3rem}.correct legend{float:left;width:100%;margin-bottom:1rem}.correct legend+*{clear:both}

footer{margin-top:clamp(2.6rem,6vw,4.5rem);border-top:1px solid var(--rule);padding:1.6rem 0 2.2rem;color:var(--soft);font-size:.95rem}
footer .wrap{display:flex;flex-wrap:wrap;gap:.5rem 2rem;justify-content:space-between}
footer p{margin:0}
@media (max-width:46rem){.entry.row{grid-template-columns:1.5rem minmax(0,1fr)}.entry.row .button{grid-column:2;justify-self:start;margin-top:.5rem}.columns{grid-template-columns:minmax(0,1fr)}.rights a{grid-template-columns:minmax(0,1fr) auto}.rights p{grid-column:1;grid-row:2}.rights .go{grid-row:1/3;grid-column:2}.state{grid-template-columns:minmax(0,1fr)}.receipt header{flex-direction:column-reverse}.ring{display:none}.lines,.lines tbody{display:block}.lines thead{position:absolute;left:-9999px}.lines tr{display:grid;grid-template-columns:minmax(7rem,1fr) fit-content(66%);column-gap:.8rem;padding:.55rem 0;border-bottom:1px solid var(--rule)}.lines th,.lines td{border:0;padding:0!important;grid-column:2}.lines th:first-child,.lines td:first-child{grid-column:1;grid-row:1/span 6}.lines td:empty{display:none}.lines td::before{content:attr(data-label) " ";color:var(--soft);font-size:.88rem}.top{align-items:flex-start}.button{width:100%;text-align:center}.actions{align-items:stretch;flex-direction:column}.actions a:not(.button){align-self:center}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{.band{background:none;color:#000;padding-bottom:1rem}.sheet{margin-top:0!important;border:0;padding:0;mask:none}.languages,.actions,.skip,footer{display:none}body{background:#fff;color:#000}}
@media (forced-colors:active){.button,.rights .go{border:2px solid}}
`;
