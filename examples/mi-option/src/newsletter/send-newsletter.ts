/** Sends an issue of mi Option's newsletter. The list is the shop's; who gets it, the gate decides. */
import type { Kept } from "@kept/sdk/kept";
import type { KeptNames } from "../kept-names.ts";

export interface Issue {
  /** `2026-11`: sending the same issue again sends it to nobody twice. */
  readonly name: string;
  readonly subject: string;
  readonly text: string;
}

export interface SentIssue {
  readonly queued: number;
  /** Why it did not go to the others, with how many. */
  readonly stopped: Readonly<Record<string, number>>;
}

/** @param readers addresses of the list, whatever they have said meanwhile */
export async function sendNewsletter(
  kept: Pick<Kept<KeptNames>, "messages">,
  issue: Issue,
  readers: readonly string[],
): Promise<SentIssue> {
  const stopped: Record<string, number> = {};
  let queued = 0;
  for (const to of readers) {
    const { subject, text, name: key } = issue;
    const { reason } = await kept.messages.send({ stream: "newsletter", to, subject, text, key, language: "en" });
    if (reason === null) queued += 1;
    else stopped[reason] = (stopped[reason] ?? 0) + 1;
  }
  return { queued, stopped };
}
