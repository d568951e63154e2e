/** `__gpp` of the page (GPP 1.1): commands with callbacks, and events for whoever listens. */
import type { Consent, Snapshot } from "../core/consent.ts";
import { encodeGpp, encodeUsNat, type UsNat } from "./encode-usnat.ts";

export interface GppPurposes {
  readonly sale: readonly string[];
  readonly sharing: readonly string[];
  readonly targeted: readonly string[];
}

type Callback = (data: unknown, success: boolean) => void;

/** What `__gpp` is called with. */
export type GppCommand = (command: string, callback?: Callback, parameter?: unknown) => void;

/** A number of the IAB; 0 says that there is none. */
const CMP_ID = 0;
const API = "7:usnat";

/** The section as it stands: an opt-out is a purpose behind it that is not allowed. */
export function describeUsNat(purposes: GppPurposes, snapshot: Snapshot, gpc: boolean): UsNat {
  const out = (ids: readonly string[]) => (ids.length === 0 ? 0 : ids.every((id) => snapshot.allowed[id]) ? 2 : 1);
  const notice = (ids: readonly string[]) => (ids.length === 0 ? 0 : 1);
  return {
    sharingNotice: notice([...purposes.sale, ...purposes.sharing, ...purposes.targeted]),
    saleOptOutNotice: notice(purposes.sale),
    sharingOptOutNotice: notice(purposes.sharing),
    targetedAdvertisingOptOutNotice: notice(purposes.targeted),
    saleOptOut: out(purposes.sale),
    sharingOptOut: out(purposes.sharing),
    targetedAdvertisingOptOut: out(purposes.targeted),
    mspaCoveredTransaction: 2,
    gpc,
  };
}

/** Makes the command. Every change of the choice is told to all listeners. */
export function createGpp(consent: Consent, purposes: GppPurposes, gpc: boolean): GppCommand {
  const listeners = new Map<number, Callback>();
  let last = 0;
  const section = () => describeUsNat(purposes, consent.snapshot(), gpc);
  const ping = () => ({
    gppVersion: "1.1",
    cmpStatus: "loaded",
    cmpDisplayStatus: consent.snapshot().ask ? "visible" : "hidden",
    // Vendors wait for this one.
    signalStatus: "ready",
    supportedAPIs: [API],
    cmpId: CMP_ID,
    sectionList: [7],
    applicableSections: [7],
    gppString: encodeGpp(section()),
    parsedSections: { usnat: [fields(section())] },
  });
  const tell = (eventName: string, data: unknown) => {
    for (const [listenerId, callback] of listeners) callback({ eventName, listenerId, data, pingData: ping() }, true);
  };
  consent.subscribe(() => {
    tell("signalStatus", "not ready");
    tell("sectionChange", "usnat");
    tell("cmpDisplayStatus", consent.snapshot().ask ? "visible" : "hidden");
    tell("signalStatus", "ready");
  });

  const commands: Readonly<Record<string, (parameter: unknown, callback: Callback) => void>> = {
    ping: (_, callback) => callback(ping(), true),
    addEventListener: (_, callback) => {
      last += 1;
      listeners.set(last, callback);
      callback({ eventName: "listenerRegistered", listenerId: last, data: true, pingData: ping() }, true);
    },
    removeEventListener: (parameter, callback) => callback(listeners.delete(Number(parameter)), true),
    hasSection: (parameter, callback) => callback(parameter === "usnat", true),
    getSection: (parameter, callback) =>
      parameter === "usnat" ? callback([fields(section())], true) : callback(null, false),
    getField: (parameter, callback) => {
      const [name, field = ""] = String(parameter).split(".");
      const value = (fields(section()) as Record<string, unknown>)[field];
      callback(value ?? null, name === "usnat" && value !== undefined);
    },
  };
  return (command, callback = () => undefined, parameter) => {
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (run === undefined) callback(null, false);
    else run(parameter, callback);
  };
}

/** Under the names of the specification. */
function fields(section: UsNat) {
  return {
    Version: 2,
    SharingNotice: section.sharingNotice,
    SaleOptOutNotice: section.saleOptOutNotice,
    SharingOptOutNotice: section.sharingOptOutNotice,
    TargetedAdvertisingOptOutNotice: section.targetedAdvertisingOptOutNotice,
    SensitiveDataProcessingOptOutNotice: 0,
    SensitiveDataLimitUseNotice: 0,
    SaleOptOut: section.saleOptOut,
    SharingOptOut: section.sharingOptOut,
    TargetedAdvertisingOptOut: section.targetedAdvertisingOptOut,
    SensitiveDataProcessing: Array<number>(16).fill(0),
    KnownChildSensitiveDataConsents: [0, 0, 0],
    PersonalDataConsents: 0,
    MspaCoveredTransaction: section.mspaCoveredTransaction,
    MspaOptOutOptionMode: 0,
    MspaServiceProviderMode: 0,
    GpcSegmentType: 1,
    Gpc: section.gpc,
  };
}

/** The section alone, for servers that send it on. */
export function usNatString(purposes: GppPurposes, snapshot: Snapshot, gpc: boolean): string {
  return encodeUsNat(describeUsNat(purposes, snapshot, gpc));
}
