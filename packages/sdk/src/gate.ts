/**
 * The decision point inside the operator's app: `gate.may(person, purpose)` answers at once and from memory. The gate holds
 * a verified snapshot of everybody and follows changes over server-sent events. A change reaches it within a second; an
 * answer never rests on anything older than `maxStaleness`: then, and whenever something is not known, it is no.
 */
import { getSnapshot, may as mayEndpoint, resolvePeople } from "@kept/contract/decision-endpoints";
import type { Decision, DecisionChange, PersonRef } from "@kept/contract/decisions";
import { writeGateKey } from "@kept/contract/gate-key";
import { type Answer, parseAnswer, type Verdict } from "./answers-table.ts";
import { type Client, type ClientOptions, createClient } from "./client.ts";
import { followChanges } from "./follow-changes.ts";
import { type LoadedSnapshot, loadSnapshot } from "./load-snapshot.ts";

/** The names of a configuration; `kept generate types` writes them, and then what is not named does not compile. */
export interface Names {
  readonly purpose: string;
  readonly category: string;
  /** By purpose: who may get the data. */
  readonly recipients: Readonly<Record<string, string>>;
  /** By purpose: ways to reach people; `never` for a purpose that has none. */
  readonly channels: Readonly<Record<string, string>>;
  readonly topics: Readonly<Record<string, string>>;
}

/** What else a question may name. A purpose with channels must name one. */
export type Scope<N extends Names, P extends N["purpose"]> = {
  readonly category?: N["category"];
  readonly recipient?: N["recipients"][P];
  readonly topic?: N["topics"][P];
} & (string extends N["purpose"]
  ? { readonly channel?: string }
  : [N["channels"][P]] extends [never]
    ? { readonly channel?: never }
    : { readonly channel: N["channels"][P] });

/** The scope may be left out where nothing in it is required. */
type ScopeArgument<N extends Names, P extends N["purpose"]> =
  object extends Scope<N, P> ? [scope?: Scope<N, P>] : [scope: Scope<N, P>];

export interface GateOptions extends ClientOptions {
  /** Milliseconds without a sign from the server after which every answer is no. @defaultValue 10000 */
  readonly maxStaleness?: number;
  /** The most that the snapshot may take. @defaultValue 268435456 (256 MiB: some five million people with eight places) */
  readonly maxBytes?: number;
  /** The key that must have signed the snapshot, base64url. */
  readonly snapshotKey?: string;
  /** Milliseconds since 1970. @defaultValue Date.now */
  readonly now?: () => number;
}

export interface Gate<N extends Names = Names> extends AsyncDisposable {
  /** May this purpose use this person's data now? `person` is Kept's id (`per_…`): ask `find` once, at sign-in. */
  may<P extends N["purpose"]>(person: string, purpose: P, ...scope: ScopeArgument<N, P>): Verdict;
  /** The same from the server, with the whole chain of reasons, for any reference to a person. */
  explain<P extends N["purpose"]>(person: PersonRef, purpose: P, ...scope: ScopeArgument<N, P>): Promise<Decision>;
  /** Kept's id of somebody, or null when nobody is known by that: then nothing that needs consent is allowed. */
  find(person: PersonRef): Promise<string | null>;
  readonly state: {
    readonly people: number;
    readonly bytes: number;
    readonly position: number;
    readonly policyVersion: string;
    readonly isStale: boolean;
  };
  /** Ends the connection. From then on every answer is no. */
  close(): Promise<void>;
}

const deny = (reason: string): Verdict => ({ allowed: false, reason });
const STALE = deny("gate_stale");
const EXPIRED = deny("consent_expired");
const UNREADABLE = deny("answer_unreadable");
const PURPOSE_UNKNOWN = deny("purpose_unknown");
const CHANNEL_UNKNOWN = deny("channel_unknown");
const CHANNEL_NOT_NAMED = deny("channel_not_named");
const TOPIC_UNKNOWN = deny("topic_unknown");
const RECIPIENT_NOT_NAMED = deny("recipient_not_named");
const CATEGORY_NOT_COVERED = deny("category_not_covered");

/** A purpose as the gate looks it up. */
interface GatePurpose {
  /** channel -> topic -> place. */
  readonly places: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly recipients: ReadonlySet<string>;
  readonly categories: readonly string[];
}

interface Loaded extends LoadedSnapshot {
  readonly purposes: ReadonlyMap<string, GatePurpose>;
  readonly unknown: readonly Answer[];
}

interface LooseScope {
  readonly category?: string;
  readonly recipient?: string;
  readonly channel?: string;
  readonly topic?: string;
}

/**
 * Opens a gate; resolves when it can answer.
 * @throws KeptProblem, KeptUnreachable, SnapshotRefused, GateTooSmall
 */
export async function openGate<N extends Names = Names>(options: GateOptions): Promise<Gate<N>> {
  const { maxStaleness = 10_000, maxBytes = 268_435_456, now = Date.now } = options;
  const client = createClient(options);
  const closing = new AbortController();
  const load = (): Promise<Loaded> => loadAll(client, { maxBytes, snapshotKey: options.snapshotKey });
  let loaded = await load();
  let position = loaded.policy.position;
  let heardAt = now();
  let reloading: Promise<void> | null = null;
  const reload = (): Promise<void> => {
    reloading ??= load()
      .then((fresh) => {
        loaded = fresh;
        position = fresh.policy.position;
        heardAt = now();
      })
      .finally(() => {
        reloading = null;
      });
    return reloading;
  };
  const apply = (change: DecisionChange): void => {
    if (change.policyVersion !== loaded.policy.policyVersion) {
      // Other rules: the answers that are held are not theirs. Until the new ones are here, nothing is known to be fresh.
      heardAt = Number.NEGATIVE_INFINITY;
      void reload().catch(() => undefined);
      return;
    }
    for (const { key, answers } of change.people) {
      const numbers = answers.map((answer) => loaded.table.intern(answer));
      loaded.table.set(Number.parseInt(key.slice(0, 8), 16), Number.parseInt(key.slice(8), 16), numbers);
    }
    position = change.position;
    heardAt = now();
  };
  const following = followChanges({
    client,
    position: () => position,
    onChange: apply,
    onOutdated: reload,
    signal: closing.signal,
  });

  const key = new Uint32Array(2);
  const decide = (person: string, name: string, scope: LooseScope | undefined): Verdict => {
    const time = now();
    if (time - heardAt > maxStaleness || closing.signal.aborted) return STALE;
    const purpose = loaded.purposes.get(name);
    if (purpose === undefined) return PURPOSE_UNKNOWN;
    const topics = purpose.places.get(scope?.channel ?? "");
    if (topics === undefined) return scope?.channel === undefined ? CHANNEL_NOT_NAMED : CHANNEL_UNKNOWN;
    const place = topics.get(scope?.topic ?? "");
    if (place === undefined) return TOPIC_UNKNOWN;
    if (scope !== undefined) {
      const { recipient, category } = scope;
      if (recipient !== undefined && !purpose.recipients.has(recipient)) return RECIPIENT_NOT_NAMED;
      if (category !== undefined && !covers(purpose.categories, category)) return CATEGORY_NOT_COVERED;
    }
    writeGateKey(person, key);
    const answer = loaded.table.find(key[0] ?? 0, key[1] ?? 0, place) ?? loaded.unknown[place];
    if (answer === undefined) return UNREADABLE;
    return answer.allowed && answer.until <= time ? EXPIRED : answer;
  };

  const gate: Gate = {
    may: (person, purpose, scope?: LooseScope) => decide(person, purpose, scope),
    explain: (person, purpose, scope?: LooseScope) => client.call(mayEndpoint, { body: { person, purpose, ...scope } }),
    find: async (person) => {
      const { people } = await client.call(resolvePeople, { body: { people: [person] } });
      return people[0] ?? null;
    },
    get state() {
      return {
        people: loaded.table.people,
        bytes: loaded.table.bytes,
        position,
        policyVersion: loaded.policy.policyVersion,
        isStale: now() - heardAt > maxStaleness || closing.signal.aborted,
      };
    },
    close: async () => {
      closing.abort();
      await following;
    },
    [Symbol.asyncDispose]: () => gate.close(),
  };
  return gate as Gate<N>;
}

async function loadAll(
  client: Client,
  options: { readonly maxBytes: number; readonly snapshotKey: string | undefined },
): Promise<Loaded> {
  const response = await client.open(getSnapshot, {});
  if (response.body === null) throw new Error("The server sent no snapshot.");
  const snapshot = await loadSnapshot(response.body, options);
  const { policy } = snapshot;
  const purposes = new Map<string, GatePurpose>();
  for (const [name, { recipients, categories }] of Object.entries(policy.purposes)) {
    const places = new Map<string, Map<string, number>>();
    for (const [index, place] of policy.places.entries()) {
      if (place.purpose !== name) continue;
      const topics = places.get(place.channel) ?? new Map<string, number>();
      topics.set(place.topic, index);
      places.set(place.channel, topics);
    }
    purposes.set(name, {
      places,
      recipients: new Set(recipients),
      categories,
    });
  }
  return { ...snapshot, purposes, unknown: policy.unknown.map(parseAnswer) };
}

function covers(names: readonly string[], category: string): boolean {
  return names.some((name) => category === name || category.startsWith(`${name}.`));
}
