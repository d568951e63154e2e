/** The endpoints by which people who were taken for one are parted again. */
import * as z from "zod";
import { examplePersonId } from "./choice-examples.ts";
import { endpoint } from "./endpoint.ts";
import { type PersonMerge, PersonMergeSchema, PersonSeparationSchema, SeparateSchema } from "./separations.ts";

const exampleMerge: PersonMerge = {
  id: "mrg_01jd0000000000000000000000",
  person: examplePersonId,
  other: "per_01jd0000000000000000000001",
  at: "2026-11-22T10:00:00.000Z",
  verifiedHow: "session",
  identifiers: 1,
  devices: 1,
  separatedAt: null,
  proposed: null,
};
const mergeParams = z.object({ personId: z.string(), mergeId: z.string() });
const exampleMergeParams = { personId: examplePersonId, mergeId: exampleMerge.id };

export const listPersonMerges = endpoint({
  id: "choices.merges",
  method: "get",
  path: "/api/people/{personId}/merges",
  summary: "Merges of a person",
  description:
    "When verified identifiers named two people, and one of them became this one, or this one became another.",
  params: z.object({ personId: z.string() }),
  responses: { 200: z.object({ merges: z.array(PersonMergeSchema) }) },
  errors: [],
  access: "people:read",
  example: { params: { personId: examplePersonId }, response: { merges: [exampleMerge] } },
});

export const previewPersonSeparation = endpoint({
  id: "choices.separate.preview",
  method: "get",
  path: "/api/people/{personId}/merges/{mergeId}/separate",
  summary: "See what taking a merge of people back would come to",
  description: "A dry run: what leads to whom again, and which choices count for whom.",
  params: mergeParams,
  responses: { 200: PersonSeparationSchema },
  errors: ["merge_not_found", "separation_not_possible"],
  access: "choices:act",
  example: {
    params: exampleMergeParams,
    response: {
      merge: exampleMerge,
      identifiers: 1,
      devices: 1,
      copies: 2,
      shared: 1,
      stays: 0,
      needsSecond: false,
    },
  },
});

export const separatePeople = endpoint({
  id: "choices.separate",
  method: "post",
  path: "/api/people/{personId}/merges/{mergeId}/separate",
  summary: "Take a merge of people back",
  description:
    "Two people were taken for one: identifiers and devices lead to each again, and what one had said does not count for the other any more. A refusal since the merge holds for both. With four eyes the first call proposes it and another person's does it.",
  params: mergeParams,
  body: SeparateSchema,
  responses: { 200: PersonMergeSchema },
  errors: ["merge_not_found", "separation_not_possible", "separation_same_person"],
  access: "choices:act",
  ledger: "choice.people-separated",
  example: {
    params: exampleMergeParams,
    body: { reason: "Two people share an address." },
    response: { ...exampleMerge, separatedAt: "2026-11-23T10:00:00.000Z" },
  },
});

export const separationEndpoints = [listPersonMerges, previewPersonSeparation, separatePeople] as const;
