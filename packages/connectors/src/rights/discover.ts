/** From a live store to a model: introspect, look at a bounded sample, infer, lay the operator's map over it. */
import { describeAccepted } from "@kept/engine/accepted-tables";
import { findMissingStores } from "@kept/engine/blob-findings";
import { type Inference, inferSystem } from "@kept/engine/infer/infer-system";
import type { Join } from "@kept/engine/infer/read-joins";
import { readStated } from "@kept/engine/infer/stated";
import { suggestEdge } from "@kept/engine/infer/suggest-lines";
import type { DataMap } from "@kept/engine/map";
import { type Edge, type Finding, indexModel, type ModelIndex } from "@kept/engine/model";
import { resolveModel } from "@kept/engine/resolve-model";
import type { SystemSchema } from "@kept/engine/schema";
import { tellFindings } from "@kept/engine/tell-findings";
import type { RowStore } from "../connector.ts";
import { gatherEvidence } from "./gather-evidence.ts";

export interface DiscoverOptions {
  /** False: from the catalogue alone, where looking at data is not allowed. */
  readonly readData: boolean;
  /** Columns that the statements of a query log hold equal, as a further source. */
  readonly joins?: readonly Join[];
  /** Names of the stores of files that there are. */
  readonly stores?: ReadonlySet<string>;
}

/** A reference that a query log shows and nothing else, with the lines of a map that state it. */
export interface LoggedEdge {
  readonly edge: Edge;
  readonly suggestion: string;
}

export interface Discovery {
  readonly schema: SystemSchema;
  readonly inference: Inference;
  readonly index: ModelIndex;
  /** One for each place: what questions are made of. */
  readonly findings: readonly Finding[];
  readonly map: DataMap;
  /**
   * What the query log shows beside. It stays a suggestion: the log is not at hand when somebody's request runs, and what is
   * acted upon then must be in the map.
   */
  readonly fromLog: readonly LoggedEdge[];
  /** Names of the stores of files that there are. */
  readonly stores: ReadonlySet<string>;
}

/** Discovers a store. Sampled values stay inside this call. */
export async function discoverSystem(store: RowStore, map: DataMap, options: DiscoverOptions): Promise<Discovery> {
  const schema = await store.introspect();
  const stated = readStated(map);
  const evidence = options.readData ? await gatherEvidence(store, schema, stated) : undefined;
  const inference = inferSystem(schema, evidence, { stated });
  const { joins } = options;
  const logged = joins === undefined ? [] : inferSystem(schema, { samples: [], ...evidence, joins }, { stated }).edges;
  const known = new Set(inference.edges.map(({ id, role }) => `${id} ${role}`));
  const fromLog = logged
    .filter(({ id, role, why }) => !known.has(`${id} ${role}`) && role !== "context" && why.includes("query log"))
    .map((edge) => ({ edge, suggestion: suggestEdge(edge) }));
  return resolveDiscovery(schema, inference, map, fromLog, options.stores);
}

/** The same discovery under another map, without asking the store again. */
export function resolveDiscovery(
  schema: SystemSchema,
  inference: Inference,
  map: DataMap,
  fromLog: readonly LoggedEdge[] = [],
  stores: ReadonlySet<string> = new Set(),
): Discovery {
  const { model, findings } = resolveModel(schema, inference, map);
  const stated = new Set(model.edges.map(({ id }) => id));
  return {
    schema,
    inference,
    index: indexModel(model),
    findings: [...findings, ...findMissingStores(model, stores)],
    map,
    stores,
    fromLog: fromLog.filter(({ edge }) => !stated.has(edge.id)),
  };
}

/** Notes about the schema as a whole belong to discovery; a plan tells what stands in its own way. */
export function blockingOf(discovery: Discovery): readonly Finding[] {
  return discovery.findings.some(({ blocks }) => blocks) ? toldOf(discovery).filter(({ blocks }) => blocks) : [];
}

/** Told once for each discovery, however many people are planned for under it. */
const told = new WeakMap<Discovery, readonly Finding[]>();

/** Its findings as they are told: each thing once, however many tables it is in. */
export function toldOf(discovery: Discovery): readonly Finding[] {
  const known = told.get(discovery) ?? tellFindings(discovery.index.model, discovery.findings);
  told.set(discovery, known);
  return known;
}

/** The map with every proposal of these tables (default: all) confirmed in one word. */
export function acceptProposals(discovery: Discovery, tables?: readonly string[]): DataMap {
  const prints = describeAccepted(discovery.schema, discovery.inference);
  const chosen = [...prints].filter(([name]) => tables === undefined || tables.includes(name));
  const known = Object.entries(discovery.map.accepted).filter(([name]) => prints.has(name));
  const accepted = Object.fromEntries([...new Map([...known, ...chosen])].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...discovery.map, system: discovery.schema.system, accepted };
}
