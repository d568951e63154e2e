/** After a withdrawal nothing that was stored for it stays. */
import { isYes } from "../core/decide.ts";
import { purposeOfName } from "../core/match-rule.ts";
import type { PageGate } from "../head/gate.ts";

/**
 * Removes cookies, storage, databases and caches of purposes that are not allowed. What has no rule stays: it is not ours to
 * know. Cookies of other paths and those that scripts cannot see are the server's to remove.
 */
export async function cleanUp(gate: PageGate): Promise<void> {
  const isDoomed = (name: string): boolean => {
    const purpose = purposeOfName(gate.config, name);
    return purpose !== undefined && !isYes(gate.reasons[purpose]);
  };
  for (const part of document.cookie.split(";")) {
    const name = part.split("=")[0]?.trim() ?? "";
    if (name !== gate.config.cookie && isDoomed(name)) removeCookie(name);
  }
  for (const storage of [localStorage, sessionStorage]) {
    for (const name of Object.keys(storage)) if (isDoomed(name)) storage.removeItem(name);
  }
  const databases = (await indexedDB.databases?.().catch(() => [])) ?? [];
  for (const { name } of databases) if (name !== undefined && isDoomed(name)) indexedDB.deleteDatabase(name);
  if ("caches" in window) {
    for (const name of await caches.keys().catch(() => [])) if (isDoomed(name)) await caches.delete(name);
  }
}

/** A cookie goes only with the domain and path it was set for, and those cannot be read: all that are possible. */
function removeCookie(name: string): void {
  const labels = location.hostname.split(".");
  const domains = ["", ...labels.map((_, index) => `; domain=.${labels.slice(index).join(".")}`)];
  const steps = location.pathname.split("/").slice(0, -1);
  const paths = steps.map((_, index) => `${steps.slice(0, index + 1).join("/")}/`);
  for (const domain of domains) {
    for (const path of ["/", ...paths, ...paths.map((one) => one.slice(0, -1)).filter(Boolean)]) {
      // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not there in every browser
      document.cookie = `${name}=; max-age=0; path=${path}${domain}`;
    }
  }
}
