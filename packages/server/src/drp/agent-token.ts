/** How an agent gets its token, and how it is known by it. */
import { randomBytes } from "node:crypto";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { checkEnvelope } from "./check-message.ts";
import type { Agent } from "./directory.ts";
import { DrpFailure, forbidden } from "./drp-failure.ts";
import type { DrpParts } from "./drp-parts.ts";
import { findAgentByToken, rememberMessage, replaceToken } from "./queries.ts";

const TOKEN_BYTES = 64;

/** A new token, shown once; an earlier one ends. A message that came before gives none. @throws DrpFailure */
export async function setUpAgent(
  ctx: Ctx,
  { directory, settings }: DrpParts,
  agentId: string,
  body: string,
): Promise<{ readonly "agent-id": string; readonly token: string }> {
  const agent = directory.find(agentId);
  if (agent === undefined) throw forbidden();
  const { hash, expiresAt } = checkEnvelope(ctx, body, agent, settings.businessId);
  const token = randomBytes(TOKEN_BYTES).toString("base64");
  await ctx.as({ kind: "system", id: `agent:${agent.id}` }).transaction(async (tx) => {
    if (!(await rememberMessage(tx, { message_hash: hash, agent_id: agent.id, expires_at: expiresAt })))
      throw forbidden();
    await replaceToken(tx, agent.id, token, isoInstant(tx.clock.now()));
    await tx.outbox.add(`agent:${agent.id}`, {
      entry: { type: "drp.agent-set-up", subject: { agent: agent.id }, data: { agent: agent.id } },
    });
  });
  return { "agent-id": agent.id, token };
}

/** The agent of a Bearer token; one that has left the directory is nobody. @throws DrpFailure */
export async function requireAgent(
  ctx: Ctx,
  { directory }: DrpParts,
  authorization: string | undefined,
): Promise<Agent> {
  const token = /^Bearer ([A-Za-z0-9+/=_-]{20,200})$/.exec(authorization ?? "")?.[1];
  if (token === undefined) throw new DrpFailure(401, "token_missing", "A Bearer token is needed.");
  const agentId = await findAgentByToken(ctx, token);
  const agent = agentId === null ? undefined : directory.find(agentId);
  if (agent === undefined) throw forbidden();
  return agent;
}
