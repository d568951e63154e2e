/** The banner: asks on a page that the head snippet guards, remembers the answer and lets go what it allows. */
import type { BannerConfig } from "../core/banner-config.ts";
import { type Change, type Consent, createConsent, type Snapshot } from "../core/consent.ts";
import { consentModeValues } from "../core/consent-mode.ts";
import type { PageGate } from "../head/gate.ts";
import { cleanUp } from "./clean-up.ts";
import { element } from "./element.ts";
import { firstLayer } from "./first-layer.ts";
import { keepClear } from "./keep-clear.ts";
import { updatePlaceholders } from "./placeholders.ts";
import { preferences } from "./preferences.ts";
import { letGo, waiting } from "./release.ts";
import { createRoot, type Root } from "./root.ts";
import { createSender } from "./send.ts";

/** Put in front of the script by whoever serves it. */
declare const __KEPT_BANNER__: BannerConfig;

/** `window.kept` once the banner runs. */
export interface KeptPage extends PageGate {
  readonly consent: Consent;
  readonly banner: BannerConfig;
  openPreferences(): void;
}

const YEAR_SECONDS = 31_536_000;

function start(gate: PageGate, config: BannerConfig): void {
  const consent = createConsent({
    config,
    store: {
      read: () => new RegExp(`(?:^|;)\\s*${config.cookie}=([^;]*)`).exec(document.cookie)?.[1] ?? null,
      write: (text) => {
        const domain = config.domain === undefined ? "" : `; domain=${config.domain}`;
        const secure = location.protocol === "https:" ? "; secure" : "";
        // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not there in every browser
        document.cookie = `${config.cookie}=${text}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${domain}${secure}`;
      },
    },
    signal: gate.signal,
    now: Date.now,
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    ...(config.endpoint == null ? {} : { send: createSender(config.endpoint, config.cookie) }),
  });
  const root = createRoot(config);
  let asking: HTMLElement | null = null;
  let giveBack: (() => void) | null = null;
  let opened: HTMLDialogElement | null = null;
  const corner =
    config.wayBack === "own"
      ? null
      : element(
          "button",
          { class: "corner", type: "button", "data-action": "open-preferences", click: () => openPreferences() },
          config.texts.reopen,
        );

  const withFrames = () => updatePlaceholders(gate, config, root, (purpose) => allowAlso(consent, purpose));

  function show(): void {
    const { ask, signalHonoured } = consent.snapshot();
    if (ask && asking === null && opened === null) {
      const acts = {
        accept: consent.acceptAll,
        reject: consent.rejectAll,
        settings: openPreferences,
        defer: consent.defer,
      };
      asking = firstLayer(config, acts, signalHonoured);
      root.shadow.prepend(asking);
      if (asking instanceof HTMLDialogElement) asking.showModal();
      else giveBack = keepClear(asking);
      consent.shown();
    } else if (!ask && asking !== null) {
      asking.remove();
      asking = null;
      giveBack?.();
    }
    if (corner !== null && !ask && !corner.isConnected) root.shadow.append(corner);
  }

  function openPreferences(): void {
    if (opened !== null) return;
    const before = document.activeElement === root.host ? root.shadow.activeElement : document.activeElement;
    const isConflict = gate.signal && config.purposes.some((purpose) => purpose.signal);
    opened = preferences(config, consent.snapshot(), isConflict, {
      save: consent.save,
      acceptAll: consent.acceptAll,
      rejectAll: consent.rejectAll,
      closed: () => {
        opened?.remove();
        opened = null;
        show();
        // The button that opened it may be gone with the first layer.
        const next = before?.isConnected ? before : corner;
        if (next instanceof HTMLElement) next.focus();
      },
    });
    root.shadow.append(opened);
    opened.showModal();
  }

  consent.subscribe((snapshot, change) => {
    gate.apply(snapshot.choice);
    show();
    tell(config, snapshot, change);
    void settle(gate, config, root, change).then(withFrames);
  });
  gate.onblocked = (detail) => {
    dispatchEvent(new CustomEvent("kept:blocked", { detail }));
    if (detail.what === "iframe") queueMicrotask(withFrames);
  };
  document.addEventListener("visibilitychange", consent.refresh);
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest("[data-kept-open]") : null;
    if (opener === null) return;
    event.preventDefault();
    openPreferences();
  });
  Object.assign(gate, { consent, banner: config, openPreferences });
  dispatchEvent(new CustomEvent("kept:ready"));
  show();
  tell(config, consent.snapshot(), null);
  void letGo(gate).then(withFrames);
}

/** A yes to one more purpose, where its content was to be; all others stay as they are. */
function allowAlso(consent: Consent, purpose: string): void {
  const { allowed } = consent.snapshot();
  consent.save([...Object.keys(allowed).filter((id) => allowed[id]), purpose]);
}

/** Makes what was chosen true on this page. */
async function settle(gate: PageGate, config: BannerConfig, root: Root, change: Change | null): Promise<void> {
  if (change !== null && change.withdrawn.length > 0) {
    await cleanUp(gate);
    // What already runs cannot be stopped but by starting anew.
    location.reload();
    return;
  }
  const concerned = new Set(change?.granted);
  if (config.policyHeader && concerned.size > 0) {
    const isAwaited = waiting(gate).length > 0 || gate.blocked.some(({ purpose }) => concerned.has(purpose));
    if (isAwaited && !hasUnsentInput()) location.reload();
    else root.announce(isAwaited ? config.texts.reload : config.texts.saved);
    return;
  }
  if (change !== null) root.announce(config.texts.saved);
  await letGo(gate);
}

/** Somebody has written into a form: loading the page again would lose it. */
function hasUnsentInput(): boolean {
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input,textarea")].some(
    (field) =>
      field.type !== "hidden" &&
      (field.value !== field.defaultValue || ("checked" in field && field.checked !== field.defaultChecked)),
  );
}

/** Tells the page and Google's tags. */
function tell(config: BannerConfig, snapshot: Snapshot, change: Change | null): void {
  if (config.consentMode !== undefined) {
    const page = window as { dataLayer?: unknown[] };
    const values = consentModeValues(config.consentMode, (purpose) => snapshot.allowed[purpose] === true);
    page.dataLayer ??= [];
    page.dataLayer.push(toArguments("consent", "update", values));
  }
  dispatchEvent(new CustomEvent("kept:choice", { detail: { ...snapshot, change } }));
}

/** The queue wants an arguments object; an array is ignored. */
function toArguments(..._values: unknown[]): IArguments {
  // biome-ignore lint/complexity/noArguments: that is what the queue wants
  return arguments;
}

const gate = (window as unknown as { kept?: PageGate }).kept;
// Without the head snippet nothing is blocked, and a question would promise what it cannot keep.
if (gate === undefined) throw new Error("Kept: the head snippet is missing; it must be the first script of the page.");
if (document.body) start(gate, __KEPT_BANNER__);
else addEventListener("DOMContentLoaded", () => start(gate, __KEPT_BANNER__));
