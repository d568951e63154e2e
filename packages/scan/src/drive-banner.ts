/** Answers a banner as a visitor does: by our hooks, or by what its buttons say. */
import { classifyLabel } from "@kept/banner/lint/label-words";
import type { Locator, Page } from "playwright-core";
import type { BannerUse } from "./observation.ts";

const NO_WAY: BannerUse = { clicks: null, way: null, labels: [] };
const BUTTONS = "button, [role=button], input[type=button], input[type=submit], a";
/** Labels are short; sentences that mention consent are not buttons. */
const LONGEST_LABEL = 60;
const MOST_BUTTONS = 120;
const CLICK_MILLISECONDS = 3_000;
const LAYER_MILLISECONDS = 600;
/** For a banner that comes late. */
const APPEARS_MILLISECONDS = 4_000;

/** Ways into a second layer, and back to a banner that was answered. */
const SETTINGS =
  /\b(settings|preferences|options|manage|customi[sz]e|choices|more options)\b|einstellung|auswähl|anpassen|param[eè]tr|personnalis|choix|configura|opciones|gestisci|preferenze|instellingen|aanpassen|ustawieni|wybór|nastaven|inställning|valg|asetuk|beállítás|setări|definições|настрой|налашт|ayar/iu;

/** A button, with what it says and how it was recognised. */
export interface FoundButton {
  readonly at: Locator;
  readonly label: string;
  readonly way: "hooks" | "labels";
}

/** What gives an answer, on the layer that is shown; null when there is none. */
export async function findAnswer(page: Page, answer: "accept" | "reject"): Promise<FoundButton | null> {
  const hook = await firstVisible(page.locator(`[data-action="${answer}-all"]`));
  return hook ?? (await findButton(page, (label) => classifyLabel(label) === answer));
}

/** What opens the second layer, or the choices again once they were made. */
export async function findOpener(page: Page): Promise<FoundButton | null> {
  const hook = await firstVisible(page.locator('[data-kept-open], [data-action="open-preferences"]'));
  return hook ?? (await findButton(page, (label) => SETTINGS.test(label)));
}

/** Clicks what gives the answer; opens the second layer when the first has no such button. */
export async function answerBanner(page: Page, answer: "accept" | "reject"): Promise<BannerUse> {
  const until = Date.now() + APPEARS_MILLISECONDS;
  do {
    const found = await findAnswer(page, answer);
    if (found !== null) return (await click(found.at)) ? used(found) : NO_WAY;
    await page.waitForTimeout(250);
  } while (Date.now() < until);
  return await answerInside(page, answer);
}

/** After a yes: opens the choices again and takes it back. */
export async function withdrawConsent(page: Page): Promise<BannerUse> {
  return await answerInside(page, "reject");
}

async function answerInside(page: Page, answer: "accept" | "reject"): Promise<BannerUse> {
  const opener = await findOpener(page);
  if (opener === null || !(await click(opener.at))) return NO_WAY;
  await page.waitForTimeout(LAYER_MILLISECONDS);
  const inside = await findAnswer(page, answer);
  return inside !== null && (await click(inside.at)) ? used(opener, inside) : NO_WAY;
}

function used(...buttons: readonly FoundButton[]): BannerUse {
  return { clicks: buttons.length, way: buttons.at(-1)?.way ?? null, labels: buttons.map(({ label }) => label) };
}

/** Looks in every frame, and in open shadow roots, as locators do. */
async function findButton(page: Page, fits: (label: string) => boolean): Promise<FoundButton | null> {
  for (const frame of page.frames()) {
    const all = frame.locator(BUTTONS);
    const labels = await all
      .evaluateAll((elements) =>
        elements.map((element) => {
          // Links lead elsewhere, and forms with fields send something: neither is an answer to a banner.
          const address = element.getAttribute("href");
          const isLink =
            element instanceof HTMLAnchorElement && address !== null && !/^(#|javascript:|$)/.test(address);
          const form = element.closest("form");
          if (
            isLink ||
            form?.querySelector("input:not([type=hidden]):not([type=checkbox]):not([type=submit]), textarea")
          )
            return "";
          const text =
            element instanceof HTMLInputElement
              ? element.value
              : (element.textContent ?? element.getAttribute("aria-label"));
          return (text ?? "").replace(/\s+/g, " ").trim();
        }),
      )
      .catch(() => []);
    for (const [index, label] of labels.slice(0, MOST_BUTTONS).entries()) {
      if (label === "" || label.length > LONGEST_LABEL || !fits(label)) continue;
      const at = all.nth(index);
      if (await at.isVisible().catch(() => false)) return { at, label, way: "labels" };
    }
  }
  return null;
}

async function firstVisible(locator: Locator): Promise<FoundButton | null> {
  const count = await locator.count();
  for (let index = 0; index < count; index += 1) {
    const at = locator.nth(index);
    if (!(await at.isVisible().catch(() => false))) continue;
    const label = ((await at.textContent({ timeout: CLICK_MILLISECONDS }).catch(() => "")) ?? "").trim();
    return { at, label, way: "hooks" };
  }
  return null;
}

async function click(locator: Locator): Promise<boolean> {
  return await locator
    .click({ timeout: CLICK_MILLISECONDS })
    .then(() => true)
    .catch(() => false);
}
