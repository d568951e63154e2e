/** The recipients who are told of what the request changed: over which channel, by when, what they answered. */
import { listNotices, settleNotice } from "@kept/contract/recipient-endpoints";
import type { RecipientNotice, SettleNotice } from "@kept/contract/recipients";
import type { RequestDetail } from "@kept/contract/requests";
import { type FormEvent, useEffect, useState } from "react";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextArea } from "../ui/fields.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { CHANNELS, describeNotice, OUTCOMES, type Outcome, settlementOf } from "./describe-notice.ts";

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
              <Cell wide>{notice.name}</Cell>
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
      <Dialog title={`Settle: ${settling?.name ?? ""}`} open={settling !== null} onClose={() => setSettling(null)}>
        {settling === null ? null : (
          <SettleForm requestId={id} notice={settling} onDone={replace} onClose={() => setSettling(null)} />
        )}
      </Dialog>
    </Section>
  );
}

interface SettleFormProps {
  readonly requestId: string;
  readonly notice: RecipientNotice;
  readonly onDone: (changed: RecipientNotice) => void;
  readonly onClose: () => void;
}

function SettleForm({ requestId, notice, onDone, onClose }: SettleFormProps) {
  const [outcome, setOutcome] = useState<Outcome>("done");
  const [words, setWords] = useState("");
  const action = useAction();
  const body: SettleNotice | null = settlementOf(outcome, words.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body === null) return;
    void action.run(async () => onDone(await call(settleNotice, { params: { requestId, noticeId: notice.id }, body })));
  };
  const offered = OUTCOMES.filter(({ value }) => value !== "try-again" || notice.state === "failed");
  return (
    <form className="stack" onSubmit={submit}>
      <SelectField
        label="What came of it"
        value={outcome}
        onChange={(value) => setOutcome(value as Outcome)}
        options={offered.map(({ value, label }) => ({ value, label }))}
      />
      {outcome === "try-again" ? null : (
        <TextArea label="In words, for the record" value={words} onChange={setWords} rows={4} />
      )}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="main" type="submit" busy={action.busy} disabled={body === null}>
          Record
        </Button>
      </DialogActions>
    </form>
  );
}
