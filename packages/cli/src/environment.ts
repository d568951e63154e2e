/** What the command line takes from the environment: its only reader there. */
export interface CliEnvironment {
  /** Database to work on when no `--url` is given. */
  readonly url: string | null;
  /** Running server, and the API key for it. */
  readonly server: string | null;
  readonly apiKey: string | null;
  /** Browser of this machine for `kept scan`, and where else to look for one. */
  readonly browser: string | null;
  readonly searchPath: string;
  /** Where run folders and the command line's own keys live. */
  readonly dataDir: string;
  /** Variables that a configuration's addresses may name (`url: { env: "SHOP_DATABASE_URL" }`). */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Reads the environment. */
export function readCliEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): CliEnvironment {
  // An empty variable is an absent one: that is how scripts leave things out.
  return {
    url: env["KEPT_URL"] || null,
    server: env["KEPT_SERVER"] || null,
    apiKey: env["KEPT_API_KEY"] || null,
    browser: env["KEPT_CHROMIUM"] || null,
    searchPath: env["PATH"] ?? "",
    dataDir: env["KEPT_DATA_DIR"] || ".kept",
    variables: env,
  };
}
