/** One complaint: what is due, what was said once somebody looks, what happened, and what to do. */
import { getComplaint, readComplaint } from "@kept/contract/complaint-endpoints";
import type { ComplaintContent, ComplaintDetail } from "@kept/contract/complaints";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import words from "../inbox/inbox.module.css";
import { REGIME_TEXTS } from "../requests/describe-clock.ts";
import styles from "../requests/request-page.module.css";
import { LANGUAGE_TEXTS } from "../requests/request-texts.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { Page, Section } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";
import { CaseClocks } from "./case-clocks.tsx";
import { CaseHistory, loadHistory } from "./case-history.tsx";
import {
  CLOCK_PURPOSE_TEXTS,
  COMPLAINT_CHANNEL_TEXTS,
  COMPLAINT_OUTCOME_TEXTS,
  COMPLAINT_STATES,
} from "./case-texts.ts";
import { SealedWords } from "./sealed-words.tsx";

// Loaded when they are first opened: most visits only look.
const AcknowledgeDialog = lazy(() =>
  import("./complaint-dialogs.tsx").then((module) => ({ default: module.AcknowledgeDialog })),
);
const DecideDialog = lazy(() => import("./complaint-dialogs.tsx").then((module) => ({ default: module.DecideDialog })));
const TellDialog = lazy(() => import("./complaint-dialogs.tsx").then((module) => ({ default: module.TellDialog })));

export async function loader({ params, request }: LoaderFunctionArgs) {
  const complaintId = params["complaintId"] ?? "";
  const [complaint, history] = await Promise.all([
    call(getComplaint, { params: { complaintId }, signal: request.signal }),
    loadHistory(complaintId, request.signal),
  ]);
  return { complaint, history };
}

export function Component() {
  const { complaint, history } = useLoaderData<typeof loader>();
  const state = COMPLAINT_STATES[complaint.state];
  return (
    <Page
      name={`Complaint ${complaint.reference}`}
      above={
        <Link className={styles["back"]} to={`/complaints?state=${complaint.state}`}>
          Complaints
        </Link>
      }
      title={
        <span className={styles["title"]}>
          Complaint <span className={styles["reference"]}>{complaint.reference}</span>
          <Badge tone={state.tone}>{state.label}</Badge>
        </span>
      }
      lead={describe(complaint)}
    >
      <Actions key={complaint.id} complaint={complaint} />
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <SealedWords
            key={complaint.id}
            title="What was said"
            button="Read the complaint"
            has={complaint.hasContent}
            gone="Who complained and of what was removed after its time."
            read={() => call(readComplaint, { params: { complaintId: complaint.id } })}
            show={(content) => <Words complaint={complaint} content={content} />}
          />
          <CaseClocks clocks={complaint.clocks} purposes={CLOCK_PURPOSE_TEXTS} />
        </div>
        <div className={styles["aside"]}>
          <Section title="About the complaint">
            <Facts
              facts={[
                { name: "From", value: complaint.person },
                { name: "Came by", value: COMPLAINT_CHANNEL_TEXTS[complaint.channel] },
                { name: "Arrived", value: <When at={complaint.arrivedAt} /> },
                {
                  name: "Acknowledged",
                  value: complaint.acknowledgedAt === null ? "not yet" : <When at={complaint.acknowledgedAt} />,
                },
                { name: "Lives in", value: complaint.country ?? "not known" },
                { name: "Rules", value: complaint.regimes.map((name) => REGIME_TEXTS[name]).join(", ") },
                { name: "Language", value: LANGUAGE_TEXTS[complaint.language] },
                ...(complaint.aboutRequest === null
                  ? []
                  : [{ name: "About", value: <Link to={`/requests/${complaint.aboutRequest}`}>a request</Link> }]),
                { name: "Messages", value: <Link to={`/inbox?case=${complaint.id}`}>in the inbox</Link> },
              ]}
            />
          </Section>
          <CaseHistory caseId={complaint.id} entries={history} />
        </div>
      </div>
    </Page>
  );
}

function describe(complaint: ComplaintDetail): string {
  if (complaint.outcome !== null) return `${COMPLAINT_OUTCOME_TEXTS[complaint.outcome]}.`;
  return complaint.acknowledgedAt === null
    ? "Nobody has told the person yet that it arrived."
    : "The person knows that it arrived. Look into it, and decide it in time.";
}

function Actions({ complaint }: { readonly complaint: ComplaintDetail }) {
  const [open, setOpen] = useState<"acknowledge" | "tell" | "decide" | null>(null);
  const mayAct = useMay("requests:act");
  const close = () => setOpen(null);
  if (!mayAct || complaint.state !== "open") return null;
  return (
    <div className="row">
      {complaint.acknowledgedAt === null ? (
        <Button tone="main" onClick={() => setOpen("acknowledge")}>
          Acknowledge…
        </Button>
      ) : null}
      {complaint.hasContent ? (
        <>
          <Button tone={complaint.acknowledgedAt === null ? "plain" : "main"} onClick={() => setOpen("decide")}>
            Decide…
          </Button>
          <Button onClick={() => setOpen("tell")}>Tell how far it is…</Button>
        </>
      ) : null}
      <Suspense fallback={null}>
        {open === "acknowledge" ? <AcknowledgeDialog complaint={complaint} open onClose={close} /> : null}
        {open === "tell" ? <TellDialog complaint={complaint} open onClose={close} /> : null}
        {open === "decide" ? <DecideDialog complaint={complaint} open onClose={close} /> : null}
      </Suspense>
    </div>
  );
}

function Words({ complaint, content }: { readonly complaint: ComplaintDetail; readonly content: ComplaintContent }) {
  const said = new Map(content.answers.map(({ id, text }) => [id, text]));
  return (
    <>
      <Section title="What was said" lead={[content.email, content.contact].filter(Boolean).join(", ")}>
        <p className={words["words"]}>{content.text}</p>
      </Section>
      {complaint.answers.length === 0 ? null : (
        <Section title="What they were told">
          <ul className={words["answers"]}>
            {complaint.answers.map((answer) => (
              <li key={answer.id}>
                <p className="muted">
                  {answer.kind === "decision" ? "The decision" : "On the way"}, <When at={answer.at} />
                </p>
                <p className={words["words"]}>{said.get(answer.id) ?? ""}</p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
