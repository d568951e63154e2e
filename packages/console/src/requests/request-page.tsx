/** One request from its door to its receipt: where it stands, what it wants now, and the plan in full. */
import { getRequest } from "@kept/contract/request-endpoints";
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestDetail } from "@kept/contract/requests";
import { lazy, Suspense, use } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Facts } from "../ui/facts.tsx";
import { Page, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { When } from "../ui/when.tsx";
import { ChoicesView } from "./choices-view.tsx";
import { ClocksView } from "./clocks-view.tsx";
import { loadPlan, type PlanAnswer } from "./load-plan.ts";
import { NextStepPanel } from "./next-step-panel.tsx";
import { Outcome } from "./outcome.tsx";
import { PersonView } from "./person-view.tsx";
import type { PlanView as PlanViewOf } from "./plan-view.tsx";
import styles from "./request-page.module.css";
import { CHANNEL_TEXTS, KIND_TEXTS, LANGUAGE_TEXTS, STATE_TEXTS } from "./request-texts.ts";
import { ResidueView } from "./residue-view.tsx";
import { ReviewsView } from "./reviews-view.tsx";
import { StepsView } from "./steps-view.tsx";
import { Timeline } from "./timeline.tsx";
import { TransfersView } from "./transfers-view.tsx";
import { useRequestEvents } from "./use-request-events.ts";
import { WorkView } from "./work-view.tsx";

const AssigneeView = lazy(() => import("./assignee-view.tsx").then((module) => ({ default: module.AssigneeView })));
const FeeView = lazy(() => import("./fee-view.tsx").then((module) => ({ default: module.FeeView })));
// What is asked for after the page comes after it.
const IdentityView = lazy(() => import("./identity-view.tsx").then((module) => ({ default: module.IdentityView })));
const MandateView = lazy(() => import("./mandate-view.tsx").then((module) => ({ default: module.MandateView })));
const NoticesView = lazy(() => import("./notices-view.tsx").then((module) => ({ default: module.NoticesView })));
const UndeliveredView = lazy(() =>
  import("./undelivered-view.tsx").then((module) => ({ default: module.UndeliveredView })),
);
const UndoView = lazy(() => import("./undo-view.tsx").then((module) => ({ default: module.UndoView })));
const WithheldView = lazy(() => import("./withheld-view.tsx").then((module) => ({ default: module.WithheldView })));
const PlanView = lazy(() => import("./plan-view.tsx").then((module) => ({ default: module.PlanView })));

export async function loader({ params, request }: LoaderFunctionArgs) {
  const requestId = params["requestId"] ?? "";
  const detail = await call(getRequest, { params: { requestId }, signal: request.signal });
  // The plan comes after the page: it may be long, and what to do is known without it.
  return { detail, plan: detail.planVersion === 0 ? null : loadPlan(requestId) };
}

export function Component() {
  const { detail, plan } = useLoaderData<typeof loader>();
  const live = useRequestEvents(detail.id, detail.phase !== "closed");
  const state = STATE_TEXTS[detail.state];
  const kind = KIND_TEXTS[detail.kind];
  const mayAct = useMay("requests:act");
  // Nothing is known of any system yet: the middle of the page is for what there is.
  const isEarly = detail.systems.length === 0;
  return (
    <Page
      name={`${kind.label} ${detail.reference}`}
      above={
        <Link className={styles["back"]} to={`/requests?phase=${detail.phase}`}>
          Requests
        </Link>
      }
      title={
        <span className={styles["title"]}>
          {kind.label} <span className={styles["reference"]}>{detail.reference}</span>
          <Badge tone={state.tone}>{state.label}</Badge>
        </span>
      }
      lead={`${kind.says}. ${requestKind(detail.kind).article}.`}
    >
      <NextStepPanel request={detail} plan={plan} />
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          {detail.undelivered.length === 0 ? null : (
            <Suspense fallback={null}>
              <UndeliveredView messages={detail.undelivered} />
            </Suspense>
          )}
          {detail.timeline.some(({ event }) => event === "mandate-named") ? (
            <Suspense fallback={null}>
              <MandateView key={`mandate ${detail.id}`} request={detail} />
            </Suspense>
          ) : null}
          {isEarly ? <ClocksView request={detail} /> : null}
          {isEarly ? null : <StepsView request={detail} live={live} />}
          {detail.fee === null ? null : (
            <Suspense fallback={null}>
              <FeeView key={`fee ${detail.id}`} request={detail} mayAct={mayAct} />
            </Suspense>
          )}
          <ChoicesView request={detail} />
          <ReviewsView key={`reviews ${detail.id}`} request={detail} />
          {detail.withheld.length === 0 ? null : (
            <Suspense fallback={null}>
              <WithheldView key={`withheld ${detail.id}`} request={detail} mayAct={mayAct} />
            </Suspense>
          )}
          <Outcome request={detail} />
          {detail.undo === null ? null : (
            <Suspense fallback={null}>
              <UndoView key={`undo ${detail.id}`} request={detail} undo={detail.undo} mayAct={mayAct} />
            </Suspense>
          )}
          <TransfersView key={`transfers ${detail.id}`} request={detail} />
          <Suspense fallback={null}>
            <NoticesView key={`notices ${detail.id}`} request={detail} />
          </Suspense>
          <ResidueView key={detail.id} request={detail} />
          {plan === null || isEarly ? null : (
            <Suspense
              fallback={
                <Section title="Plan">
                  <Skeleton lines={6} />
                </Section>
              }
            >
              <Plan request={detail} answer={plan} />
            </Suspense>
          )}
        </div>
        <div className={styles["aside"]}>
          {isEarly ? null : <ClocksView request={detail} />}
          <Section title="Person">
            <PersonView key={detail.id} request={detail} />
          </Section>
          <Suspense fallback={null}>
            <IdentityView key={`identity ${detail.id}`} request={detail} />
          </Suspense>
          <Section title="About the request">
            <Facts
              facts={[
                {
                  name: "In hand of",
                  value: (
                    <Suspense fallback="…">
                      <AssigneeView key={detail.id} request={detail} mayAct={mayAct} />
                    </Suspense>
                  ),
                },
                { name: "Came by", value: CHANNEL_TEXTS[detail.channel] },
                { name: "Arrived", value: <When at={detail.arrivedAt} /> },
                ...(detail.mergedInto === null
                  ? []
                  : [
                      {
                        name: "Answered in",
                        value: <Link to={`/requests/${detail.mergedInto}`}>the earlier request</Link>,
                      },
                    ]),
                { name: "Language", value: LANGUAGE_TEXTS[detail.language] },
                { name: "Messages", value: <Link to={`/inbox?request=${detail.id}`}>what was written about it</Link> },
                { name: "Scope", value: describeScope(detail.scope) },
              ]}
            />
          </Section>
          <WorkView key={`${detail.id}-work`} request={detail} mayAct={mayAct} />
          <Section title="Timeline">
            <Timeline entries={detail.timeline} />
            <p className={styles["ledgerLink"]}>
              <Link to={`/ledger?subject=${detail.id}`}>Its entries in the ledger</Link>
            </p>
          </Section>
        </div>
      </div>
    </Page>
  );
}

interface PlanProps {
  readonly request: Parameters<typeof PlanViewOf>[0]["request"];
  readonly answer: Promise<PlanAnswer>;
}

function Plan({ request, answer }: PlanProps) {
  const result = use(answer);
  if ("plan" in result) return <PlanView request={request} plan={result.plan} />;
  // The plan of a closed request is deleted after its time; the receipt remains.
  if (request.phase === "closed" && result.problem.code === "plan_missing") return null;
  return <ProblemView problem={result.problem} />;
}

function describeScope(scope: RequestDetail["scope"]): string {
  const rows = scope.rows.map((one) => `${one.rows} ${one.rows === 1 ? "row" : "rows"} of ${one.system}.${one.table}`);
  const parts = [...scope.tables, ...scope.categories, ...scope.purposes, ...rows];
  return parts.length === 0 ? "everything" : `only ${parts.join(", ")}`;
}
