/** What people wrote to the operator's mailboxes: what needs a person first. Nothing of what they wrote stands here. */
import { type InboxMessage, type ListInboxQuery, ListInboxQuerySchema } from "@kept/contract/mailbox";
import { listInbox } from "@kept/contract/mailbox-endpoints";
import { useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Page } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { When } from "../ui/when.tsx";
import { EnterLetterDialog } from "./enter-letter-dialog.tsx";
import styles from "./inbox.module.css";
import { listTabs } from "./inbox-tabs.ts";
import { DOOR_TEXTS, describeClass, FILTER_TEXTS, MAIL_LANGUAGE_TEXTS, OUTCOME_TEXTS } from "./inbox-texts.ts";
import { MailboxAlerts } from "./mailbox-alerts.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  const parsed = ListInboxQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const query: ListInboxQuery = parsed.success ? parsed.data : { filter: "triage", limit: 50 };
  const { signal } = request;
  return { query, list: await call(listInbox, { query, signal }) };
}

export function Component() {
  const { query, list } = useLoaderData<typeof loader>();
  const place: Record<string, string> =
    query.request !== undefined
      ? { request: query.request }
      : query.case !== undefined
        ? { case: query.case }
        : { filter: query.filter };
  const [entering, setEntering] = useState(false);
  const mayAct = useMay("requests:act");
  const isAbout = query.request !== undefined || query.case !== undefined;
  return (
    <Page
      title="Inbox"
      actions={
        mayAct ? (
          <Button icon={icons.add} onClick={() => setEntering(true)}>
            Enter a letter
          </Button>
        ) : null
      }
      lead="What people write and text to you. Clear requests open by themselves; the rest waits here, the oldest first."
    >
      <EnterLetterDialog open={entering} onClose={() => setEntering(false)} />
      <MailboxAlerts mailboxes={list.mailboxes} />
      <div className={styles["box"]}>
        <Tabs label="Messages" tabs={listTabs({ counts: list.counts, active: isAbout ? null : query.filter })} />
        <div className={styles["list"]}>
          {list.messages.length === 0 ? (
            <NoMessages query={query} addresses={list.mailboxes.flatMap((mailbox) => mailbox.addresses)} />
          ) : (
            <MessageTable messages={list.messages} filter={isAbout ? "done" : query.filter} />
          )}
        </div>
        {list.next === null && query.cursor === undefined ? null : (
          <div className={styles["pages"]}>
            {query.cursor === undefined ? (
              <span />
            ) : (
              <LinkButton to={`?${new URLSearchParams(place)}`}>First page</LinkButton>
            )}
            {list.next === null ? null : (
              <LinkButton to={`?${new URLSearchParams({ ...place, cursor: list.next })}`}>More</LinkButton>
            )}
          </div>
        )}
      </div>
    </Page>
  );
}

function MessageTable({ messages, filter }: Pick<ListInboxQuery, "filter"> & { readonly messages: InboxMessage[] }) {
  const columns = ["Message", "From", "Arrived", filter === "triage" ? "Answer by" : "What became of it", "Language"];
  return (
    <Table label={FILTER_TEXTS[filter]} columns={columns.map((label) => ({ label }))}>
      {messages.map((message) => (
        <tr key={message.id} data-link>
          <Cell wide>
            <span className="row">
              <Link className={styles["what"]} data-cover to={`/inbox/${message.id}`}>
                {describeClass(message)}
              </Link>
              <span className="mono muted">{message.reference}</span>
              {message.class === "right" && !message.confident ? <Badge tone="warn">not sure</Badge> : null}
            </span>
          </Cell>
          <Cell label="From">
            <span>
              {message.sender}{" "}
              <span className={styles["to"]}>{DOOR_TEXTS[message.door] ?? `to ${message.mailbox}`}</span>
            </span>
          </Cell>
          <Cell label="Arrived">
            <When at={message.receivedAt} />
          </Cell>
          <Cell label={columns[3] ?? ""}>
            {filter !== "triage" ? (
              message.outcome === null ? (
                "–"
              ) : (
                OUTCOME_TEXTS[message.outcome]
              )
            ) : message.acknowledgeBy === null ? (
              "–"
            ) : (
              <When at={message.acknowledgeBy} />
            )}
          </Cell>
          <Cell label="Language">{message.language === null ? "–" : MAIL_LANGUAGE_TEXTS[message.language]}</Cell>
        </tr>
      ))}
    </Table>
  );
}

function NoMessages({ query, addresses }: { readonly query: ListInboxQuery; readonly addresses: readonly string[] }) {
  if (addresses.length === 0) {
    return (
      <EmptyState title="No mailbox is configured">
        <p>
          A policy sends people to an e-mail address. Name it under <code>mailboxes</code> in kept.config.ts, with the
          variable that holds its IMAP address, and what they write comes here and opens requests.
        </p>
      </EmptyState>
    );
  }
  if (query.case !== undefined) {
    return (
      <EmptyState title="Nothing was written about this case">
        <p>Answers to its messages join it by themselves.</p>
      </EmptyState>
    );
  }
  if (query.request !== undefined) {
    return (
      <EmptyState title="Nothing was written about this request">
        <p>Replies to its messages join it by themselves; other messages are joined from their own page.</p>
      </EmptyState>
    );
  }
  const texts = {
    triage: ["Nothing waits for you", `Messages to ${addresses.join(" and ")} that are not clear come here.`],
    done: ["Nothing is done yet", "Messages that opened a request, were joined to one, or were answered come here."],
    set_aside: [
      "Nothing was set aside",
      "Automatic replies, failed deliveries, mailing lists and advertising come here, so that nothing is lost.",
    ],
  } as const;
  const [title, text] = texts[query.filter];
  return (
    <EmptyState title={title}>
      <p>{text}</p>
    </EmptyState>
  );
}
