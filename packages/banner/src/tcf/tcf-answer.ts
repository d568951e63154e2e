/** From what somebody said to what the framework's string says: everything that is not clearly a yes is a no. */
import type { Choice } from "../core/choice.ts";
import type { Snapshot } from "../core/consent.ts";
import type { TcString } from "./tc-string.ts";
import type { TcfAnswer, TcfSettings, TcfVendor } from "./tcf-settings.ts";

/** No legitimate interest can carry these (TCF policies 2.2, appendix A): 1 is consent by law, 3 to 6 are profiles. */
const NEVER_BY_INTEREST: ReadonlySet<number> = new Set([1, 3, 4, 5, 6]);

const DAY_SECONDS = 86_400;

/** Purposes that some partner bases on a legitimate interest, and that may be. */
export function interestPurposes({ vendors, purposes, legitimateInterests }: TcfSettings): readonly number[] {
  if (!legitimateInterests) return [];
  const claimed = new Set(vendors.flatMap(({ legIntPurposes }) => legIntPurposes));
  return [...claimed].filter((id) => !NEVER_BY_INTEREST.has(id) && purposes[id] !== undefined).sort((a, b) => a - b);
}

/** Everything that can be allowed. */
export function wholeAnswer(settings: TcfSettings, screen = 1): TcfAnswer {
  const { vendors, names, purposes } = settings;
  return {
    purposes: Object.keys(purposes).map(Number),
    specialFeatures: Object.keys(names.specialFeatures).map(Number),
    vendors: vendors.map(({ id }) => id),
    interests: interestPurposes(settings),
    vendorInterests: settings.legitimateInterests ? vendors.filter(hasInterest).map(({ id }) => id) : [],
    screen,
  };
}

/** A no to all is an objection to all as well. */
export function noAnswer(screen = 1): TcfAnswer {
  return { purposes: [], specialFeatures: [], vendors: [], interests: [], vendorInterests: [], screen };
}

/** What the site's choice says by itself, where none was given in the framework's detail. */
export function answerOfChoice(settings: TcfSettings, choice: Choice): TcfAnswer {
  return choice.method === "accept" ? wholeAnswer(settings) : noAnswer();
}

/**
 * What holds now, as a string says it. A purpose is allowed only while the site's own purpose behind it is; a partner only for
 * purposes that it declares.
 */
export function contentOf(
  settings: TcfSettings,
  snapshot: Snapshot,
  answer: TcfAnswer,
  language: string,
): TcString | null {
  const { choice, allowed } = snapshot;
  if (choice === null || !settings.gdprApplies) return null;
  const day = Math.floor(choice.at / DAY_SECONDS);
  const isAllowed = (id: number) => allowed[settings.purposes[id] ?? ""] === true;
  const interests = interestPurposes(settings);
  return {
    created: day,
    updated: day,
    cmpId: settings.cmpId,
    cmpVersion: settings.cmpVersion,
    screen: answer.screen,
    language: language.slice(0, 2).toUpperCase(),
    listVersion: settings.listVersion,
    policyVersion: settings.policyVersion,
    isServiceSpecific: true,
    useNonStandardTexts: false,
    specialFeatures: answer.specialFeatures.filter((id) => settings.names.specialFeatures[id] !== undefined),
    purposes: answer.purposes.filter(isAllowed),
    interests: answer.interests.filter((id) => interests.includes(id)),
    purposeOneTreatment: false,
    country: settings.publisherCountry,
    vendors: settings.vendors
      .filter(({ id, purposes }) => purposes.length > 0 && answer.vendors.includes(id))
      .map(({ id }) => id),
    vendorInterests: settings.vendors
      .filter((vendor) => hasOnlySpecial(vendor) || (hasInterest(vendor) && answer.vendorInterests.includes(vendor.id)))
      .map(({ id }) => id),
    restrictions: [],
    disclosed: settings.vendors.map(({ id }) => id),
  };
}

export function hasInterest({ legIntPurposes }: TcfVendor): boolean {
  return legIntPurposes.some((id) => !NEVER_BY_INTEREST.has(id));
}

/** Who does only what nobody can refuse (security, delivery) has the flag once it was disclosed (policies of June 2021). */
function hasOnlySpecial({ legIntPurposes, specialPurposes }: TcfVendor): boolean {
  return legIntPurposes.length === 0 && specialPurposes.length > 0;
}
