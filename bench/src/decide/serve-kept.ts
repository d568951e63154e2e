/** A Kept of its own process: what it is told to do comes over IPC. Started by `openChoosing`. */
import { randomUUID } from "node:crypto";
import { createChoiceParts } from "@kept/server/choices/choice-parts";
import { recordForPerson } from "@kept/server/choices/person-choices";
import { readSettings } from "@kept/server/config";
import { parseKept } from "@kept/server/kept-config";
import { startKept } from "@kept/server/main";
import { sql } from "kysely";
import { choosingKept } from "./choosing-kept.ts";
import { fillSql, personId } from "./fill-sql.ts";
import type { FromServer, ToServer } from "./messages.ts";

const say = (message: FromServer): void => void process.send?.(message);
const running = await startKept({
  kept: choosingKept,
  settings: readSettings({ ...JSON.parse(process.argv[2] ?? "{}"), KEPT_PORT: "0", KEPT_LOG_LEVEL: "error" }),
});
const apiKey = await running.createApiKey("Bench", ["decisions:read", "choices:act"]);
const { db } = running.ctx;
const parts = createChoiceParts({
  kept: parseKept(choosingKept),
  publicUrl: running.url,
  verifySession: () => Promise.reject(new Error("nobody signs in here")),
  variables: {},
});
const notice = { hash: parts.notices[0]?.hash ?? "", language: "en" };

/** Records a change of mind through the use case behind the public door, which would limit how often one caller may. */
async function change(person: string, act: "given" | "withdrawn"): Promise<void> {
  await recordForPerson(running.ctx, parts, person, {
    surface: "api",
    method: "save",
    notice,
    byParent: false,
    toldOfConflict: false,
    choices: [{ id: randomUUID(), act, purpose: "statistics" }],
  });
}

let isChurning = false;
let changes = 0;
async function churn(people: number): Promise<void> {
  isChurning = true;
  for (let step = 0; isChurning; step += 1) {
    await change(personId((step * 7919) % people), step % 2 === 0 ? "withdrawn" : "given");
    changes += 1;
  }
}

/** Below it indexes are kept up row by row; above it building them at the end is several times as fast. */
const WHOLE_FROM = 500_000;
const BATCH = 200_000;

async function fill(from: number, to: number): Promise<void> {
  await db.connection().execute(async (connection) => {
    const run = async (text: string) => void (await sql.raw(text).execute(connection));
    // What is lost in a crash is the bench's own.
    await run("SET synchronous_commit = off");
    await run("SET maintenance_work_mem = '256MB'");
    const indexes = to - from < WHOLE_FROM ? [] : await listIndexes(connection);
    for (const { name } of indexes) await run(`DROP INDEX ${name}`);
    for (let start = from; start < to; start += BATCH) {
      for (const statement of fillSql(start, Math.min(to, start + BATCH)).split(";")) {
        if (statement.trim() !== "") await run(statement);
      }
    }
    for (const { definition } of indexes) await run(definition);
    await run("ANALYZE person, choice_event, choice_state");
  });
}

/** The indexes of the filled tables that are no keys. */
async function listIndexes(connection: typeof db) {
  const { rows } = await sql<{ name: string; definition: string }>`
    SELECT indexname AS name, indexdef AS definition FROM pg_indexes
    WHERE tablename IN ('person', 'choice_record', 'choice_event', 'choice_state') AND indexname NOT LIKE '%_pkey'
  `.execute(connection);
  return rows;
}

process.on("message", (message: ToServer) => {
  const act = async (): Promise<void> => {
    if (message.do === "fill") await fill(message.from, message.to);
    if (message.do === "change") await change(message.person, message.act);
    if (message.do === "churn") void churn(message.people);
    if (message.do === "rest") isChurning = false;
    say({ done: message.do, at: Date.now(), changes });
    if (message.do === "stop") {
      isChurning = false;
      await running.stop();
      process.exit(0);
    }
  };
  act().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
say({ done: "start", at: Date.now(), changes, url: running.url, apiKey });
