/** Binds the endpoints of choices and decisions. */
import * as choices from "@kept/contract/choice-endpoints";
import * as decisions from "@kept/contract/decision-endpoints";
import * as people from "@kept/contract/person-endpoints";
import * as separations from "@kept/contract/separation-endpoints";
import { isoInstant } from "../platform/clock.ts";
import { type BoundEndpoint, bind, reply } from "../platform/http/bind.ts";
import { streamLines } from "../platform/http/stream-lines.ts";
import { answerQuestions, findPeople } from "./answer-questions.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { describeChoicesConfig } from "./describe-config.ts";
import { issueChoiceReceipt } from "./issue-receipt.ts";
import {
  inviteToChoices,
  limitPerson,
  openChoices,
  recordForPerson,
  requirePerson,
  requirePersonBy,
  viewPersonChoices,
} from "./person-choices.ts";
import { readFigures } from "./read-figures.ts";
import { readSegment } from "./read-segment.ts";
import { listPersonMerges, previewPersonSeparation, separatePeople } from "./separate-people.ts";
import { setAge } from "./set-age.ts";
import { linkOwnDevice, readOwnStanding, submitChoices } from "./submit-choices.ts";
import { watchChanges } from "./watch-changes.ts";
import { writeSnapshot } from "./write-snapshot.ts";

export function choiceRoutes(parts: ChoiceParts): readonly BoundEndpoint[] {
  return [
    bind(choices.getChoicesConfig, async (ctx, { query, request }) => {
      const accepted = request.headers.get("accept-language") ?? undefined;
      const body = describeChoicesConfig(
        parts,
        { language: query.language, accepted },
        query,
        isoInstant(ctx.clock.now()),
      );
      return reply(body, { headers: { "cache-control": "public, max-age=300", vary: "Accept-Language, Sec-GPC" } });
    }),
    bind(choices.recordChoices, async (ctx, { body, request }) =>
      reply(await submitChoices(ctx, parts, body, hasSignal(request)), { headers: { vary: "Sec-GPC" } }),
    ),
    bind(choices.readStanding, async (ctx, { body, request }) =>
      reply(await readOwnStanding(ctx, parts, body, hasSignal(request)), { headers: { vary: "Sec-GPC" } }),
    ),
    bind(choices.linkDevice, (ctx, { body }) => linkOwnDevice(ctx, parts, body)),
    bind(choices.openChoices, (ctx, { body }) => openChoices(ctx, parts, body.session)),
    bind(people.findPerson, async (ctx, { body }) => ({ person: await requirePersonBy(ctx, body) })),
    bind(people.inviteToChoices, (ctx, { body }) => inviteToChoices(ctx, parts, body)),
    bind(people.getPersonChoices, (ctx, { params, query }) => viewPersonChoices(ctx, parts, params.personId, query)),
    bind(people.recordForPerson, (ctx, { params, body }) => recordForPerson(ctx, parts, params.personId, body)),
    bind(people.limitPerson, (ctx, { params, body }) => limitPerson(ctx, parts, params.personId, body)),
    bind(separations.listPersonMerges, (ctx, { params }) => listPersonMerges(ctx, params.personId)),
    bind(separations.previewPersonSeparation, (ctx, { params }) => previewPersonSeparation(ctx, parts, params.mergeId)),
    bind(separations.separatePeople, (ctx, { params, body }) => separatePeople(ctx, parts, params.mergeId, body)),
    bind(people.setAge, (ctx, { params, body }) => setAge(ctx, parts, params.personId, body.bornBy)),
    bind(choices.getChoiceReceipt, async (ctx, { params }) => {
      await requirePerson(ctx, params.personId);
      return receiptFile(await issueChoiceReceipt(ctx, parts, params.personId, params.receiptId), params.receiptId);
    }),
    bind(choices.getChoiceFigures, (ctx, { query }) => readFigures(ctx, parts, query)),
    bind(choices.getGpcSupport, () => Promise.resolve({ gpc: true, lastUpdate: parts.kept.choices.gpcSince })),
    bind(decisions.may, async (ctx, { body }) => {
      const [decision] = await answerQuestions(ctx, parts, [body]);
      if (decision === undefined) throw new Error("A question has no answer.");
      return decision;
    }),
    bind(decisions.mayMany, async (ctx, { body }) => ({
      decisions: [...(await answerQuestions(ctx, parts, body.questions))],
    })),
    bind(decisions.readSegment, (ctx, { body }) => readSegment(ctx, parts, body)),
    bind(decisions.resolvePeople, async (ctx, { body }) => ({ people: [...(await findPeople(ctx, body.people))] })),
    bind(decisions.getSnapshot, (ctx) => Promise.resolve(streamLines(writeSnapshot(ctx, parts)))),
    bind(decisions.streamChanges, (ctx, { query, request, signal }) => {
      const last = request.headers.get("last-event-id");
      const after = last !== null && /^-?\d+$/.test(last) ? Number(last) : query.after;
      return watchChanges(ctx, parts, after, signal);
    }),
  ];
}

/** `Sec-GPC: 1` and nothing else; several fields of which one says so count as well (GPC specification, 3.2). */
export function hasSignal(request: Request): boolean {
  return (request.headers.get("sec-gpc") ?? "").split(",").some((value) => value.trim() === "1");
}

/** A receipt as a download. */
export function receiptFile(text: string, receiptId: string): Response {
  return new Response(text, {
    headers: {
      "content-type": "application/ld+json; charset=utf-8",
      "content-disposition": `attachment; filename="${receiptId}.json"`,
      "cache-control": "no-store",
    },
  });
}
