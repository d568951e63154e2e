/** Whether the database takes what an erasure sets in rows that stay: tried in a transaction that is rolled back. */
import type { Finding, ModelIndex } from "@kept/engine/model";
import type { ErasurePlan } from "@kept/engine/rights";
import { type RowStore, SystemError } from "../connector.ts";
import { isOnlyTried, OnlyTried } from "./only-tried.ts";

/**
 * What stands in the way of the updates of a plan, so that its dry run says what the run would. Only tables with check
 * constraints are tried, whose texts do not tell everything, or whose blanks are the map's words, and none whose triggers or engine might not roll back; a plan that
 * is blocked already is not tried at all.
 */
export async function tryUpdates(
  store: RowStore,
  index: ModelIndex,
  plan: Pick<ErasurePlan, "operations" | "suspendForeignKeys" | "findings" | "blanks">,
): Promise<readonly Finding[]> {
  const { operations, suspendForeignKeys, findings, blanks } = plan;
  const updates = operations.filter(({ op, table }) => {
    const schema = index.table.get(table)?.schema;
    if (schema === undefined || !schema.transactional || schema.triggers.length > 0) return false;
    const isStated = blanks?.some((blank) => blank.table === table) ?? false;
    return op === "insert" || (op === "update" && (isStated || schema.checks.length > 0));
  });
  if (findings.some(({ blocks }) => blocks) || !updates.some(({ op }) => op === "update")) return [];
  try {
    await store.write(
      async (writer) => {
        await writer.apply(updates);
        throw new OnlyTried();
      },
      { suspendForeignKeys },
    );
  } catch (error) {
    if (error instanceof SystemError && error.code === "system_constraint_refused") return [refused(error)];
    // Who may only read, or meets somebody else's lock, can plan all the same.
    if (!isOnlyTried(error) && !(error instanceof SystemError)) throw error;
  }
  return [];
}

function refused(error: SystemError): Finding {
  return {
    code: "value_refused",
    table: "",
    column: "",
    message: `Rows have to stay without their content, and the database refuses the values that say nothing: ${error.message}`,
    suggestion:
      "Say in the map what the column is to hold then (`blank: <value>`) or that it may stay (`keep`), or make it nullable.",
    blocks: true,
  };
}
