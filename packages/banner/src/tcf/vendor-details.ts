/** What a partner says of itself in the global vendor list: what for, on what ground, which data, for how long. */
import type { BannerConfig } from "../core/banner-config.ts";
import { element, fill } from "../page/element.ts";
import type { Named, TcfSettings, TcfVendor } from "./tcf-settings.ts";

const DAY_SECONDS = 86_400;

export function describeVendor({ texts: words }: BannerConfig, settings: TcfSettings, vendor: TcfVendor): HTMLElement {
  const { texts, names } = settings;
  const { dataRetention: kept } = vendor;
  const list = (
    title: string,
    all: Readonly<Record<string, Named>>,
    ids: readonly number[] = [],
    days?: Readonly<Record<string, number>>,
  ): readonly (Node | false)[] => {
    const named = ids.map((id) => {
      const time = days === undefined ? undefined : (days[id] ?? kept?.stdRetention);
      const after = time === undefined ? "" : ` (${fill(texts.kept, { days: String(time) })})`;
      return `${all[id]?.name ?? id}${after}`;
    });
    return named.length === 0 ? [] : [element("dt", {}, title), element("dd", {}, named.join(" · "))];
  };
  const link = (title: string, address: string | undefined) =>
    address !== undefined &&
    /^https?:/.test(address) &&
    element("a", { href: address, rel: "noopener", target: "_blank" }, title);
  const links = [
    link(texts.privacy, vendor.privacyUrl),
    link(texts.interestClaim, vendor.interestUrl),
    link(texts.devices, vendor.deviceStorageDisclosureUrl),
  ].filter((one) => one !== false);
  const stored = describeStorage(settings, vendor);
  return element(
    "div",
    {},
    element(
      "dl",
      {},
      ...list(texts.consent, names.purposes, vendor.purposes, kept?.purposes ?? {}),
      ...(settings.legitimateInterests
        ? list(texts.interest, names.purposes, vendor.legIntPurposes, kept?.purposes ?? {})
        : []),
      ...list(texts.always, names.specialPurposes, vendor.specialPurposes, kept?.specialPurposes ?? {}),
      ...list(texts.features, names.features, vendor.features),
      ...list(texts.specialFeatures, names.specialFeatures, vendor.specialFeatures),
      ...list(texts.data, names.dataCategories, vendor.dataDeclaration),
      ...(stored === "" ? [] : [element("dt", {}, words.stored), element("dd", {}, stored)]),
    ),
    links.length > 0 && element("p", { class: "links" }, ...links),
  );
}

/** How long what it stores stays; nothing when it stores nothing. */
function describeStorage({ texts }: TcfSettings, vendor: TcfVendor): string {
  const { usesCookies, cookieMaxAgeSeconds: seconds, cookieRefresh, usesNonCookieAccess } = vendor;
  if (!usesCookies && !usesNonCookieAccess) return "";
  const days = Math.max(0, Math.ceil((seconds ?? 0) / DAY_SECONDS));
  return [fill(texts.stored, { days: String(days) }), cookieRefresh && texts.renewed].filter(Boolean).join(" ");
}
