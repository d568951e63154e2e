/** Languages in which people are asked. */
import { BANNER_LANGUAGES, type BannerLanguage } from "@kept/banner/languages/catalogues";
import type { KeptConfig, LocalText } from "../kept-config.ts";

/**
 * The configured ones; else the centre's, and every other in which everything is written that the banner tells of its purposes:
 * half a translation is none (Art. 12(1) GDPR). The first is the one for those who want none of them.
 */
export function askedLanguages(kept: KeptConfig): readonly BannerLanguage[] {
  if (kept.banner.languages !== undefined) return kept.banner.languages;
  const texts = [...toldTexts(kept).values()].flat();
  const whole = texts.length === 0 ? [] : BANNER_LANGUAGES.filter((language) => texts.every(isWrittenIn(language)));
  return [...new Set<BannerLanguage>([...kept.languages, ...whole])];
}

/** Purposes with texts that are missing in a language. */
export function untranslated(kept: KeptConfig, language: BannerLanguage): readonly string[] {
  // A text that stands alone is in the first language of the centre.
  const isMissing = (text: LocalText) =>
    typeof text === "string" ? language !== kept.languages[0] : !isWrittenIn(language)(text);
  return [...toldTexts(kept)].flatMap(([purpose, texts]) => (texts.some(isMissing) ? [purpose] : []));
}

/** Named by a cookie, a host or a signal of the banner. */
export function purposesInBrowsers({ cookies, banner }: KeptConfig): ReadonlySet<string> {
  return new Set([
    ...Object.values(cookies).map(({ purpose }) => purpose),
    ...Object.values(banner.hosts),
    ...Object.values(banner.consentMode ?? {}).flat(),
    ...Object.values(banner.tcf?.purposes ?? {}),
    ...(banner.gpp === undefined ? [] : [banner.gpp.sale, banner.gpp.sharing, banner.gpp.targeted].flat()),
  ]);
}

function isWrittenIn(language: BannerLanguage): (text: LocalText) => boolean {
  return (text) => typeof text !== "string" && text[language] !== undefined;
}

/** By purpose: what the banner tells in the operator's words. */
function toldTexts(kept: KeptConfig): ReadonlyMap<string, readonly LocalText[]> {
  const cookies = Object.values(kept.cookies);
  const used = purposesInBrowsers(kept);
  const told = Object.entries(kept.purposes).filter(([id, { askedIn }]) => used.has(id) || askedIn.includes("banner"));
  return new Map(
    told.map(([id, { title, description, consequence }]) => [
      id,
      [
        title,
        ...[description, consequence].filter((text) => text !== undefined),
        ...cookies.filter(({ purpose }) => purpose === id).map(({ lifetime }) => lifetime),
      ],
    ]),
  );
}
