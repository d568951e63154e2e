/** The banner's configuration, made from the operator's: one truth for what is asked, recorded and blocked. */
import { createHash } from "node:crypto";
import type { AskedPurpose, BannerConfig } from "@kept/banner/core/banner-config";
import { type Theme, withBorder } from "@kept/banner/core/contrast";
import { sortRules } from "@kept/banner/core/match-rule";
import type { GppSettings } from "@kept/banner/gpp/describe-answers";
import { sectionOfState } from "@kept/banner/gpp/sections";
import { type BannerLanguage, CATALOGUES, isRightToLeft } from "@kept/banner/languages/catalogues";
import { REGIME_WORDS } from "@kept/banner/languages/regime-words";
import type { AskedPurpose as AskedChoice } from "@kept/contract/choices-config";
import { askedLanguages, purposesInBrowsers } from "../choices/asked-languages.ts";
import type { ChoiceParts } from "../choices/choice-parts.ts";
import { type ConfigPlace, describeChoicesConfig } from "../choices/describe-config.ts";
import { type KeptConfig, localized } from "../kept-config.ts";
import { Temporal } from "../platform/clock.ts";
import { describeTcf } from "./describe-tcf.ts";
import type { VendorList } from "./read-vendor-list.ts";

/** What the site itself needs; the choice's own cookie belongs to it. */
const SERVICE = "kept-service";
export const COOKIE = "kept-choice";
/** In local storage, where the Transparency and Consent Framework is switched on. */
export const TCF_ENTRY = "kept-tc";

export interface BannerWish {
  readonly language?: string | undefined;
  readonly accepted?: string | undefined;
  readonly place: ConfigPlace;
  /** Where choices are sent, when the site passes them on itself. */
  readonly endpoint?: string | undefined;
}

/**
 * @param at instant (ISO text) whose rules count
 * @param list partners of the Transparency and Consent Framework, where it is switched on
 */
export function describeBanner(
  parts: ChoiceParts,
  wish: BannerWish,
  at: string,
  list: VendorList | null = null,
): BannerConfig {
  const choices = describeChoicesConfig(parts, wish, wish.place, at, askedLanguages(parts.kept));
  const { kept, publicUrl } = parts;
  const { banner } = kept;
  const language = choices.language as BannerLanguage;
  const texts = REGIME_WORDS[language];
  const used = purposesInBrowsers(kept);
  const shown = choices.purposes.filter(({ purpose, askedIn }) => used.has(purpose) || askedIn.includes("banner"));
  const { regime } = choices.rules;
  const needsYes = shown.some(({ basis, necessary }) => basis === "consent" && !necessary);
  const service = { id: SERVICE, necessary: true, version: "1", title: texts.service, description: texts.serviceText };
  const tcf = list === null ? null : describeTcf(kept, list, language, regime);
  return {
    cookie: COOKIE,
    ...(banner.domain === undefined ? {} : { domain: banner.domain }),
    model: needsYes ? "opt-in" : "opt-out",
    askAgainDays: daysOf(choices.rules.reaskAfter, at),
    purposes: [service, ...shown.map((purpose) => describePurpose(parts, purpose, language))],
    hosts: sortRules({ ...banner.hosts, [new URL(publicUrl).host]: SERVICE }),
    names: sortRules({
      ...Object.fromEntries(Object.entries(kept.cookies).map(([name, { purpose }]) => [name, purpose])),
      ...(banner.tcf === undefined ? {} : { [TCF_ENTRY]: SERVICE }),
    }),
    ...(banner.policyHeader ? { policyHeader: true } : {}),
    brand: kept.centre.brand,
    language,
    ...(isRightToLeft(language) ? { rtl: true } : {}),
    texts: CATALOGUES[language],
    regime: { name: regime, why: texts[regime] },
    notice: { hash: choices.notice.hash, language },
    policyUrl: choices.controller.policyUrl,
    cookiesUrl: `${publicUrl}/cookies`,
    preferencesUrl: choices.preferencesUrl,
    endpoint: wish.endpoint ?? `${publicUrl}/api/choices/events`,
    theme: withBorder(
      Object.fromEntries(Object.entries(banner.theme).filter(([, colour]) => colour !== undefined)) as Partial<Theme>,
    ),
    layout: banner.layout,
    wayBack: banner.wayBack,
    ...(banner.consentMode === undefined ? {} : { consentMode: banner.consentMode }),
    ...(banner.gpp === undefined ? {} : { gpp: describeGpp(banner.gpp, wish.place, regime) }),
    ...(tcf === null ? {} : { tcf }),
  };
}

/** With the section of where the visitor is; none for those who are known to be outside the United States. */
function describeGpp(
  { sale, sharing, targeted, approach, mspa }: NonNullable<KeptConfig["banner"]["gpp"]>,
  { country, subdivision }: ConfigPlace,
  regime: string,
): GppSettings {
  const isElsewhere = country === undefined ? ["eea", "uk", "ch"].includes(regime) : country !== "US";
  const state = subdivision ?? (regime === "us-ca" ? "CA" : undefined);
  const section = isElsewhere ? null : approach === "state" ? sectionOfState(state) : "usnat";
  return { sale, sharing, targeted, section, ...(mspa === undefined ? {} : { mspa }) };
}

function describePurpose({ kept }: ChoiceParts, asked: AskedChoice, language: BannerLanguage): AskedPurpose {
  const { purpose, title, description, consequence, recipients, necessary, sale, categories } = asked;
  const stored = Object.entries(kept.cookies)
    .filter(([, cookie]) => cookie.purpose === purpose)
    .map(([name, cookie]) => ({ name, purpose, lifetime: localized(cookie.lifetime, language) }));
  // A yes is a yes to what was told. The language does not matter, the names of hosts and cookies do.
  const told = {
    purpose: kept.purposes[purpose],
    recipients: recipients.map(({ recipient }) => kept.recipients[recipient]),
    stored: Object.entries(kept.cookies).filter(([, cookie]) => cookie.purpose === purpose),
    hosts: Object.entries(kept.banner.hosts).filter(([, of]) => of === purpose),
    categories,
    // Whoever said yes said it to these partners.
    ...(Object.values(kept.banner.tcf?.purposes ?? {}).includes(purpose) ? { tcf: kept.banner.tcf } : {}),
  };
  return {
    id: purpose,
    ...(necessary ? { necessary } : {}),
    version: createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 8),
    signal: sale,
    title,
    description,
    consequence,
    recipients: recipients.map(({ name, country, privacyUrl }) => ({ name, country, privacyUrl })),
    stored,
  };
}

/** Whole days of a duration that starts at an instant. */
export function daysOf(duration: string, at: string): number {
  const start = Temporal.Instant.from(at).toZonedDateTimeISO("UTC");
  return Math.floor(start.until(start.add(duration), { largestUnit: "hours" }).hours / 24);
}
