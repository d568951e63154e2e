/** Access in a store in which Kept decides row by row: the plan, and the rows that it promises, from one snapshot. */
import { namesRows } from "@kept/engine/asked-rows";
import { findPerson } from "@kept/engine/find-person";
import { type AccessWork, planAccess } from "@kept/engine/plan-access";
import { reachRows } from "@kept/engine/reach";
import type { AccessRow, PersonQuery, Scope } from "@kept/engine/rights";
import type { RowReader, RowStore } from "../connector.ts";
import type { RightsSystem } from "../rights-system.ts";
import { type Discovery, toldOf } from "./discover.ts";
import { drive } from "./drive.ts";
import { readBatches } from "./read-batches.ts";
import { streamOut } from "./stream-out.ts";

/** Access on this store; `discover` answers the current discovery. */
export function createRowAccess(
  store: RowStore,
  discover: () => Promise<Discovery>,
): Pick<RightsSystem, "planAccess" | "readAccess"> {
  return {
    async planAccess(person, scope) {
      const discovery = await discover();
      return await store.read(async (reader) => (await prepareAccess(reader, discovery, person, scope)).plan);
    },
    readAccess: (person, scope, { inOrder = false }, onPlan) =>
      streamOut<AccessRow>(async (push) => {
        const discovery = await discover();
        await store.read(async (reader) => {
          const work = await prepareAccess(reader, discovery, person, scope, inOrder);
          await onPlan(work.plan);
          for await (const row of readBatches(reader, work.reads)) await push(row);
          for (const line of work.lines) await push(line);
        });
      }),
  };
}

async function prepareAccess(
  reader: RowReader,
  discovery: Discovery,
  person: PersonQuery,
  scope: Scope,
  inOrder = false,
): Promise<AccessWork> {
  const found = await drive(reader, findPerson(discovery.index.model, person));
  const reach = await drive(reader, reachRows(discovery.index, found.subjects, { skipLeaves: !namesRows(scope) }));
  const leaves = [...reach.leaves.values()];
  const queries = leaves.map(({ table, any }) => ({ table: table.name, columns: [], any }));
  const counts = queries.length > 0 ? await reader.countRows(queries) : [];
  const leafCounts = new Map(leaves.map(({ table }, position) => [table.name, counts[position] ?? 0]));
  return planAccess(reach, scope, leafCounts, [...found.findings, ...toldOf(discovery)], inOrder);
}
