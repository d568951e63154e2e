/** The slice of automated decisions: recorded by the app, explained to their person, and looked at again by people. */
import * as endpoints from "@kept/contract/automated-decisions";
import { bind } from "../platform/http/bind.ts";
import { handleJob, type Slice } from "../platform/slice.ts";
import { recordDecision } from "./record-decision.ts";
import { addReviewPages } from "./review-pages.tsx";
import { readReviews, settleReview } from "./reviews.ts";
import { type ReviewParts, TELL_ATTEMPTS, tellReview } from "./tell-review.ts";
import { tidyDecisions } from "./tidy-decisions.ts";

export function createAutomatedDecisionsSlice(parts: ReviewParts): Slice {
  const { kept } = parts;
  return {
    name: "automated-decisions",
    routes: [
      bind(endpoints.recordAutomatedDecision, (ctx, { body }) => recordDecision(ctx, kept, body)),
      bind(endpoints.readReviews, (ctx, { params }) => readReviews(ctx, kept, params.requestId)),
      bind(endpoints.settleReview, async (ctx, { params, body }) => {
        await settleReview(ctx, params.requestId, params.decisionId, body);
        return await readReviews(ctx, kept, params.requestId);
      }),
    ],
    pages: (pages) => addReviewPages(pages, parts),
    jobs: [
      handleJob("automated-decisions.tell", (ctx, payload, run) => tellReview(ctx, parts, payload, run), {
        retryLimit: TELL_ATTEMPTS,
      }),
    ],
    sweeps: [{ name: "automated-decisions.tidy", everySeconds: 3600, run: tidyDecisions }],
  };
}
