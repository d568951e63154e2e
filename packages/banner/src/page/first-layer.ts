/** The first layer: who asks, what for, and two answers of the same weight. */
import type { BannerConfig } from "../core/banner-config.ts";
import { element, fill, linksOf } from "./element.ts";

export interface FirstLayerActs {
  accept(): void;
  reject(): void;
  settings(): void;
  defer(): void;
}

/**
 * A region that stands first in the document and traps nobody, or a dialog that the browser itself makes modal.
 * @param signalHonoured the browser's signal denies something already
 * @param more stands below the introduction
 */
export function firstLayer(
  config: BannerConfig,
  acts: FirstLayerActs,
  signalHonoured: boolean,
  more: Node | null = null,
): HTMLElement {
  const { texts } = config;
  const isOptOut = config.model === "opt-out";
  const values = { brand: config.brand, regime: config.regime.why };
  const isDialog = config.layout === "dialog";
  const asked = config.purposes.filter((purpose) => !purpose.necessary);
  const accept = element(
    "button",
    { class: "choice", "data-action": "accept-all", type: "button", click: acts.accept },
    isOptOut ? texts.optIn : texts.accept,
  );
  const reject = element(
    "button",
    { class: "choice", "data-action": "reject-all", type: "button", click: acts.reject },
    isOptOut ? texts.optOut : texts.reject,
  );
  const content = [
    element("h2", { id: "title" }, isOptOut ? texts.optOutTitle : texts.title),
    element("p", { id: "intro" }, fill(isOptOut ? texts.optOutIntro : texts.intro, values)),
    element("p", { class: "small" }, asked.map((purpose) => purpose.title).join(" · ")),
    more,
    signalHonoured && element("p", { class: "note", "data-state": "signal-honoured" }, texts.signal),
    element(
      "div",
      { class: "actions" },
      reject,
      accept,
      element("button", { "data-action": "open-preferences", type: "button", click: acts.settings }, texts.settings),
    ),
    // After the answers: nobody has to pass by links to say no.
    linksOf([
      [config.policyUrl, texts.policy],
      [config.cookiesUrl, texts.cookies],
    ]),
  ];
  const deferOnEscape = (event: Event) => {
    if ((event as KeyboardEvent).key === "Escape") acts.defer();
  };
  if (!isDialog) {
    return element(
      "section",
      { class: "panel region", "aria-labelledby": "title", keydown: deferOnEscape },
      ...content,
    );
  }
  const cancel = (event: Event) => {
    event.preventDefault();
    acts.defer();
  };
  return element(
    "dialog",
    { class: "panel", "aria-labelledby": "title", "aria-describedby": "intro", cancel },
    element("div", { class: "body" }, ...content),
  );
}
