/** Doors to what is stored in the browser: cookies, storage, databases. Removing is always allowed. */
import { refused } from "./calls.ts";
import { refuseName, report } from "./gate.ts";
import { type Loose, patch, wrapGetter } from "./patch.ts";

const REMOVES = /; ?(max-age=[0-]|expires=[^;]*1970)/i;

export function guardStorage(w: Loose): void {
  const stops = (what: string, name: unknown) => report(refuseName(`${name}`), what, name);
  patch(
    w.Document.prototype,
    "cookie",
    ([value]) => !REMOVES.test(value) && stops("cookie", /[^=;\s]+/.exec(value)?.[0]) && [],
  );
  for (const [kind, door] of [
    ["Storage", "setItem"],
    ["CookieStore", "set"],
    ["IDBFactory", "open"],
    ["CacheStorage", "open"],
  ] as const) {
    patch(
      w[kind]?.prototype,
      door,
      ([name]) => stops(kind, name?.name ?? name) && [kind === "Storage" ? undefined : Promise.reject(refused())],
    );
  }
  // `localStorage.name = value` passes by setItem.
  for (const name of ["localStorage", "sessionStorage"]) {
    wrapGetter(
      w,
      name,
      (storage) =>
        new Proxy(storage, {
          get: (_, key) => storage[key]?.bind?.(storage) ?? storage[key],
          set: (_, key, value) => {
            storage.setItem(key, value);
            return true;
          },
        }),
    );
  }
}
