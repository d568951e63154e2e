/**
 * On what a person can say that their right rests, as rows: which right, which provision, and what it means. Naming one is
 * never needed: what the law or the policy gives without a ground is given without one.
 */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { exampleRequest, exampleRequestId } from "./request-examples.ts";
import { RequestDetailSchema } from "./requests.ts";
import { RIGHT_GROUNDS, RightGroundSchema } from "./right-ground-rows.ts";

const params = z.object({ requestId: z.string() });

export const listRightGrounds = endpoint({
  id: "requests.ground.list",
  method: "get",
  path: "/api/right-grounds",
  summary: "List on what rights can rest",
  description: "Each ground with the right that it belongs to, its provision and what it means.",
  responses: {
    200: z.object({
      grounds: z.array(
        z.object({
          ground: RightGroundSchema,
          kind: z.string(),
          provision: z.string(),
          means: z.string(),
          checked: z.iso.date(),
        }),
      ),
    }),
  },
  errors: [],
  access: "requests:read",
  example: { response: { grounds: RIGHT_GROUNDS.slice(0, 1).map((row) => ({ ...row })) } },
});

export const recordGround = endpoint({
  id: "requests.ground",
  method: "post",
  path: "/api/requests/{requestId}/ground",
  summary: "Record on what the right rests",
  description:
    "What the person said, or what an operator sees in their words. Kept sealed with what else they said; it decides nothing by itself. Null: none was named.",
  params,
  body: z.object({ ground: RightGroundSchema.nullable() }),
  responses: { 200: RequestDetailSchema },
  errors: ["request_not_found", "request_state_wrong", "ground_of_other_right"],
  access: "requests:act",
  ledger: "request.ground-recorded",
  example: { params: { requestId: exampleRequestId }, body: { ground: null }, response: exampleRequest },
});

export const rightGroundEndpoints = [listRightGrounds, recordGround] as const;
