/** The same receipt in the Kantara Initiative's form (Consent Receipt Specification 1.1.0, section 4). */
import { choiceAct } from "@kept/engine/choices/acts";
import { localized } from "../kept-config.ts";
import type { JsonValue } from "../platform/ledger/canonical-json.ts";
import type { ReceiptFacts } from "./receipt-document.ts";

/** Categories that the specification wants named as sensitive. */
const SENSITIVE = /^special\.|^identity\.government-id$|^credential$/;

export function kantaraReceipt(facts: ReceiptFacts): JsonValue {
  const { record, events, body, notice } = facts;
  const { controller } = body;
  const language = notice?.language ?? record.language ?? "en";
  const purposes = events.map((event): JsonValue => {
    const purpose = body.purposes[event.purpose];
    const names = purpose?.recipients ?? [];
    return {
      purpose: purpose === undefined ? "All purposes" : localized(purpose.title, language),
      purposeCategory: [purpose?.directMarketing === true ? "Marketing" : "Other"],
      consentType: choiceAct(event.act).effect === "permit" ? "EXPLICIT" : event.act.toUpperCase(),
      piiCategory: [...(purpose?.categories ?? [])],
      primaryPurpose: false,
      termination: event.until ?? (purpose === undefined ? facts.controlUrl : localized(purpose.retention, language)),
      thirdPartyDisclosure: names.length > 0,
      ...(names.length > 0
        ? { thirdPartyName: names.map((name) => body.recipients[name]?.name ?? name).join(", ") }
        : {}),
    };
  });
  const categories = events.flatMap((event) => body.purposes[event.purpose]?.categories ?? []);
  const sensitive = [...new Set(categories.filter((category) => SENSITIVE.test(category)))];
  return {
    version: "KI-CR-v1.1.0",
    jurisdiction: record.region?.country ?? controller.country,
    consentTimestamp: Math.floor(Date.parse(record.at) / 1_000),
    collectionMethod: `${record.surface}: ${record.method}`,
    consentReceiptID: record.id,
    publicKey: facts.verifierKey,
    language,
    piiPrincipalId: record.person_id,
    piiControllers: [
      {
        piiController: controller.name,
        contact: controller.dpo?.name ?? controller.name,
        address: { streetAddress: controller.address.join(", "), addressCountry: controller.country },
        email: controller.dpo?.email ?? controller.email,
        phone: controller.phone ?? "",
        ...(controller.website === undefined ? {} : { piiControllerUrl: controller.website }),
      },
    ],
    policyUrl: body.policyUrl ?? facts.controlUrl,
    services: [{ service: controller.name, purposes }],
    sensitive: sensitive.length > 0,
    spiCat: sensitive,
  };
}
