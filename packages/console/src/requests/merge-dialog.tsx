/** A duplicate is answered in another request of the same person: looked up first, since the person is told. */
import { mergeRequest } from "@kept/contract/request-clock-endpoints";
import { listRequests } from "@kept/contract/request-endpoints";
import type { RequestDetail, RequestSummary } from "@kept/contract/requests";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { formatDay } from "../time/relative-time.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { listTwins } from "./list-twins.ts";
import { KIND_TEXTS, STATE_TEXTS } from "./request-texts.ts";

interface MergeDialogProps {
  readonly request: RequestDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function MergeDialog({ request, open, onClose }: MergeDialogProps) {
  return (
    <Dialog title={`Merge ${request.reference} into another request`} open={open} onClose={onClose}>
      <MergeForm request={request} onClose={onClose} />
    </Dialog>
  );
}

function MergeForm({ request, onClose }: Omit<MergeDialogProps, "open">) {
  const [search, setSearch] = useState("");
  const [twins, setTwins] = useState<readonly RequestSummary[] | null>(null);
  const [into, setInto] = useState("");
  const action = useAction();
  const navigate = useNavigate();
  const kind = KIND_TEXTS[request.kind].label.toLowerCase();
  const look = () =>
    action.run(async () => {
      const { requests } = await call(listRequests, { query: { search: search.trim() } });
      const found = listTwins(request, requests);
      setTwins(found);
      setInto(found[0]?.id ?? "");
    });
  const merge = () =>
    action
      .run(() => call(mergeRequest, { params: { requestId: request.id }, body: { into } }))
      .then(async (merged) => {
        if (!merged) return;
        notify("Merged; the person is told, and gets one answer.");
        onClose();
        await navigate(`/requests/${into}`);
      });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void (into === "" ? look() : merge());
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>
        For a duplicate: the same person, right and scope. This one is closed, and the other is answered by the earlier
        date, under the rules of both. As long as who asked is not forgotten, it can be taken back.
      </p>
      <TextField
        label="Reference of the other request"
        required
        mono
        value={search}
        onChange={(value) => {
          setSearch(value);
          setTwins(null);
          setInto("");
        }}
        placeholder="for example K7QM-3F2X"
      />
      {twins === null ? null : twins.length === 0 ? (
        <p role="status">No other open request for {kind} is found by that.</p>
      ) : (
        <SelectField
          label="It is answered in"
          value={into}
          onChange={setInto}
          help={twins
            .filter(({ id }) => id === into)
            .map(({ person, state }) => `${person}. ${STATE_TEXTS[state].label}.`)}
          options={twins.map((twin) => ({
            value: twin.id,
            label: `${twin.reference}, arrived ${formatDay(twin.arrivedAt.slice(0, 10))}`,
          }))}
        />
      )}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        {into === "" ? (
          <Button tone="main" type="submit" busy={action.busy} disabled={search.trim() === ""}>
            Look it up
          </Button>
        ) : (
          <Button tone="danger-main" type="submit" busy={action.busy}>
            Close this one and answer there
          </Button>
        )}
      </DialogActions>
    </form>
  );
}
