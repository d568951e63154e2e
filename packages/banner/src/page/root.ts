/** The one element that the banner adds to the page: `#kept-choice`, with an open shadow root, first in the document. */
import type { BannerConfig } from "../core/banner-config.ts";
import { element } from "./element.ts";
import { STYLE } from "./style.ts";

export const ROOT_ID = "kept-choice";

export interface Root {
  readonly host: HTMLElement;
  readonly shadow: ShadowRoot;
  readonly sheet: CSSStyleSheet;
  /** Says something to people who see and to those who listen. */
  announce(text: string): void;
}

export function createRoot(config: BannerConfig): Root {
  const host = element("div", { id: ROOT_ID, lang: config.language, dir: config.rtl ? "rtl" : "ltr" });
  const shadow = host.attachShadow({ mode: "open" });
  // A constructed sheet is no inline style: no policy refuses it.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];
  const toast = element("div", { class: "toast", role: "status" });
  shadow.append(toast);
  wearTheme(host, config);
  document.body.prepend(host);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const announce = (text: string) => {
    toast.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => {
      toast.textContent = "";
    }, 6_000);
  };
  return { host, shadow, sheet, announce };
}

/** Gives an element the site's colours, and with it everything under it. */
export function wearTheme(element: HTMLElement, { theme = {} }: BannerConfig): void {
  for (const [name, colour] of Object.entries(theme)) {
    const property = `--kept-${name.replace("T", "-t")}`;
    // A colour of the site's own counts in the dark as well: its contrasts were checked together.
    for (const suffix of ["", "-dark"]) element.style.setProperty(property + suffix, colour);
  }
}
