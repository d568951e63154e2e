/** What is known of a store at the moment, under the map in use. */
import type { Join } from "@kept/engine/infer/read-joins";
import { isStatedAlike, readStated } from "@kept/engine/infer/stated";
import type { DataMap } from "@kept/engine/map";
import type { RowStore } from "../connector.ts";
import type { FileStores } from "../files/file-store.ts";
import { type Discovery, discoverSystem, resolveDiscovery } from "./discover.ts";

export interface KnownDiscoveryOptions {
  /** False: infer from the catalogue alone. Default true. */
  readonly readData?: boolean;
  /** Columns that a query log holds equal: shown by discovery as suggestions, never acted upon. */
  readonly joins?: readonly Join[];
  /** Milliseconds for which a look at the live schema stays good; 0 looks every time. Default 30,000. */
  readonly schemaMaxAge?: number;
  /** Where files stand that rows name. Absent: nowhere. */
  readonly files?: FileStores;
}

export interface KnownDiscovery {
  /** The current discovery; `fresh` infers again from live data. */
  discover(fresh?: boolean): Promise<Discovery>;
  /** What would be known under another map. The store is asked again only where that map states what inference goes on from. */
  discoverUnder(map: DataMap): Promise<Discovery>;
  /** Goes on under another map, and what was discovered under it. */
  useMap(map: DataMap): void;
  /** The live schema is looked at before the next answer, however old the last look is. */
  lookAgain(): void;
}

/** Begins with nothing known: the store is asked once somebody asks. */
export function createKnownDiscovery(
  store: RowStore,
  initialMap: DataMap,
  options: KnownDiscoveryOptions,
): KnownDiscovery {
  const { readData = true, schemaMaxAge = 30_000, joins } = options;
  const stores = options.files?.names ?? new Set<string>();
  let map = initialMap;
  let known: Known | null = null;
  /** What was found out under a map that may be used next. */
  let tried: Known | null = null;

  async function look(said: DataMap): Promise<Known> {
    const looking = { readData, stores, ...(joins === undefined ? {} : { joins }) };
    const discovery = await discoverSystem(store, said, looking);
    return { discovery, schemaText: JSON.stringify(discovery.schema), lookedAt: performance.now() };
  }

  async function discover(fresh = false): Promise<Discovery> {
    const seen = known;
    if (seen !== null && !fresh) {
      if (performance.now() - seen.lookedAt < schemaMaxAge) return seen.discovery;
      // The catalogue is cheap to read and decides whether anything inferred still holds.
      if (JSON.stringify(await store.introspect()) === seen.schemaText) {
        seen.lookedAt = performance.now();
        // Another map may have come meanwhile.
        const now = under(seen, map, stores);
        if (now !== null) return now.discovery;
      }
    }
    for (;;) {
      const found = await look(map);
      known = under(found, map, stores);
      if (known !== null) return known.discovery;
    }
  }

  return {
    discover,
    async discoverUnder(next) {
      // What was tried a moment ago is often what is taken then.
      const isFresh = tried !== null && performance.now() - tried.lookedAt < schemaMaxAge;
      if (tried !== null && isFresh && (known === null || known.schemaText === tried.schemaText)) {
        const again = under(tried, next, stores);
        if (again !== null) {
          tried = again;
          return again.discovery;
        }
      }
      if (isStatedAlike(readStated(map), readStated(next))) {
        const { schema, inference, fromLog, map: last } = await discover();
        if (isStatedAlike(readStated(last), readStated(next)))
          return resolveDiscovery(schema, inference, next, fromLog, stores);
      }
      tried = await look(next);
      return tried.discovery;
    },
    useMap(next) {
      map = next;
      known = (known && under(known, next, stores)) ?? (tried && under(tried, next, stores));
      tried = null;
    },
    lookAgain() {
      if (known !== null) known.lookedAt = Number.NEGATIVE_INFINITY;
    },
  };
}

interface Known {
  readonly discovery: Discovery;
  readonly schemaText: string;
  lookedAt: number;
}

/** The same under a map; null where that states something else for inference to go on from. */
function under(known: Known, map: DataMap, stores: ReadonlySet<string>): Known | null {
  const { schema, inference, fromLog, map: last } = known.discovery;
  if (last === map) return known;
  if (!isStatedAlike(readStated(last), readStated(map))) return null;
  return { ...known, discovery: resolveDiscovery(schema, inference, map, fromLog, stores) };
}
