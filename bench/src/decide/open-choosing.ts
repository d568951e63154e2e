/** Opens a database and a server around it, in a process of its own. */
import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTestPostgres, whyMissing } from "@kept/connectors/testing/test-database";
import type { FromServer, ToServer } from "./messages.ts";

export interface Choosing extends AsyncDisposable {
  readonly label: string;
  /** A server's number, or the smaller one of the embedded database. */
  scale(full: number, small: number): number;
  readonly url: string;
  readonly apiKey: string;
  /** Address of the database; null for the embedded one, which no other process may open. */
  readonly databaseUrl: string | null;
  tell(message: ToServer): Promise<FromServer>;
}

const program = fileURLToPath(new URL("./serve-kept.ts", import.meta.url));

export async function openChoosing(): Promise<Choosing> {
  const database = whyMissing("postgres") === null ? await createTestPostgres() : null;
  const folder = await mkdtemp(join(tmpdir(), "kept-bench-"));
  const settings = { KEPT_DATA_DIR: folder, KEPT_SECRET: "ab".repeat(32), DATABASE_URL: database?.url ?? "" };
  const child = fork(program, [JSON.stringify(settings)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const waiting: ((message: FromServer) => void)[] = [];
  child.on("message", (message: FromServer) => waiting.shift()?.(message));
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) => reject(new Error(`The server ended with code ${code}.`)));
  });
  ended.catch(() => undefined);
  const answer = (): Promise<FromServer> =>
    Promise.race([new Promise<FromServer>((resolve) => void waiting.push(resolve)), ended]);
  const started = await answer();
  const version = database === null ? null : await database.query("SHOW server_version");
  return {
    label:
      version === null
        ? "PGlite (fewer rows; no server: set KEPT_TEST_POSTGRES for one)"
        : `PostgreSQL ${String(version[0]?.["server_version"]).split(" ")[0]} server`,
    scale: (full, small) => (database === null ? small : full),
    url: started.url ?? "",
    apiKey: started.apiKey ?? "",
    databaseUrl: database?.url ?? null,
    tell: (message) => {
      const told = answer();
      child.send(message);
      return told;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) {
        child.send({ do: "stop" } satisfies ToServer);
        await ended.catch(() => undefined);
      }
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
