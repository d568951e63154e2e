/** Opens any system by its URL: the one place that knows which kinds decide row by row and which decide for themselves. */
import { type DataMap, EMPTY_MAP } from "@kept/engine/map";
import { openStore } from "../kinds.ts";
import type { RightsSystem } from "../rights-system.ts";
import type { KnownDiscoveryOptions } from "./known-discovery.ts";
import { createRowRights, type RowRights } from "./row-rights.ts";

export interface SystemAddress extends KnownDiscoveryOptions {
  /** The name by which Kept knows the system. */
  readonly system: string;
  readonly url: string;
  readonly schemas?: readonly string[];
  /** The operator's map; rows only. */
  readonly map?: DataMap | null;
  /** Signing key of an HTTP system. */
  readonly key?: string;
  /** HTTP systems on private addresses are refused unless this says so. */
  readonly allowPrivate?: boolean;
}

/** Opens a store of rows (a database). Rejects with a SystemError when the URL is not one, or the store cannot be reached. */
export async function openRowRights(address: SystemAddress): Promise<RowRights> {
  const { system, url, schemas, map } = address;
  const store = await openStore(url, { system, ...(schemas === undefined ? {} : { schemas }) });
  return createRowRights(store, map ?? EMPTY_MAP, address);
}

/** Kinds of systems that decide for themselves whose data is whose. Everything else is a store of rows. */
const SELF_DECIDING = [
  {
    schemes: ["http", "https"],
    open: async ({ system, url, key, allowPrivate }: SystemAddress): Promise<RightsSystem> => {
      // All of Node's HTTP comes with it: a fifth of the time that a short command on a database takes.
      const { openHttpSystem } = await import("../http/http-system.ts");
      return await openHttpSystem({
        system,
        url,
        ...(key === undefined ? {} : { key }),
        ...(allowPrivate === undefined ? {} : { allowPrivate }),
      });
    },
  },
] as const;

/** Opens a system of any kind for rights. Rejects with a SystemError that says what is wrong with the address or the login. */
export async function openRightsSystem(address: SystemAddress): Promise<RightsSystem> {
  const scheme = address.url.slice(0, Math.max(0, address.url.indexOf(":"))).toLowerCase();
  const own = SELF_DECIDING.find(({ schemes }) => (schemes as readonly string[]).includes(scheme));
  return own === undefined ? await openRowRights(address) : await own.open(address);
}

/** Does Kept decide row by row in this system (and so knows its tables), or does the system decide for itself? */
export function isRowRights(system: RightsSystem): system is RowRights {
  return "discover" in system;
}
