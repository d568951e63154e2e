/** Decisions in the app's own process, over everybody, while people change their minds. */
import { openGate } from "@kept/sdk/gate";
import { describeSides, median, round, time } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { personId } from "./fill-sql.ts";
import { openChoosing } from "./open-choosing.ts";
import { drawZipf } from "./zipf.ts";

const MIB = 1_048_576;
/** What the snapshot may take: the gate refuses to grow beyond it. */
const CAP_BYTES = 64 * MIB;
const DECISIONS = 1_000_000;
/** The event loop gets its turn after as many, so that changes come in while decisions go on. */
const SLICE = 20_000;

export const decideInProcess: Scenario = {
  name: "decide-in-process",
  title: "a million decisions in process over people drawn by Zipf's law, while others change their minds",
  async run(options) {
    await using choosing = await openChoosing();
    const people = options.rows ?? choosing.scale(1_000_000, 5_000);
    const runs = options.runs ?? 7;
    options.onProgress(`recording two choices of each of ${people} people`);
    await choosing.tell({ do: "fill", from: 0, to: people });
    options.onProgress("loading the snapshot");
    const loading = performance.now();
    await using gate = await openGate({
      server: choosing.url,
      apiKey: choosing.apiKey,
      maxBytes: CAP_BYTES,
      // A busy machine may keep the server from its turn for long; how stale an answer may be is not measured here.
      maxStaleness: 600_000,
    });
    const loadedIn = performance.now() - loading;
    const ids = Array.from({ length: people }, (_, number) => personId(number));
    const draws = drawZipf(people, DECISIONS);
    // What one would write by hand: no reasons, no ends, no freshness, nobody told of a change.
    const byHand = new Map(ids.map((id, number) => [id, { statistics: (number * 7919 + 8) % 10 < 6 }]));
    await choosing.tell({ do: "churn", people });
    options.onProgress(`deciding ${DECISIONS} times, ${runs} times over`);
    const ours: number[] = [];
    const hand: number[] = [];
    const processor: number[] = [];
    let allowed = 0;
    let answered = 0;
    const from = gate.state.position;
    for (let run = -1; run < runs; run += 1) {
      let spent = 0;
      let cpu = 0;
      for (let start = 0; start < DECISIONS; start += SLICE) {
        const begun = performance.now();
        const cpuBegun = process.cpuUsage();
        for (let index = start; index < start + SLICE; index += 1) {
          const verdict = gate.may(ids[draws[index] ?? 0] ?? "", "statistics");
          if (verdict.allowed) allowed += 1;
          if (verdict.reason === "gate_stale") throw new Error("the gate grew stale while it was measured");
          answered += 1;
        }
        spent += performance.now() - begun;
        const used = process.cpuUsage(cpuBegun);
        cpu += (used.user + used.system) / 1_000;
        await new Promise(setImmediate);
      }
      const mapped = await time(() => {
        for (let index = 0; index < DECISIONS; index += 1) {
          if (byHand.get(ids[draws[index] ?? 0] ?? "")?.statistics === true) allowed += 1;
        }
        return Promise.resolve();
      });
      if (run >= 0) {
        ours.push(spent);
        processor.push(cpu);
        hand.push(mapped);
      }
    }
    const { changes } = await choosing.tell({ do: "rest" });
    if (allowed === 0 || answered === 0) throw new Error("nothing was decided");
    return {
      name: "decide-in-process",
      unit: "ms",
      ...describeSides(ours, hand),
      runs,
      database: choosing.label,
      rows: people,
      against: "a Map from id to booleans, without reasons, ends, freshness or changes; both for a million decisions",
      also: {},
      details: {
        decisionsPerSecond: Math.round((DECISIONS / median(ours)) * 1_000),
        // Of the processor's own time: what one core decides when nobody else wants it.
        decisionsPerCpuSecond: Math.round((DECISIONS / median(processor)) * 1_000),
        people: gate.state.people,
        snapshotMiB: round(gate.state.bytes / MIB),
        capMiB: CAP_BYTES / MIB,
        holds: "everybody: nothing is asked for a decision",
        loadSeconds: round(loadedIn / 1_000),
        changesMeanwhile: changes,
        positionsFollowed: gate.state.position - from,
      },
    };
  },
};
