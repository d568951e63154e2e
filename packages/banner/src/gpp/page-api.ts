/** `__gpp` of the page (GPP 1.1): commands with callbacks, and events for whoever listens. */
import type { Consent, Snapshot } from "../core/consent.ts";
import { describeAnswers, type GppSettings } from "./describe-answers.ts";
import { encodeGpp, encodeSection } from "./encode-section.ts";
import { SECTIONS, type SectionName } from "./sections.ts";

type Callback = (data: unknown, success: boolean) => void;

/** What `__gpp` is called with. */
export type GppCommand = (command: string, callback?: Callback, parameter?: unknown) => void;

/** A number of the IAB; 0 says that there is none. */
const CMP_ID = 0;
export const SUPPORTED: readonly string[] = Object.entries(SECTIONS).map(([name, { id }]) => `${id}:${name}`);

/** Makes the command. Every change of the choice is told to all listeners. */
export function createGpp(consent: Consent, settings: GppSettings, gpc: boolean): GppCommand {
  const listeners = new Map<number, Callback>();
  let last = 0;
  const name = settings.section === undefined ? "usnat" : settings.section;
  const isApplied = (asked: unknown): asked is SectionName => name !== null && asked === name;
  const ping = () => {
    const snapshot = consent.snapshot();
    return {
      gppVersion: "1.1",
      cmpStatus: "loaded",
      cmpDisplayStatus: snapshot.ask ? "visible" : "hidden",
      // Vendors wait for this one.
      signalStatus: "ready",
      supportedAPIs: SUPPORTED,
      cmpId: CMP_ID,
      sectionList: name === null ? [] : [SECTIONS[name].id],
      // -1: none applies, and that is known.
      applicableSections: [name === null ? -1 : SECTIONS[name].id],
      gppString: gppString(settings, snapshot, gpc),
      parsedSections: name === null ? {} : { [name]: parseSection(name, settings, snapshot, gpc) },
    };
  };
  const tell = (eventName: string, data: unknown) => {
    for (const [listenerId, callback] of listeners) callback({ eventName, listenerId, data, pingData: ping() }, true);
  };
  consent.subscribe(() => {
    tell("signalStatus", "not ready");
    if (name !== null) tell("sectionChange", name);
    tell("cmpDisplayStatus", consent.snapshot().ask ? "visible" : "hidden");
    tell("signalStatus", "ready");
  });
  const parsed = () => (name === null ? [] : parseSection(name, settings, consent.snapshot(), gpc));

  const commands: Readonly<Record<string, (parameter: unknown, callback: Callback) => void>> = {
    ping: (_, callback) => callback(ping(), true),
    addEventListener: (_, callback) => {
      last += 1;
      listeners.set(last, callback);
      callback({ eventName: "listenerRegistered", listenerId: last, data: true, pingData: ping() }, true);
    },
    removeEventListener: (parameter, callback) => callback(listeners.delete(Number(parameter)), true),
    hasSection: (parameter, callback) => callback(isApplied(parameter), true),
    getSection: (parameter, callback) => (isApplied(parameter) ? callback(parsed(), true) : callback(null, false)),
    getField: (parameter, callback) => {
      const [section, field = ""] = String(parameter).split(".");
      const value = parsed().flatMap((segment) => (Object.hasOwn(segment, field) ? [segment[field]] : []))[0];
      callback(isApplied(section) ? (value ?? null) : null, isApplied(section) && value !== undefined);
    },
  };
  return (command, callback = () => undefined, parameter) => {
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (run === undefined) callback(null, false);
    else run(parameter, callback);
  };
}

/** Its segments, with every field under its name in the specification. */
function parseSection(name: SectionName, settings: GppSettings, snapshot: Snapshot, gpc: boolean) {
  const { fields, version, hasSignal } = SECTIONS[name];
  const answers = describeAnswers(settings, snapshot);
  const core: Record<string, unknown> = { ["MspaMode" in answers ? "MspaVersion" : "Version"]: version };
  for (const [field, list] of fields) {
    core[field] = answers[field] ?? (list === undefined ? 0 : Array<number>(list).fill(0));
  }
  return [core, ...(hasSignal ? [{ GpcSegmentType: 1, Gpc: gpc }] : [])];
}

/** The string alone, for servers that send it on. */
export function gppString(settings: GppSettings, snapshot: Snapshot, gpc: boolean): string {
  if (settings.section === null) return encodeGpp(null, "");
  const section = SECTIONS[settings.section ?? "usnat"];
  return encodeGpp(section, encodeSection(section, describeAnswers(settings, snapshot), gpc));
}
