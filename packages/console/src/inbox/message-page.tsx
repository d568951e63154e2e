/** One message: what it was taken for and why, what it says once somebody looks, and what to do with it. */
import type { MessageDetail } from "@kept/contract/mailbox";
import type { MailClassName } from "@kept/contract/mailbox-classes";
import { getMessage } from "@kept/contract/mailbox-endpoints";
import { useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import styles from "../requests/request-page.module.css";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { Page, Section } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";
import { AnswerDialog } from "./answer-dialog.tsx";
import { ContentView } from "./content-view.tsx";
import { DismissDialog } from "./dismiss-dialog.tsx";
import { DOOR_TEXTS, describeClass, describeTags, MAIL_LANGUAGE_TEXTS, OUTCOME_TEXTS } from "./inbox-texts.ts";
import { JoinDialog } from "./join-dialog.tsx";
import { MakeCaseDialog } from "./make-case-dialog.tsx";
import { MakeRequestDialog } from "./make-request-dialog.tsx";

export async function loader({ params, request }: LoaderFunctionArgs) {
  return {
    message: await call(getMessage, { params: { messageId: params["messageId"] ?? "" }, signal: request.signal }),
  };
}

const STATES = {
  new: { label: "Being read", tone: "info" },
  triage: { label: "Needs you", tone: "warn" },
  done: { label: "Done", tone: "ok" },
} as const;

export function Component() {
  const { message } = useLoaderData<typeof loader>();
  const state = STATES[message.state];
  const tags = describeTags(message);
  return (
    <Page
      name={`Message ${message.reference}`}
      above={
        <Link className={styles["back"]} to={`/inbox?filter=${filterOf(message)}`}>
          Inbox
        </Link>
      }
      title={
        <span className={styles["title"]}>
          {describeClass(message)} <span className={styles["reference"]}>{message.reference}</span>
          <Badge tone={state.tone}>{state.label}</Badge>
        </span>
      }
      lead={message.outcome === null ? describeDoubt(message) : `${OUTCOME_TEXTS[message.outcome]}.`}
    >
      <Actions key={message.id} message={message} />
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <ContentView key={message.id} message={message} />
        </div>
        <div className={styles["aside"]}>
          {tags.length === 0 ? null : (
            <Section title="Mind this">
              <div className="stack">
                {tags.map((tag) => (
                  <p key={tag}>{tag}</p>
                ))}
              </div>
            </Section>
          )}
          <Section title="About the message">
            <Facts
              facts={[
                { name: "From", value: message.sender },
                { name: "Came", value: DOOR_TEXTS[message.door] ?? `to ${message.mailbox}` },
                { name: "Arrived", value: <When at={message.receivedAt} /> },
                ...(message.acknowledgeBy === null
                  ? []
                  : [{ name: "Answer by", value: <When at={message.acknowledgeBy} /> }]),
                {
                  name: "Language",
                  value: message.language === null ? "not told" : MAIL_LANGUAGE_TEXTS[message.language],
                },
                ...message.requestIds.map((id, index) => ({
                  name: index === 0 ? "Request" : `Request ${index + 1}`,
                  value: <Link to={`/requests/${id}`}>open it</Link>,
                })),
                ...message.caseIds.map((id) => ({
                  name: id.startsWith("chd_") ? "Case of a child" : "Complaint",
                  value: <Link to={`/${id.startsWith("chd_") ? "children" : "complaints"}/${id}`}>open it</Link>,
                })),
                ...message.thread.map((other) => ({
                  name: "Same thread",
                  value: (
                    <>
                      <Link to={`/inbox/${other.id}`}>{other.reference}</Link> <When at={other.receivedAt} />
                    </>
                  ),
                })),
              ]}
            />
            <p className={styles["ledgerLink"]}>
              <Link to={`/ledger?subject=${message.id}`}>Its entries in the ledger</Link>
            </p>
          </Section>
        </div>
      </div>
    </Page>
  );
}

function Actions({ message }: { readonly message: MessageDetail }) {
  const [open, setOpen] = useState<"request" | "case" | "join" | "answer" | "dismiss" | null>(null);
  const mayAct = useMay("requests:act") && message.may.act;
  const close = () => setOpen(null);
  if (!mayAct) return null;
  const isWaiting = message.state === "triage";
  const asksForRight = message.class === "right" && message.rights.length > 0;
  return (
    <div className="row">
      {message.may.makeRequest ? (
        <>
          <Button tone={isWaiting && asksForRight ? "main" : "plain"} onClick={() => setOpen("request")}>
            Make a request of it
          </Button>
          {message.door === "sms" ? null : <Button onClick={() => setOpen("case")}>Make a case of it</Button>}
          <Button tone={isWaiting && !asksForRight ? "main" : "plain"} onClick={() => setOpen("answer")}>
            Answer
          </Button>
        </>
      ) : null}
      <Button onClick={() => setOpen("join")}>Join to a request</Button>
      {message.state === "done" ? null : <Button onClick={() => setOpen("dismiss")}>Set aside</Button>}
      <MakeRequestDialog message={message} open={open === "request"} onClose={close} />
      <AnswerDialog message={message} open={open === "answer"} onClose={close} />
      <MakeCaseDialog message={message} open={open === "case"} onClose={close} />
      <JoinDialog message={message} open={open === "join"} onClose={close} />
      <DismissDialog message={message} open={open === "dismiss"} onClose={close} />
    </div>
  );
}

function filterOf(message: MessageDetail): string {
  if (message.state !== "done") return "triage";
  return message.outcome === "set_aside" ? "set_aside" : "done";
}

const DOUBT_TEXTS = {
  right: "A person has to decide what follows.",
  complaint: "A complaint is a case of its own: take it up, whatever it asks for beside.",
  unsubscribe: "They want no more mail: see to it that it stops, then set the message aside.",
  question: "Nothing in it asks for a right by its words. Read it: requests hide in questions.",
  reply: "They answered a message of ours.",
  auto_reply: "A machine sent it.",
  bounce: "A mail server could not deliver a message of ours.",
  list: "It came through a mailing list.",
  spam: "It looks like advertising.",
  unreadable: "Nothing could be read from it; look at it in the mailbox itself.",
} as const satisfies Record<MailClassName, string>;

function describeDoubt(message: MessageDetail): string {
  if (message.class === null) return "It has just arrived.";
  if (message.class === "right" && message.rights.length === 0) {
    return "It speaks of data protection without saying what is wanted.";
  }
  return message.class === "right" && !message.confident
    ? "It may ask for this right; the rules are not sure."
    : DOUBT_TEXTS[message.class];
}
