/** The banner: asks on a page that the head snippet guards, remembers the answer and lets go what it allows. */
import type { BannerConfig } from "../core/banner-config.ts";
import { readCookie } from "../core/choice.ts";
import { type Change, type Consent, createConsent, type Snapshot } from "../core/consent.ts";
import { consentModeValues } from "../core/consent-mode.ts";
import type { PageGate } from "../head/gate.ts";
import type { MakeAddOn } from "./add-on.ts";
import { cleanUp } from "./clean-up.ts";
import { element } from "./element.ts";
import { firstLayer } from "./first-layer.ts";
import { keepClear } from "./keep-clear.ts";
import { updatePlaceholders } from "./placeholders.ts";
import { preferences } from "./preferences.ts";
import { letGo, waiting } from "./release.ts";
import { createRoot, type Root } from "./root.ts";
import { createSender } from "./send.ts";

/** `window.kept` once the banner runs. */
export interface KeptPage extends PageGate {
  readonly consent: Consent;
  readonly banner: BannerConfig;
  openPreferences(): void;
}

const YEAR_SECONDS = 31_536_000;

function start(gate: PageGate, config: BannerConfig, makeAddOn?: MakeAddOn): void {
  const consent = createConsent({
    config,
    store: {
      read: () => readCookie(document.cookie, config.cookie),
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
  const addOn = makeAddOn?.(consent, config, root) ?? null;
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
      asking = firstLayer(config, acts, signalHonoured, addOn?.introduce(openPreferences));
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
    const acts = {
      save: (granted: readonly string[]) => {
        addOn?.saving();
        consent.save(granted);
      },
      acceptAll: consent.acceptAll,
      rejectAll: consent.rejectAll,
      closed: () => {
        opened?.remove();
        opened = null;
        addOn?.closed();
        show();
        // The button that opened it may be gone with the first layer.
        const next = before?.isConnected ? before : corner;
        if (next instanceof HTMLElement) next.focus();
      },
    };
    opened = preferences(config, consent.snapshot(), isConflict, acts, (boxes) => addOn?.detail(boxes));
    root.shadow.append(opened);
    opened.showModal();
  }

  // Once the whole page is read, one after another: what is let go must not overtake what stands before it.
  let going: Promise<unknown> = new Promise<void>((resolve) => whenParsed(resolve));
  const then = (next: () => Promise<void>) => {
    going = going.then(next).then(withFrames);
  };
  consent.subscribe((snapshot, change) => {
    gate.apply(snapshot.choice);
    show();
    tell(config, snapshot, change);
    // What already runs cannot be stopped but by starting anew, and that waits for nothing.
    if (change !== null && change.withdrawn.length > 0) void cleanUp(gate).then(() => location.reload());
    else then(() => settle(gate, config, root, change));
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
  then(() => letGo(gate));
}

/** At once, or when the whole page has been read. */
function whenParsed(run: () => void): void {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", run, { once: true });
  else run();
}

/** A yes to one more purpose, where its content was to be; all others stay as they are. */
function allowAlso(consent: Consent, purpose: string): void {
  const { allowed } = consent.snapshot();
  consent.save([...Object.keys(allowed).filter((id) => allowed[id]), purpose]);
}

/** Makes what was allowed true on this page. */
async function settle(gate: PageGate, config: BannerConfig, root: Root, change: Change | null): Promise<void> {
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

/**
 * Starts as soon as there is a body to ask in, before the rest of the page is read: loaded with `async`, the question is in the
 * first frame.
 * @throws Error when the page is read and has no head snippet: nothing would be blocked, and a question would promise what it cannot keep
 */
export function startBanner(config: BannerConfig, makeAddOn?: MakeAddOn): void {
  let isStarted = false;
  const startEarly = (): void => {
    const gate = (window as unknown as { kept?: PageGate }).kept;
    if (isStarted || gate === undefined || document.body === null) return;
    isStarted = true;
    early.disconnect();
    start(gate, config, makeAddOn);
  };
  const early = new MutationObserver(startEarly);
  early.observe(document, { childList: true, subtree: true });
  startEarly();
  whenParsed(() => {
    startEarly();
    if (!isStarted) throw new Error("Kept: the head snippet is missing; it must be the first script of the page.");
  });
}
