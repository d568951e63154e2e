/** What is kept of a discovery: the wire form of its tables and findings, and the map that it was made with. */
import type { SystemDetail } from "@kept/contract/systems";

export type StoredDiscovery = Pick<SystemDetail, "schema" | "findingList" | "map">;
