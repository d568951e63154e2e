/** What the Postgres kind needs of a driver: transactions on one connection, parameters and results as the server's text. */

export interface PostgresAnswer {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly affected: number;
}

export interface PostgresConnection {
  /** Statements may be sent before the ones ahead of them are answered. */
  readonly pipelines: boolean;
  query(text: string, values: readonly (string | null)[]): Promise<PostgresAnswer>;
}

export interface PostgresDriver {
  /**
   * Runs `work` between BEGIN and COMMIT (ROLLBACK when it rejects), with the transaction characteristics
   * (`ISOLATION LEVEL ...`) and, after them, the settings (statements without results).
   */
  transaction<T>(
    characteristics: string,
    settings: string,
    work: (connection: PostgresConnection) => Promise<T>,
  ): Promise<T>;
  close(): Promise<void>;
}
