/**
 * Every term of the Data Privacy Vocabulary 2.3 that receipts use. Each stands in a vocabulary's `iri` column of release
 * 2.3 (https://w3id.org/dpv); `scripts/check-dpv-terms.js` compares the list with a copy of the release.
 */

/** Prefixes of the receipts' JSON-LD context. */
export const RECEIPT_PREFIXES = {
  dct: "http://purl.org/dc/terms/",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  dpv: "https://w3id.org/dpv#",
  pd: "https://w3id.org/dpv/pd#",
  loc: "https://w3id.org/dpv/loc#",
  "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
  "dpv-27560": "https://w3id.org/dpv/schema/dpv-27560#",
} as const;

/** Terms of other vocabularies than DPV's: Dublin Core, and the names of the two profiles (schema/dpv-27560.ttl). */
export const OTHER_TERMS: readonly string[] = [
  "dct:conformsTo",
  "dct:created",
  "dct:language",
  "dct:title",
  "dct:description",
  "dct:identifier",
  "dpv-27560:receipt",
  "dpv-27560:record",
  "xsd:dateTime",
  "xsd:duration",
];

const DPV = `
  ConsentReceipt ConsentRecord hasIdentifier hasDataSubject hasNotice hasRecordOfActivity hasProcess hasPurpose
  hasPersonalData hasStorageCondition hasDataController hasRecipient hasConsentControl isExercisedAt hasJurisdiction
  hasRight hasLegalBasis hasConsentStatus hasStatus hasContext isIndicatedAtTime isIndicatedBy hasIndicationMethod
  hasDuration hasName hasAddress hasContact hasIdentifier hasLocation hasConsequence hasDataProtectionOfficer
  DataSubject DataController DataProcessor Recipient ThirdParty DataProtectionOfficer ConsentNotice Process Purpose
  DirectMarketing PersonalData StorageCondition WithdrawConsent ConsentControl
  ConsentRequested ConsentRequestDeferred ConsentGiven RenewedConsentGiven ConsentRefused ConsentWithdrawn ConsentExpired
  Consent Contract LegalObligation VitalInterest PublicInterest LegitimateInterest LegitimateInterestObjected
  ObjectingToProcess OptingOutFromProcess OptingInToProcess`;
const GDPR = `
  A6-1-a A6-1-b-contract-performance A6-1-c A6-1-d A6-1-e-public-interest A6-1-f-controller
  A7-3 A13 A15 A16 A17 A18 A20 A21 A77`;
const PD = `
  EmailAddress TelephoneNumber PhysicalAddress Contact Name Username BirthDate OfficialID Gender Nationality Identifying
  Family EmploymentHistory EducationQualification PaymentCardNumber BankAccount Income Location IPAddress DeviceBased
  BrowserFingerprint Authenticating Communication Picture Health Religion PoliticalAffiliation TradeUnionMembership
  EthnicOrigin SexualPreference Biometric CriminalConviction Preference`;
const LOC = "EEA GB CH US-CA";

const words = (prefix: string, list: string): readonly string[] =>
  list
    .trim()
    .split(/\s+/)
    .map((word) => `${prefix}:${word}`);

/** All of them, as compact IRIs. */
export const DPV_TERMS: ReadonlySet<string> = new Set([
  ...words("dpv", DPV),
  ...words("eu-gdpr", GDPR),
  ...words("pd", PD),
  ...words("loc", LOC),
]);

/** Whether a compact IRI may stand in a receipt. */
export function isReceiptTerm(term: string): boolean {
  return DPV_TERMS.has(term) || OTHER_TERMS.includes(term) || /^loc:[A-Z]{2}$/.test(term);
}

/** The whole IRI of a compact one. */
export function expandTerm(term: string): string {
  const [prefix = "", name = ""] = term.split(":");
  return `${RECEIPT_PREFIXES[prefix as keyof typeof RECEIPT_PREFIXES]}${name}`;
}
