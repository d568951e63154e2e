/** The recipients who are told of what the request changed: over which channel, by when, what they answered. */
import { listNotices } from "@kept/contract/recipient-endpoints";
import type { RecipientNotice } from "@kept/contract/recipients";
import type { RequestDetail } from "@kept/contract/requests";
import { lazy, Suspense, useEffect, useState } from "react";
import { call } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { CHANNELS, describeNotice } from "./describe-notice.ts";

// Loaded when it is first opened.
const SettleNoticeDialog = lazy(() =>
  import("./settle-notice-dialog.tsx").then((module) => ({ default: module.SettleNoticeDialog })),
);

export function NoticesView({ request }: { readonly request: RequestDetail }) {
  const [notices, setNotices] = useState<readonly RecipientNotice[]>([]);
  const [settling, setSettling] = useState<RecipientNotice | null>(null);
  const mayAct = useMay("requests:act");
  const { id, closedAt } = request;
  useEffect(() => {
    if (closedAt === null) return;
    const stop = new AbortController();
    // Nothing to show is no fault of the page: the request itself says what is wrong with it.
    call(listNotices, { params: { requestId: id }, signal: stop.signal }).then(
      (found) => setNotices(found.notices),
      () => {},
    );
    return () => stop.abort();
  }, [id, closedAt]);
  if (notices.length === 0) return null;
  const replace = (changed: RecipientNotice) => {
    setNotices(notices.map((notice) => (notice.id === changed.id ? changed : notice)));
    setSettling(null);
  };
  return (
    <Section
      title="Recipients told"
      lead="Everybody who got this data is told of the change, unless that is impossible."
    >
      <Table
        label="Recipients told"
        columns={[
          { label: "Recipient" },
          { label: "By" },
          { label: "Where it stands" },
          { label: "Due" },
          { label: "" },
        ]}
      >
        {notices.map((notice) => {
          const { label, tone, says } = describeNotice(notice);
          const isOpen = notice.settledAt === null;
          return (
            <tr key={notice.id}>
              <Cell wide>
                {notice.name}
                {notice.categories.length === 0 ? null : (
                  <div className="muted mono">{notice.categories.join(", ")}</div>
                )}
              </Cell>
              <Cell label="By">{CHANNELS[notice.channel]}</Cell>
              <Cell label="Where it stands">
                <Badge tone={tone}>{label}</Badge>
                {says === "" ? null : <div className="muted">{says}</div>}
              </Cell>
              <Cell label="Due">
                <When at={notice.dueAt} />
              </Cell>
              <Cell>{isOpen && mayAct ? <Button onClick={() => setSettling(notice)}>Settle</Button> : null}</Cell>
            </tr>
          );
        })}
      </Table>
      <Suspense fallback={null}>
        {settling === null ? null : (
          <SettleNoticeDialog requestId={id} notice={settling} onDone={replace} onClose={() => setSettling(null)} />
        )}
      </Suspense>
    </Section>
  );
}
