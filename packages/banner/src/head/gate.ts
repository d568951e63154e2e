/** The gate in the page: what is allowed now, and what was refused. Everything in this folder goes into the head snippet. */
import { type Choice, readChoice, readCookie } from "../core/choice.ts";
import { decide, isYes, type Reason } from "../core/decide.ts";
import type { GateConfig } from "../core/gate-config.ts";
import { purposeOfAddress, purposeOfName } from "../core/match-rule.ts";
import type { Loose } from "./patch.ts";

/** Something was refused: `what` kind of door, the address or name, and the purpose ("" when nobody declared it). */
export interface Blocked {
  readonly what: string;
  readonly target: string;
  readonly purpose: string;
}

/** The purpose for which something is refused; null: it is allowed. */
export type Refusal = string | null;

/** What the banner and the bindings use; `window.kept`. */
export interface PageGate {
  readonly config: GateConfig;
  /** The browser sends Global Privacy Control. */
  readonly signal: boolean;
  choice: Choice | null;
  /** Why each purpose is allowed or not. */
  readonly reasons: Record<string, Reason>;
  /** Everything that was refused on this page so far. */
  readonly blocked: Blocked[];
  /** Called with everything that is refused from then on. */
  onblocked?: (blocked: Blocked) => void;
  /**
   * Elements that wait, with what they were to load by attribute (`style`: the text). Null: let through for good, the person
   * asked for this one.
   */
  readonly held: Map<Element, Record<string, unknown> | null>;
  /** What Trusted Types want to see before text becomes code; undefined where they are not known. */
  trusted: Loose;
  /** Decides anew, from the cookie when no choice is given. Lets nothing go: the banner does. */
  apply(choice?: Choice | null): void;
  refuse(address: unknown, marked?: string | null, strict?: boolean): Refusal;
}

/** Put in front of the snippet by whoever serves it. */
declare const __KEPT__: GateConfig;
const config = __KEPT__;

/** Null as well for null, where nothing was marked. */
export const refusePurpose = (purpose: string | null = ""): Refusal =>
  isYes(gate.reasons[purpose ?? ""]) ? null : purpose;

/**
 * Whether an address may be loaded.
 * @param marked purpose that the element itself names (`data-purpose`)
 * @param strict also an address on the own host needs a rule: for what runs where we cannot see (workers), unless the policy
 * header watches it
 */
export function refuse(value: unknown, marked?: string | null, strict?: boolean): Refusal {
  if (marked && refusePurpose(marked)) return marked;
  try {
    const { protocol, host, pathname } = new URL(`${value}`, document.baseURI);
    // Of all schemes only http and ws (with or without s) name a host that is asked.
    const isOwn = host === location.host || !/^[hw]/.test(protocol);
    const purpose = purposeOfAddress(config, host, pathname, isOwn);
    return isOwn && purpose === undefined && (!strict || config.policyHeader) ? null : refusePurpose(purpose);
  } catch {
    // No address: there is nothing to load.
    return null;
  }
}

/** Whether a cookie or a storage entry may be written. */
export function refuseName(name: string): Refusal {
  return name === config.cookie ? null : refusePurpose(purposeOfName(config, name));
}

/** Remembers that something was refused; answers whether it was. */
export function report(refusal: Refusal, what: string, target: unknown): boolean {
  if (refusal === null) return false;
  const detail: Blocked = { what, target: `${target}`, purpose: refusal };
  gate.blocked.push(detail);
  gate.onblocked?.(detail);
  return true;
}

const same = (text: string) => text;

export const gate = {
  config,
  signal: !!(navigator as Loose).globalPrivacyControl,
  blocked: [],
  held: new Map(),
  reasons: {},
  apply(choice = readChoice(readCookie(document.cookie, config.cookie))) {
    gate.choice = choice;
    for (const purpose of config.purposes) {
      gate.reasons[purpose.id] = decide(config, purpose, choice, gate.signal, Date.now() / 1000);
    }
  },
  refuse,
} as unknown as PageGate;

try {
  gate.trusted = (window as Loose).trustedTypes?.createPolicy("kept", {
    createHTML: same,
    createScript: same,
    createScriptURL: same,
  });
} catch {
  // The page's policy allows us none: what needs one stays held.
}
