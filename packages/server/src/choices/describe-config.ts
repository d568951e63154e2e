/** The operator's configuration as surfaces that ask need it. */
import type { BannerLanguage } from "@kept/banner/languages/catalogues";
import type { ChoicesConfig } from "@kept/contract/choices-config";
import { legalBasis } from "@kept/engine/choices/bases";
import { listRegimes, regimeOfPlace } from "@kept/engine/choices/places";
import { basisOf } from "@kept/engine/choices/policy";
import { ageOfRule, type Regime, regimeRule } from "@kept/engine/choices/regime-rules";
import { localized } from "../kept-config.ts";
import { negotiateLanguage } from "../platform/i18n/language.ts";
import type { ChoiceParts } from "./choice-parts.ts";

export interface ConfigPlace {
  readonly regime?: Regime | undefined;
  readonly country?: string | undefined;
  readonly subdivision?: string | undefined;
}

/**
 * Describes purposes, notice and rules at an instant (ISO text), in the best language for a wish.
 * @param offered languages of the surface that asks
 */
export function describeChoicesConfig(
  parts: ChoiceParts,
  wish: { readonly language?: string | undefined; readonly accepted?: string | undefined },
  place: ConfigPlace,
  at: string,
  offered: readonly BannerLanguage[] = parts.kept.languages,
): ChoicesConfig {
  const { kept, policy } = parts;
  const language = negotiateLanguage(wish.accepted, offered, wish.language);
  const { country, subdivision } = place;
  const named = place.regime ?? (country === undefined ? "default" : regimeOfPlace({ country, subdivision }));
  const regime = kept.regimes.includes(named) ? named : "default";
  const rule = regimeRule(regime, at);
  const age = rule.ages.find(({ appliesTo }) => appliesTo === "consent");
  const notice =
    parts.notices.find((each) => each.language === language && each.regime === regime) ??
    parts.notices.find((each) => each.language === language);
  if (notice === undefined) throw new Error("There is no notice of a configured language.");
  return {
    policyVersion: policy.version,
    controller: {
      name: kept.controller.name,
      email: kept.controller.email,
      policyUrl: kept.centre.policyUrl ?? null,
    },
    language,
    languages: [...offered],
    rules: {
      regime,
      gpc: rule.gpc,
      consentLifetime: rule.consentLifetime,
      reaskAfter: rule.reaskAfter,
      consentAge: age === undefined ? null : ageOfRule(age, country ?? null),
      sources: rule.sources.map(({ says, source, weight }) => `${says} (${source}; ${weight})`),
    },
    regimes: { ...listRegimes() },
    notice: { hash: notice.hash, language, title: notice.title, text: notice.text },
    purposes: Object.entries(kept.purposes).flatMap(([name, purpose]) => {
      const basis = basisOf(purpose, regime);
      if (basis === undefined) return [];
      const { needsConsent } = legalBasis(basis);
      return [
        {
          purpose: name,
          title: localized(purpose.title, language),
          description: purpose.description === undefined ? null : localized(purpose.description, language),
          consequence: purpose.consequence === undefined ? null : localized(purpose.consequence, language),
          basis,
          necessary: !needsConsent && !purpose.sale && !purpose.directMarketing,
          sale: purpose.sale,
          directMarketing: purpose.directMarketing,
          dependsOn: [...purpose.dependsOn],
          categories: [...purpose.categories],
          recipients: purpose.recipients.flatMap((id) => {
            const recipient = kept.recipients[id];
            if (recipient === undefined) return [];
            const { name: title, country: where, privacyUrl } = recipient;
            return [{ recipient: id, name: title, country: where, privacyUrl: privacyUrl ?? null }];
          }),
          retention: localized(purpose.retention, language),
          channels: purpose.channels.map((channel) => ({
            channel,
            title: localized(kept.channels[channel]?.title ?? channel, language),
          })),
          topics: Object.entries(purpose.topics).map(([topic, { title }]) => ({
            topic,
            title: localized(title, language),
          })),
          askedIn: [...purpose.askedIn],
        },
      ];
    }),
    preferencesUrl: `${parts.publicUrl}/privacy/choices`,
  };
}
