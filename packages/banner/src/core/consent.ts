/** The headless core: holds a choice, decides, remembers, tells. No DOM: apps, servers and tests bring their own parts. */
import { isAskDue } from "./ask.ts";
import type { BannerConfig } from "./banner-config.ts";
import { type Choice, type ChosenPurpose, type Method, readChoice, writeChoice } from "./choice.ts";
import { decide, isYes, type ReasonName, reasonNames } from "./decide.ts";

/** An act for the record of choices, by its name there (contract: choice-acts). */
export type Act = "requested" | "deferred" | "given" | "refused" | "withdrawn" | "opted-out" | "opted-in";

/** The body of `choices.record`. */
export interface ChoiceReport {
  readonly device: string;
  readonly surface: "banner" | "preferences" | "app";
  readonly method: "shown" | "dismiss" | "accept-all" | "reject-all" | "save";
  readonly notice?: { readonly hash: string; readonly language: string; readonly rendered?: string };
  readonly choices: readonly { readonly id: string; readonly act: Act; readonly purpose: string }[];
  readonly gpc: boolean;
  readonly toldOfConflict: boolean;
  readonly at: string;
}

export interface ConsentParts {
  readonly config: BannerConfig;
  /** Keeps the choice; `read` may answer anything. */
  readonly store: { read(): string | null; write(text: string): void };
  /** The standing signal of the browser or device. */
  readonly signal: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** `size` random bytes that nobody can guess. */
  readonly random: (size: number) => Uint8Array;
  /** Takes reports to the record; what it throws or loses never undoes a choice. */
  readonly send?: (report: ChoiceReport) => void;
  readonly surface?: ChoiceReport["surface"];
}

/** What holds now. */
export interface Snapshot {
  readonly choice: Choice | null;
  readonly allowed: Readonly<Record<string, boolean>>;
  readonly reasons: Readonly<Record<string, ReasonName>>;
  /** The person should be asked now. */
  readonly ask: boolean;
  /** The signal denies something: show it as processed. */
  readonly signalHonoured: boolean;
}

/** Granted and withdrawn purposes of one change. */
export interface Change {
  readonly granted: readonly string[];
  readonly withdrawn: readonly string[];
  readonly method: Method;
}

export type Listener = (snapshot: Snapshot, change: Change | null) => void;

export interface Consent {
  snapshot(): Snapshot;
  isAllowed(purpose: string): boolean;
  /** Every purpose that is asked about: yes. */
  acceptAll(): void;
  /** Every purpose that is asked about: no. */
  rejectAll(): void;
  /** Yes to those named, no to all others. */
  save(granted: Iterable<string>): void;
  /** The question was closed without an answer: a no where a yes is needed. */
  defer(): void;
  /** No to these (all when left out), after a yes. */
  withdraw(purposes?: Iterable<string>): void;
  /** The question is on the screen. */
  shown(): void;
  /** Reads the choice again, for instance when another tab changed it. */
  refresh(): void;
  /** Called with every change from now on; answers how to end it. */
  subscribe(listener: Listener): () => void;
}

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Makes the core. Everything it knows of the world comes with its parts. */
export function createConsent(parts: ConsentParts): Consent {
  const { config } = parts;
  const asked = config.purposes.filter((purpose) => !purpose.necessary);
  const listeners = new Set<Listener>();
  const randomText = (size: number) => [...parts.random(size)].map((byte) => ALPHABET[byte % 36]).join("");
  let choice = readChoice(parts.store.read());
  // Nothing is stored before a choice: the name of this browser is kept with the first one.
  const device = choice?.device ?? `dev_${randomText(26)}`;
  let current = look();

  function look(): Snapshot {
    const now = parts.now() / 1000;
    const reasons = config.purposes.map(
      (purpose) => [purpose.id, decide(config, purpose, choice, parts.signal, now)] as const,
    );
    return {
      choice,
      allowed: Object.fromEntries(reasons.map(([id, reason]) => [id, isYes(reason)])),
      reasons: Object.fromEntries(reasons.map(([id, reason]) => [id, reasonNames[reason]])),
      ask: isAskDue(config, choice, parts.signal, now),
      signalHonoured: reasons.some(([, reason]) => reasonNames[reason] === "signal"),
    };
  }

  function tell(change: Change | null): void {
    current = look();
    for (const listener of listeners) listener(current, change);
  }

  function report(
    method: ChoiceReport["method"],
    acts: readonly (readonly [purpose: string, act: Act])[],
    told: boolean,
  ) {
    if (acts.length === 0) return;
    try {
      parts.send?.({
        device,
        surface: parts.surface ?? "banner",
        method,
        ...(config.notice === undefined ? {} : { notice: config.notice }),
        choices: acts.map(([purpose, act]) => ({ id: uuid(parts.random(16)), act, purpose })),
        gpc: parts.signal,
        toldOfConflict: told,
        at: new Date(parts.now()).toISOString(),
      });
    } catch {
      // The choice holds here whether or not it could be sent.
    }
  }

  function choose(method: Method, granted: ReadonlySet<string>): void {
    const before = current;
    const conflicts = parts.signal && asked.some(({ id, signal }) => signal === true && granted.has(id));
    const chosen = asked.filter(({ id }) => method !== "defer" || config.model === "opt-in" || granted.has(id));
    const purposes: Record<string, ChosenPurpose> = {};
    for (const { id, version } of chosen) purposes[id] = { granted: granted.has(id), version };
    choice = { method, at: Math.floor(parts.now() / 1000), told: conflicts, device, purposes };
    parts.store.write(writeChoice(choice));
    const after = look();
    const acts = asked.map(({ id }) => [id, actOf(before, id, granted.has(id), method)] as const);
    const words = {
      accept: "accept-all",
      reject: "reject-all",
      save: "save",
      withdraw: "save",
      defer: "dismiss",
    } as const;
    report(words[method], acts, conflicts);
    tell({
      granted: asked.map(({ id }) => id).filter((id) => after.allowed[id] && !before.allowed[id]),
      withdrawn: asked.map(({ id }) => id).filter((id) => !after.allowed[id] && before.allowed[id]),
      method,
    });
  }

  function actOf(before: Snapshot, id: string, yes: boolean, method: Method): Act {
    if (method === "defer") return "deferred";
    if (config.model === "opt-out") return yes ? "opted-in" : "opted-out";
    if (yes) return "given";
    return before.reasons[id] === "yes" ? "withdrawn" : "refused";
  }

  const everything = () => new Set(asked.map(({ id }) => id));
  const allowedNow = () => asked.map(({ id }) => id).filter((id) => current.allowed[id]);
  return {
    snapshot: () => current,
    isAllowed: (purpose) => current.allowed[purpose] === true,
    acceptAll: () => choose("accept", everything()),
    rejectAll: () => choose("reject", new Set()),
    save: (granted) => choose("save", new Set(granted)),
    defer: () => choose("defer", new Set(config.model === "opt-in" ? [] : allowedNow())),
    withdraw: (purposes) => {
      const taken = new Set(purposes ?? everything());
      choose("withdraw", new Set(allowedNow().filter((id) => !taken.has(id))));
    },
    shown: () =>
      report(
        "shown",
        asked.map(({ id }) => [id, "requested"]),
        false,
      ),
    refresh: () => {
      const before = writeOrEmpty(choice);
      choice = readChoice(parts.store.read());
      if (writeOrEmpty(choice) !== before) tell(null);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function writeOrEmpty(choice: Choice | null): string {
  return choice === null ? "" : writeChoice(choice);
}

/** RFC 9562, version 4. */
function uuid(bytes: Uint8Array): string {
  const hex = [...bytes]
    .map((byte, index) => (index === 6 ? (byte & 15) | 64 : index === 8 ? (byte & 63) | 128 : byte))
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
