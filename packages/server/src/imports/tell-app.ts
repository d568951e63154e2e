/** Tells the operator's app that an import is complete: no personal data, only which; the app fetches the rest. */

import type { Ctx } from "../platform/ctx.ts";
import { callWebhook } from "../platform/http/call-webhook.ts";
import type { JobRun } from "../platform/slice.ts";
import type { ImportParts } from "./import-parts.ts";
import { describeImport, requireGrant } from "./queries.ts";

/** Tries before the app counts as not told: some three days, for the queue soon waits ten minutes between them. */
export const TELL_ATTEMPTS = 440;

/** Throws until the app acknowledges with a 2xx answer, so that the queue tries again. */
export async function tellApp(ctx: Ctx, parts: ImportParts, importId: string, run: JobRun): Promise<void> {
  const webhook = parts.kept.imports?.webhook;
  if (webhook === undefined) return;
  const row = await requireGrant(ctx, importId);
  if (row.state !== "complete") return;
  const { source, items, bytes, completedAt } = describeImport(row);
  const code = await callWebhook(ctx, parts.variables, {
    ...webhook,
    name: "imports",
    idempotencyKey: importId,
    body: { event: "import.completed", id: importId, source, items, bytes, at: completedAt },
  });
  if (code !== null && run.attempt <= TELL_ATTEMPTS) throw new Error(`The app did not take in an import: ${code}.`);
  const subject = { import: importId };
  await ctx.transaction((tx) =>
    tx.outbox.add(importId, {
      entry:
        code === null
          ? { type: "import.told", subject, data: {} }
          : { type: "import.not-told", subject, data: { code } },
    }),
  );
}
