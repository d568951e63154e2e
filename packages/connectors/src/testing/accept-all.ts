/** What a test says of a system whose proposals are right: all of them, and that what looks like somebody's is nobody's. */
import { type DataMap, EMPTY_TABLE_MAP } from "@kept/engine/map";
import { acceptProposals, type Discovery } from "../rights/discover.ts";

export function acceptAll(discovery: Discovery): DataMap {
  const map = acceptProposals(discovery);
  const nobodys = discovery.findings
    .filter(({ code }) => code === "table_unclassified")
    .map(({ table }) => [table, { ...(map.tables[table] ?? EMPTY_TABLE_MAP), public: true }] as const);
  return { ...map, tables: { ...map.tables, ...Object.fromEntries(nobodys) } };
}
