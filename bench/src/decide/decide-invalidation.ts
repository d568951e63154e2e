/** How long a change of mind takes to reach a gate in another process. */
import { openGate } from "@kept/sdk/gate";
import { describeSides, round } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { personId } from "./fill-sql.ts";
import { openChoosing } from "./open-choosing.ts";

/** What is promised. */
const PROMISED_MS = 1_000;

export const decideInvalidation: Scenario = {
  name: "decide-invalidation",
  title: "from the moment a choice is recorded until another process decides by it",
  async run(options) {
    await using choosing = await openChoosing();
    const people = options.rows ?? choosing.scale(10_000, 500);
    const runs = options.runs ?? 30;
    await choosing.tell({ do: "fill", from: 0, to: people });
    await using gate = await openGate({ server: choosing.url, apiKey: choosing.apiKey });
    const taken: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const person = personId((run * 7_919) % people);
      const wasAllowed = gate.may(person, "statistics").allowed;
      // Answered when it is committed: the clock of both processes is the machine's.
      const { at } = await choosing.tell({ do: "change", person, act: wasAllowed ? "withdrawn" : "given" });
      while (gate.may(person, "statistics").allowed === wasAllowed) {
        if (Date.now() - at > 20_000) throw new Error("the change never came");
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      taken.push(Math.max(1, Date.now() - at));
    }
    return {
      name: "decide-invalidation",
      unit: "ms",
      ...describeSides(taken, [PROMISED_MS]),
      runs,
      database: choosing.label,
      rows: people,
      against: "the second that is promised",
      also: {},
      details: { worstMs: round(Math.max(...taken)) },
    };
  },
};
