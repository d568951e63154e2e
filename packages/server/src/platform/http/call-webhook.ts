/** Tells an address of the configuration of something, signed: it has acknowledged with a 2xx answer, or why not. */
import type { Ctx } from "../ctx.ts";
import { describeCallError, postSigned, type SignedCall } from "./post-signed.ts";

export interface WebhookCall extends Omit<SignedCall, "url" | "secret"> {
  readonly url: string | { readonly env: string };
  readonly secret: { readonly env: string };
}

/** Null when it was acknowledged with a 2xx answer, else a code that says what stood in the way; it names no address. */
export async function callWebhook(
  ctx: Pick<Ctx, "clock">,
  variables: Readonly<Record<string, string | undefined>>,
  call: WebhookCall,
): Promise<string | null> {
  const secret = variables[call.secret.env];
  const url = typeof call.url === "string" ? call.url : variables[call.url.env];
  if (secret === undefined || url === undefined) return "target_not_configured";
  try {
    const answer = await postSigned(ctx.clock, { ...call, url, secret });
    answer.close();
    return answer.status >= 200 && answer.status < 300 ? null : `answered_${answer.status}`;
  } catch (error) {
    return describeCallError(error);
  }
}
