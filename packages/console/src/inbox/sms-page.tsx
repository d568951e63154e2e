/** Text messages that are no plain STOP or HELP: a right may be asked for in them, and its clock runs. */
import { listInbox } from "@kept/contract/mailbox-endpoints";
import { listIncomingSms } from "@kept/contract/sms";
import { lazy, Suspense, useState } from "react";
import { type LoaderFunctionArgs, useLoaderData } from "react-router";
import { type Answer, call } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Page } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { When } from "../ui/when.tsx";
import styles from "./inbox.module.css";
import { listTabs } from "./inbox-tabs.ts";

// Loaded when they are first opened.
const SmsPanel = lazy(() => import("./sms-panel.tsx").then((module) => ({ default: module.SmsPanel })));
const SettleSmsDialog = lazy(() => import("./sms-panel.tsx").then((module) => ({ default: module.SettleSmsDialog })));

export type IncomingSms = Answer<typeof listIncomingSms>["messages"][number];

const TAKEN_FOR = {
  stop: "Speaks of stopping",
  help: "Asks for help",
  unclear: "Not clear",
} as const satisfies Record<IncomingSms["takenFor"], string>;

export async function loader({ request }: LoaderFunctionArgs) {
  const { signal } = request;
  const [{ messages }, { counts }] = await Promise.all([
    call(listIncomingSms, { signal }),
    call(listInbox, { query: { limit: 1 }, signal }),
  ]);
  return { messages, counts };
}

export function Component() {
  const { messages, counts } = useLoaderData<typeof loader>();
  const [open, setOpen] = useState<{ readonly sms: IncomingSms; readonly to: "read" | "settle" } | null>(null);
  const close = () => setOpen(null);
  return (
    <Page
      title="Text messages"
      lead="What people texted beside a plain STOP or HELP, the oldest first. A right needs no form: where one is asked for, its clock runs since the message came."
    >
      <div className={styles["box"]}>
        <Tabs label="Messages" tabs={listTabs({ counts, texts: messages.length, active: "texts" })} />
        <div className={styles["list"]}>
          {messages.length === 0 ? (
            <EmptyState title="No text message waits">
              <p>
                STOP and its like are heeded by themselves. Whatever else your sender hands over to{" "}
                <code>/sms/incoming</code> comes here.
              </p>
            </EmptyState>
          ) : (
            <SmsTable messages={messages} onOpen={setOpen} />
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        {open?.to === "read" ? <SmsPanel key={open.sms.id} sms={open.sms} onClose={close} /> : null}
        {open?.to === "settle" ? <SettleSmsDialog key={open.sms.id} sms={open.sms} onClose={close} /> : null}
      </Suspense>
    </Page>
  );
}

interface SmsTableProps {
  readonly messages: readonly IncomingSms[];
  readonly onOpen: (open: { readonly sms: IncomingSms; readonly to: "read" | "settle" }) => void;
}

function SmsTable({ messages, onOpen }: SmsTableProps) {
  const [mayLook, mayAct] = [useMay("people:read"), useMay("requests:act")];
  return (
    <Table label="Text messages" columns={["Taken for", "Arrived", ""].map((label) => ({ label }))}>
      {messages.map((sms) => (
        <tr key={sms.id}>
          <Cell wide>
            <strong>{TAKEN_FOR[sms.takenFor]}</strong>
          </Cell>
          <Cell label="Arrived">
            <When at={sms.receivedAt} />
          </Cell>
          <Cell>
            <span className="row">
              {mayLook ? (
                <Button small tone="main" icon={icons.show} onClick={() => onOpen({ sms, to: "read" })}>
                  Read
                </Button>
              ) : (
                <span className="muted">You need the permission people:read to read it.</span>
              )}
              {mayAct ? (
                <Button small onClick={() => onOpen({ sms, to: "settle" })}>
                  Dealt with…
                </Button>
              ) : null}
            </span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
