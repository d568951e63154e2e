/**
 * A receipt of choices, for the person: ISO/IEC TS 27560:2023 as JSON-LD with the Data Privacy Vocabulary (the guide of
 * 15 February 2026 and the profile `dpv-27560:receipt`), and the same as a Kantara consent receipt 1.1. Made from the
 * record alone, so that it is the same document whenever it is asked for.
 */

import { findCategory } from "@kept/engine/categories";
import { choiceAct } from "@kept/engine/choices/acts";
import { legalBasis } from "@kept/engine/choices/bases";
import { basisOf } from "@kept/engine/choices/policy";
import type { Regime } from "@kept/engine/choices/regime-rules";
import { localized } from "../kept-config.ts";
import type { JsonValue } from "../platform/ledger/canonical-json.ts";
import { kantaraReceipt } from "./kantara-receipt.ts";
import type { PolicyBody } from "./policy-body.ts";
import { RECEIPT_PREFIXES } from "./receipt-terms.ts";
import { describeHashed, type HashedEvent, type HashedRecord } from "./record-acts.ts";

export interface ReceiptFacts {
  readonly record: HashedRecord;
  readonly events: readonly HashedEvent[];
  readonly body: PolicyBody;
  /** The notice that was shown, word for word; null when none was. */
  readonly notice: {
    readonly hash: string;
    readonly language: string;
    readonly title: string;
    readonly body: string;
  } | null;
  /** Where choices are changed. */
  readonly controlUrl: string;
  /** The signing key, as verifiers are given it. */
  readonly verifierKey: string;
}

export const RECEIPT_FORMAT = "kept-choice-receipt/1";

const term = (id: string): JsonValue => ({ "@id": id });
const time = (at: string): JsonValue => ({ "@type": "xsd:dateTime", "@value": at });

/** Everything of a receipt that is signed. */
export function describeReceipt(facts: ReceiptFacts): { readonly [name: string]: JsonValue } {
  const { record, body } = facts;
  return {
    // What is ours and no JSON-LD is mapped to null, so that processors leave it alone and say nothing of it.
    "@context": {
      ...RECEIPT_PREFIXES,
      format: null,
      kantara: null,
      record: null,
      notice: null,
      signature: null,
      ledger: null,
    },
    "@id": `urn:kept:receipt:${record.id}`,
    "@type": "dpv:ConsentReceipt",
    format: RECEIPT_FORMAT,
    "dct:conformsTo": term("dpv-27560:receipt"),
    "dpv:hasIdentifier": `urn:kept:receipt:${record.id}`,
    "dct:created": time(record.received_at),
    "dpv:hasDataSubject": dataSubject(facts),
    "dpv:hasRecordOfActivity": facts.events.map((event) => describeRecord(facts, event)),
    kantara: kantaraReceipt(facts),
    record: describeHashed(record, facts.events),
    notice:
      facts.notice === null
        ? null
        : {
            hash: facts.notice.hash,
            language: facts.notice.language,
            regime: record.regime,
            title: facts.notice.title,
            text: facts.notice.body,
          },
    "dpv:hasDataController": controller(body),
  };
}

function dataSubject({ record }: ReceiptFacts): JsonValue {
  return {
    "@id": `urn:kept:person:${record.person_id}`,
    "@type": "dpv:DataSubject",
    "dpv:hasIdentifier": record.person_id,
  };
}

function controller({ controller: who }: PolicyBody): JsonValue {
  return {
    "@id": `urn:kept:controller`,
    "@type": "dpv:DataController",
    "dpv:hasIdentifier": who.email,
    "dpv:hasName": who.name,
    "dpv:hasAddress": [...who.address, who.country].join(", "),
    "dpv:hasContact": [who.email, ...(who.phone === undefined ? [] : [who.phone])],
    ...(who.dpo === undefined
      ? {}
      : {
          "dpv:hasDataProtectionOfficer": {
            "@type": "dpv:DataProtectionOfficer",
            "dpv:hasName": who.dpo.name,
            "dpv:hasContact": who.dpo.email,
          },
        }),
  };
}

function describeRecord(facts: ReceiptFacts, event: HashedEvent): JsonValue {
  const { record, notice, controlUrl } = facts;
  const language = notice?.language ?? record.language ?? "en";
  return {
    "@id": `urn:uuid:${event.id}`,
    "@type": "dpv:ConsentRecord",
    "dct:conformsTo": term("dpv-27560:record"),
    "dpv:hasIdentifier": `urn:uuid:${event.id}`,
    "dpv:hasDataSubject": term(`urn:kept:person:${record.person_id}`),
    "dct:language": language,
    ...(notice === null
      ? {}
      : {
          "dpv:hasNotice": {
            "@id": `urn:sha256:${notice.hash}`,
            "@type": "dpv:ConsentNotice",
            "dct:identifier": notice.hash,
            "dct:title": notice.title,
            "dct:language": notice.language,
          },
        }),
    "dpv:hasProcess": describeProcess(facts, event, language),
    "dpv:hasConsentControl": {
      "@type": "dpv:WithdrawConsent",
      "dpv:isExercisedAt": controlUrl,
    },
    ...describeState(event),
    "dpv:isIndicatedAtTime": time(event.at),
    "dpv:isIndicatedBy": term(`urn:kept:person:${record.person_id}`),
    "dpv:hasIndicationMethod": `${record.surface}: ${record.method}`,
    ...(event.until === null ? {} : { "dpv:hasDuration": `until ${event.until}` }),
  };
}

/** DPV knows states of consent; an objection or an opt-out it knows as what the person does to the process. */
const OTHER_STATES: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> = {
  objected: {
    "dpv:hasContext": term("dpv:ObjectingToProcess"),
    "dpv:hasStatus": term("dpv:LegitimateInterestObjected"),
  },
  "opted-out": { "dpv:hasContext": term("dpv:OptingOutFromProcess") },
  signalled: { "dpv:hasContext": term("dpv:OptingOutFromProcess") },
  "opted-in": { "dpv:hasContext": term("dpv:OptingInToProcess") },
};

function describeState(event: HashedEvent): Readonly<Record<string, JsonValue>> {
  const { dpv } = choiceAct(event.act);
  if (dpv !== null) return { "dpv:hasConsentStatus": term(`dpv:${dpv}`) };
  return OTHER_STATES[event.act] ?? {};
}

const JURISDICTIONS: Readonly<Record<string, string>> = {
  eea: "loc:EEA",
  uk: "loc:GB",
  ch: "loc:CH",
  "us-ca": "loc:US-CA",
};

/** Rights that go with consent and with other bases (DPV's legal_basis_rights_mapping.csv), where the GDPR applies. */
const RIGHTS = ["A13", "A15", "A16", "A17", "A18", "A20", "A77"];

function describeProcess(facts: ReceiptFacts, event: HashedEvent, language: string): JsonValue {
  const { body, record } = facts;
  const jurisdiction = JURISDICTIONS[record.regime] ?? `loc:${body.controller.country}`;
  const purpose = body.purposes[event.purpose];
  if (purpose === undefined) {
    return { "@type": "dpv:Process", "dct:title": "all purposes", "dpv:hasJurisdiction": term(jurisdiction) };
  }
  const basis = basisOf(purpose, record.regime as Regime);
  const row = basis === undefined ? null : legalBasis(basis);
  const isGdpr = record.regime === "eea" || record.regime === "uk";
  const own = row?.needsConsent === true ? "A7-3" : row?.objectable === true ? "A21" : null;
  const scope = [event.channel, event.topic].filter((part) => part !== "");
  return {
    "@type": "dpv:Process",
    "dpv:hasPurpose": {
      "@id": `urn:kept:purpose:${event.purpose}`,
      "@type": purpose.directMarketing ? ["dpv:Purpose", "dpv:DirectMarketing"] : "dpv:Purpose",
      "dct:title": localized(purpose.title, language),
      ...(purpose.description === null ? {} : { "dct:description": localized(purpose.description, language) }),
      ...(scope.length === 0 ? {} : { "dct:identifier": scope.join(" ") }),
    },
    "dpv:hasPersonalData": purpose.categories.map((category) => describeCategory(category)),
    "dpv:hasStorageCondition": {
      "@type": "dpv:StorageCondition",
      "dpv:hasLocation": term(`loc:${body.controller.country}`),
      "dpv:hasDuration": localized(purpose.retention, language),
    },
    "dpv:hasDataController": term("urn:kept:controller"),
    "dpv:hasRecipient": purpose.recipients.map((name) => describeRecipient(body, name)),
    "dpv:hasJurisdiction": term(jurisdiction),
    ...(isGdpr
      ? { "dpv:hasRight": [...RIGHTS, ...(own === null ? [] : [own])].map((right) => term(`eu-gdpr:${right}`)) }
      : {}),
    ...(row === null || row.dpv === null
      ? {}
      : {
          "dpv:hasLegalBasis":
            isGdpr && row.gdpr !== null
              ? [term(`dpv:${row.dpv}`), term(`eu-gdpr:${row.gdpr}`)]
              : term(`dpv:${row.dpv}`),
        }),
    ...(purpose.consequence === null ? {} : { "dpv:hasConsequence": localized(purpose.consequence, language) }),
  };
}

function describeCategory(name: string): JsonValue {
  const iri = findCategory(name)?.iri ?? null;
  if (iri === null) return { "@type": "dpv:PersonalData", "dct:title": name };
  return { "@id": iri.replace(RECEIPT_PREFIXES.pd, "pd:"), "dct:title": findCategory(name)?.title ?? name };
}

function describeRecipient(body: PolicyBody, name: string): JsonValue {
  const recipient = body.recipients[name];
  if (recipient === undefined) return { "@type": "dpv:Recipient", "dpv:hasName": name };
  const type = recipient.role === "processor" ? "dpv:DataProcessor" : "dpv:ThirdParty";
  return {
    "@id": `urn:kept:recipient:${name}`,
    "@type": type,
    "dpv:hasName": recipient.name,
    "dpv:hasLocation": term(`loc:${recipient.country}`),
  };
}
