/** The endpoints of a system's questions. */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import {
  AnswerChoiceSchema,
  type AnswerDifference,
  AnswerDifferenceSchema,
  GiveAnswerSchema,
  GivenAnswerSchema,
  type KeptAnswer,
  PlaceQuerySchema,
  SeenValuesSchema,
  type SystemQuestion,
  type SystemQuestions,
  SystemQuestionsSchema,
} from "./system-questions.ts";

const params = z.object({ system: z.string() });
const exampleParams = { system: "shop" };
const exampleQuestion: SystemQuestion = {
  id: "people members",
  kind: "people",
  about: "members",
  message:
    "Are these people whose data you answer for? 3 tables refer to them (fees, teams, visits), and their columns could identify somebody.",
  settles: {
    tables: ["members", "fees", "teams", "visits"],
    columns: ["fees.member_id", "teams.member_id", "visits.member_id"],
  },
  examples: ["members: id integer, full_name text (name of a person)"],
  answers: [
    { name: "people", text: "people", means: "Each row is a person." },
    { name: "no-people", text: "no people", means: "Its rows are nobody whose data you answer for." },
  ],
};
const exampleAnswer: KeptAnswer = {
  id: "map_0k2f3vq7c5r8m1d4",
  at: "2026-11-27T10:00:00.000Z",
  actor: { kind: "operator", id: "op_1" },
  about: "members",
  message: exampleQuestion.message,
  answer: "people",
  takenBack: false,
};
const exampleDifference: AnswerDifference = {
  tables: [
    {
      table: "members",
      kind: { was: "public", is: "subject" },
      edges: { added: [], withdrawn: [], changed: [], confirmed: [] },
      identifiers: { added: [], gone: [] },
    },
  ],
  lines: [{ path: ["tables", "members", "subject"], was: null, is: "true" }],
  questions: { was: 3, is: 2 },
  blocking: { was: 1, is: 1 },
  mark: "8f14e45fceea167a",
};
const exampleOpen: SystemQuestions = { system: "shop", questions: [exampleQuestion], answers: [] };
const exampleDone: SystemQuestions = { system: "shop", questions: [], answers: [exampleAnswer] };

export const listQuestions = endpoint({
  id: "systems.questions",
  method: "get",
  path: "/api/systems/{system}/questions",
  summary: "List what is unclear",
  description:
    "What inference asks of the system as a whole, with the answers that each question has and what they settle; and what was answered so far. With a table, or a column of it, what a plan found there is asked first.",
  params,
  query: PlaceQuerySchema,
  responses: { 200: SystemQuestionsSchema },
  errors: ["system_not_found", "system_not_available", "system_not_discoverable"],
  access: "systems:read",
  example: { params: exampleParams, response: exampleOpen },
});

export const previewAnswer = endpoint({
  id: "systems.preview-answer",
  method: "post",
  path: "/api/systems/{system}/questions/preview",
  summary: "See what an answer would change",
  description: "Infers anew as if that had been answered, and keeps nothing.",
  params,
  body: AnswerChoiceSchema,
  responses: { 200: AnswerDifferenceSchema },
  errors: [
    "system_not_found",
    "system_not_available",
    "system_not_discoverable",
    "question_not_open",
    "question_answer_unknown",
  ],
  access: "systems:read",
  example: {
    params: exampleParams,
    body: { question: exampleQuestion.id, answer: "people" },
    response: exampleDifference,
  },
});

export const seeValues = endpoint({
  id: "systems.see-values",
  method: "post",
  path: "/api/systems/{system}/questions/values",
  summary: "See values that a question is about",
  description:
    "A few values of the columns that help to answer; nothing of columns that are handed out to nobody. They may be personal data: each look at any is an entry in the ledger, with the names of the columns.",
  params,
  body: AnswerChoiceSchema.omit({ answer: true }),
  responses: { 200: SeenValuesSchema },
  errors: ["system_not_found", "system_not_available", "system_not_discoverable", "question_not_open"],
  access: "systems:act",
  ledger: "system.values-seen",
  example: {
    params: exampleParams,
    body: { question: exampleQuestion.id },
    response: { columns: [{ table: "members", column: "full_name", values: ["Ada Example"] }] },
  },
});

export const giveAnswer = endpoint({
  id: "systems.answer",
  method: "post",
  path: "/api/systems/{system}/answers",
  summary: "Answer a question",
  description:
    "Writes the answer into the map's file and infers anew. With the mark of a preview it is kept only if it changes what was shown there.",
  params,
  body: GiveAnswerSchema,
  responses: { 200: GivenAnswerSchema },
  errors: [
    "system_not_found",
    "system_not_available",
    "system_not_discoverable",
    "question_not_open",
    "question_answer_unknown",
    "answer_not_as_shown",
    "map_changed",
  ],
  access: "systems:act",
  ledger: "system.map-saved",
  example: {
    params: exampleParams,
    body: { question: exampleQuestion.id, answer: "people", mark: exampleDifference.mark },
    response: { ...exampleDone, kept: exampleAnswer.id, difference: exampleDifference },
  },
});

export const takeBackAnswer = endpoint({
  id: "systems.take-back-answer",
  method: "post",
  path: "/api/systems/{system}/answers/{answer}/take-back",
  summary: "Take an answer back",
  description:
    "Takes out of the map what the answer put there, and leaves what was said since. The question is open again; refused where the map says something else in its place by now.",
  params: params.extend({ answer: z.string() }),
  responses: { 200: SystemQuestionsSchema },
  errors: [
    "system_not_found",
    "system_not_available",
    "system_not_discoverable",
    "answer_not_found",
    "answer_overtaken",
    "map_changed",
  ],
  access: "systems:act",
  ledger: "system.map-saved",
  example: {
    params: { ...exampleParams, answer: exampleAnswer.id },
    response: { ...exampleOpen, answers: [{ ...exampleAnswer, takenBack: true }] },
  },
});

export const systemQuestionEndpoints = [listQuestions, previewAnswer, seeValues, giveAnswer, takeBackAnswer] as const;
