/** A database with the filled application in it. */
import { type BenchDatabase, openBenchDatabase } from "../bench-database.ts";
import type { ScenarioOptions } from "../scenario.ts";
import { countAccounts, fillStatements } from "./fill-application.ts";
import { applicationIndexes, applicationSchema } from "./schema.ts";

export interface Application extends AsyncDisposable {
  readonly database: BenchDatabase;
  readonly accounts: number;
  readonly rows: number;
}

/** Creates and fills it; `embedded` even where there is a server. */
export async function openApplication(
  options: Pick<ScenarioOptions, "rows" | "onProgress">,
  where: { readonly embedded?: boolean } = {},
): Promise<Application> {
  const database = await openBenchDatabase(where);
  try {
    const accounts = countAccounts(options.rows ?? database.scale(1_000_000, 40_000));
    options.onProgress(`filling 30 tables for ${accounts} accounts`);
    await database.execute(applicationSchema);
    for (const statement of fillStatements(accounts)) await database.execute(statement);
    await database.execute(applicationIndexes);
    await database.execute("VACUUM ANALYZE");
    const rows = await countRows(database);
    return { database, accounts, rows, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

async function countRows({ byHand }: BenchDatabase): Promise<number> {
  const [sum] = await byHand.run(
    "SELECT sum(reltuples)::bigint AS rows FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  );
  return Number(sum?.["rows"]);
}
