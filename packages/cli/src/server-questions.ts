/** `kept discover <system> --ask` through a running server: its questions are asked here, and it keeps the answers in its map. */
import { giveAnswer, listQuestions, seeValues, takeBackAnswer } from "@kept/contract/system-question-endpoints";
import type { SystemDetail } from "@kept/contract/systems";
import type { Place } from "@kept/engine/model";
import { type Client, KeptProblem } from "@kept/sdk/client";
import { describeFollowing } from "./describe-following.ts";
import { type Interviewed, interview, tellSample } from "./interview.ts";
import type { Output } from "./print.ts";

/** Refusals that say no more than that somebody else was faster. */
const OVERTAKEN: ReadonlySet<string> = new Set(["question_not_open", "map_changed"]);

/** Asks until nothing is open; each answer is a version of the server's map. */
export async function askByServer(
  client: Client,
  { system, title, mapFile }: SystemDetail,
  output: Output,
  about?: Place,
): Promise<Interviewed> {
  const params = { system };
  const where = about === undefined ? {} : { about };
  const kept: string[] = [];
  return await interview(
    {
      place: `${mapFile ?? "the map"} of ${title} on the server`,
      ...(about === undefined ? {} : { about: about.table }),
      list: async () => (await client.call(listQuestions, { params, query: about ?? {} })).questions,
      see: async ({ id }) =>
        (await client.call(seeValues, { params, body: { question: id, ...where } })).columns.map(tellSample),
      async answer({ id }, answer) {
        try {
          const given = await client.call(giveAnswer, { params, body: { question: id, answer, ...where } });
          kept.push(given.kept);
          return describeFollowing(given.difference.tables);
        } catch (error) {
          if (error instanceof KeptProblem && OVERTAKEN.has(error.problem.code)) return null;
          throw error;
        }
      },
      async takeBack() {
        const answer = kept.pop();
        if (answer === undefined) throw new RangeError("Only what was kept is taken back.");
        await client.call(takeBackAnswer, { params: { system, answer } });
      },
    },
    output,
  );
}
