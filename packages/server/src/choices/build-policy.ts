/** The policy that decisions depend on, from the operator's configuration. */
import { createHash } from "node:crypto";
import { transferFreeCountries } from "@kept/engine/choices/places";
import type { ChoicePolicy, PolicyPurpose } from "@kept/engine/choices/policy";
import { REGIME_RULES } from "@kept/engine/choices/regime-rules";
import { CONSENT_AGES } from "@kept/engine/regimes/consent-ages";
import type { KeptConfig } from "../kept-config.ts";
import { canonicalJson, type JsonValue } from "../platform/ledger/canonical-json.ts";
import { describePolicyBody } from "./policy-body.ts";

/** The version is a hash over all that decides and all that people are told, the law's tables included. */
export function buildPolicy(kept: KeptConfig): ChoicePolicy {
  const purposes = mapValues(kept.purposes, (purpose): PolicyPurpose => {
    return {
      basis: definedOnly(purpose.basis),
      categories: purpose.categories,
      recipients: purpose.recipients,
      channels: purpose.channels,
      topics: Object.keys(purpose.topics),
      dependsOn: purpose.dependsOn,
      sale: purpose.sale,
      directMarketing: purpose.directMarketing,
      needsNotice: purpose.needsNotice,
      ...(purpose.basisChange === undefined ? {} : { gaveUpConsent: purpose.basisChange.on }),
    };
  });
  const recipients = mapValues(kept.recipients, ({ country, transfer }) => ({ country, transfer }));
  const content = { purposes, recipients, transferFree: transferFreeCountries(kept.controller.country) };
  const all = { ...content, rules: REGIME_RULES, ages: CONSENT_AGES, body: describePolicyBody(kept) };
  const text = canonicalJson(JSON.parse(JSON.stringify(all)) as JsonValue);
  return { version: createHash("sha256").update(text).digest("hex"), ...content };
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function definedOnly<V>(record: Readonly<Partial<Record<string, V | undefined>>>): Record<string, V> {
  return Object.fromEntries(Object.entries(record).filter((pair): pair is [string, V] => pair[1] !== undefined));
}
