/** What a message says, once somebody asks to see it: plain text only, attachments by name, and why it was sorted so. */
import type { MessageContent, MessageDetail } from "@kept/contract/mailbox";
import { getAttachment, readMessage } from "@kept/contract/mailbox-endpoints";
import { useState } from "react";
import { call, endpointUrl } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { formatBytes } from "../requests/format-bytes.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { When } from "../ui/when.tsx";
import styles from "./inbox.module.css";
import { DISMISS_TEXTS, DOOR_TEXTS, RIGHT_TEXTS } from "./inbox-texts.ts";

export function ContentView({ message }: { readonly message: MessageDetail }) {
  const [content, setContent] = useState<MessageContent | null>(null);
  const action = useAction();
  const mayLook = useMay("people:read");
  const show = () =>
    void action.run(async () => setContent(await call(readMessage, { params: { messageId: message.id } })));
  if (content !== null) return <Content message={message} content={content} />;
  return (
    <Section title="The message">
      <div className="stack">
        {!message.hasContent ? (
          <p className="muted">
            {message.state === "new" ? "It is being read." : "What was written has been removed after its time."}
          </p>
        ) : mayLook ? (
          <>
            <div>
              <Button tone="main" icon={icons.show} busy={action.busy} onClick={show}>
                Read the message
              </Button>
            </div>
            <p className="muted">Looking is recorded in the ledger.</p>
          </>
        ) : (
          <p className="muted">You need the permission people:read to see what was written.</p>
        )}
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
      </div>
    </Section>
  );
}

function Content({ message, content }: { readonly message: MessageDetail; readonly content: MessageContent }) {
  const attachments = content.attachments.map((attachment, position) => ({ ...attachment, position }));
  const isMail = DOOR_TEXTS[message.door] === undefined;
  return (
    <>
      <Section title="The message" lead={describeWay(message, content)}>
        <div className="stack">
          {isMail ? (
            <p className={styles["subject"]}>{content.subject === "" ? "(no subject)" : content.subject}</p>
          ) : null}
          <p className={styles["words"]}>{content.text === "" ? "(no text)" : content.text}</p>
          {content.quoted === "" ? null : (
            <details className={styles["quoted"]}>
              <summary>What they quoted, and their signature</summary>
              <p className={styles["words"]}>{content.quoted}</p>
            </details>
          )}
        </div>
      </Section>
      {content.attachments.length === 0 ? null : (
        <Section
          title="Attachments"
          lead="They are not opened here. Names and types are what the sender says; open them only where it can do no harm."
        >
          <ul className={styles["files"]}>
            {attachments.map((attachment) => (
              <li key={attachment.position}>
                <span>
                  {attachment.name}{" "}
                  <span className="muted">
                    {attachment.type}, {formatBytes(attachment.bytes)}
                  </span>
                </span>
                <a
                  download
                  href={endpointUrl(getAttachment, {
                    params: { messageId: message.id, position: attachment.position },
                  })}
                  aria-label={`Download ${attachment.name}`}
                >
                  Download
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {content.answers.length === 0 ? null : (
        <Section title="Answers">
          <ul className={styles["answers"]}>
            {content.answers.map((answer) => (
              <li key={answer.at}>
                <p className="muted">
                  <When at={answer.at} />
                </p>
                <p className={styles["words"]}>{answer.text}</p>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {content.dismissal === null ? null : (
        <Section title="Why it was set aside">
          <p>
            {DISMISS_TEXTS[content.dismissal.reason]}
            {content.dismissal.note === "" ? "" : `: ${content.dismissal.note}`}
          </p>
        </Section>
      )}
      <Section title="Why it was sorted so">
        {content.reasons.length === 0 ? (
          <p className="muted">Nothing in it spoke for a right: it is taken for a question.</p>
        ) : (
          <ul className={styles["reasons"]}>
            {content.reasons.map((reason) => (
              <li key={`${reason.rule} ${reason.where} ${reason.matched}`}>
                <strong>{RIGHT_TEXTS[reason.rule as keyof typeof RIGHT_TEXTS] ?? describeRule(reason.rule)}</strong>{" "}
                <span className="muted">
                  {WHERE_TEXTS[reason.where]}
                  {reason.weight < 1 ? ", not for certain" : ""}
                </span>{" "}
                {reason.matched === "" ? null : <q>{reason.matched}</q>}
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

/** `ada@example.org to privacy@example.com`, `+49151234567 by text message`, `on paper`. */
function describeWay({ door }: MessageDetail, { from, to }: MessageContent): string {
  return `${from} ${DOOR_TEXTS[door] ?? `to ${to.join(", ")}`}`.trim();
}

const WHERE_TEXTS = {
  subject: "in the subject",
  text: "in the text",
  quoted: "in what is quoted",
  headers: "in the headers",
  thread: "by its thread",
} as const;

const RULE_TEXTS: Readonly<Record<string, string>> = {
  unspecified: "Data protection, without saying what",
  headers: "Sent by a machine",
  "auto-reply": "Automatic reply",
  "delivery-report": "Report of a mail server",
  reply: "Reply to a message of ours",
  spam: "Advertising",
};

function describeRule(rule: string): string {
  return RULE_TEXTS[rule] ?? rule;
}
