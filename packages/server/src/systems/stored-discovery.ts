/** What is kept of a discovery: the wire form of its tables and findings. The map's file is never kept beside itself. */
import type { SystemDetail } from "@kept/contract/systems";

export type StoredDiscovery = Pick<SystemDetail, "schema" | "findingList" | "questions">;
