/** Postgres servers, through the `pg` package and a small pool. */
import pg from "pg";
import type { PostgresConnection, PostgresDriver } from "./postgres-driver.ts";
import { createStatementNames } from "./statement-names.ts";

const asText = { getTypeParser: () => (value: string) => value };

/** Connects on first use. `connectTimeout` in milliseconds. */
export function createPgDriver(url: string, connectTimeout: number): PostgresDriver {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: connectTimeout,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    keepAlive: true,
    application_name: "kept",
    pipeline: true,
  } as pg.PoolConfig);
  const names = createStatementNames();
  /** Under which names a connection prepares its statements: those of an older generation are void. */
  const generations = new WeakMap<pg.PoolClient, number>();

  async function connect(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await pool.connect();
      const generation = generations.get(client) ?? names.generation;
      if (generation === names.generation) {
        generations.set(client, generation);
        return client;
      }
      client.release(true);
    }
  }

  // A connection that breaks while nobody uses it is replaced on the next use.
  pool.on("error", () => undefined);

  return {
    async transaction(characteristics, settings, work) {
      const client = await connect();
      let broken: Error | undefined;
      const onError = (error: Error) => {
        broken = error;
      };
      client.on("error", onError);
      const connection: PostgresConnection = {
        pipelines: true,
        async query(text, values) {
          const name = names.nameOf(text);
          const statement = { text, values: [...values], rowMode: "array" as const, types: asText };
          try {
            const answer = await client.query(name === null ? statement : { ...statement, name });
            return { rows: answer.rows, affected: answer.rowCount ?? 0 };
          } catch (error) {
            names.learn(error);
            throw error;
          }
        },
      };
      try {
        await client.query(`BEGIN ${characteristics}; ${settings}`);
        const result = await work(connection);
        const end = await client.query("COMMIT");
        // The server answers so, without an error, when a statement had failed and nobody had said so.
        if (end.command === "ROLLBACK") throw new Error("the transaction had failed before its commit");
        return result;
      } catch (error) {
        await client.query("ROLLBACK").catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.off("error", onError);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}
