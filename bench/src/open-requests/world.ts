/** A product with many open requests, and one round of what operators and sweeps do with them. */
import { createChoiceParts } from "@kept/server/choices/choice-parts";
import { createSessionVerifier } from "@kept/server/choices/session-token";
import { remindOperators } from "@kept/server/clocks/remind-operators";
import { createTestCtx } from "@kept/server/platform/testing/create-test-ctx";
import { openRequest } from "@kept/server/requests/open-request";
import { receiveRequest } from "@kept/server/requests/receive-request";
import { createRequestParts } from "@kept/server/requests/request-parts";
import { createSystems } from "@kept/server/systems/systems";
import { sql } from "kysely";
import { time } from "../measure.ts";

/** Requests that were really opened; the others are copies of them with ids and addresses of their own. */
const TEMPLATES = 20;

export type World = Awaited<ReturnType<typeof createWorld>>;

/** A product with so many open requests that arrived over the last twenty days. */
export async function createWorld(count: number) {
  const t = await createTestCtx({ now: "2026-03-20T12:00:00Z" });
  const { kept, settings } = t.parts;
  const systems = createSystems({ kept, folder: process.cwd(), variables: {} });
  const choices = createChoiceParts({
    kept,
    publicUrl: settings.publicUrl,
    verifySession: createSessionVerifier(kept.choices.session, {}, t.clock),
    variables: {},
  });
  const parts = createRequestParts({ kept, settings, systems, choices });
  for (let day = 0; day < TEMPLATES; day += 1) {
    await t.ctx.transaction(async (tx) => {
      const request = await openRequest(tx, parts, {
        kind: "access",
        state: "planning",
        channel: "operator",
        language: "en",
        person: { identifiers: [{ kind: "email", value: `person${day}@example.org` }], keys: [], replyTo: null },
        scope: { tables: [], categories: [], purposes: [], rows: [] },
        arrivedAt: new Date(Date.parse("2026-03-01T12:00:00Z") + day * 86_400_000).toISOString(),
      });
      await receiveRequest(tx, parts, request.id, "phone");
    });
  }
  const { db } = t.ctx;
  const copies = Math.ceil(count / TEMPLATES) - 1;
  for (const [table, key] of [
    ["request", "id"],
    ["request_clock", "request_id"],
    ["request_identifier", "request_id"],
  ] as const) {
    const columns = await sql<{ name: string }>`
      select column_name as name from information_schema.columns where table_name = ${table} order by ordinal_position
    `.execute(db);
    const names = columns.rows.map(({ name }) => name);
    const values = names.map((name) =>
      name === key || name === "index_hash" ? sql`${sql.ref(name)} || '_' || copy` : sql.ref(name),
    );
    await sql`
      insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
      select ${sql.join(values)} from ${sql.table(table)}, generate_series(1, ${copies}::int) as copy
    `.execute(db);
  }
  await sql`analyze`.execute(db);
  const headers = await t.apiKey(["requests:read"]);
  const get = async (path: string): Promise<void> => {
    const response = await t.app.request(path, { headers });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    await response.arrayBuffer();
  };
  // What is due now has been told once; from then on a sweep looks and finds nothing.
  await remindOperators(t.ctx, parts);
  return { t, parts, get };
}

export async function measureOnce({ t, parts, get }: World): Promise<Record<string, number>> {
  return {
    list: await time(() => get("/api/requests?limit=50")),
    due: await time(() => get("/api/requests?sort=due&limit=50")),
    search: await time(() => get("/api/requests?search=person7%40example.org")),
    remind: await time(() => remindOperators(t.ctx, parts)),
  };
}
