/** The two smaller decisions: cancel at the person's wish, and have it planned again. */
import { cancelRequest, replanRequest } from "@kept/contract/request-endpoints";
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestDetail } from "@kept/contract/requests";
import { useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface DialogProps {
  readonly request: RequestDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function CancelDialog({ request, open, onClose }: DialogProps) {
  const action = useAction();
  const { revalidate } = useRevalidator();
  const cancel = () =>
    void action
      .run(() => call(cancelRequest, { params: { requestId: request.id } }))
      .then(async (cancelled) => {
        await revalidate();
        if (!cancelled) return;
        notify("Cancelled; the person gets a message.");
        onClose();
      });
  return (
    <Dialog title={`Cancel ${request.reference}`} open={open} onClose={onClose}>
      <p>
        Only at the person's wish. They get a message and may ask again at any time. Nothing has been changed so far.
      </p>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Keep it</Button>
        <Button tone="danger-main" busy={action.busy} onClick={cancel}>
          Cancel the request
        </Button>
      </DialogActions>
    </Dialog>
  );
}

export function ReplanDialog({ request, open, onClose }: DialogProps) {
  const [system, setSystem] = useState(request.systems[0]?.system ?? "");
  const [table, setTable] = useState("");
  const [key, setKey] = useState("");
  const action = useAction();
  const { revalidate } = useRevalidator();
  const [place, setPlace] = useState("");
  const [value, setValue] = useState("");
  const named = table.trim() !== "" && key.trim() !== "";
  const asksCorrection = requestKind(request.kind).asks.includes("correction");
  const corrections =
    asksCorrection && place.trim() !== "" && value !== "" ? [readCorrection(place.trim(), value)] : null;
  const replan = () => {
    const keys = [{ system, table: table.trim(), key: key.split(",").map((part) => part.trim()) }];
    void action
      .run(() =>
        call(replanRequest, {
          params: { requestId: request.id },
          body: { ...(named ? { keys } : {}), ...(corrections === null ? {} : { corrections }) },
        }),
      )
      .then(async (asked) => {
        await revalidate();
        if (!asked) return;
        notify("Searching again.");
        onClose();
      });
  };
  return (
    <Dialog title={`Plan ${request.reference} again`} open={open} onClose={onClose}>
      <p>
        All systems are searched anew, with their maps as they are now. The new plan waits for approval like this one.
      </p>
      <h3>Which row is the person?</h3>
      <p className="muted">
        Only needed when several rows match the identifier, or none does: name the one that is the person.
      </p>
      <SelectField
        label="System"
        value={system}
        onChange={setSystem}
        options={request.systems.map((step) => ({ value: step.system, label: step.system }))}
      />
      <TextField label="Table" value={table} onChange={setTable} mono placeholder="for example customers" />
      <TextField
        label="Key"
        value={key}
        onChange={setKey}
        mono
        placeholder="for example 1042"
        help="Several key columns: separate their values by commas."
      />
      {asksCorrection ? (
        <>
          <h3>What is to be corrected?</h3>
          <p className="muted">Needed when the person says it in their own words. It replaces what was named before.</p>
          <TextField
            label="Column or category"
            value={place}
            onChange={setPlace}
            mono
            placeholder="customers.name, orders:17.street or contact.phone"
          />
          <TextField label="The right value" value={value} onChange={setValue} />
        </>
      ) : null}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="main" busy={action.busy} onClick={replan}>
          Plan again
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** `category`, `table.column` or `table:key.column`: a name with a table's dot is a column unless the taxonomy knows it. */
function readCorrection(place: string, value: string) {
  const dot = place.lastIndexOf(".");
  const colon = place.indexOf(":");
  const isCategory = CATEGORY_ROOTS.has(place.split(".")[0] ?? "") || dot < 0;
  const nothing = { system: null, table: null, column: null, key: null, category: null, value };
  if (isCategory) return { ...nothing, category: place };
  const table = place.slice(0, colon < 0 ? dot : colon);
  const key = colon < 0 ? null : place.slice(colon + 1, dot).split(",");
  return { ...nothing, table, column: place.slice(dot + 1), key };
}

const CATEGORY_ROOTS = new Set(["contact", "identity", "financial", "location", "online", "content", "special"]);
