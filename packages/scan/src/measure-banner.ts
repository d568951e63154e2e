/** Measures a banner on an open page as the rules against steering need it: sizes, colours, steps, boxes, the way back. */
import type { BannerLook, BoxLook, ButtonLook } from "@kept/banner/lint/lint-look";
import type { Locator, Page } from "playwright-core";
import { type FoundButton, findAnswer, findOpener } from "./drive-banner.ts";

const LAYER_MILLISECONDS = 300;
/** For a banner that comes late. */
const APPEARS_MILLISECONDS = 4_000;

export interface MeasureOptions {
  readonly where: string;
  readonly language: string;
  readonly isOptIn: boolean;
}

/** The two answers as the first layer shows them; null where it has none. Changes nothing. */
export async function measureAnswers(page: Page): Promise<Pick<BannerLook, "accept" | "reject">> {
  const { accept, reject } = await findAnswers(page);
  return {
    accept: accept === null ? null : await lookOf(accept.at, accept.label),
    reject: reject === null ? null : await lookOf(reject.at, reject.label),
  };
}

async function findAnswers(page: Page): Promise<Record<"accept" | "reject", FoundButton | null>> {
  const until = Date.now() + APPEARS_MILLISECONDS;
  let accept = await findAnswer(page, "accept");
  while (accept === null && Date.now() < until) {
    await page.waitForTimeout(200);
    accept = await findAnswer(page, "accept");
  }
  return { accept, reject: await findAnswer(page, "reject") };
}

/** Answers the banner in the end: the page is of no use for another measurement. */
export async function measureBanner(page: Page, options: MeasureOptions): Promise<BannerLook> {
  const look = await measureAnswers(page);
  const { accept, reject } = await findAnswers(page);
  const boxes = accept === null ? [] : await boxesAround(accept.at);
  await page.evaluate(markBoxes).catch(() => undefined);
  const opener = await findOpener(page);
  const isOpen = opener !== null && (await press(opener.at));
  if (isOpen) await page.waitForTimeout(LAYER_MILLISECONDS);
  const later = isOpen ? await newBoxes(page) : [];
  const inside = isOpen && reject === null ? await findAnswer(page, "reject") : null;
  const closingConsents = await tryClosing(page);
  const answer = (await findAnswer(page, "reject")) ?? (await findAnswer(page, "accept"));
  // A banner that closing took away has been answered in its way.
  const answered = answer === null ? accept !== null : await press(answer.at);
  await page.waitForTimeout(LAYER_MILLISECONDS);
  return {
    ...options,
    ...look,
    clicksToAccept: accept === null ? null : 1,
    clicksToReject: reject !== null ? 1 : inside !== null ? 2 : null,
    boxes: [...boxes, ...later],
    closingConsents,
    hasWayBack: answered ? (await findOpener(page)) !== null : null,
  };
}

async function press(at: Locator): Promise<boolean> {
  return await at
    .click({ timeout: 3_000 })
    .then(() => true)
    .catch(() => false);
}

/** Only Kept's banner says what it allows; of others it cannot be told. */
async function tryClosing(page: Page): Promise<boolean | null> {
  const close = page.locator('[data-action="close"]').first();
  if (await close.isVisible().catch(() => false)) await press(close);
  await page.keyboard.press("Escape");
  await page.waitForTimeout(100);
  return await page
    .evaluate(() => {
      const kept = (window as { kept?: KeptOnPage }).kept;
      if (kept?.consent === undefined || kept.banner === undefined) return null;
      const { allowed } = kept.consent.snapshot();
      if (kept.banner.model === "opt-out") return false;
      return kept.banner.purposes.some(({ id, necessary }) => necessary !== true && allowed[id] === true);
    })
    .catch(() => null);
}

interface KeptOnPage {
  readonly consent?: { snapshot(): { readonly allowed: Readonly<Record<string, boolean>> } };
  readonly banner?: { readonly model: string; readonly purposes: readonly { id: string; necessary?: boolean }[] };
}

/** Runs in the page: what is painted, with opacity and everything behind counted in. */
async function lookOf(at: Locator, label: string): Promise<ButtonLook> {
  return await at.evaluate((element, text): ButtonLook => {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("The browser draws nothing.");
    // The browser's own reading of a colour, whatever notation it is in.
    const read = (colour: string): [number, number, number, number] => {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (top: readonly number[], alpha: number, below: readonly number[]): number[] =>
      [0, 1, 2].map((at_) => (top[at_] ?? 0) * alpha + (below[at_] ?? 0) * (1 - alpha));
    const parentOf = (one: Element): Element | null =>
      one.assignedSlot ??
      one.parentElement ??
      (one.getRootNode() instanceof ShadowRoot ? (one.getRootNode() as ShadowRoot).host : null);
    const opacityOf = (one: Element | null): number =>
      one === null ? 1 : Number(getComputedStyle(one).opacity) * opacityOf(parentOf(one));
    const behind = (one: Element | null): number[] => {
      if (one === null) return [255, 255, 255];
      const colour = read(getComputedStyle(one).backgroundColor);
      return colour[3] === 1 ? colour.slice(0, 3) : over(colour, colour[3], behind(parentOf(one)));
    };
    const hex = (colour: readonly number[]) =>
      `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const panel = behind(parentOf(element));
    const opacity = opacityOf(element);
    const own = read(style.backgroundColor);
    const fill = over(own, own[3] * opacity, panel);
    const ink = read(style.color);
    const words = over(ink, ink[3] * opacity, fill);
    const line = read(style.borderTopColor);
    const hasBorder = Number.parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none" && line[3] > 0;
    return {
      label: text,
      width: box.width,
      height: box.height,
      fontSize: Number.parseFloat(style.fontSize),
      fontWeight: Number(style.fontWeight),
      text: hex(words),
      fill: hex(fill),
      border: hex(hasBorder ? over(line, line[3] * opacity, panel) : panel),
      panel: hex(panel),
      isPlain: hex(fill) === hex(panel) && (!hasBorder || hex(over(line, line[3] * opacity, panel)) === hex(panel)),
    };
  }, label);
}

/** Boxes of the layer that a button stands on. */
async function boxesAround(at: Locator): Promise<readonly BoxLook[]> {
  return await at.evaluate((button): BoxLook[] => {
    let layer: Element = button;
    for (let up = button.parentElement; up !== null && up !== document.body; up = up.parentElement) {
      layer = up;
      const { position } = getComputedStyle(up);
      if (position === "fixed" || up.matches("dialog,[role=dialog],[role=alertdialog],[role=region],section")) break;
    }
    if (layer === button) return [];
    return [...layer.querySelectorAll<HTMLInputElement>("input[type=checkbox],[role=switch],[role=checkbox]")]
      .filter((box) => box.checkVisibility() || box.labels?.[0]?.checkVisibility() === true)
      .map((box) => ({
        label: (
          box.labels?.[0]?.textContent ??
          box.getAttribute("aria-label") ??
          box.closest("label,li,tr")?.textContent ??
          ""
        )
          .replace(/\s+/g, " ")
          .trim(),
        checked: box.checked === true || box.getAttribute("aria-checked") === "true",
        disabled: box.disabled === true || box.getAttribute("aria-disabled") === "true",
      }));
  });
}

/** Runs in the page: remembers which boxes there were before the second layer, the page's own among them. */
function markBoxes(): void {
  const seen = new Set<Element>();
  const collect = (root: Document | ShadowRoot | Element) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.matches("input[type=checkbox],[role=switch],[role=checkbox]") && one.checkVisibility()) seen.add(one);
      if (one.shadowRoot !== null) collect(one.shadowRoot);
    }
  };
  collect(document);
  Object.assign(window, { __keptScanBoxes: seen });
}

async function newBoxes(page: Page): Promise<readonly BoxLook[]> {
  return await page.locator("input[type=checkbox],[role=switch],[role=checkbox]").evaluateAll((boxes): BoxLook[] => {
    const seen = (window as { __keptScanBoxes?: Set<Element> }).__keptScanBoxes;
    return (boxes as HTMLInputElement[])
      .filter((box) => !seen?.has(box) && (box.checkVisibility() || box.labels?.[0]?.checkVisibility() === true))
      .map((box) => ({
        label: (
          box.labels?.[0]?.textContent ??
          box.getAttribute("aria-label") ??
          box.closest("label,li,tr")?.textContent ??
          ""
        )
          .replace(/\s+/g, " ")
          .trim(),
        checked: box.checked === true || box.getAttribute("aria-checked") === "true",
        disabled: box.disabled === true || box.getAttribute("aria-disabled") === "true",
      }));
  });
}
