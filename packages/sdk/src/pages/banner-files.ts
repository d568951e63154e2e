/** Serves the banner from the site's own host, and passes choices on to Kept: nothing that a visitor loads is another host's. */

export interface BannerFilesOptions {
  /** Where Kept is reached, e.g. `https://privacy.example.org`. */
  readonly server: string;
  /** Under which path of the site. @defaultValue /banner */
  readonly path?: string;
  /** Query for Kept, such as `country=DE` or `regime=eea`. */
  readonly place?: (request: Request) => string;
  /** @defaultValue the global fetch */
  readonly fetch?: typeof fetch;
}

const MAX_BODY_BYTES = 65_536;

/**
 * Answers requests for `head.js`, `banner.js`, `gpp.js` and `events` under the path, and null for all others. The last copy of a script
 * is served while Kept cannot be reached: what it blocks does not depend on Kept being there.
 */
export function createBannerFiles(options: BannerFilesOptions): (request: Request) => Promise<Response | null> {
  const { server, path = "/banner", place = () => "" } = options;
  const send = options.fetch ?? fetch;
  const copies = new Map<string, string>();

  async function script(name: string, request: Request): Promise<Response> {
    const language = request.headers.get("accept-language") ?? "";
    const query = [place(request), `endpoint=${path}/events`].filter((part) => part !== "").join("&");
    const address = `${server}/banner/${name}?${query}`;
    const key = `${address} ${language}`;
    const answer = await send(address, { headers: { "accept-language": language } }).catch(() => null);
    if (answer?.ok) copies.set(key, await answer.text());
    const copy = copies.get(key) ?? [...copies].find(([known]) => known.startsWith(`${address} `))?.[1];
    if (copies.size > 50) copies.clear();
    if (copy === undefined) return new Response("// Kept cannot be reached.", { status: 503 });
    return new Response(copy, {
      headers: {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": "private, max-age=300",
        vary: "Accept-Language",
      },
    });
  }

  async function event(request: Request): Promise<Response> {
    const site = request.headers.get("sec-fetch-site");
    if (site !== null && site !== "same-origin") return new Response(null, { status: 403 });
    const body = await request.text();
    if (body.length > MAX_BODY_BYTES) return new Response(null, { status: 413 });
    const headers: Record<string, string> = { "content-type": "application/json" };
    const signal = request.headers.get("sec-gpc");
    if (signal !== null) headers["sec-gpc"] = signal;
    const answer = await send(`${server}/api/choices/events`, { method: "POST", headers, body }).catch(() => null);
    // 503: the banner keeps the choice and sends it again with the next page.
    if (answer === null) return new Response(null, { status: 503 });
    return new Response(await answer.text(), {
      status: answer.status,
      headers: { "content-type": answer.headers.get("content-type") ?? "application/json" },
    });
  }

  return async (request) => {
    const { pathname } = new URL(request.url);
    const name = pathname.startsWith(`${path}/`) ? pathname.slice(path.length + 1) : "";
    if (request.method === "GET" && ["head.js", "banner.js", "gpp.js"].includes(name))
      return await script(name, request);
    if (request.method === "POST" && name === "events") return await event(request);
    return null;
  };
}
