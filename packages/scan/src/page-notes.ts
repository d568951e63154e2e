/** What runs in every page before anything else: it tells who writes to the browser, and who reads what tells browsers apart. */

/** Name of the function through which pages tell. */
export const TELL = "__keptScanNote";

export interface PageNote {
  readonly kind: "cookie" | "local-storage" | "session-storage" | "indexed-db" | "read";
  readonly name: string;
  /** Address of the script that did it. */
  readonly script: string;
}

/** Runs in the page: it may use nothing from around it. */
export function watchPage(tell: string): void {
  const note = (kind: PageNote["kind"], name: string) => {
    // The outermost script of the stack asked for it; what lies between are wrappers.
    const lines = (new Error().stack ?? "").split("\n").filter((line) => /https?:\/\//.test(line));
    const script = /https?:\/\/[^\s)]+?(?=:\d+:\d+|\)|$)/.exec(lines.at(-1) ?? "")?.[0] ?? location.href;
    const send = (window as unknown as Record<string, ((note: string) => void) | undefined>)[tell];
    send?.(JSON.stringify({ kind, name, script: script.replace(/[?#].*/, "") }));
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  if (cookie?.set !== undefined) {
    const { set } = cookie;
    Object.defineProperty(Document.prototype, "cookie", {
      ...cookie,
      set(this: Document, text: string) {
        note("cookie", String(text).split("=")[0]?.trim() ?? "");
        set.call(this, text);
      },
    });
  }
  const wrap = (owner: object | undefined, method: string, before: (self: unknown, args: unknown[]) => void) => {
    const original = (owner as Record<string, unknown> | undefined)?.[method];
    if (owner === undefined || typeof original !== "function") return;
    const wrapped = function (this: unknown, ...args: unknown[]): unknown {
      before(this, args);
      return Reflect.apply(original, this, args);
    };
    Object.defineProperty(owner, method, { value: wrapped, configurable: true, writable: true });
  };
  wrap(Storage.prototype, "setItem", (self, [name]) => {
    let isLocal = false;
    try {
      isLocal = self === localStorage;
    } catch {
      // A page without an origin of its own has none.
    }
    note(isLocal ? "local-storage" : "session-storage", String(name));
  });
  wrap(IDBFactory.prototype, "open", (_, [name]) => note("indexed-db", String(name)));
  wrap(HTMLCanvasElement.prototype, "toDataURL", () => note("read", "canvas"));
  wrap(CanvasRenderingContext2D.prototype, "getImageData", () => note("read", "canvas"));
  for (const context of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
    wrap(context?.prototype, "getParameter", (_, [name]) => {
      // UNMASKED_VENDOR_WEBGL, UNMASKED_RENDERER_WEBGL
      if (name === 37_445 || name === 37_446) note("read", "graphics card");
    });
  }
  wrap(window.OfflineAudioContext?.prototype, "startRendering", () => note("read", "audio"));
}

/** Runs in a frame: names of what stands in its storage, `kind name` each. */
export async function listStorage(): Promise<readonly [kind: string, name: string][]> {
  const found: [string, string][] = [];
  const attempt = async (work: () => void | Promise<void>) => {
    try {
      await work();
    } catch {
      // A frame without an origin of its own has no storage.
    }
  };
  await attempt(
    () => void found.push(...Object.keys(localStorage).map((name): [string, string] => ["local-storage", name])),
  );
  await attempt(
    () => void found.push(...Object.keys(sessionStorage).map((name): [string, string] => ["session-storage", name])),
  );
  await attempt(async () => {
    for (const { name } of await indexedDB.databases()) found.push(["indexed-db", name ?? ""]);
  });
  await attempt(async () => {
    for (const name of await caches.keys()) found.push(["cache", name]);
  });
  await attempt(async () => {
    for (const { scope } of await navigator.serviceWorker.getRegistrations())
      found.push(["service-worker", new URL(scope).pathname]);
  });
  return found;
}
