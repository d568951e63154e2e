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
const FRESH_MILLISECONDS = 300_000;
const MOST_COPIES = 200;

interface Copy {
  readonly plain: string;
  readonly packed: Promise<ArrayBuffer>;
  readonly language: string | null;
  readonly at: number;
}

/**
 * Answers requests for `head.js`, `banner.js`, `gpp.js` and `events` under the path, and null for all others. `?lang=fr` on a script's
 * address names the language of the page; without it the visitor's own counts. A copy of a script is served for five minutes,
 * and while Kept cannot be reached: what it blocks does not depend on Kept being there.
 */
export function createBannerFiles(options: BannerFilesOptions): (request: Request) => Promise<Response | null> {
  const { server, path = "/banner", place = () => "" } = options;
  const send = options.fetch ?? fetch;
  const copies = new Map<string, Copy>();

  async function script(name: string, request: Request): Promise<Response> {
    const languages = wishedLanguages(request.headers.get("accept-language") ?? "");
    const page = /^[a-zA-Z]{2,3}(-\w+)*$/.exec(new URL(request.url).searchParams.get("lang") ?? "")?.[0];
    const query = [place(request), page === undefined ? "" : `lang=${page}`, `endpoint=${path}/events`];
    const address = `${server}/banner/${name}?${query.filter((part) => part !== "").join("&")}`;
    const copy =
      (await freshCopy(address, languages)) ?? [...copies].find(([key]) => key.startsWith(`${address} `))?.[1];
    if (copy === undefined) return new Response("// Kept cannot be reached.", { status: 503 });
    const isPacked = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)/i.test(request.headers.get("accept-encoding") ?? "");
    return new Response(isPacked ? await copy.packed : copy.plain, {
      headers: {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": "private, max-age=300",
        vary: "Accept-Language, Accept-Encoding",
        ...(isPacked ? { "content-encoding": "gzip" } : {}),
        ...(copy.language === null ? {} : { "content-language": copy.language }),
      },
    });
  }

  async function freshCopy(address: string, languages: string): Promise<Copy | undefined> {
    const key = `${address} ${languages}`;
    const known = copies.get(key);
    if (known !== undefined && Date.now() - known.at < FRESH_MILLISECONDS) return known;
    const answer = await send(address, { headers: { "accept-language": languages } }).catch(() => null);
    if (!answer?.ok) return known;
    const plain = await answer.text();
    const copy = { plain, packed: pack(plain), language: answer.headers.get("content-language"), at: Date.now() };
    if (copies.size >= MOST_COPIES) copies.clear();
    copies.set(key, copy);
    return copy;
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

/** `fr-CH, en;q=0.8, *;q=0.1` -> `fr,en`: what decides about the words, in few forms. */
function wishedLanguages(accepted: string): string {
  const wishes = accepted
    .slice(0, 1000)
    .split(",")
    .map((part) => {
      const [tag = "", weight] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/);
      return { primary: tag.split("-")[0] ?? "", weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ primary, weight }) => weight > 0 && /^[a-z]{2,3}$/.test(primary))
    .sort((one, other) => other.weight - one.weight);
  return [...new Set(wishes.map(({ primary }) => primary))].slice(0, 4).join(",");
}

function pack(text: string): Promise<ArrayBuffer> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}
