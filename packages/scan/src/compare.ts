/** Holds what was seen against what is declared. Pure: the same observations give the same findings. */
import type { Choice } from "@kept/banner/core/choice";
import { decide, isYes, reasonNames } from "@kept/banner/core/decide";
import type { GateConfig } from "@kept/banner/core/gate-config";
import { purposeOfAddress, purposeOfName } from "@kept/banner/core/match-rule";
import type { Registry } from "@kept/banner/core/registry";
import { FINDING_KINDS, type FindingCode, type ScanFinding } from "./finding-kinds.ts";
import { readLifetime, sayLifetime } from "./lifetime.ts";
import type { RegionObservation, ScanState, SeenRequest, StateObservation, StoredEntry } from "./observation.ts";

export interface Compared {
  readonly observation: RegionObservation;
  readonly registry: Registry;
}

const FORBIDDEN: Readonly<Record<Exclude<ScanState, "accepted">, FindingCode>> = {
  before: "before_choice",
  rejected: "after_refusal",
  withdrawn: "after_withdrawal",
  signal: "against_signal",
};
/** Clocks, and cookies that are renewed while a scan runs. */
const TOLERANCE = 1.03;
const WEIGHTS = ["breach", "drift", "note"];

/** Findings of all regions, each once, breaches first. */
export function compareWithRegistry(regions: readonly Compared[]): readonly ScanFinding[] {
  const found = new Map<string, { code: FindingCode; subject: string; regions: Set<string>; evidence: Set<string> }>();
  for (const { observation, registry } of regions) {
    const add: Add = (code, subject, evidence) => {
      const key = `${code} ${subject}`;
      const known = found.get(key) ?? { code, subject, regions: new Set(), evidence: new Set() };
      known.regions.add(observation.region);
      for (const each of evidence) known.evidence.add(each);
      found.set(key, known);
    };
    for (const state of observation.states) compareState(observation, state, registry, add);
    compareBanner(observation, registry, add);
    for (const [host, target] of Object.entries(observation.aliases))
      add("cloaked_host", `host ${host}`, [`CNAME ${target}`]);
  }
  findUnseen(regions, (code, subject, names) => {
    found.set(`${code} ${subject}`, { code, subject, regions: new Set(names), evidence: new Set() });
  });
  return [...found.values()]
    .map(({ code, subject, regions: names, evidence }): ScanFinding => {
      const { weight, says, action, source } = FINDING_KINDS[code];
      return { code, weight, subject, regions: [...names], says, evidence: [...evidence], action, source };
    })
    .sort(
      (one, other) =>
        WEIGHTS.indexOf(one.weight) - WEIGHTS.indexOf(other.weight) ||
        one.code.localeCompare(other.code) ||
        one.subject.localeCompare(other.subject),
    );
}

type Add = (code: FindingCode, subject: string, evidence: readonly string[]) => void;

function compareState(
  { site }: RegionObservation,
  observed: StateObservation,
  { gate, entries }: Registry,
  add: Add,
): void {
  const { state } = observed;
  const own = new URL(site).host;
  for (const entry of observed.entries) {
    if (entry.name === gate.cookie) continue;
    const subject = `${entry.kind} ${entry.name}`;
    const purpose = purposeOfName(gate, entry.name);
    if (purpose === undefined) add("undeclared_entry", subject, [describeEntry(state, entry)]);
    if (purpose !== undefined) compareLifetime(entry, declaredOf(entries, entry.name), add);
    if (state === "accepted" || isAllowed(gate, purpose, state)) continue;
    const isLeftover =
      state === "withdrawn" &&
      entry.kind === "cookie" &&
      !isOwn(entry.host, own) &&
      !observed.requests.some(({ host }) => isOwn(entry.host, host));
    add(isLeftover ? "third_party_leftover" : FORBIDDEN[state], subject, [describeEntry(state, entry)]);
  }
  for (const request of observed.requests) {
    const purpose = purposeOfAddress(gate, request.host, request.path, request.host === own);
    if (purpose === undefined && request.host === own) continue;
    const subject = request.host === own ? `address ${request.path}` : `host ${request.host}`;
    if (purpose === undefined) add("undeclared_host", subject, [describeRequest(state, request)]);
    if (state === "accepted" || isAllowed(gate, purpose, state)) continue;
    add(FORBIDDEN[state], subject, [describeRequest(state, request)]);
  }
  if (state === "before") {
    for (const { what, script, page } of observed.reads)
      add("tells_browsers_apart", `script ${script}`, [`reads ${what} on ${page}`]);
  }
  for (const { page, why } of observed.faults) add("page_unread", `page ${page}`, [why]);
}

/** What nobody declared was allowed by nobody; under the signal the rule is about purposes that it speaks of. */
function isAllowed(gate: GateConfig, purpose: string | undefined, state: Exclude<ScanState, "accepted">): boolean {
  const rule = gate.purposes.find(({ id }) => id === purpose);
  if (rule === undefined) return state === "signal" || (state === "before" && gate.model === "opt-out");
  const now = 1;
  const choice: Choice | null =
    state === "rejected" || state === "withdrawn"
      ? {
          method: "reject",
          at: now,
          told: false,
          device: "scan",
          purposes: Object.fromEntries(gate.purposes.map(({ id, version }) => [id, { granted: false, version }])),
        }
      : null;
  const reason = decide(gate, rule, choice, state === "signal", now);
  // Without the signal it would have been refused as well: the other visitors tell that.
  return isYes(reason) || (state === "signal" && reasonNames[reason] !== "signal");
}

function compareLifetime(entry: StoredEntry, declared: string | undefined, add: Add): void {
  if (declared === undefined || entry.kind !== "cookie" || entry.lifetime === null || entry.lifetime === 0) return;
  const allowed = readLifetime(declared);
  const evidence = [`declared: ${declared}; seen: ${sayLifetime(entry.lifetime)} on ${entry.page}`];
  if (allowed === null) add("lifetime_untold", `cookie ${entry.name}`, evidence);
  else if (entry.lifetime > allowed * TOLERANCE) add("outlives_declaration", `cookie ${entry.name}`, evidence);
}

function compareBanner({ site, states }: RegionObservation, { gate, regime }: Registry, add: Add): void {
  if (!gate.purposes.some(({ necessary }) => !necessary)) return;
  const use = (state: ScanState, act: "accept" | "reject" | "withdraw") =>
    states.find((one) => one.state === state)?.uses[act];
  const accept = use("accepted", "accept");
  const reject = use("rejected", "reject");
  const withdraw = use("withdrawn", "withdraw");
  const subject = `banner of ${site}`;
  if (accept?.clicks == null && reject?.clicks == null) {
    if (accept !== undefined || reject !== undefined) add("no_banner", subject, [`regime ${regime}`]);
    return;
  }
  if (reject !== undefined && reject.clicks === null)
    add("no_way_to_refuse", subject, [`accepting: ${(accept?.labels ?? []).join(" > ")}`]);
  if (accept?.clicks != null && reject?.clicks != null && reject.clicks > accept.clicks)
    add("refusing_takes_longer", subject, [
      `accepting: ${accept.labels.join(" > ")}; refusing: ${reject.labels.join(" > ")}`,
    ]);
  if (withdraw !== undefined && withdraw.clicks === null) add("no_way_back", subject, [`regime ${regime}`]);
}

function findUnseen(
  regions: readonly Compared[],
  add: (code: FindingCode, subject: string, regions: readonly string[]) => void,
): void {
  const states = regions.flatMap(({ observation }) => observation.states);
  const names = [...new Set(states.flatMap(({ entries }) => entries.map(({ name }) => name)))];
  const requests = states.flatMap((one) => one.requests);
  const registries = regions.map(({ registry }) => registry);
  const regionNames = regions.map(({ observation }) => observation.region);
  for (const pattern of new Set(registries.flatMap(({ entries }) => Object.keys(entries)))) {
    const gate = { hosts: {}, names: { [pattern]: "x" } } as unknown as GateConfig;
    if (!names.some((name) => purposeOfName(gate, name) !== undefined))
      add("declared_unseen", `entry ${pattern}`, regionNames);
  }
  for (const pattern of new Set(registries.flatMap(({ hosts }) => hosts))) {
    const gate = { hosts: { [pattern]: "x" }, names: {} } as unknown as GateConfig;
    if (!requests.some(({ host, path }) => purposeOfAddress(gate, host, path, pattern.startsWith("/")) !== undefined))
      add("declared_unseen", `host ${pattern}`, regionNames);
  }
}

function declaredOf(entries: Registry["entries"], name: string): string | undefined {
  const patterns = Object.keys(entries).sort((one, other) => other.length - one.length);
  const pattern = patterns.find((one) => one === name || (one.endsWith("*") && name.startsWith(one.slice(0, -1))));
  return pattern === undefined ? undefined : entries[pattern]?.lifetime;
}

/** Whether a cookie of one host reaches another. */
function isOwn(cookieHost: string, host: string): boolean {
  const name = host.replace(/:\d+$/, "");
  const bareHost = cookieHost.replace(/:\d+$/, "");
  return name === bareHost || name.endsWith(`.${bareHost}`);
}

const STATE_WORDS: Readonly<Record<ScanState, string>> = {
  before: "before a choice",
  accepted: "after a yes",
  rejected: "after a no",
  withdrawn: "after a withdrawal",
  signal: "with Global Privacy Control",
};

function describeEntry(state: ScanState, { host, lifetime, setBy, page }: StoredEntry): string {
  const who = setBy.length === 0 ? "" : `, set by ${setBy.join(" and ")}`;
  return `${STATE_WORDS[state]}: on ${page}, of ${host}, ${sayLifetime(lifetime)}${who}`;
}

function describeRequest(state: ScanState, { host, path, type, initiator, page }: SeenRequest): string {
  return `${STATE_WORDS[state]}: ${type} ${host}${path} on ${page}${initiator === "" ? "" : `, asked for by ${initiator}`}`;
}
