/** Lists, the due view and reminders with many open requests: how they grow from a hundred to ten thousand. */
import { compareFigures, describeSides, median, round, samplesOf, takeTurns } from "./measure.ts";
import type { Scenario } from "./scenario.ts";

const FEW = 100;

export const requests: Scenario = {
  name: "requests",
  title: "list, due view, search and reminder sweep with 10,000 open requests, as growth from 100",
  async run(options) {
    const most = options.rows ?? 10_000;
    const runs = options.runs ?? 9;
    // The server's messages and pages are JSX, which Node reads through this hook; what needs them is loaded after it.
    await import("@kept/server/platform/jsx/register-tsx");
    const { createWorld, measureOnce } = await import("./open-requests/world.ts");
    options.onProgress(`opening ${FEW} and ${most} requests`);
    const few = await createWorld(FEW);
    const many = await createWorld(most);
    try {
      options.onProgress("reading both in turns");
      const contestants = [
        { name: "few", run: () => measureOnce(few) },
        { name: "many", run: () => measureOnce(many) },
      ];
      const samples = await takeTurns(contestants, { warmUp: 2, runs });
      const of = (name: string, part: string) => samplesOf(samples, `${name}.${part}`);
      const growth = (part: string) => ({
        ...compareFigures(median(of("many", part)), median(of("few", part))),
        against: `the same with ${FEW} open requests`,
      });
      return {
        name: "requests",
        unit: "ms",
        ...describeSides(of("many", "due"), of("few", "due")),
        runs,
        database: many.t.parts.database.kind,
        rows: most,
        against: `the due view with ${FEW} open requests`,
        also: { list: growth("list"), search: growth("search"), remind: growth("remind") },
        details: { open: most, listMilliseconds: round(median(of("many", "list"))) },
      };
    } finally {
      await few.t[Symbol.asyncDispose]();
      await many.t[Symbol.asyncDispose]();
    }
  },
};
