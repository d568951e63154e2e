/** The slice of choices. */
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { handleJob, type Slice } from "../platform/slice.ts";
import { addChoicePages } from "./choice-pages.tsx";
import type { ChoiceParts } from "./choice-parts.ts";
import { expireConsents } from "./expire-consents.ts";
import { describePolicyBody } from "./policy-body.ts";
import { forgetAsks, mailChoicesLink } from "./request-link.ts";
import { choiceRoutes } from "./routes.ts";
import { TELL_ATTEMPTS, tellTarget } from "./tell-target.ts";

export function createChoicesSlice(parts: ChoiceParts): Slice {
  return {
    name: "choices",
    routes: choiceRoutes(parts),
    pages: (pages) => addChoicePages(pages, parts),
    jobs: [
      handleJob("choices.mail-link", (ctx, payload) => mailChoicesLink(ctx, parts, payload)),
      handleJob("choices.tell", (ctx, payload) => tellTarget(ctx, parts, payload), {
        retryLimit: TELL_ATTEMPTS + 5,
        retryDelay: 2,
        timeoutSeconds: 120,
      }),
    ],
    sweeps: [
      { name: "choices.expire", everySeconds: 3600, run: (ctx) => expireConsents(ctx, parts) },
      { name: "choices.forget-asks", everySeconds: 3600, run: forgetAsks },
    ],
    start: (ctx) => keepPolicy(ctx, parts),
  };
}

/** Policies and notices are kept for good: what was shown and what decided can be read years later. */
async function keepPolicy(ctx: Ctx, parts: ChoiceParts): Promise<void> {
  const since = isoInstant(ctx.clock.now());
  await ctx.db
    .insertInto("choice_policy")
    .values({ version: parts.policy.version, body: jsonb<unknown>(describePolicyBody(parts.kept)), since })
    .onConflict((conflict) => conflict.column("version").doNothing())
    .execute();
  await ctx.db
    .insertInto("choice_notice")
    .values(
      parts.notices.map(({ hash, language, regime, title, text }) => ({
        hash,
        language,
        regime,
        title,
        body: text,
        created_at: since,
      })),
    )
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();
}
