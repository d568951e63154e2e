/** Peers, each set up as its documentation says. A file like this one tells the kit of any other banner. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fetchPeer } from "./fetch-peer.ts";
import type { SetUp } from "./set-up.ts";

/** CookieConsent 3: scripts are marked by hand as `type="text/plain"`; whatever is not marked is not its affair. */
export function cookieConsent(): SetUp {
  const folder = dirname(createRequire(import.meta.url).resolve("vanilla-cookieconsent/package.json"));
  const file = (name: string) => readFileSync(join(folder, "dist", name), "utf8");
  const run = `addEventListener("DOMContentLoaded", () => CookieConsent.run({
    hideFromBots: false,
    categories: { necessary: { enabled: true, readOnly: true }, analytics: {} },
    language: { default: "en", translations: { en: {
      consentModal: { title: "Cookies", description: "We use cookies.", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", showPreferencesBtn: "Manage" },
      preferencesModal: { title: "Preferences", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", savePreferencesBtn: "Save", sections: [{ title: "Analytics", linkedCategory: "analytics" }] },
    } } },
  }));`;
  return {
    name: "CookieConsent 3.1",
    head: '<link rel="stylesheet" href="/peer.css"><script src="/peer.js"></script><script src="/run.js"></script>',
    files: {
      "/peer.js": ["text/javascript", file("cookieconsent.umd.js")],
      "/peer.css": ["text/css", file("cookieconsent.css")],
      "/run.js": ["text/javascript", run],
    },
    usable: "#cc-main [data-role=necessary]",
    reject: (page) => page.locator("#cc-main [data-role=necessary]").first().click(),
  };
}

const KLARO = "sha512-NkaFxS4S8160/zH1UQzCSYIIsAtwIDHIkJ7xofCrgRqk14OSY+OJuwCjYyW+q5fmIeF4RvsuBH6brPe2BS9Z0A==";

/** Klaro: the same by hand. It is fetched when asked for: its package depends on half a tool chain. */
export function klaro(): SetUp {
  const folder = fetchPeer("klaro", "0.7.22", KLARO);
  const config = `window.klaroConfig = { version: 1, services: [{ name: "analytics", title: "Analytics", purposes: ["analytics"] }] };`;
  return {
    name: "Klaro 0.7",
    head: '<script src="/run.js" defer></script><script src="/peer.js" defer data-config="klaroConfig"></script>',
    files: {
      "/peer.js": ["text/javascript", readFileSync(join(folder, "dist/klaro.js"), "utf8")],
      "/run.js": ["text/javascript", config],
    },
    usable: "#klaro .cm-btn-danger",
    reject: (page) => page.locator("#klaro .cm-btn-danger").first().click(),
  };
}

/** What the kit prints beside ours. */
export const setUps: readonly (() => SetUp)[] = [cookieConsent, klaro];
