/** Stands where a frame is held: what it is, and a button that allows it. */
import type { BannerConfig } from "../core/banner-config.ts";
import type { PageGate } from "../head/gate.ts";
import { element, fill } from "./element.ts";
import { releaseOne, waiting } from "./release.ts";
import { type Root, wearTheme } from "./root.ts";

const placed = new Map<Element, HTMLElement>();

/** Places what is missing and removes what is no longer needed. */
export function updatePlaceholders(
  gate: PageGate,
  config: BannerConfig,
  root: Root,
  allow: (purpose: string) => void,
): void {
  const frames = waiting(gate).filter((one) => one.localName === "iframe" && one.isConnected);
  for (const [frame, host] of placed) {
    if (frames.includes(frame)) continue;
    host.remove();
    frame.removeAttribute("hidden");
    placed.delete(frame);
  }
  for (const frame of frames) {
    if (placed.has(frame)) continue;
    const host = placeholder(gate, config, root, frame as HTMLIFrameElement, allow);
    placed.set(frame, host);
    frame.before(host);
    frame.setAttribute("hidden", "");
  }
}

function placeholder(
  gate: PageGate,
  config: BannerConfig,
  root: Root,
  frame: HTMLIFrameElement,
  allow: (purpose: string) => void,
): HTMLElement {
  const { texts } = config;
  const address = frame.getAttribute("data-kept-src") ?? "";
  const host = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI).host : address;
  const id = frame.getAttribute("data-kept-held") || frame.getAttribute("data-purpose") || "";
  const purpose = config.purposes.find((one) => one.id === id);
  const values = { host, purpose: purpose?.title ?? "" };
  const title = frame.title || host;
  const outer = element("div", { class: "kept-placeholder", dir: config.rtl ? "rtl" : null, lang: config.language });
  wearTheme(outer, config);
  const box = element(
    "div",
    { class: "hold", role: "group", "aria-label": title },
    element("p", {}, fill(purpose === undefined ? texts.undeclared : texts.blocked, values)),
    purpose !== undefined &&
      element(
        "button",
        { class: "choice", type: "button", "data-action": "allow-purpose", click: () => allow(purpose.id) },
        fill(texts.allowHere, values),
      ),
    // With a policy header only a new load of the page could show it: then there is nothing to offer but the purpose.
    purpose !== undefined &&
      !config.policyHeader &&
      element(
        "button",
        {
          type: "button",
          "data-action": "load-once",
          click: () => {
            releaseOne(gate, frame);
            updatePlaceholders(gate, config, root, allow);
            frame.focus();
          },
        },
        fill(texts.allowHere, { purpose: title }),
      ),
  );
  const shadow = outer.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [root.sheet];
  shadow.append(box);
  const { width, height } = frame;
  // As large as the frame will be, so that nothing moves. The host itself is inline and has no size.
  if (/^\d+$/.test(width)) box.style.inlineSize = `min(100%, ${width}px)`;
  if (/^\d+$/.test(height)) box.style.minBlockSize = `${height}px`;
  return outer;
}
