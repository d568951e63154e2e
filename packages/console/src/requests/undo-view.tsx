/** Whether an erasure can be taken back: until when, by whose key, and what would come back; with the person's part it is done. */
import type { RequestDetail } from "@kept/contract/requests";
import { previewUndo, type UndoPreview, undoErasure } from "@kept/contract/undo";
import type { Undo } from "@kept/contract/undo-schemas";
import { useEffect, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { formatMoment } from "../time/relative-time.ts";
import { Button } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { TextField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { FindingList } from "./finding-list.tsx";
import { count } from "./summarise-plan.ts";

const POLL_MILLISECONDS = 1_500;

const ENDS = {
  end_of_window: "The time is over: what was kept for it is destroyed.",
  person: "The person had what was kept for it destroyed.",
  not_finished: "It could not be finished in time: what was kept for it is destroyed.",
  undo: "Taken back: what was kept for it is destroyed.",
} as const satisfies Record<NonNullable<Undo["endedBy"]>, string>;

interface UndoViewProps {
  readonly request: RequestDetail;
  readonly undo: Undo;
  readonly mayAct: boolean;
}

export function UndoView({ request, undo, mayAct }: UndoViewProps) {
  const { revalidate } = useRevalidator();
  const isUndoing = undo.state === "undoing";
  useEffect(() => {
    if (!isUndoing) return;
    const timer = setInterval(() => void revalidate(), POLL_MILLISECONDS);
    return () => clearInterval(timer);
  }, [isUndoing, revalidate]);
  return (
    <Section title="Taking it back" lead={describe(undo)}>
      <div className="stack" aria-live="polite">
        <Facts
          facts={[
            ...(undo.until === null ? [] : [{ name: "Ends, without exception", value: formatMoment(undo.until) }]),
            { name: "Key", value: describeKey(undo) },
            ...(undo.unable.length === 0 ? [] : [{ name: "Not possible in", value: undo.unable.join(", ") }]),
            ...(undo.sharedUntil === null
              ? []
              : [
                  {
                    name: "Also others'",
                    value: `rows shared with others who left in the same run, under their keys until ${formatMoment(undo.sharedUntil)}`,
                  },
                ]),
            ...undo.undone.map(({ system, rows, newer }) => ({
              name: `Back in ${system}`,
              value: newer === 0 ? count(rows, "row") : `${count(rows, "row")}; ${count(newer, "newer row")} stayed`,
            })),
            ...undo.undone.flatMap(({ system, residue = [] }) =>
              residue.map(({ message }) => ({ name: `Not as it was in ${system}`, value: message })),
            ),
          ]}
        />
        {undo.problem === null || !isUndoing ? null : (
          <p>It does not go on at the moment, and is tried again by itself: {undo.problem.message}</p>
        )}
        {undo.may.undo && undo.key === "split" && mayAct ? <UndoForm request={request} /> : null}
      </div>
    </Section>
  );
}

function describe(undo: Undo): string {
  if (undo.endedBy !== null) return ENDS[undo.endedBy];
  if (undo.state === "planned") return "After the run the person can take the erasure back for a while.";
  if (undo.state === "collecting") return "The run keeps under seal what it takes away.";
  if (undo.state === "undoing") return "What was erased is being put back.";
  return undo.key === "person"
    ? "The person can take the erasure back, and nobody else: the whole key is theirs."
    : "The person takes it back on the page of their request, or gives you their part of the key.";
}

function describeKey({ key, shareGiven, state }: Undo): string {
  if (state === "planned") return key === "person" ? "the person's alone" : "half the server's, half the person's";
  if (state === "undone" || state === "ended") return "destroyed";
  if (!shareGiven) return "with the server until the person has been told";
  return key === "person"
    ? "the person's alone"
    : "half the server's, half the person's: you cannot read what was erased";
}

/** Two steps: the dry run with the person's part, then the deed. What was typed goes nowhere but to the server. */
function UndoForm({ request }: { readonly request: RequestDetail }) {
  const [share, setShare] = useState("");
  const [preview, setPreview] = useState<UndoPreview | null>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const params = { requestId: request.id };
  const body = { share: share.trim() };
  const blocking = preview?.findings.filter(({ blocks }) => blocks) ?? [];
  const look = () => void action.run(async () => setPreview(await call(previewUndo, { params, body })));
  const undo = () =>
    void action
      .run(() => call(undoErasure, { params, body }))
      .then(async (asked) => {
        await revalidate();
        if (asked) notify("It is being taken back.");
      });
  return (
    <>
      <TextField
        label="The person's part of the key"
        value={share}
        onChange={(value) => {
          setShare(value);
          setPreview(null);
        }}
        help="The link in the message that told them of the erasure. Ask them for it; a link that was sent later does not hold it."
      />
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      {preview === null ? null : (
        <>
          <Table
            label="What would come back"
            columns={[
              { label: "Table" },
              { label: "Come back", num: true },
              { label: "Get content back", num: true },
              { label: "Newer, stay", num: true },
            ]}
          >
            {preview.tables.map((table) => (
              <tr key={`${table.system} ${table.table}`}>
                <Cell wide>
                  <code>
                    {table.system}.{table.table}
                  </code>
                </Cell>
                <Cell label="Come back" num>
                  {table.returned === 0 ? <span className="muted">–</span> : table.returned.toLocaleString("en")}
                </Cell>
                <Cell label="Get content back" num>
                  {table.restored === 0 ? <span className="muted">–</span> : table.restored.toLocaleString("en")}
                </Cell>
                <Cell label="Newer, stay" num>
                  {table.newer === 0 ? <span className="muted">–</span> : table.newer.toLocaleString("en")}
                </Cell>
              </tr>
            ))}
          </Table>
          <FindingList findings={preview.findings} />
        </>
      )}
      <div className="row">
        {preview === null ? (
          <Button busy={action.busy} disabled={body.share.length < 20} onClick={look}>
            Show what would come back
          </Button>
        ) : (
          <Button tone="main" busy={action.busy} disabled={blocking.length > 0} onClick={undo}>
            Take the erasure back
          </Button>
        )}
      </div>
    </>
  );
}
