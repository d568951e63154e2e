/**
 * Sections of the Global Privacy Platform for the United States, field by field (IAB Tech Lab, "Sections/US-National" and
 * "Sections/US-States"): two bits each, 0 does not apply, 1 yes, 2 no. The test holds every row against the IAB's own encoder.
 */

/** A field's name, and how many answers stand in it when it is a list. */
export type Field = readonly [name: string, list?: number];

export interface Section {
  /** As the IAB registered it. */
  readonly id: number;
  /** Of the section, in its first six bits. */
  readonly version: number;
  /** It has a segment for Global Privacy Control. */
  readonly hasSignal: boolean;
  /** Those of the core segment, in their order; the version before them. */
  readonly fields: readonly Field[];
}

const MSPA: readonly Field[] = [["MspaCoveredTransaction"], ["MspaOptOutOptionMode"], ["MspaServiceProviderMode"]];

interface StateForm {
  /** Answers about sensitive data; what the section says of notice comes first: sharing, or any processing. */
  readonly sensitive: number;
  readonly notice?: "SharingNotice";
  /** Answers about children; left out: one. */
  readonly children?: number;
  /** A notice about sensitive data, under the name that this state gives it. */
  readonly sensitiveNotice?: string;
  /** No field for consent to additional processing. */
  readonly isShort?: true;
  readonly noSignal?: true;
}

/** The form that most states have. */
function state(id: number, form: StateForm): Section {
  const { notice = "ProcessingNotice", sensitive, children, sensitiveNotice, isShort, noSignal } = form;
  const fields: Field[] = [[notice], ["SaleOptOutNotice"], ["TargetedAdvertisingOptOutNotice"]];
  if (sensitiveNotice !== undefined) fields.push([sensitiveNotice]);
  fields.push(["SaleOptOut"], ["TargetedAdvertisingOptOut"], ["SensitiveDataProcessing", sensitive]);
  fields.push(
    children === undefined ? ["KnownChildSensitiveDataConsents"] : ["KnownChildSensitiveDataConsents", children],
  );
  if (!isShort) fields.push(["AdditionalDataProcessingConsent"]);
  return { id, version: 1, hasSignal: !noSignal, fields: [...fields, ...MSPA] };
}

/** The form of the newest ones: the agreement first. */
function lateState(id: number, more: readonly Field[], hasSignal = false): Section {
  const fields: readonly Field[] = [
    ["MspaCoveredTransaction"],
    ["MspaMode"],
    ["ProcessingNotice"],
    ["SaleOptOutNotice"],
    ["TargetedAdvertisingOptOutNotice"],
    ["SaleOptOut"],
    ["TargetedAdvertisingOptOut"],
    ...more,
    ["AdditionalDataProcessingConsent"],
  ];
  return { id, version: 1, hasSignal, fields };
}

const CHILDREN: readonly Field[] = [["KnownChildSensitiveDataConsents"]];

export const SECTIONS = {
  usnat: {
    id: 7,
    version: 2,
    hasSignal: true,
    fields: [
      ["SharingNotice"],
      ["SaleOptOutNotice"],
      ["SharingOptOutNotice"],
      ["TargetedAdvertisingOptOutNotice"],
      ["SensitiveDataProcessingOptOutNotice"],
      ["SensitiveDataLimitUseNotice"],
      ["SaleOptOut"],
      ["SharingOptOut"],
      ["TargetedAdvertisingOptOut"],
      ["SensitiveDataProcessing", 16],
      ["KnownChildSensitiveDataConsents", 3],
      ["PersonalDataConsents"],
      ...MSPA,
    ],
  },
  usca: {
    id: 8,
    version: 1,
    hasSignal: true,
    fields: [
      ["SaleOptOutNotice"],
      ["SharingOptOutNotice"],
      ["SensitiveDataLimitUseNotice"],
      ["SaleOptOut"],
      ["SharingOptOut"],
      ["SensitiveDataProcessing", 9],
      ["KnownChildSensitiveDataConsents", 2],
      ["PersonalDataConsents"],
      ...MSPA,
    ],
  },
  usva: state(9, { notice: "SharingNotice", sensitive: 8, isShort: true, noSignal: true }),
  usco: state(10, { notice: "SharingNotice", sensitive: 7, isShort: true }),
  usut: state(11, {
    notice: "SharingNotice",
    sensitive: 8,
    sensitiveNotice: "SensitiveDataProcessingOptOutNotice",
    isShort: true,
    noSignal: true,
  }),
  usct: state(12, { notice: "SharingNotice", sensitive: 8, children: 3, isShort: true }),
  usfl: state(13, { sensitive: 8, children: 3, noSignal: true }),
  usmt: state(14, { notice: "SharingNotice", sensitive: 8, children: 3 }),
  usor: state(15, { sensitive: 11, children: 3 }),
  ustx: state(16, { sensitive: 8 }),
  usde: state(17, { sensitive: 9, children: 5 }),
  usia: state(18, { sensitive: 8, sensitiveNotice: "SensitiveDataOptOutNotice", isShort: true }),
  usne: state(19, { sensitive: 8 }),
  usnh: state(20, { sensitive: 8, children: 3 }),
  usnj: state(21, { sensitive: 10, children: 5 }),
  ustn: state(22, { sensitive: 8 }),
  usmn: state(23, { sensitive: 8 }),
  usmd: lateState(24, [], true),
  usin: lateState(25, CHILDREN),
  usky: lateState(26, CHILDREN),
  usri: lateState(27, CHILDREN),
} as const satisfies Readonly<Record<string, Section>>;

export type SectionName = keyof typeof SECTIONS;

/** The section of a state (ISO 3166-2 without the country); the national one for those that have none. */
export function sectionOfState(subdivision: string | undefined): SectionName {
  const name = `us${(subdivision ?? "").toLowerCase()}`;
  return Object.hasOwn(SECTIONS, name) ? (name as SectionName) : "usnat";
}
