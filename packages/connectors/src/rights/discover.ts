/** From a live store to a model: introspect, look at a bounded sample, infer, lay the operator's map over it. */
import { describeAccepted } from "@kept/engine/accepted-tables";
import { type Inference, inferSystem } from "@kept/engine/infer/infer-system";
import type { DataMap } from "@kept/engine/map";
import { type Finding, indexModel, type ModelIndex } from "@kept/engine/model";
import { resolveModel } from "@kept/engine/resolve-model";
import type { SystemSchema } from "@kept/engine/schema";
import type { RowStore } from "../connector.ts";
import { gatherEvidence } from "./gather-evidence.ts";

export interface DiscoverOptions {
  /** False: from the catalogue alone, where looking at data is not allowed. */
  readonly readData: boolean;
}

export interface Discovery {
  readonly schema: SystemSchema;
  readonly inference: Inference;
  readonly index: ModelIndex;
  readonly findings: readonly Finding[];
  readonly map: DataMap;
}

/** Discovers a store. Sampled values stay inside this call. */
export async function discoverSystem(store: RowStore, map: DataMap, options: DiscoverOptions): Promise<Discovery> {
  const schema = await store.introspect();
  return resolveDiscovery(schema, await inferStore(store, schema, options), map);
}

/** The same discovery under another map, without asking the store again. */
export function resolveDiscovery(schema: SystemSchema, inference: Inference, map: DataMap): Discovery {
  const { model, findings } = resolveModel(schema, inference, map);
  return { schema, inference, index: indexModel(model), findings, map };
}

async function inferStore(store: RowStore, schema: SystemSchema, options: DiscoverOptions): Promise<Inference> {
  return inferSystem(schema, options.readData ? await gatherEvidence(store, schema) : undefined);
}

/** The map with every proposal of these tables (default: all) confirmed in one word. */
export function acceptProposals(discovery: Discovery, tables?: readonly string[]): DataMap {
  const prints = describeAccepted(discovery.schema, discovery.inference);
  const chosen = [...prints].filter(([name]) => tables === undefined || tables.includes(name));
  const known = Object.entries(discovery.map.accepted).filter(([name]) => prints.has(name));
  const accepted = Object.fromEntries([...new Map([...known, ...chosen])].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...discovery.map, system: discovery.schema.system, accepted };
}
