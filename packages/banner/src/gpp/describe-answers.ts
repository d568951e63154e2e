/** What the section of the Global Privacy Platform says: from the choices of this browser to the answers of its fields. */
import type { Snapshot } from "../core/consent.ts";
import type { Answers } from "./encode-section.ts";
import { SECTIONS, type SectionName } from "./sections.ts";

/** Purposes behind each opt-out, the section that applies to the visitor, and the agreement that the operator signed. */
export interface GppSettings {
  readonly sale: readonly string[];
  readonly sharing: readonly string[];
  readonly targeted: readonly string[];
  /** Null: the visitor is where none applies. @defaultValue usnat */
  readonly section?: SectionName | null;
  /** The Multi-State Privacy Agreement covers what is done here, in this mode; left out: it does not. */
  readonly mspa?: "opt-out-option" | "service-provider";
}

const YES = 1;
const NO = 2;

/**
 * An opt-out is a purpose behind it that is not allowed. California knows no targeted advertising and calls it sharing (Cal. Civ.
 * Code 1798.140(ah)), the other states know no sharing: what has no field of its own counts in the other one.
 */
export function describeAnswers(settings: GppSettings, { allowed }: Snapshot): Answers {
  const { sale, mspa } = settings;
  const names = new Set(SECTIONS[settings.section ?? "usnat"].fields.map(([name]) => name));
  const sharing = [...settings.sharing, ...(names.has("TargetedAdvertisingOptOut") ? [] : settings.targeted)];
  const targeted = [...settings.targeted, ...(names.has("SharingOptOut") ? [] : settings.sharing)];
  const out = (ids: readonly string[]) => (ids.length === 0 ? 0 : ids.every((id) => allowed[id]) ? NO : YES);
  const notice = (ids: readonly string[]) => (ids.length === 0 ? 0 : YES);
  const any = notice([...sale, ...sharing, ...targeted]);
  const mode = (name: GppSettings["mspa"]) => (mspa === undefined ? 0 : mspa === name ? YES : NO);
  const answers: Answers = {
    SharingNotice: any,
    ProcessingNotice: any,
    SaleOptOutNotice: notice(sale),
    SharingOptOutNotice: notice(sharing),
    TargetedAdvertisingOptOutNotice: notice(targeted),
    SaleOptOut: out(sale),
    SharingOptOut: out(sharing),
    TargetedAdvertisingOptOut: out(targeted),
    MspaCoveredTransaction: mspa === undefined ? NO : YES,
    MspaOptOutOptionMode: mode("opt-out-option"),
    MspaServiceProviderMode: mode("service-provider"),
    // The newest sections hold both modes in one field.
    MspaMode: mspa === undefined ? 0 : mspa === "opt-out-option" ? 1 : 2,
  };
  return Object.fromEntries(Object.entries(answers).filter(([name]) => names.has(name)));
}
