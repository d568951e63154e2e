/** The embedded Postgres (PGlite) as a driver. Its type is structural: nothing is imported, so the package stays optional. */
import type { PostgresDriver } from "./postgres-driver.ts";

interface PgliteOptions {
  readonly rowMode: "array";
  readonly parsers: Record<number, (value: string) => unknown>;
  readonly serializers: Record<number, (value: unknown) => string>;
}

interface PgliteQueries {
  query(text: string, values: unknown[], options: PgliteOptions): Promise<{ rows: unknown[]; affectedRows?: number }>;
  exec(text: string): Promise<unknown>;
}

/** What is used of a PGlite instance. */
export interface PgliteInstance {
  readonly parsers: Record<number | string, unknown>;
  transaction<T>(work: (transaction: PgliteQueries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Transactions of an existing instance. It has one connection: while one runs, other uses of the instance wait, and waiting
 * for them inside it never ends. `owned`: closing the driver closes the instance.
 */
export function createPgliteDriver(instance: PgliteInstance, owned: boolean): PostgresDriver {
  const identity = (value: unknown) => value;
  // Every parameter is the server's own text already, whatever type it is of.
  const serializers = new Proxy({} as Record<number, (value: unknown) => string>, { get: () => identity });

  return {
    async transaction(characteristics, settings, work) {
      // The instance learns of array types as it meets them, so the list is made anew.
      const parsers = Object.fromEntries(Object.keys(instance.parsers).map((oid) => [oid, identity]));
      const options: PgliteOptions = { rowMode: "array", parsers, serializers };
      return instance.transaction(async (transaction) => {
        await transaction.exec(`SET TRANSACTION ${characteristics}; ${settings}`);
        const result = await work({
          pipelines: false,
          async query(text, values) {
            const answer = await transaction.query(text, [...values], options);
            return { rows: answer.rows as (string | null)[][], affected: answer.affectedRows ?? 0 };
          },
        });
        // Fails when a statement had failed and nobody had said so: COMMIT alone would silently roll back.
        await transaction.exec("SELECT 1");
        return result;
      });
    },
    close: () => (owned ? instance.close() : Promise.resolve()),
  };
}
