/** Reads a request's plan. A refusal is an answer here: the page shows it where the plan would be. */
import type { Problem } from "@kept/contract/problems";
import { getRequestPlan } from "@kept/contract/request-endpoints";
import type { RequestPlan } from "@kept/contract/requests";
import { call } from "../api/call.ts";
import { problemOf } from "../api/problem-error.ts";

export type PlanAnswer = { readonly plan: RequestPlan } | { readonly problem: Problem };

export async function loadPlan(requestId: string): Promise<PlanAnswer> {
  try {
    return { plan: await call(getRequestPlan, { params: { requestId } }) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}
