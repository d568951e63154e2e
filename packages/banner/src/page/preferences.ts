/** The second layer: each purpose by itself. It saves when it is told to, and what it shows is what holds. */
import type { AskedPurpose, BannerConfig } from "../core/banner-config.ts";
import type { Snapshot } from "../core/consent.ts";
import { element, fill, linksOf } from "./element.ts";

export interface PreferenceActs {
  save(granted: readonly string[]): void;
  acceptAll(): void;
  rejectAll(): void;
  closed(): void;
}

/**
 * @param mayBeSignalled the browser sends a signal that a yes would contradict: the person is told before they choose
 * @param describeMore what stands below the purposes
 */
export function preferences(
  config: BannerConfig,
  snapshot: Snapshot,
  mayBeSignalled: boolean,
  acts: PreferenceActs,
  describeMore: (boxes: ReadonlyMap<string, HTMLInputElement>) => Node | undefined,
): HTMLDialogElement {
  const { texts } = config;
  const boxes = new Map<string, HTMLInputElement>();
  const close = () => dialog.close();
  const act = (name: string, label: string, run: () => void) => {
    const click = () => {
      close();
      run();
    };
    return element("button", { class: "choice", "data-action": name, type: "button", click }, label);
  };
  const granted = () => [...boxes].filter(([, box]) => box.checked).map(([id]) => id);
  const items = config.purposes.map((purpose) => {
    const box = purpose.necessary ? null : switchOf(purpose, snapshot.allowed[purpose.id] === true);
    if (box !== null) boxes.set(purpose.id, box);
    return describe(config, purpose, box);
  });
  const dialog: HTMLDialogElement = element(
    "dialog",
    { class: "panel", "aria-labelledby": "heading", close: acts.closed, "data-layer": "preferences" },
    element(
      "div",
      { class: "body" },
      element(
        "div",
        { class: "head" },
        element("h2", { id: "heading" }, texts.settings),
        element(
          "button",
          { class: "close", "data-action": "close", type: "button", "aria-label": texts.close, click: close },
          "×",
        ),
      ),
      element("p", {}, fill(texts.why, { regime: config.regime.why, brand: config.brand })),
      snapshot.signalHonoured && element("p", { class: "note", "data-state": "signal-honoured" }, texts.signal),
      mayBeSignalled && element("p", { class: "note" }, texts.signalConflict),
      element("ul", {}, ...items),
      describeMore(boxes),
      element(
        "div",
        { class: "actions" },
        act("reject-all", config.model === "opt-out" ? texts.optOut : texts.reject, acts.rejectAll),
        act("accept-all", config.model === "opt-out" ? texts.optIn : texts.accept, acts.acceptAll),
        act("save", texts.save, () => acts.save(granted())),
      ),
      linksOf([
        [config.preferencesUrl, texts.reopen],
        [config.cookiesUrl, texts.cookies],
      ]),
    ),
  );
  return dialog;
}

function switchOf(purpose: AskedPurpose, isOn: boolean): HTMLInputElement {
  const box = element("input", {
    type: "checkbox",
    role: "switch",
    id: `purpose-${purpose.id}`,
    "data-purpose-id": purpose.id,
    "aria-describedby": `about-${purpose.id}`,
  });
  box.checked = isOn;
  return box;
}

function describe(config: BannerConfig, purpose: AskedPurpose, box: HTMLInputElement | null): HTMLElement {
  const { texts } = config;
  const recipients = (purpose.recipients ?? []).flatMap(({ name, country, privacyUrl }, index) => [
    index > 0 && ", ",
    element(
      "bdi",
      {},
      privacyUrl == null ? name : element("a", { href: privacyUrl, rel: "noopener", target: "_blank" }, name),
    ),
    country !== undefined && ` (${country})`,
  ]);
  // Names are written from the left, whatever the language.
  const stored = (purpose.stored ?? []).flatMap(({ name, lifetime }, index) => [
    index > 0 && ", ",
    element("bdi", {}, name),
    ` (${lifetime})`,
  ]);
  return element(
    "li",
    {},
    element(
      "div",
      { class: "row" },
      box === null
        ? element("h3", {}, purpose.title)
        : element("label", { for: box.id }, element("h3", {}, purpose.title)),
      box ?? element("span", { class: "small" }, texts.always),
    ),
    element(
      "div",
      { id: `about-${purpose.id}` },
      purpose.description != null && element("p", { class: "small" }, purpose.description),
      purpose.consequence != null && element("p", { class: "small" }, `${texts.without}: ${purpose.consequence}`),
      recipients.length > 0 && element("p", { class: "small" }, `${texts.recipients}: `, ...recipients),
      stored.length > 0 && element("p", { class: "small" }, `${texts.stored}: `, ...stored),
    ),
  );
}
