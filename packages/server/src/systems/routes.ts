/** Binds the endpoints of systems. */
import {
  acceptMap as acceptMapEndpoint,
  checkMap as checkMapEndpoint,
  discoverSystem as discoverEndpoint,
  getSystem,
  listSystems,
  saveMap as saveMapEndpoint,
  testSystem,
} from "@kept/contract/system-endpoints";
import {
  giveAnswer,
  listQuestions,
  previewAnswer as previewAnswerEndpoint,
  seeValues as seeValuesEndpoint,
  takeBackAnswer as takeBackAnswerEndpoint,
} from "@kept/contract/system-question-endpoints";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import { answerQuestion, previewAnswer, readQuestions, seeValues, takeBackAnswer } from "./answer-question.ts";
import { checkSystem } from "./check-system.ts";
import { acceptMap, discoverSystem, readSystem } from "./discover-system.ts";
import { checkMap, saveMap } from "./edit-map.ts";
import { listSystemRows, summariseSystem } from "./queries.ts";
import type { Systems } from "./systems.ts";

export function systemRoutes(systems: Systems): readonly BoundEndpoint[] {
  return [
    bind(listSystems, async (ctx) => {
      const rows = new Map((await listSystemRows(ctx)).map((row) => [row.system, row]));
      return { systems: systems.names.map((name) => summariseSystem(name, systems.title(name, "en"), rows.get(name))) };
    }),
    bind(getSystem, (ctx, { params }) => readSystem(ctx, systems, params.system, "en")),
    bind(discoverEndpoint, async (ctx, { params }) => {
      await discoverSystem(ctx, systems, params.system);
      return readSystem(ctx, systems, params.system, "en");
    }),
    bind(acceptMapEndpoint, async (ctx, { params, body }) => {
      await acceptMap(ctx, systems, params.system, body.tables);
      return readSystem(ctx, systems, params.system, "en");
    }),
    bind(checkMapEndpoint, (ctx, { params, body }) => checkMap(ctx, systems, params.system, body.map)),
    bind(saveMapEndpoint, async (ctx, { params, body }) => {
      await saveMap(ctx, systems, params.system, body);
      return readSystem(ctx, systems, params.system, "en");
    }),
    bind(listQuestions, (ctx, { params, query: { table, column = "" } }) =>
      readQuestions(ctx, systems, params.system, table === undefined ? undefined : { table, column }),
    ),
    bind(seeValuesEndpoint, (ctx, { params, body }) => seeValues(ctx, systems, params.system, body)),
    bind(previewAnswerEndpoint, (ctx, { params, body }) => previewAnswer(ctx, systems, params.system, body)),
    bind(giveAnswer, (ctx, { params, body }) => answerQuestion(ctx, systems, params.system, body)),
    bind(takeBackAnswerEndpoint, (ctx, { params }) => takeBackAnswer(ctx, systems, params.system, params.answer)),
    bind(testSystem, (ctx, { params }) => checkSystem(ctx, systems, params.system)),
  ];
}
