/** A message as bytes, classified as the product does it. */
import { type Classification, classifyMessage } from "../classify/classify-message.ts";
import { readHeaderFacts } from "../classify/header-facts.ts";
import { parseMessage } from "../parse/parse-message.ts";

export async function classifyRaw(raw: Uint8Array): Promise<Classification> {
  const parsed = await parseMessage(raw);
  const facts = readHeaderFacts(parsed.headers, parsed.from, { header: "X-Kept-Loop", mark: "LOOPMARK" });
  return classifyMessage({ ...parsed, facts, isReport: parsed.report !== null, isReply: false });
}
