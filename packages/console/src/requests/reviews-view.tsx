/** Decisions that a program made alone, before the person who looks at them again; loaded when asked for: every look is recorded. */
import { type Review, type Reviews, readReviews } from "@kept/contract/automated-decisions";
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestDetail } from "@kept/contract/requests";
import { lazy, Suspense, useState } from "react";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";

// Loaded when it is first opened.
const SettleReviewDialog = lazy(() =>
  import("./settle-review-dialog.tsx").then((module) => ({ default: module.SettleReviewDialog })),
);

const EFFECTS = { for: "for them", against: "against them", neutral: "neither" } as const;

export function ReviewsView({ request }: { readonly request: RequestDetail }) {
  const [reviews, setReviews] = useState<Reviews | null>(null);
  const [settling, setSettling] = useState<Review | null>(null);
  const action = useAction();
  const mayLook = useMay("people:read");
  const mayAct = useMay("requests:act") && request.state === "awaiting_approval";
  if (requestKind(request.kind).act !== "review" || request.planVersion === 0) return null;
  const load = () => action.run(async () => setReviews(await call(readReviews, { params: { requestId: request.id } })));
  return (
    <Section
      title="Decisions to review"
      lead="Made by a program alone. Whoever had a part in one, or recorded it, cannot review it."
    >
      {reviews === null ? (
        mayLook ? (
          <Button busy={action.busy} onClick={() => void load()}>
            Look at the decisions
          </Button>
        ) : (
          <p className="muted">Looking at people's data takes a permission that you do not have.</p>
        )
      ) : (
        <div className="stack">
          {reviews.view === null ? null : <p>The person says: “{reviews.view}”</p>}
          {reviews.reviews.map((review) => (
            <OneReview
              key={review.decisionId}
              review={review}
              onSettle={mayAct && review.review === null ? () => setSettling(review) : null}
            />
          ))}
        </div>
      )}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <Suspense fallback={null}>
        {settling === null ? null : (
          <SettleReviewDialog
            requestId={request.id}
            review={settling}
            onDone={(changed) => {
              setReviews(changed);
              setSettling(null);
            }}
            onClose={() => setSettling(null)}
          />
        )}
      </Suspense>
    </Section>
  );
}

function OneReview({ review, onSettle }: { readonly review: Review; readonly onSettle: (() => void) | null }) {
  const settled = review.review;
  const tone = settled === null ? (review.isContested ? "accent" : "plain") : "ok";
  const label = settled === null ? (review.isContested ? "Contested" : "Not named") : OUTCOMES[settled.outcome];
  return (
    <div className="stack">
      <h3>
        {review.title}: {review.outcome} <Badge tone={tone}>{label}</Badge>
      </h3>
      <Facts
        facts={[
          { name: "Decided", value: <When at={review.at} /> },
          { name: "By", value: review.by },
          ...(review.view === null ? [] : [{ name: "The person says", value: review.view }]),
          ...(settled === null ? [] : [{ name: "Reasons", value: settled.reasons }]),
          ...(settled?.newOutcome == null ? [] : [{ name: "Instead", value: settled.newOutcome }]),
        ]}
      />
      <Table label="What went into it" columns={[{ label: "Factor" }, { label: "Value" }, { label: "Effect" }]}>
        {review.factors.map(({ name, value, effect }) => (
          <tr key={name}>
            <Cell wide>{name}</Cell>
            <Cell label="Value">{value}</Cell>
            <Cell label="Effect">{EFFECTS[effect]}</Cell>
          </tr>
        ))}
      </Table>
      {onSettle === null ? null : (
        <p>
          <Button onClick={onSettle}>Review it</Button>
        </p>
      )}
    </div>
  );
}

const OUTCOMES = { upheld: "Upheld", changed: "Changed" } as const;
