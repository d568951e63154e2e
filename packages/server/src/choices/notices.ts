/** The notice that is shown where people are asked: word for word, in each language, known by its hash. */
import { createHash } from "node:crypto";
import { legalBasis } from "@kept/engine/choices/bases";
import { basisOf } from "@kept/engine/choices/policy";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { categoryGroupTitle } from "../centre/scope-choices.ts";
import { type KeptConfig, localized, type PurposeConfig } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";
import { choiceTexts } from "./choice-texts.ts";

export interface Notice {
  /** SHA-256 of language, regime, title and text. */
  readonly hash: string;
  readonly language: Language;
  readonly regime: Regime;
  readonly title: string;
  readonly text: string;
}

/**
 * Who asks, for what, about which data, who gets it, for how long, what a no costs, and how to take a yes back: what must be
 * said before a consent counts (Art. 4(11), 7(3), 13 GDPR; EDPB Guidelines 05/2020, 64). Any change of it is another hash.
 */
export function renderNotice(kept: KeptConfig, language: Language, regime: Regime): Notice {
  const texts = choiceTexts[language];
  const own = kept.choices.notice;
  const title = own === undefined ? texts.noticeTitle : localized(own.title, language);
  const intro = own === undefined ? texts.noticeIntro(kept.controller.name) : localized(own.intro, language);
  const asked = askedPurposes(kept, regime);
  const text = [
    intro,
    ...asked.map(([, purpose]) => describePurpose(kept, purpose, language)),
    texts.noticeWithdraw,
    `${kept.controller.name}, ${kept.controller.address.join(", ")}. ${kept.controller.email}`,
  ].join("\n\n");
  const hash = createHash("sha256").update(`${language}\n${regime}\n${title}\n\n${text}`, "utf8").digest("hex");
  return { hash, language, regime, title, text };
}

/** Purposes about which people are asked under a regime: those that need a yes, and those they may opt out of. */
export function askedPurposes(kept: KeptConfig, regime: Regime): readonly (readonly [string, PurposeConfig])[] {
  return Object.entries(kept.purposes).filter(([, purpose]) => {
    const basis = basisOf(purpose, regime);
    return basis !== undefined && (legalBasis(basis).needsConsent || purpose.sale || purpose.directMarketing);
  });
}

/** Every notice of a configuration. */
export function renderNotices(kept: KeptConfig): readonly Notice[] {
  return kept.languages.flatMap((language) => kept.regimes.map((regime) => renderNotice(kept, language, regime)));
}

function describePurpose(kept: KeptConfig, purpose: PurposeConfig, language: Language): string {
  const texts = choiceTexts[language];
  const recipients = purpose.recipients.map((name) => {
    const recipient = kept.recipients[name];
    return recipient === undefined ? name : `${recipient.name} (${recipient.country})`;
  });
  return [
    localized(purpose.title, language),
    ...(purpose.description === undefined ? [] : [localized(purpose.description, language)]),
    `${texts.data}: ${kindsOf(purpose.categories, language)}`,
    ...(recipients.length === 0 ? [] : [`${texts.recipients}: ${recipients.join(", ")}`]),
    `${texts.retention}: ${localized(purpose.retention, language)}`,
    ...(purpose.consequence === undefined ? [] : [`${texts.consequence}: ${localized(purpose.consequence, language)}`]),
  ].join("\n");
}

function kindsOf(categories: readonly string[], language: Language): string {
  return [...new Set(categories.map((name) => categoryGroupTitle(name, language)))].join(", ");
}
