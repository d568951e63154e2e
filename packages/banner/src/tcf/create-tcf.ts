/**
 * `__tcfapi` of the IAB's Transparency and Consent Framework 2.3, without a screen: an add-on for operators who are registered as a
 * consent management platform and show their vendors themselves. It needs `@iabtechlabtcf/core`, and refuses to run without
 * the registered number.
 */
import { GVL, TCModel, TCString, type VendorList } from "@iabtechlabtcf/core";
import type { Consent } from "../core/consent.ts";

export interface TcfParts {
  readonly consent: Consent;
  /** As the IAB registered it. 0 and 1 are nobody's. */
  readonly cmpId: number;
  readonly cmpVersion: number;
  /** The global vendor list, version 3, as the operator keeps a copy of it. */
  readonly vendorList: VendorList;
  /** Each purpose of the framework (1 to 11), and the operator's purpose behind it. */
  readonly purposes: Readonly<Record<number, string>>;
  /** Vendors that the operator works with; nobody else is disclosed. */
  readonly vendors: readonly number[];
  /** Country of the publisher, ISO 3166-1 alpha-2. */
  readonly publisherCountry: string;
  /** Language of the texts that were shown. */
  readonly language: string;
  /** The GDPR applies to this visitor. */
  readonly gdprApplies: boolean;
}

export class TcfRefusal extends Error {
  override readonly name = "TcfRefusal";
}

type Callback = (data: unknown, success: boolean) => void;
export type TcfCommand = (command: string, version: number, callback?: Callback, parameter?: unknown) => void;

const LARGEST_ID = 4095;

/** @throws TcfRefusal when the platform is not registered, or a purpose or vendor is not on the list */
export function createTcf(parts: TcfParts): TcfCommand {
  const { consent, cmpId, vendorList } = parts;
  if (!Number.isInteger(cmpId) || cmpId < 2 || cmpId > LARGEST_ID) {
    throw new TcfRefusal(
      `${cmpId} is no number of a registered consent management platform: register with IAB Europe.`,
    );
  }
  for (const vendor of parts.vendors) {
    if (vendorList.vendors[String(vendor)] === undefined) throw new TcfRefusal(`Vendor ${vendor} is not on the list.`);
  }
  for (const purpose of Object.keys(parts.purposes)) {
    if (vendorList.purposes[purpose] === undefined) throw new TcfRefusal(`Purpose ${purpose} is not on the list.`);
  }
  const list = new GVL(vendorList);
  const listeners = new Map<number, Callback>();
  let last = 0;
  let hasActed = false;

  function data(listenerId?: number) {
    const { allowed, ask, choice } = consent.snapshot();
    const purposes = Object.entries(parts.purposes)
      .filter(([, own]) => allowed[own] === true)
      .map(([purpose]) => Number(purpose));
    // Consent is the only basis that is ever claimed: nothing rests on a legitimate interest.
    const vendors = parts.vendors.filter((vendor) =>
      vendorList.vendors[String(vendor)]?.purposes.some((purpose) => purposes.includes(purpose)),
    );
    return {
      tcString: choice === null ? "" : encode(purposes, vendors, choice.at),
      tcfPolicyVersion: vendorList.tcfPolicyVersion,
      cmpId,
      cmpVersion: parts.cmpVersion,
      gdprApplies: parts.gdprApplies,
      cmpStatus: "loaded",
      eventStatus: ask ? "cmpuishown" : hasActed ? "useractioncomplete" : "tcloaded",
      ...(listenerId === undefined ? {} : { listenerId }),
      isServiceSpecific: true,
      useNonStandardTexts: false,
      publisherCC: parts.publisherCountry,
      purposeOneTreatment: false,
      purpose: { consents: flags(Object.keys(parts.purposes).map(Number), purposes), legitimateInterests: {} },
      vendor: {
        consents: flags(parts.vendors, vendors),
        legitimateInterests: {},
        disclosedVendors: flags(parts.vendors, parts.vendors),
      },
      specialFeatureOptins: {},
    };
  }

  function encode(purposes: readonly number[], vendors: readonly number[], at: number): string {
    const model = new TCModel(list);
    model.cmpId = cmpId;
    model.cmpVersion = parts.cmpVersion;
    model.consentScreen = 1;
    model.consentLanguage = parts.language;
    model.publisherCountryCode = parts.publisherCountry;
    model.isServiceSpecific = true;
    model.purposeConsents.set([...purposes]);
    model.vendorConsents.set([...vendors]);
    // Mandatory since 2.3: whom the person was told of.
    model.vendorsDisclosed.set([...parts.vendors]);
    // Days, not moments: the framework wants nothing finer.
    const day = new Date(Math.floor(at / 86_400) * 86_400_000);
    model.created = day;
    model.lastUpdated = day;
    return TCString.encode(model);
  }

  consent.subscribe(() => {
    hasActed = true;
    for (const [id, callback] of listeners) callback(data(id), true);
  });

  const commands: Readonly<Record<string, (callback: Callback, parameter: unknown) => void>> = {
    ping: (callback) =>
      callback(
        {
          gdprApplies: parts.gdprApplies,
          cmpLoaded: true,
          cmpStatus: "loaded",
          displayStatus: consent.snapshot().ask ? "visible" : "hidden",
          apiVersion: "2.3",
          cmpVersion: parts.cmpVersion,
          cmpId,
          gvlVersion: vendorList.vendorListVersion,
          tcfPolicyVersion: vendorList.tcfPolicyVersion,
        },
        true,
      ),
    getTCData: (callback) => callback(data(), true),
    getVendorList: (callback) => callback(vendorList, true),
    addEventListener: (callback) => {
      last += 1;
      listeners.set(last, callback);
      callback(data(last), true);
    },
    removeEventListener: (callback, parameter) => callback(listeners.delete(Number(parameter)), true),
  };
  return (command, version, callback = () => undefined, parameter) => {
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
    // 0 and undefined mean the newest.
    if (run === undefined || (version !== 2 && version !== 0 && version !== undefined)) callback(null, false);
    else run(callback, parameter);
  };
}

function flags(all: readonly number[], yes: readonly number[]): Readonly<Record<number, boolean>> {
  return Object.fromEntries(all.map((id) => [id, yes.includes(id)]));
}
