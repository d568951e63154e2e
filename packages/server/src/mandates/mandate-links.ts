/** The links by which representatives and the people whom they name answer, and the job that sends them. */
import type { NewJob, TxCtx } from "../platform/ctx.ts";

export const MANDATE_LINKS = { representative: "mandate.representative", person: "mandate.person" } as const;

/** As long as an unverified request waits. */
export const MANDATE_LINK_LIFETIME = "P7D";

export const mandatePath = {
  form: () => "/privacy/for-somebody",
  sent: () => "/privacy/for-somebody/sent",
  representative: (token: string) => `/privacy/mandate/${token}`,
  person: (token: string) => `/privacy/permission/${token}`,
} as const;

export function mandateJob(tx: TxCtx, requestId: string, message: "representative" | "person" | "rejected"): NewJob {
  return { name: "requests.mandate-mail", payload: { requestId, message, messageId: tx.ids.next("msg") } };
}
