/** Whom a service knows by what was given. */
import type { PersonQuery } from "@kept/engine/rights";
import type { PersonFound } from "../rights-system.ts";
import { checkFindAnswer } from "./check-messages.ts";
import { notFound } from "./erasure-plan.ts";
import { ENDPOINTS, type FindMessage } from "./protocol.ts";
import type { ServiceClient } from "./service-client.ts";

/** Nobody is a finding. */
export async function findInService(client: ServiceClient, person: PersonQuery): Promise<PersonFound> {
  const message: FindMessage = { person };
  const answer = await client.askJson({ endpoint: ENDPOINTS.find, message, changes: false }, checkFindAnswer);
  const isNobody = answer.subjects.length === 0 && answer.findings.length === 0;
  return isNobody ? { subjects: [], findings: [notFound()] } : answer;
}
