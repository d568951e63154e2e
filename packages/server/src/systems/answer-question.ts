/** What inference asks of a system is answered: shown beforehand, kept as a version of the map, and taken back. */
import { createHash } from "node:crypto";
import type { Discovery } from "@kept/connectors/rights/discover";
import { editMap, takeBack } from "@kept/connectors/rights/edit-map";
import { readMap, writeMap } from "@kept/connectors/rights/map-file";
import type { RowRights } from "@kept/connectors/rights/row-rights";
import type {
  AnswerChoice,
  AnswerDifference,
  GiveAnswer,
  GivenAnswer,
  Place,
  SeenValues,
  SystemQuestion,
  SystemQuestions,
} from "@kept/contract/system-questions";
import { findAnswer } from "@kept/engine/answers";
import { describeQuestion, listTellingColumns } from "@kept/engine/describe-question";
import type { DataMap } from "@kept/engine/map";
import { listQuestions } from "@kept/engine/questions";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openForOperator } from "./check-system.ts";
import { compareDiscoveries } from "./compare-discoveries.ts";
import { requireRows } from "./discover-system.ts";
import { keepMap } from "./keep-map.ts";
import { findAnswerRow, listAnswerRows } from "./queries.ts";
import type { Systems } from "./systems.ts";
import type { SaidAnswer } from "./tables.ts";

/** What is open, and what was answered. Throws `system_not_found`, `system_not_available`, `system_not_discoverable`. */
export async function readQuestions(
  ctx: Ctx,
  systems: Systems,
  system: string,
  about?: Place,
): Promise<SystemQuestions> {
  return await openForOperator(ctx, systems, system, async (opened) => {
    const discovery = await requireRows(opened).discover();
    return { system, questions: describeOpen(discovery, about), answers: [...(await listAnswerRows(ctx, system))] };
  });
}

/** A few values of the columns that a question is about. They may be personal data: the look is an entry in the ledger. */
export async function seeValues(
  ctx: Ctx,
  systems: Systems,
  system: string,
  { question: id, about }: Omit<AnswerChoice, "answer">,
): Promise<SeenValues> {
  return await openForOperator(ctx, systems, system, async (opened) => {
    const rights = requireRows(opened);
    const { index, findings } = await rights.discover();
    const question = listQuestions(index.model, findings, about).find((one) => one.id === id);
    if (question === undefined) throw problem("question_not_open");
    const columns = listTellingColumns(index.model, question);
    // Where nothing may be looked at nobody has seen anything, and the ledger says of nobody that they have.
    if (columns.length === 0) return { columns: [] };
    await ctx.transaction(async (tx) => {
      const data = { system, columns: columns.map(({ table, column }) => `${table}.${column}`) };
      await tx.outbox.add(`system/${system}`, { entry: { type: "system.values-seen", data } });
    });
    const seen = await rights.sampleValues(columns);
    return { columns: seen.map(({ table, column, values }) => ({ table, column, values: [...values] })) };
  });
}

/** What an answer would change; keeps nothing. */
export async function previewAnswer(
  ctx: Ctx,
  systems: Systems,
  system: string,
  choice: AnswerChoice,
): Promise<AnswerDifference> {
  return await openForOperator(ctx, systems, system, async (opened) => {
    const prepared = await prepareAnswer(systems, requireRows(opened), choice);
    return prepared.difference;
  });
}

/** Writes the answer into the map. Throws `answer_not_as_shown` where the difference has another mark than was given. */
export async function answerQuestion(
  ctx: Ctx,
  systems: Systems,
  system: string,
  { mark, ...choice }: GiveAnswer,
): Promise<GivenAnswer> {
  return await openForOperator(ctx, systems, system, async (opened) => {
    const rights = requireRows(opened);
    const { map, text, before, said, difference } = await prepareAnswer(systems, rights, choice);
    if (mark !== undefined && mark !== difference.mark) throw problem("answer_not_as_shown");
    const kept = await keepMap(ctx, systems, rights, { map, text, before, how: "answered", said });
    return { ...(await readQuestions(ctx, systems, system, choice.about)), kept, difference };
  });
}

/** Takes out of the map what an answer put there. Throws `answer_not_found`, `answer_overtaken`. */
export async function takeBackAnswer(ctx: Ctx, systems: Systems, system: string, id: string): Promise<SystemQuestions> {
  return await openForOperator(ctx, systems, system, async (opened) => {
    const rights = requireRows(opened);
    const row = await findAnswerRow(ctx, system, id);
    if (row === undefined) throw problem("answer_not_found");
    const before = await systems.readMapText(system);
    const text = row.taken_back_by === null ? takeBack(before, row.before_map ?? "", row.map) : null;
    if (text === null) throw problem("answer_overtaken");
    await keepMap(ctx, systems, rights, { map: readMap(text), text, before, how: "taken-back", takesBack: id });
    return await readQuestions(ctx, systems, system);
  });
}

interface PreparedAnswer {
  readonly map: DataMap;
  readonly text: string;
  readonly before: string;
  readonly said: SaidAnswer;
  readonly difference: AnswerDifference;
}

async function prepareAnswer(systems: Systems, rights: RowRights, choice: AnswerChoice): Promise<PreparedAnswer> {
  const before = await systems.readMapText(rights.system);
  const given = readMap(before);
  const discovery = await rights.discoverUnder(given);
  const { model } = discovery.index;
  const question = listQuestions(model, discovery.findings, choice.about).find(({ id }) => id === choice.question);
  if (question === undefined) throw problem("question_not_open");
  const answer = findAnswer(question, choice.answer);
  if (answer === undefined)
    throw problem("question_answer_unknown", { pointers: [{ pointer: "/body/answer", message: "is none of them" }] });
  const map = { ...answer.apply(given), system: given.system ?? rights.system };
  // What the author of the file wrote around it (order, comments) stays.
  const text = before === "" ? writeMap(map) : editMap(before, map);
  const difference = compareDiscoveries(discovery, await rights.discoverUnder(map), given, map);
  const { about, message } = describeQuestion(model, question);
  return {
    map,
    text,
    before,
    said: { about, message, answer: answer.text },
    difference: { ...difference, mark: markOf(text, difference) },
  };
}

/** Tells differences apart: what is kept is what was shown. */
function markOf(text: string, difference: Omit<AnswerDifference, "mark">): string {
  return createHash("sha256")
    .update(JSON.stringify([text, difference]))
    .digest("hex")
    .slice(0, 32);
}

function describeOpen({ index, findings }: Discovery, about: Place | undefined): SystemQuestion[] {
  return listQuestions(index.model, findings, about).map((question) => {
    const { settles, examples, answers, ...shown } = describeQuestion(index.model, question);
    return {
      ...shown,
      settles: { tables: [...settles.tables], columns: [...settles.columns] },
      examples: [...examples],
      answers: answers.map((answer) => ({ ...answer })),
    };
  });
}
