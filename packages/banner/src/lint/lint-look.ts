/** What can be told of a banner from how it looks and behaves in a browser: pure, from what was measured. */
import { contrast } from "../core/contrast.ts";
import { lintLabel } from "./lint-config.ts";
import { type LintFinding, lintFinding } from "./lint-rules.ts";

export interface ButtonLook {
  readonly label: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  readonly fontWeight: number;
  /** Colours as they are seen, with opacity and what lies behind counted in: `#rrggbb`. */
  readonly text: string;
  readonly fill: string;
  readonly border: string;
  readonly panel: string;
  /** It has neither a fill nor a border of its own. */
  readonly isPlain: boolean;
}

/** A box or switch, as it stands before anybody has chosen. */
export interface BoxLook {
  readonly label: string;
  readonly checked: boolean;
  /** Cannot be changed: what is always on. */
  readonly disabled: boolean;
}

export interface BannerLook {
  readonly where: string;
  readonly language: string;
  /** Consent is asked; where things are allowed until a no, boxes may begin ticked. */
  readonly isOptIn: boolean;
  /** On the first layer. */
  readonly accept: ButtonLook | null;
  readonly reject: ButtonLook | null;
  /** Null: no way was found. */
  readonly clicksToAccept: number | null;
  readonly clicksToReject: number | null;
  readonly boxes: readonly BoxLook[];
  /** Null: it could not be tried. */
  readonly closingConsents: boolean | null;
  readonly hasWayBack: boolean | null;
}

/** Texts of different length make buttons of different width; beyond this it is design. */
const LEAST_AREA = 0.6;
const LEAST_HEIGHT = 0.85;
/** Of the other's contrast. */
const LEAST_PROMINENCE = 0.75;
const LEAST_TEXT_CONTRAST = 4.5;
const INTEREST =
  /legitimate interest|berechtigtes interesse|intérêt légitime|interés legítimo|interesse legittimo|gerechtvaardigd belang|interesse legítimo|uzasadniony interes/i;

export function lintLook(look: BannerLook): readonly LintFinding[] {
  const { where, language, accept, reject, clicksToAccept, clicksToReject } = look;
  const found: LintFinding[] = [];
  const add = (...args: Parameters<typeof lintFinding>) => void found.push(lintFinding(...args));
  if (accept !== null && reject === null) add("reject-missing", where, `accepting: “${accept.label}”`);
  if (clicksToAccept !== null && (clicksToReject ?? Number.POSITIVE_INFINITY) > clicksToAccept)
    add("reject-takes-longer", where, `accepting ${clicksToAccept}, refusing ${clicksToReject ?? "no way was found"}`);
  if (accept !== null && reject !== null) {
    found.push(
      ...lintLabel(accept.label, "accept", language, where),
      ...lintLabel(reject.label, "reject", language, where),
    );
    found.push(...compareButtons(accept, reject, where));
  }
  for (const button of [accept, reject]) {
    if (button === null) continue;
    const ratio = contrast(button.text, button.fill);
    if (ratio < LEAST_TEXT_CONTRAST) add("contrast-low", where, `“${button.label}”: ${ratio.toFixed(2)}`);
  }
  for (const { label, checked, disabled } of look.boxes) {
    if (look.isOptIn && checked && !disabled) add("ticked-before-choice", where, `“${label}”`);
    if (INTEREST.test(label)) add("second-toggle", where, `“${label}”`);
  }
  if (look.closingConsents === true) add("closing-consents", where, "after closing, purposes are allowed");
  if (look.hasWayBack === false) add("no-way-back", where, "after an answer nothing opens the choices");
  return found;
}

function compareButtons(accept: ButtonLook, reject: ButtonLook, where: string): readonly LintFinding[] {
  const found: LintFinding[] = [];
  if (reject.isPlain && !accept.isPlain)
    found.push(lintFinding("reject-is-link", where, `“${reject.label}” has neither a fill nor a border`));
  const area = (reject.width * reject.height) / (accept.width * accept.height);
  if (area < LEAST_AREA || reject.height < accept.height * LEAST_HEIGHT)
    found.push(
      lintFinding("reject-smaller", where, `${sizeOf(reject)} beside ${sizeOf(accept)} (${Math.round(area * 100)} %)`),
    );
  if (reject.fontSize < accept.fontSize || reject.fontWeight < accept.fontWeight)
    found.push(
      lintFinding(
        "reject-lighter",
        where,
        `${reject.fontSize} px, weight ${reject.fontWeight} beside ${accept.fontSize} px, weight ${accept.fontWeight}`,
      ),
    );
  const [refusing, accepting] = [prominence(reject), prominence(accept)];
  const words = [contrast(reject.text, reject.fill), contrast(accept.text, accept.fill)] as const;
  if (refusing < accepting * LEAST_PROMINENCE)
    found.push(
      lintFinding("reject-paler", where, `button on panel ${refusing.toFixed(2)} beside ${accepting.toFixed(2)}`),
    );
  else if (words[0] < words[1] * LEAST_PROMINENCE && words[0] < 7)
    found.push(lintFinding("reject-paler", where, `words ${words[0].toFixed(2)} beside ${words[1].toFixed(2)}`));
  return found;
}

/** How much a button stands out of its panel: by its fill. A border is seen, and seen less. */
function prominence({ fill, panel }: ButtonLook): number {
  return contrast(fill, panel);
}

function sizeOf({ width, height }: ButtonLook): string {
  return `${Math.round(width)} × ${Math.round(height)}`;
}
