/** A batch of a hundred questions over HTTP, against one hand-written statement that reads the same rows. */
import { mayMany } from "@kept/contract/decision-endpoints";
import { createClient } from "@kept/sdk/client";
import pg from "pg";
import { compareFigures, describeSides, median, round, time } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { personId } from "./fill-sql.ts";
import { openChoosing } from "./open-choosing.ts";

const BATCH = 100;

export const decideHttp: Scenario = {
  name: "decide-http",
  title: "a hundred questions in one call, with every reason",
  async run(options) {
    await using choosing = await openChoosing();
    const people = options.rows ?? choosing.scale(200_000, 2_000);
    const runs = options.runs ?? 200;
    await choosing.tell({ do: "fill", from: 0, to: people });
    const client = createClient({ server: choosing.url, apiKey: choosing.apiKey });
    const pool = choosing.databaseUrl === null ? null : new pg.Pool({ connectionString: choosing.databaseUrl, max: 1 });
    const idsIn = (run: number) =>
      Array.from({ length: BATCH }, (_, index) => personId((run * 104_729 + index * 7_919) % people));
    const ask = async (run: number): Promise<void> => {
      const questions = idsIn(run).map((person) => ({ person: { person }, purpose: "statistics" }));
      const { decisions } = await client.call(mayMany, { body: { questions } });
      if (decisions.length !== BATCH) throw new Error("a question has no answer");
    };
    const read = async (run: number): Promise<void> => {
      await pool?.query("SELECT * FROM choice_state WHERE person_id = ANY ($1)", [idsIn(run)]);
    };
    // The embedded database belongs to the server's process: there the bare call stands for the statement.
    const bare = async (): Promise<void> => {
      await (await fetch(`${choosing.url}/health`)).arrayBuffer();
    };
    const ours: number[] = [];
    const hand: number[] = [];
    for (let run = -20; run < runs; run += 1) {
      const asked = await time(() => ask(run + 20));
      const byHand = await time(() => (pool === null ? bare() : read(run + 20)));
      if (run < 0) continue;
      ours.push(asked);
      hand.push(byHand);
    }
    await pool?.end();
    const p99 = percentile(ours, 0.99);
    return {
      name: "decide-http",
      unit: "ms",
      ...describeSides(ours, hand),
      runs,
      database: choosing.label,
      rows: people,
      against:
        pool === null ? "a bare call to the same server" : "one hand-written SELECT of the same people's choices",
      also: {
        p99: { ...compareFigures(p99, percentile(hand, 0.99)), against: "the baseline's own p99" },
      },
      details: { questions: BATCH, p99Ms: round(p99), microsecondsPerQuestion: round((median(ours) * 1_000) / BATCH) },
    };
  },
};

/** The value below which this share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
