/** Somebody asks for somebody else. Nothing happens but messages: to them, and to the person where their word is what counts. */
import { createHash } from "node:crypto";
import type { SubmitFor } from "@kept/contract/mandates";
import { relationRow } from "@kept/contract/relations";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { submitUnverified } from "../requests/submit-request.ts";
import { stripPicture } from "../verification/strip-picture.ts";
import { mandateJob } from "./mandate-links.ts";
import { sealPaper } from "./mandate-paper.ts";
import { sealRepresentative } from "./queries.ts";

/** Throws `document_not_a_picture` or `mandate_paper_missing`; else the answer is the same, whoever is known. */
export async function submitMandate(
  ctx: Ctx,
  parts: RequestParts,
  input: SubmitFor & { readonly channel: "centre" | "api" },
): Promise<void> {
  const { relation, representative, words, paper, channel, kind, email, language, country } = input;
  const row = relationRow(relation);
  const picture = paper === undefined ? null : stripPicture(Buffer.from(paper, "base64"));
  if (paper !== undefined && picture === null) throw problem("document_not_a_picture");
  if (row.needsPaper && picture === null) throw problem("mandate_paper_missing");
  await ctx.transaction(async (tx) => {
    const scope = { tables: [], categories: [], purposes: [], rows: [] };
    const said = {
      kind,
      identifier: { kind: "email", value: email },
      language,
      country,
      scope,
      channel,
      isRepresented: true,
    } as const;
    const id = await submitUnverified(tx, parts, said);
    if (id === null) return;
    const sealed = picture === null ? null : sealPaper(tx.keys, id, picture);
    const paperHash = sealed === null ? null : createHash("sha256").update(sealed).digest("hex");
    await tx.db
      .insertInto("mandate")
      .values({
        request_id: id,
        relation,
        sealed: sealRepresentative(tx.keys, id, {
          ...representative,
          name: plainName(representative.name),
          organisation: plainName(representative.organisation),
          words,
        }),
        sealed_paper: sealed,
        paper_hash: paperHash,
        answers_to: "person",
        created_at: isoInstant(tx.clock.now()),
      })
      .execute();
    const jobs = [mandateJob(tx, id, "representative"), ...(row.personConfirms ? [mandateJob(tx, id, "person")] : [])];
    await recordEvent(tx, id, { type: "request.mandate-named", data: { relation, paperHash } }, jobs);
  });
}

/** It stands in a message to somebody else: a name holds no address that could be clicked, and no second line. */
function plainName(name: string): string {
  return name
    .replace(/[^\p{L}\p{M}\p{N} .,'’&()-]+/gu, " ")
    .replace(/\.(?=\S)/g, ". ")
    .replace(/\s+/g, " ")
    .trim();
}
