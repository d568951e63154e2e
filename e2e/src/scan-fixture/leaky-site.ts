/** A site that does what its declaration does not say: two trackers on ports of their own, and a banner that is for show. */
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface LeakySite extends AsyncDisposable {
  readonly url: string;
  /** Hosts with their ports. */
  readonly counter: string;
  readonly adverts: string;
  /** Paths that were asked of the site, in order. */
  readonly asked: readonly string[];
}

/** `counter` waits for a yes and is never removed; `adverts` waits for nobody. */
export async function startLeakySite(): Promise<LeakySite> {
  const counter = await serve("127.0.0.2", (request, response) => {
    response.writeHead(200, { "content-type": "text/javascript" });
    response.end(
      request.url?.startsWith("/count.js")
        ? `document.cookie = "count_id=1; max-age=" + 60 * 60 * 24 * 380; localStorage.setItem("count_queue", "[]");`
        : "",
    );
  });
  const adverts = await serve("127.0.0.1", (_, response) => {
    response.writeHead(200, {
      "content-type": "image/svg+xml",
      "set-cookie": "ad_id=1; Max-Age=86400; Path=/",
    });
    response.end('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');
  });
  const asked: string[] = [];
  const site = await serve("127.0.0.1", (request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    if (path === "/robots.txt") return void response.writeHead(200).end("User-agent: *\nDisallow: /secret\n");
    const pages = ["/", "/about"];
    if (!pages.includes(path)) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/html", "set-cookie": "basket=1; Path=/; HttpOnly" });
    response.end(page(path, counter.host, adverts.host));
  });
  return {
    url: `http://${site.host}`,
    counter: counter.host,
    adverts: adverts.host,
    asked,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([site, counter, adverts].map(({ close }) => close()));
    },
  };
}

function page(path: string, counter: string, adverts: string): string {
  return `<!doctype html><html lang="de"><title>${path}</title>
<a href="/about">Über uns</a> <a href="/secret">Geheim</a> <a href="http://${adverts}/away">Weg</a> <a href="/file.pdf">Datei</a>
<form action="/join" method="post"><input name="email"><button>Allen Bedingungen zustimmen</button></form>
<script>if (location.pathname === "/") document.createElement("canvas").toDataURL();</script>
<img src="http://${adverts}/pixel?visitor=1" alt="">
<div id="ask" hidden><p>Wir verwenden Cookies.</p>
  <button id="yes">Alle akzeptieren</button> <button id="more">Einstellungen</button>
  <div id="second" hidden><button id="no">Alle ablehnen</button></div></div>
<script>
  const count = () => { const s = document.createElement("script"); s.src = "http://${counter}/count.js?u=1"; document.head.append(s); };
  const said = localStorage.getItem("said");
  const by = (id) => document.getElementById(id);
  by("ask").hidden = said !== null;
  by("yes").onclick = () => { localStorage.setItem("said", "yes"); by("ask").hidden = true; count(); };
  by("more").onclick = () => { by("second").hidden = false; };
  by("no").onclick = () => { localStorage.setItem("said", "no"); by("ask").hidden = true; };
  if (said === "yes") count();
</script>`;
}

async function serve(address: string, listener: RequestListener) {
  const server = createServer(listener);
  server.listen(0, address);
  await once(server, "listening");
  return {
    host: `${address}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
