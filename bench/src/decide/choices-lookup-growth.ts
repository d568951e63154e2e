/** Whether looking a person's choices up stays as fast when a hundred times as many are recorded. */
import { mayMany } from "@kept/contract/decision-endpoints";
import { createClient } from "@kept/sdk/client";
import { describeSides, round, time } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { percentile } from "./decide-http.ts";
import { personId } from "./fill-sql.ts";
import { openChoosing } from "./open-choosing.ts";

const BATCH = 20;
const TIMES = 100;

export const choicesLookupGrowth: Scenario = {
  name: "choices-lookup-growth",
  title: "twenty lookups in one call with all choices recorded, against a hundredth of them",
  async run(options) {
    await using choosing = await openChoosing();
    // Each person has two recorded choices.
    const people = Math.max(200, Math.ceil((options.rows ?? choosing.scale(2_000_000, 20_000)) / 2));
    const few = Math.ceil(people / TIMES);
    const runs = options.runs ?? 200;
    const client = createClient({ server: choosing.url, apiKey: choosing.apiKey });
    const measure = async (known: number): Promise<number[]> => {
      const taken: number[] = [];
      for (let run = -30; run < runs; run += 1) {
        const questions = Array.from({ length: BATCH }, (_, index) => ({
          person: { person: personId(((run + 30) * 104_729 + index * 7_919) % known) },
          purpose: "statistics",
        }));
        const spent = await time(async () => void (await client.call(mayMany, { body: { questions } })));
        if (run >= 0) taken.push(spent);
      }
      return taken;
    };
    options.onProgress(`recording ${few * 2} choices`);
    await choosing.tell({ do: "fill", from: 0, to: few });
    const before = await measure(few);
    options.onProgress(`recording ${people * 2} choices`);
    await choosing.tell({ do: "fill", from: few, to: people });
    const after = await measure(people);
    return {
      name: "choices-lookup-growth",
      unit: "ms",
      ...describeSides(after, before),
      runs,
      database: choosing.label,
      rows: people * 2,
      against: `the same calls with ${few * 2} choices recorded`,
      also: {},
      details: { lookups: BATCH, p99Before: round(percentile(before, 0.99)), p99After: round(percentile(after, 0.99)) },
    };
  },
};
