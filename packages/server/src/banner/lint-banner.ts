/** Whether the banners that a configuration makes may be shown: every language under every regime, by the rules against steering. */
import type { BannerConfig } from "@kept/banner/core/banner-config";
import type { BannerLanguage } from "@kept/banner/languages/catalogues";
import { lintConfig } from "@kept/banner/lint/lint-config";
import { type LintFinding, lintFinding } from "@kept/banner/lint/lint-rules";
import { basisOf } from "@kept/engine/choices/policy";
import { regimeRule } from "@kept/engine/choices/regime-rules";
import type { RegimeName } from "@kept/engine/regimes/regime";
import { askedLanguages, untranslated } from "../choices/asked-languages.ts";
import type { ChoiceParts } from "../choices/choice-parts.ts";
import { daysOf, describeBanner } from "./describe-banner.ts";
import type { VendorList } from "./read-vendor-list.ts";

/** Regimes in which keeping something in a browser needs consent, whatever the basis of its use is. */
const ASKS_FOR_STORAGE: ReadonlySet<string> = new Set(["eea", "uk", "default"]);

/** @param at instant (ISO text) whose rules count */
export function lintBanner(parts: ChoiceParts, banner: BannerConfig, at: string): readonly LintFinding[] {
  const regime = banner.regime.name as RegimeName;
  const least = daysOf(regimeRule(regime, at).reaskAfter, at);
  return [...lintConfig(banner, least), ...lintTranslations(parts, banner), ...lintBases(parts, banner)];
}

/**
 * Each banner that can be served, with what is wrong with it.
 * @param list partners of the Transparency and Consent Framework, where it is switched on
 */
export function lintBanners(
  parts: ChoiceParts,
  at: string,
  list: VendorList | null = null,
): readonly { readonly banner: BannerConfig; readonly findings: readonly LintFinding[] }[] {
  const { regimes } = parts.kept;
  return askedLanguages(parts.kept).flatMap((language) =>
    regimes.map((regime) => {
      const banner = describeBanner(parts, { language, place: { regime } }, at, list);
      return { banner, findings: lintBanner(parts, banner, at) };
    }),
  );
}

/** What nobody translated is told in English in the midst of another language. */
function lintTranslations({ kept }: ChoiceParts, { language, regime }: BannerConfig): readonly LintFinding[] {
  // The centre's languages fall back knowingly (kept.config.ts); others were asked for by name.
  if ((kept.languages as readonly string[]).includes(language)) return [];
  const missing = untranslated(kept, language as BannerLanguage);
  return missing.length === 0
    ? []
    : [lintFinding("text-untranslated", `${language}, ${regime.name}`, missing.join(", "))];
}

function lintBases({ kept }: ChoiceParts, { language, regime }: BannerConfig): readonly LintFinding[] {
  if (!ASKS_FOR_STORAGE.has(regime.name)) return [];
  const others = new Map<string, string[]>();
  for (const [host, purpose] of Object.entries(kept.banner.hosts))
    if (!host.startsWith("/")) others.set(purpose, [...(others.get(purpose) ?? []), host]);
  return [...others].flatMap(([name, hosts]) => {
    const purpose = kept.purposes[name];
    if (purpose === undefined || basisOf(purpose, regime.name as RegimeName) !== "legitimate-interests") return [];
    return [lintFinding("interest-for-tracking", `${language}, ${regime.name}`, `${name}: ${hosts.join(", ")}`)];
  });
}
