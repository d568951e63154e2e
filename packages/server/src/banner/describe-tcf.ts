/** The part of the banner's configuration for the Transparency and Consent Framework: partners, purposes and words of one language. */

import { tcfWords } from "@kept/banner/languages/tcf-words";
import type { TcfSettings, TcfVendor } from "@kept/banner/tcf/tcf-settings";
import type { KeptConfig } from "../kept-config.ts";
import type { ListedVendor, VendorList } from "./read-vendor-list.ts";

/** Where the framework counts: the regimes of the GDPR, and the strict one where nobody knows. */
const APPLIES: ReadonlySet<string> = new Set(["eea", "uk", "ch", "default"]);

export function describeTcf(kept: KeptConfig, list: VendorList, language: string, regime: string): TcfSettings | null {
  const { tcf } = kept.banner;
  if (tcf === undefined) return null;
  const names = list.translations[language] ?? list;
  const vendors = tcf.vendors.flatMap((id) => list.vendors[id] ?? []);
  const used = (of: (vendor: ListedVendor) => readonly number[]) => new Set(vendors.flatMap(of).map(String));
  const only = <V>(all: Readonly<Record<string, V>>, ids: ReadonlySet<string>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => ids.has(id)));
  return {
    cmpId: tcf.cmpId,
    cmpVersion: tcf.cmpVersion,
    gdprApplies: APPLIES.has(regime),
    publisherCountry: kept.controller.country,
    listVersion: list.vendorListVersion,
    policyVersion: list.tcfPolicyVersion,
    purposes: tcf.purposes,
    legitimateInterests: tcf.legitimateInterests,
    names: {
      purposes: names.purposes,
      specialPurposes: only(
        names.specialPurposes,
        used(({ specialPurposes }) => specialPurposes),
      ),
      features: only(
        names.features,
        used(({ features }) => features),
      ),
      specialFeatures: only(
        names.specialFeatures,
        used(({ specialFeatures }) => specialFeatures),
      ),
      dataCategories: only(
        names.dataCategories,
        used(({ dataDeclaration }) => dataDeclaration),
      ),
    },
    vendors: vendors.map((vendor) => describeVendor(vendor, language)),
    texts: tcfWords(language),
  };
}

function describeVendor({ urls, deletedDate: _, ...vendor }: ListedVendor, language: string): TcfVendor {
  const own = urls.find(({ langId }) => langId === language) ?? urls.find(({ langId }) => langId === "en") ?? urls[0];
  const told = {
    ...vendor,
    privacyUrl: own?.privacy,
    interestUrl: own?.legIntClaim,
    deviceStorageDisclosureUrl: vendor.deviceStorageDisclosureUrl ?? undefined,
  };
  // What is not said is left out: a list of hundreds goes to every visitor.
  const entries = Object.entries(told).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return Object.fromEntries(entries) as unknown as TcfVendor;
}
