/** Recipients who were to be told and are not settled, over all requests: what is late first. */
import { listOpenNotices } from "@kept/contract/recipient-endpoints";
import type { OpenNotice } from "@kept/contract/recipients";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData, useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import styles from "../inbox/inbox.module.css";
import { CHANNELS, describeNotice, EVENTS } from "../requests/describe-notice.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyState, Page } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { When } from "../ui/when.tsx";

// Loaded when it is first opened.
const SettleNoticeDialog = lazy(() =>
  import("../requests/settle-notice-dialog.tsx").then((module) => ({ default: module.SettleNoticeDialog })),
);

export async function loader({ request }: LoaderFunctionArgs) {
  const onlyLate = new URL(request.url).searchParams.get("late") === "true";
  const query = { late: onlyLate ? "true" : "false" } as const;
  return { onlyLate, list: await call(listOpenNotices, { query, signal: request.signal }) };
}

export function Component() {
  const { onlyLate, list } = useLoaderData<typeof loader>();
  const [settling, setSettling] = useState<OpenNotice | null>(null);
  const { revalidate } = useRevalidator();
  const done = () => {
    setSettling(null);
    void revalidate();
  };
  return (
    <Page
      title="Recipients"
      lead="Who got data that was erased, corrected or restricted here, and has not been told, or has not answered, yet."
      actions={<LinkButton to="/instructions">Instructions</LinkButton>}
    >
      <div className={styles["box"]}>
        <Tabs
          label="Notices"
          tabs={[
            { label: "Open", to: "?late=false", active: !onlyLate },
            { label: "Late", to: "?late=true", active: onlyLate, count: list.late, alert: true },
          ]}
        />
        <div className={styles["list"]}>
          {list.notices.length === 0 ? (
            <NoNotices onlyLate={onlyLate} />
          ) : (
            <NoticeTable notices={list.notices} onSettle={setSettling} />
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        {settling === null ? null : (
          <SettleNoticeDialog
            requestId={settling.requestId}
            notice={settling}
            onDone={done}
            onClose={() => setSettling(null)}
          />
        )}
      </Suspense>
    </Page>
  );
}

interface NoticeTableProps {
  readonly notices: readonly OpenNotice[];
  readonly onSettle: (notice: OpenNotice) => void;
}

function NoticeTable({ notices, onSettle }: NoticeTableProps) {
  const mayAct = useMay("requests:act");
  const columns = ["Recipient", "To be told", "By", "Where it stands", "Due", ""];
  return (
    <Table label="Notices to recipients" columns={columns.map((label) => ({ label }))}>
      {notices.map((notice) => {
        const { label, tone, says } = describeNotice(notice);
        return (
          <tr key={notice.id}>
            <Cell wide>
              <span className="row">
                <strong>{notice.name}</strong>
                <Link className={`mono ${styles["reference"]}`} to={`/requests/${notice.requestId}`}>
                  {notice.reference}
                </Link>
              </span>
            </Cell>
            <Cell label="To be told">{EVENTS[notice.event]}</Cell>
            <Cell label="By">{CHANNELS[notice.channel]}</Cell>
            <Cell label="Where it stands">
              <Badge tone={tone}>{label}</Badge>
              {says === "" ? null : <div className="muted">{says}</div>}
            </Cell>
            <Cell label="Due">
              <When at={notice.dueAt} />
            </Cell>
            <Cell>
              {mayAct ? (
                <Button small onClick={() => onSettle(notice)}>
                  Settle
                </Button>
              ) : null}
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}

function NoNotices({ onlyLate }: { readonly onlyLate: boolean }) {
  return (
    <EmptyState title={onlyLate ? "Nobody is late" : "Nobody waits to be told"}>
      <p>
        When a request has erased, corrected or restricted data, everybody who got it is told over their channel. Those
        without one, and those that do not answer, come here.
      </p>
    </EmptyState>
  );
}
