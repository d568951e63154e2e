/** An operator gives a list of people who are to be erased. */
import type { CreateBatch } from "@kept/contract/batches";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { problem } from "../platform/http/problems.ts";
import { checkSystems } from "../requests/check-systems.ts";
import { personLabel } from "../requests/person.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { recordBatch, sealPeople } from "./queries.ts";

/** Rows of one statement: far below what a database takes. */
const ROWS_AT_ONCE = 1_000;

/** Answers the id. Throws `request_unidentified` or `system_unknown`. */
export async function createBatch(ctx: Ctx, parts: RequestParts, input: CreateBatch): Promise<string> {
  const unnamed = input.people.findIndex(({ identifiers, keys }) => identifiers.length + keys.length === 0);
  if (unnamed >= 0) {
    const pointers = [{ pointer: `/body/people/${unnamed}`, message: "names nobody" }];
    throw problem("request_unidentified", { pointers });
  }
  for (const { keys } of input.people) checkSystems(parts, keys);
  // A line is what people are called by: of two with one number the first counts.
  const people = [...new Map(input.people.toReversed().map((one) => [one.line, one])).values()].toReversed();
  return await ctx.transaction(async (tx) => {
    const id = tx.ids.next("bat");
    await tx.db
      .insertInto("batch")
      .values({
        id,
        state: "planning",
        submitted_at: isoInstant(tx.clock.now()),
        submitted_kind: tx.actor.kind,
        submitted_by: tx.actor.id,
        verified_how: input.verified.by,
        tell: input.tell,
        language: input.language,
        scope: jsonb(input.scope),
        people: people.length,
        sealed_people: sealPeople(tx.keys, id, people),
        left_out: jsonb([]),
        paused: jsonb([]),
      })
      .execute();
    for (let at = 0; at < people.length; at += ROWS_AT_ONCE) {
      await tx.db
        .insertInto("batch_line")
        .values(
          people.slice(at, at + ROWS_AT_ONCE).map(({ line, identifiers, keys }) => ({
            batch_id: id,
            line,
            label: personLabel(identifiers, keys),
            state: "unknown" as const,
          })),
        )
        .execute();
    }
    const { tables, categories } = input.scope;
    const data = {
      people: people.length,
      how: input.verified.by,
      tables: tables.length,
      categories: categories.length,
    };
    await recordBatch(tx, id, { type: "batch.submitted", data }, [{ name: "batches.plan", payload: { batchId: id } }]);
    return id;
  });
}
