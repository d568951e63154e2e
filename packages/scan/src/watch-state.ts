/** One visitor with a fresh profile, and what is seen of them: requests, storage, who wrote what. */
import type { Browser, BrowserContext, Page, Request, Response } from "playwright-core";
import type { SeenRead, SeenRequest, StorageKind, StoredEntry } from "./observation.ts";
import { listStorage, type PageNote, TELL, watchPage } from "./page-notes.ts";

/** What a browser would not send although a page wanted it: nothing left the machine. */
const STOPPED_HERE = /csp|mixed|BLOCKED_BY_CLIENT/i;
/** A site that asks for more has been understood by then. */
const MOST_REQUESTS = 5_000;

export interface VisitorOptions {
  readonly signal: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly language: string;
}

export interface Visitor extends AsyncDisposable {
  readonly page: Page;
  /** Looks at what stands in the browser after a page, and remembers it. */
  look(pageUrl: string): Promise<void>;
  /** Forgets what was seen so far: what comes now counts. */
  forget(): void;
  seen(): {
    readonly entries: readonly StoredEntry[];
    readonly requests: readonly SeenRequest[];
    readonly reads: readonly SeenRead[];
  };
}

export async function openVisitor(browser: Browser, options: VisitorOptions): Promise<Visitor> {
  const context = await browser.newContext({
    locale: options.language,
    viewport: { width: 1280, height: 900 },
    extraHTTPHeaders: { ...options.headers, ...(options.signal ? { "Sec-GPC": "1" } : {}) },
  });
  const log = createLog();
  await context.exposeBinding(TELL, ({ page }, text: string) =>
    log.note(bare(page.url()), JSON.parse(text) as PageNote),
  );
  await context.addInitScript(`(${watchPage.toString()})(${JSON.stringify(TELL)})`);
  if (options.signal) {
    await context.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  }
  const page = await context.newPage();
  const initiators = await followInitiators(context, page);
  context.on("request", (request) => log.request(request, initiators.get(request.url()) ?? ""));
  context.on("requestfailed", (request) => {
    if (STOPPED_HERE.test(request.failure()?.errorText ?? "")) log.stopped(request);
  });
  context.on("response", (response) => void noteCookieHeaders(response, log));
  return {
    page,
    look: (pageUrl) => lookAt(context, page, bare(pageUrl), log),
    forget: log.forget,
    seen: log.seen,
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** Which script or document asked for an address: only the browser itself knows. */
async function followInitiators(context: BrowserContext, page: Page): Promise<ReadonlyMap<string, string>> {
  const initiators = new Map<string, string>();
  const session = await context.newCDPSession(page);
  session.on("Network.requestWillBeSent", ({ request, initiator }) => {
    const script = initiator.stack?.callFrames.at(-1)?.url ?? initiator.url ?? "";
    if (script !== "" && initiators.size < MOST_REQUESTS) initiators.set(request.url, bare(script));
  });
  await session.send("Network.enable");
  return initiators;
}

async function noteCookieHeaders(response: Response, log: Log): Promise<void> {
  const lines = await response.headerValues("set-cookie").catch(() => []);
  const host = hostOf(response.url());
  for (const line of lines) {
    const name = line.split("=")[0]?.trim() ?? "";
    log.wrote("cookie", name, `header of ${host}`);
  }
}

async function lookAt(context: BrowserContext, page: Page, pageUrl: string, log: Log): Promise<void> {
  const now = Date.now() / 1000;
  for (const { name, domain, expires, httpOnly, secure, sameSite } of await context.cookies()) {
    log.entry({
      kind: "cookie",
      name,
      host: domain.replace(/^\./, ""),
      lifetime: expires < 0 ? 0 : Math.round(expires - now),
      attributes: [...(httpOnly ? ["httpOnly"] : []), ...(secure ? ["secure"] : []), `sameSite=${sameSite}`],
      page: pageUrl,
    });
  }
  for (const frame of page.frames()) {
    const host = hostOf(frame.url());
    if (host === "") continue;
    const found = await frame.evaluate(listStorage).catch(() => []);
    for (const [kind, name] of found) {
      log.entry({
        kind: kind as StorageKind,
        name,
        host,
        lifetime: kind === "session-storage" ? 0 : null,
        attributes: [],
        page: pageUrl,
      });
    }
  }
}

type Log = ReturnType<typeof createLog>;

function createLog() {
  const entries = new Map<string, Omit<StoredEntry, "setBy">>();
  const writers = new Map<string, Set<string>>();
  const requests = new Map<string, SeenRequest>();
  const reads = new Map<string, SeenRead>();
  const keyOf = (request: Request) => `${request.resourceType()} ${bare(request.url())}`;
  const wrote = (kind: string, name: string, who: string) => {
    const key = `${kind} ${name}`;
    const known = writers.get(key) ?? new Set<string>();
    writers.set(key, known.add(who));
  };
  return {
    wrote,
    note(page: string, { kind, name, script }: PageNote) {
      if (kind === "read") reads.set(`${name} ${script}`, { what: name, script, page });
      else wrote(kind, name, `script ${script}`);
    },
    request(request: Request, initiator: string) {
      const url = new URL(request.url());
      if (!/^(https?|wss?):$/.test(url.protocol) || requests.size >= MOST_REQUESTS) return;
      const key = keyOf(request);
      const known = requests.get(key);
      requests.set(key, {
        host: url.host,
        path: url.pathname,
        type: request.resourceType(),
        initiator,
        page: bare(pageOf(request)),
        count: (known?.count ?? 0) + 1,
      });
    },
    stopped(request: Request) {
      const key = keyOf(request);
      const known = requests.get(key);
      if (known === undefined) return;
      if (known.count <= 1) requests.delete(key);
      else requests.set(key, { ...known, count: known.count - 1 });
    },
    entry(entry: Omit<StoredEntry, "setBy">) {
      const key = `${entry.kind} ${entry.host} ${entry.name}`;
      const known = entries.get(key);
      // The longest life counts: what ends with the visit at first may be prolonged later.
      if (known === undefined || (entry.lifetime ?? 0) > (known.lifetime ?? 0))
        entries.set(key, { ...entry, page: known?.page ?? entry.page });
    },
    forget() {
      entries.clear();
      requests.clear();
      reads.clear();
    },
    seen: () => ({
      entries: [...entries.values()].map((entry) => ({
        ...entry,
        setBy: [...(writers.get(`${entry.kind} ${entry.name}`) ?? [])],
      })),
      requests: [...requests.values()],
      reads: [...reads.values()],
    }),
  };
}

/** Workers have no frame. */
function pageOf(request: Request): string {
  try {
    return request.frame().page().url();
  } catch {
    return "";
  }
}

/** An address without its query and fragment: those may name people. */
export function bare(url: string): string {
  return url.replace(/[?#].*/s, "");
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
