/** The notice that is shown where people are asked: word for word, in each language, known by its hash. */
import { createHash } from "node:crypto";
import { type BannerLanguage, CATALOGUES } from "@kept/banner/languages/catalogues";
import { legalBasis } from "@kept/engine/choices/bases";
import { basisOf } from "@kept/engine/choices/policy";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { categoryGroupTitle } from "../centre/scope-choices.ts";
import { type KeptConfig, localized, type PurposeConfig } from "../kept-config.ts";
import { isLanguage, type Language } from "../platform/i18n/language.ts";
import { askedLanguages } from "./asked-languages.ts";
import { choiceTexts } from "./choice-texts.ts";

export interface Notice {
  /** SHA-256 of language, regime, title and text. */
  readonly hash: string;
  readonly language: BannerLanguage;
  readonly regime: Regime;
  readonly title: string;
  readonly text: string;
}

/**
 * Who asks, for what, about which data, who gets it, for how long, what a no costs, and how to take a yes back: what must be
 * said before a consent counts (Art. 4(11), 7(3), 13 GDPR; EDPB Guidelines 05/2020, 64). Any change of it is another hash.
 */
export function renderNotice(kept: KeptConfig, language: BannerLanguage, regime: Regime): Notice {
  const { title, text } = isLanguage(language)
    ? writeNotice(kept, language, regime)
    : writeBannerNotice(kept, language, regime);
  const hash = createHash("sha256").update(`${language}\n${regime}\n${title}\n\n${text}`, "utf8").digest("hex");
  return { hash, language, regime, title, text };
}

function writeNotice(kept: KeptConfig, language: Language, regime: Regime): Pick<Notice, "title" | "text"> {
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
  return { title, text };
}

/** In languages that only the banner speaks, what it shows is the notice. */
function writeBannerNotice(kept: KeptConfig, language: BannerLanguage, regime: Regime): Pick<Notice, "title" | "text"> {
  const texts = CATALOGUES[language];
  const asked = askedPurposes(kept, regime);
  const needsYes = asked.some(([, purpose]) => legalBasis(basisOf(purpose, regime) ?? "consent").needsConsent);
  const intro = (needsYes ? texts.intro : texts.optOutIntro).replaceAll("{brand}", kept.centre.brand);
  const purposes = asked.map(([, { title, description, consequence, recipients }]) =>
    [
      localized(title, language),
      ...(description === undefined ? [] : [localized(description, language)]),
      ...(recipients.length === 0 ? [] : [`${texts.recipients}: ${nameRecipients(kept, recipients).join(", ")}`]),
      ...(consequence === undefined ? [] : [`${texts.without}: ${localized(consequence, language)}`]),
    ].join("\n"),
  );
  const from = `${kept.controller.name}, ${kept.controller.address.join(", ")}. ${kept.controller.email}`;
  return { title: needsYes ? texts.title : texts.optOutTitle, text: [intro, ...purposes, from].join("\n\n") };
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
  const spoken = new Set<BannerLanguage>([...kept.languages, ...askedLanguages(kept)]);
  return [...spoken].flatMap((language) => kept.regimes.map((regime) => renderNotice(kept, language, regime)));
}

function describePurpose(kept: KeptConfig, purpose: PurposeConfig, language: Language): string {
  const texts = choiceTexts[language];
  const recipients = nameRecipients(kept, purpose.recipients);
  return [
    localized(purpose.title, language),
    ...(purpose.description === undefined ? [] : [localized(purpose.description, language)]),
    `${texts.data}: ${kindsOf(purpose.categories, language)}`,
    ...(recipients.length === 0 ? [] : [`${texts.recipients}: ${recipients.join(", ")}`]),
    `${texts.retention}: ${localized(purpose.retention, language)}`,
    ...(purpose.consequence === undefined ? [] : [`${texts.consequence}: ${localized(purpose.consequence, language)}`]),
  ].join("\n");
}

function nameRecipients(kept: KeptConfig, names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const recipient = kept.recipients[name];
    return recipient === undefined ? name : `${recipient.name} (${recipient.country})`;
  });
}

function kindsOf(categories: readonly string[], language: Language): string {
  return [...new Set(categories.map((name) => categoryGroupTitle(name, language)))].join(", ");
}
