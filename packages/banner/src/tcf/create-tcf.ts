/**
 * `__tcfapi` of IAB Europe's Transparency and Consent Framework 2.3: an add-on for operators who are registered as a consent
 * management platform. It refuses to run without the registered number.
 */
import type { Choice } from "../core/choice.ts";
import type { Consent } from "../core/consent.ts";
import { decodeTcString, encodeTcString } from "./tc-string.ts";
import { answerOfChoice, contentOf } from "./tcf-answer.ts";
import type { TcfAnswer, TcfSettings } from "./tcf-settings.ts";

export interface TcfParts {
  readonly consent: Consent;
  readonly settings: TcfSettings;
  /** Of the texts that are shown, BCP 47. */
  readonly language: string;
  /** Keeps the last string with the choice that it belongs to; `read` may answer anything. */
  readonly store: { read(): string | null; write(text: string): void };
}

export class TcfRefusal extends Error {
  override readonly name = "TcfRefusal";
}

type Callback = (data: unknown, success: boolean) => void;
export type TcfCommand = (command: string, version: number, callback?: Callback, parameter?: unknown) => void;

export interface Tcf {
  readonly command: TcfCommand;
  /** What holds of the person's answer in the framework's detail. */
  answer(): TcfAnswer | null;
  /** The answer that the next choice brings along; without it a choice counts for all alike. */
  prepare(answer: TcfAnswer | null): void;
  /** The second layer is on the screen, or no more. */
  show(isOpen: boolean): void;
}

const LARGEST_ID = 4095;
const PURPOSES = 11;

/** @throws TcfRefusal when the platform is not registered, or a purpose is not one of the framework */
export function createTcf(parts: TcfParts): Tcf {
  const { consent, settings, language } = parts;
  refuseUnregistered(settings);
  const listeners = new Map<number, Callback>();
  let last = 0;
  let isOpen = false;
  let hasActed = false;
  let prepared: TcfAnswer | null = null;
  let current = recall();

  /** What was stored, when it belongs to the choice that holds; else what that choice says by itself. */
  function recall(): TcfAnswer | null {
    const { choice } = consent.snapshot();
    if (choice === null) return null;
    const [of, text = ""] = (parts.store.read() ?? "").split("~");
    const stored = of === keyOf(choice) ? decodeTcString(text) : null;
    return stored ?? answerOfChoice(settings, choice);
  }

  function content() {
    return current === null ? null : contentOf(settings, consent.snapshot(), current, language);
  }

  function data(listenerId?: number) {
    const { ask } = consent.snapshot();
    const holds = content();
    const purposes = Array.from({ length: PURPOSES }, (_, at) => at + 1);
    const vendors = settings.vendors.map(({ id }) => id);
    const isShown = settings.gdprApplies && (isOpen || ask);
    return {
      tcString: holds === null ? "" : encodeTcString(holds),
      tcfPolicyVersion: settings.policyVersion,
      cmpId: settings.cmpId,
      cmpVersion: settings.cmpVersion,
      gdprApplies: settings.gdprApplies,
      cmpStatus: "loaded",
      eventStatus: isShown ? "cmpuishown" : hasActed ? "useractioncomplete" : "tcloaded",
      ...(listenerId === undefined ? {} : { listenerId }),
      isServiceSpecific: true,
      useNonStandardTexts: false,
      publisherCC: settings.publisherCountry,
      purposeOneTreatment: false,
      purpose: {
        consents: flags(purposes, holds?.purposes),
        legitimateInterests: flags(purposes, holds?.interests),
      },
      vendor: {
        consents: flags(vendors, holds?.vendors),
        legitimateInterests: flags(vendors, holds?.vendorInterests),
        disclosedVendors: flags(vendors, vendors),
      },
      specialFeatureOptins: flags(Object.keys(settings.names.specialFeatures).map(Number), holds?.specialFeatures),
      publisher: {
        consents: {},
        legitimateInterests: {},
        customPurpose: { consents: {}, legitimateInterests: {} },
        restrictions: {},
      },
    };
  }

  const tell = () => {
    for (const [id, callback] of listeners) callback(data(id), true);
  };

  consent.subscribe((snapshot, change) => {
    const { choice } = snapshot;
    // Without a change somebody else changed it, in another tab: what was said there is stored.
    if (change === null) current = recall();
    else if (choice !== null) {
      // A yes to one more purpose from within the page, or taking one back, says nothing about partners: that stays.
      const isInDetail = change.method === "save" || change.method === "withdraw";
      current = (isInDetail ? (prepared ?? current) : null) ?? answerOfChoice(settings, choice);
      prepared = null;
      hasActed = true;
      const holds = content();
      if (holds !== null) parts.store.write(`${keyOf(choice)}~${encodeTcString(holds)}`);
    }
    tell();
  });

  const commands: Readonly<Record<string, (callback: Callback, parameter: unknown) => void>> = {
    ping: (callback) =>
      callback(
        {
          gdprApplies: settings.gdprApplies,
          cmpLoaded: true,
          cmpStatus: "loaded",
          displayStatus: !settings.gdprApplies ? "disabled" : isOpen || consent.snapshot().ask ? "visible" : "hidden",
          apiVersion: "2.3",
          cmpVersion: settings.cmpVersion,
          cmpId: settings.cmpId,
          gvlVersion: settings.listVersion,
          tcfPolicyVersion: settings.policyVersion,
        },
        true,
      ),
    getTCData: (callback) => callback(data(), true),
    getVendorList: (callback) => callback(describeList(settings), true),
    addEventListener: (callback) => {
      last += 1;
      listeners.set(last, callback);
      callback(data(last), true);
    },
    removeEventListener: (callback, parameter) => callback(listeners.delete(Number(parameter)), true),
  };
  return {
    answer: () => current,
    prepare: (answer) => {
      prepared = answer;
    },
    show: (open) => {
      isOpen = open;
      if (!open) hasActed = true;
      tell();
    },
    command: (command, version, callback = () => undefined, parameter) => {
      const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
      // 0 and undefined mean the newest.
      if (run === undefined || (version !== 2 && version !== 0 && version !== undefined)) callback(null, false);
      else run(callback, parameter);
    },
  };
}

function refuseUnregistered({ cmpId, purposes, vendors, names }: TcfSettings): void {
  if (!Number.isInteger(cmpId) || cmpId < 2 || cmpId > LARGEST_ID)
    throw new TcfRefusal(
      `${cmpId} is no number of a registered consent management platform: register with IAB Europe.`,
    );
  const unknown = Object.keys(purposes).find((id) => names.purposes[id] === undefined);
  if (unknown !== undefined) throw new TcfRefusal(`Purpose ${unknown} is not on the list.`);
  if (vendors.length === 0) throw new TcfRefusal("There is no vendor to disclose.");
}

/** Choices of the same second are told apart by how they were made. */
function keyOf({ at, method }: Choice): string {
  return `${at.toString(36)}.${method}`;
}

/** The list in its published form, with the partners of this site. */
function describeList({ names, vendors, listVersion, policyVersion }: TcfSettings) {
  return {
    gvlSpecificationVersion: 3,
    vendorListVersion: listVersion,
    tcfPolicyVersion: policyVersion,
    ...names,
    vendors: Object.fromEntries(vendors.map((vendor) => [vendor.id, vendor])),
  };
}

function flags(all: readonly number[], yes: readonly number[] = []): Readonly<Record<number, boolean>> {
  return Object.fromEntries(all.map((id) => [id, yes.includes(id)]));
}
