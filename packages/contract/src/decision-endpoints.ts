/** The decision point over HTTP: one question, many, everyone for whom the answer is yes, and the feed of the SDK's gate. */
import * as z from "zod";
import {
  DecisionChangeSchema,
  DecisionSchema,
  PersonRefSchema,
  QuestionSchema,
  SegmentPageSchema,
  SegmentSchema,
} from "./decisions.ts";
import { endpoint } from "./endpoint.ts";

const hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const personId = "per_01jd0000000000000000000000";
const exampleQuestion = { person: { kind: "id", value: "42" }, purpose: "newsletter", channel: "email" } as const;
const exampleDecision: z.infer<typeof DecisionSchema> = {
  allowed: true,
  reason: "consent_given",
  chain: [{ check: "basis", outcome: "allow", code: "consent_given", about: "3d4f1f2e-6b1a-4a53-9d0e-2f60f5a0b7c1" }],
  regime: "eea",
  policyVersion: hash,
  until: "2027-11-22T10:00:00.000Z",
};
const bodyErrors = ["unsupported_media_type", "invalid_json"] as const;

export const may = endpoint({
  id: "decisions.may",
  method: "post",
  path: "/api/decisions/may",
  summary: "May this purpose use this person's data now",
  description:
    "Allow or deny, with every check that led there. What the configuration does not name is denied, never an error: a gate fails closed.",
  body: QuestionSchema,
  responses: { 200: DecisionSchema },
  errors: bodyErrors,
  access: "decisions:read",
  example: { body: exampleQuestion, response: exampleDecision },
});

export const mayMany = endpoint({
  id: "decisions.may-many",
  method: "post",
  path: "/api/decisions/batch",
  summary: "Many questions at once",
  description: "Up to 1,000 questions, answered in their order from one look at the record.",
  body: z.object({ questions: z.array(QuestionSchema).min(1).max(1_000) }),
  responses: { 200: z.object({ decisions: z.array(DecisionSchema) }) },
  errors: bodyErrors,
  access: "decisions:read",
  example: { body: { questions: [exampleQuestion] }, response: { decisions: [exampleDecision] } },
});

export const readSegment = endpoint({
  id: "decisions.segment",
  method: "post",
  path: "/api/decisions/segment",
  summary: "Everyone for whom the answer is yes",
  description:
    "The people whom this purpose may reach, in one set-based query a page. It agrees with asking about each of them.",
  body: SegmentSchema,
  responses: { 200: SegmentPageSchema },
  errors: [...bodyErrors, "purpose_unknown"],
  access: "people:read",
  example: {
    body: { purpose: "newsletter", channel: "email", limit: 100 },
    response: { people: [personId], next: null, policyVersion: hash },
  },
});

export const resolvePeople = endpoint({
  id: "decisions.resolve",
  method: "post",
  path: "/api/decisions/resolve",
  summary: "Find people by what the app knows of them",
  description:
    "Kept's id of each, or null where nobody is known by that: the SDK's gate asks once and then decides by the id.",
  body: z.object({ people: z.array(PersonRefSchema).min(1).max(1_000) }),
  responses: { 200: z.object({ people: z.array(z.string().nullable()) }) },
  errors: bodyErrors,
  access: "decisions:read",
  example: { body: { people: [{ kind: "id", value: "42" }] }, response: { people: [personId] } },
});

export const getSnapshot = endpoint({
  id: "decisions.snapshot",
  method: "get",
  path: "/api/decisions/snapshot",
  summary: "Answers about everybody, compact and signed",
  description:
    "JSON lines: the policy, the distinct vectors of answers, who has which, and a signature over all of it. The SDK's gate loads it once and follows `GET /api/decisions/changes` from its position.",
  responses: { 200: z.string() },
  errors: [],
  access: "decisions:read",
  file: "application/x-ndjson",
  example: {},
});

export const streamChanges = endpoint({
  id: "decisions.changes",
  method: "get",
  path: "/api/decisions/changes",
  summary: "Follow changes",
  description:
    "Server-sent events: new answers within a second of the choice, and a sign of life every two seconds. Send `Last-Event-ID` or `after` to continue; what was missed is told first.",
  query: z.object({ after: z.coerce.number().int().min(-1).optional() }),
  responses: { 200: DecisionChangeSchema },
  errors: ["snapshot_outdated"],
  access: "decisions:read",
  stream: true,
  example: { response: { position: 41, policyVersion: hash, people: [] } },
});

export const decisionEndpoints = [may, mayMany, readSegment, resolvePeople, getSnapshot, streamChanges] as const;
