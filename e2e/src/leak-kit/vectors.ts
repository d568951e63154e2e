/** Every way out of a page that the kit tries: one page for each. The tracker hears its name, or the browser keeps it. */

export interface Vector {
  readonly id: string;
  /** Markup of the page's head, after whatever the banner puts there. */
  readonly head?: (tracker: string, id: string) => string;
  readonly body?: (tracker: string, id: string) => string;
  /** Further files of the site, by path. */
  readonly files?: (tracker: string, id: string) => Readonly<Record<string, string>>;
  /** The browser keeps something; else the tracker hears it. */
  readonly stores?: true;
  /** The page sends itself elsewhere: one that is kept from that may never be done in the browser's eyes. */
  readonly leaves?: true;
}

const script = (code: string) => `<script>${code}</script>`;
const afterLoad = (code: string) => script(`addEventListener("load", () => setTimeout(() => { ${code} }, 50))`);
const at = (tracker: string, id: string, ending = "") => `http://${tracker}/t/${id}${ending}`;

export const vectors: readonly Vector[] = [
  { id: "script-static", body: (t, id) => `<script src="${at(t, id, ".js")}"></script>` },
  { id: "script-async", head: (t, id) => `<script async src="${at(t, id, ".js")}"></script>` },
  { id: "script-marked", body: (t, id) => `<script data-purpose="analytics" src="${at(t, id, ".js")}"></script>` },
  {
    id: "script-injected",
    body: (t, id) =>
      script(`const s = document.createElement("script"); s.src = "${at(t, id, ".js")}"; document.head.append(s)`),
  },
  {
    id: "script-attribute",
    body: (t, id) =>
      script(
        `const s = document.createElement("script"); s.setAttribute("src", "${at(t, id, ".js")}"); document.body.appendChild(s)`,
      ),
  },
  {
    id: "script-document-write",
    body: (t, id) => script(`document.write('<script src="${at(t, id, ".js")}"><' + '/script>')`),
  },
  { id: "module-static", body: (t, id) => `<script type="module" src="${at(t, id, ".js")}"></script>` },
  { id: "module-import", body: (t, id) => `<script type="module">import "${at(t, id, ".js")}";</script>` },
  { id: "module-dynamic-import", body: (t, id) => script(`import("${at(t, id, ".js")}").catch(() => 0)`) },
  { id: "inline-event", body: (t, id) => `<img src="data:," alt="" onerror="fetch('${at(t, id)}').catch(() => 0)">` },
  {
    id: "iframe-static-marked",
    body: (t, id) => `<iframe title="x" data-purpose="analytics" src="${at(t, id, ".html")}"></iframe>`,
  },
  { id: "iframe-static-unmarked", body: (t, id) => `<iframe title="x" src="${at(t, id, ".html")}"></iframe>` },
  {
    id: "iframe-injected",
    body: (t, id) =>
      script(`const f = document.createElement("iframe"); f.src = "${at(t, id, ".html")}"; document.body.append(f)`),
  },
  {
    id: "iframe-markup",
    body: (t, id) => `<div id="d"></div>${script(`d.innerHTML = '<iframe src="${at(t, id, ".html")}"></iframe>'`)}`,
  },
  { id: "iframe-srcdoc", body: (t, id) => `<iframe title="x" srcdoc="&lt;img src='${at(t, id)}'&gt;"></iframe>` },
  {
    id: "iframe-blank-fetch",
    body: (t, id) =>
      script(
        `const f = document.createElement("iframe"); document.body.append(f); f.contentWindow.fetch("${at(t, id)}").catch(() => 0)`,
      ),
  },
  { id: "img-static", body: (t, id) => `<img alt="" src="${at(t, id, ".png")}">` },
  { id: "img-entities", body: (t, id) => `<img alt="" src="&#104;ttp&colon;//${t}/t/${id}.png">` },
  { id: "img-srcset", body: (t, id) => `<img alt="" srcset="${at(t, id, ".png")} 1x">` },
  { id: "img-new-image", body: (t, id) => script(`new Image().src = "${at(t, id, ".gif")}"`) },
  {
    id: "img-markup",
    body: (t, id) => script(`document.createElement("div").innerHTML = '<img src="${at(t, id, ".gif")}">'`),
  },
  {
    id: "img-template",
    body: (t, id) =>
      `<template id="m"><img alt="" src="${at(t, id, ".gif")}"></template>${script("document.body.append(m.content.cloneNode(true))")}`,
  },
  {
    id: "img-noscript-shadow",
    body: (t, id) =>
      `<div id="h"></div>${script(`h.attachShadow({ mode: "closed" }).innerHTML = '<img src="${at(t, id)}">'`)}`,
  },
  {
    id: "svg-image",
    body: (t, id) => `<svg width="9" height="9"><image href="${at(t, id, ".png")}" width="9" height="9"/></svg>`,
  },
  { id: "css-attribute", body: (t, id) => `<div style="background:url(${at(t, id, ".png")});height:9px">x</div>` },
  {
    id: "css-element",
    body: (t, id) => `<style>.x{background:url("${at(t, id, ".png")});height:9px}</style><div class="x">x</div>`,
  },
  {
    id: "css-file",
    head: (_, id) => `<link rel="stylesheet" href="/files/${id}/own.css">`,
    body: () => '<div class="x">x</div>',
    files: (t, id) => ({ "own.css": `.x{background:url(${at(t, id, ".png")});height:9px}` }),
  },
  { id: "css-import", body: (t, id) => `<style>@import "${at(t, id, ".css")}";</style>` },
  {
    id: "css-object-model",
    body: (t, id) => `<div id="d">x</div>${script(`d.style.backgroundImage = "url(${at(t, id, ".png")})"`)}`,
  },
  {
    id: "css-insert-rule",
    body: (t, id) =>
      `<style id="s">.y{color:red}</style><div class="x">x</div>${script(`s.sheet.insertRule(".x{background:url(${at(t, id, ".png")})}")`)}`,
  },
  { id: "stylesheet-static", head: (t, id) => `<link rel="stylesheet" href="${at(t, id, ".css")}">` },
  {
    id: "stylesheet-injected",
    body: (t, id) =>
      script(
        `const l = document.createElement("link"); l.href = "${at(t, id, ".css")}"; l.rel = "stylesheet"; document.head.append(l)`,
      ),
  },
  { id: "prefetch-static", head: (t, id) => `<link rel="prefetch" href="${at(t, id, ".js")}">` },
  { id: "preload-static", head: (t, id) => `<link rel="preload" as="image" href="${at(t, id, ".png")}">` },
  {
    id: "preload-injected",
    body: (t, id) =>
      script(
        `const l = document.createElement("link"); l.rel = "preload"; l.as = "script"; l.href = "${at(t, id, ".js")}"; document.head.append(l)`,
      ),
  },
  {
    id: "font-face",
    body: (t, id) => `<style>@font-face{font-family:q;src:url(${at(t, id, ".woff2")})}p{font-family:q}</style><p>x</p>`,
  },
  {
    id: "font-object",
    body: (t, id) => script(`new FontFace("q", "url(${at(t, id, ".woff2")})").load().catch(() => 0)`),
  },
  { id: "video", body: (t, id) => `<video src="${at(t, id, ".mp4")}" preload="auto" muted></video>` },
  { id: "audio-constructor", body: (t, id) => script(`try { new Audio("${at(t, id, ".mp3")}").load() } catch {}`) },
  { id: "object", body: (t, id) => `<object data="${at(t, id, ".html")}" type="text/html"></object>` },
  { id: "embed", body: (t, id) => `<embed src="${at(t, id, ".html")}" type="text/html">` },
  { id: "fetch-before-load", body: (t, id) => script(`fetch("${at(t, id)}", { mode: "no-cors" }).catch(() => 0)`) },
  { id: "fetch-after-load", body: (t, id) => afterLoad(`fetch("${at(t, id)}", { mode: "no-cors" }).catch(() => 0)`) },
  {
    id: "fetch-keepalive",
    body: (t, id) => script(`fetch("${at(t, id)}", { mode: "no-cors", keepalive: true }).catch(() => 0)`),
  },
  {
    id: "xhr-before-load",
    body: (t, id) => script(`const x = new XMLHttpRequest(); x.open("GET", "${at(t, id)}"); x.send()`),
  },
  {
    id: "xhr-after-load",
    body: (t, id) => afterLoad(`const x = new XMLHttpRequest(); x.open("GET", "${at(t, id)}"); x.send()`),
  },
  { id: "beacon", body: (t, id) => script(`navigator.sendBeacon("${at(t, id)}", "x")`) },
  { id: "event-source", body: (t, id) => script(`try { new EventSource("${at(t, id)}") } catch {}`) },
  { id: "web-socket", body: (t, id) => script(`try { new WebSocket("ws://${t}/t/${id}") } catch {}`) },
  {
    id: "worker-import",
    body: (_, id) => script(`try { new Worker("/files/${id}/worker.js") } catch {}`),
    files: (t, id) => ({ "worker.js": `try { importScripts("${at(t, id, ".js")}") } catch {}` }),
  },
  {
    id: "worker-fetch",
    body: (_, id) => script(`try { new Worker("/files/${id}/worker.js") } catch {}`),
    files: (t, id) => ({ "worker.js": `fetch("${at(t, id)}", { mode: "no-cors" }).catch(() => 0)` }),
  },
  {
    id: "worker-blob",
    body: (t, id) =>
      script(
        `try { new Worker(URL.createObjectURL(new Blob(['fetch("${at(t, id)}", { mode: "no-cors" }).catch(() => 0)']))) } catch {}`,
      ),
  },
  {
    id: "service-worker",
    body: (_, id) => script(`navigator.serviceWorker.register("/files/${id}/sw.js").catch(() => 0)`),
    files: (t, id) => ({
      "sw.js": `addEventListener("install", (e) => e.waitUntil(fetch("${at(t, id)}", { mode: "no-cors" }).catch(() => 0)))`,
    }),
  },
  {
    id: "meta-refresh",
    head: (t, id) => `<meta http-equiv="refresh" content="0;url=${at(t, id, ".html")}">`,
    leaves: true,
  },
  { id: "location", body: (t, id) => script(`location.href = "${at(t, id, ".html")}"`), leaves: true },
  {
    id: "form-post",
    body: (t, id) => `<form id="f" method="post" action="${at(t, id, ".html")}"></form>${script("f.submit()")}`,
    leaves: true,
  },
  {
    id: "form-post-frame",
    body: (t, id) =>
      `<iframe name="n" title="x"></iframe><form id="f" method="post" target="n" action="${at(t, id, ".html")}"></form>${script("f.submit()")}`,
    leaves: true,
  },
  { id: "cookie", body: (_, id) => script(`document.cookie = "track_${id}=1; path=/"`), stores: true },
  {
    id: "cookie-store",
    body: (_, id) => script(`cookieStore.set("track_${id}", "1").catch(() => 0)`),
    stores: true,
  },
  { id: "local-storage", body: (_, id) => script(`localStorage.setItem("track_${id}", "1")`), stores: true },
  { id: "local-storage-property", body: (_, id) => script(`localStorage["track_${id}"] = "1"`), stores: true },
  {
    id: "indexed-db",
    body: (_, id) => script(`try { indexedDB.open("track_${id}").catch?.(() => 0) } catch {}`),
    stores: true,
  },
];
