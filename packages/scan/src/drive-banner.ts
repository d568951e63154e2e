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
/** For a banner that comes late. */
const APPEARS_MILLISECONDS = 4_000;

/** Ways into a second layer, and back to a banner that was answered. */
const SETTINGS =
  /\b(settings|preferences|options|manage|customi[sz]e|choices|more options)\b|einstellung|auswähl|anpassen|param[eè]tr|personnalis|choix|configura|opciones|gestisci|preferenze|instellingen|aanpassen|ustawieni|wybór|nastaven|inställning|valg|asetuk|beállítás|setări|definições|настрой|налашт|ayar/iu;

/** Clicks what gives the answer; opens the second layer when the first has no such button. */
export async function answerBanner(page: Page, answer: "accept" | "reject"): Promise<BannerUse> {
  const hook = page.locator(`[data-action="${answer}-all"]`);
  const until = Date.now() + APPEARS_MILLISECONDS;
  do {
    const visible = await firstVisible(hook);
    if (visible !== null) {
      const label = await labelOf(visible);
      return (await click(visible)) ? used("hooks", label) : NO_WAY;
    }
    const button = await findButton(page, (label) => classifyLabel(label) === answer);
    if (button !== null) return (await click(button.at)) ? used("labels", button.label) : NO_WAY;
    await page.waitForTimeout(250);
  } while (Date.now() < until);
  const settings = await findButton(page, (label) => SETTINGS.test(label));
  if (settings === null || !(await click(settings.at))) return NO_WAY;
  await page.waitForTimeout(600);
  const inside = await findButton(page, (label) => classifyLabel(label) === answer);
  if (inside === null || !(await click(inside.at))) return NO_WAY;
  return used("labels", settings.label, inside.label);
}

/** After a yes: opens the choices again and takes it back. */
export async function withdrawConsent(page: Page): Promise<BannerUse> {
  const opener = await firstVisible(page.locator('[data-kept-open], [data-action="open-preferences"]'));
  const settings =
    opener === null
      ? await findButton(page, (label) => SETTINGS.test(label))
      : { at: opener, label: await labelOf(opener) };
  if (settings === null || !(await click(settings.at))) return NO_WAY;
  await page.waitForTimeout(600);
  const hook = await firstVisible(page.locator('[data-action="reject-all"]'));
  const reject =
    hook === null
      ? await findButton(page, (label) => classifyLabel(label) === "reject")
      : { at: hook, label: await labelOf(hook) };
  if (reject === null || !(await click(reject.at))) return NO_WAY;
  return used(hook === null ? "labels" : "hooks", settings.label, reject.label);
}

interface Button {
  readonly at: Locator;
  readonly label: string;
}

function used(way: "hooks" | "labels", ...labels: readonly string[]): BannerUse {
  return { clicks: labels.length, way, labels };
}

/** Looks in every frame, and in open shadow roots, as locators do. */
async function findButton(page: Page, fits: (label: string) => boolean): Promise<Button | null> {
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
      if (await at.isVisible().catch(() => false)) return { at, label };
    }
  }
  return null;
}

async function firstVisible(locator: Locator): Promise<Locator | null> {
  const count = await locator.count();
  for (let index = 0; index < count; index += 1) {
    const one = locator.nth(index);
    if (await one.isVisible().catch(() => false)) return one;
  }
  return null;
}

async function labelOf(locator: Locator): Promise<string> {
  return ((await locator.textContent({ timeout: 200 }).catch(() => "")) ?? "").trim();
}

async function click(locator: Locator): Promise<boolean> {
  return await locator
    .click({ timeout: CLICK_MILLISECONDS })
    .then(() => true)
    .catch(() => false);
}
