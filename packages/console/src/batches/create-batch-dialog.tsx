/** Erases many people at once: a list pasted or taken from a file, and how they were verified. Nothing is changed yet. */
import { createBatch } from "@kept/contract/batch-endpoints";
import { type ListedPerson, PeopleListInvalid, parsePeople } from "@kept/contract/people-list";
import { listSystems } from "@kept/contract/system-endpoints";
import { type FormEvent, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { VERIFIED_BY } from "../requests/request-texts.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { CheckField, SelectField, TextArea, TextField } from "../ui/fields.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { countLines } from "./batch-texts.ts";
import styles from "./batches.module.css";

export function CreateBatchDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="Erase several people" open={open} onClose={onClose} wide>
      <CreateBatchForm onClose={onClose} />
    </Dialog>
  );
}

type Read = { readonly people: readonly ListedPerson[] } | { readonly problem: string };

function readList(text: string): Read {
  try {
    return { people: parsePeople(text) };
  } catch (error) {
    if (error instanceof PeopleListInvalid) return { problem: `${error.message}.` };
    throw error;
  }
}

function CreateBatchForm({ onClose }: { readonly onClose: () => void }) {
  const [list, setList] = useState("");
  const [tables, setTables] = useState("");
  const [by, setBy] = useState<keyof typeof VERIFIED_BY>("other");
  const [how, setHow] = useState("");
  const [tell, setTell] = useState(true);
  const [system, setSystem] = useState("");
  const [tried, setTried] = useState(false);
  const systems = useSystemNames();
  const action = useAction();
  const navigate = useNavigate();
  const read = readList(list);
  const named = "people" in read ? read.people : [];
  const hasRows = named.some(({ rows }) => rows.length > 0);
  const listProblem = "problem" in read ? read.problem : named.length === 0 ? "The list names nobody." : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (listProblem !== undefined || how.trim() === "") return;
    const rowsIn = system === "" ? (systems[0] ?? "") : system;
    const body = {
      people: named.map(({ line, identifiers, rows }) => ({
        line,
        identifiers: [...identifiers],
        keys: rows.map(({ table, key }) => ({ system: rowsIn, table, key: key.split(",") })),
      })),
      scope: { tables: splitNames(tables), categories: [] },
      verified: { by, how: how.trim() },
      tell,
    };
    void action.run(async () => {
      const batch = await call(createBatch, { body });
      await navigate(`/batches/${batch.id}`);
    });
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="muted">
        Everybody is looked for and planned at once; nothing is changed before you approve. In a database all of them
        go, or nobody.
      </p>
      <TextArea
        label="Who"
        required
        mono
        rows={8}
        value={list}
        onChange={setList}
        placeholder={"ada@example.org\nben@example.org\ncustomers:42"}
        help="One a line: an e-mail address, a telephone number, a user name, or a row as table:key. Or a table (CSV) whose header says email, phone, username or id."
        error={tried || ("problem" in read && list !== "") ? listProblem : undefined}
      />
      <div className={styles["file"]}>
        <label className={styles["upload"]}>
          <span>Or from a file</span>
          <input
            type="file"
            accept=".txt,.csv,.tsv,text/plain,text/csv"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file !== undefined) void file.text().then(setList);
            }}
          />
        </label>
        <span className="muted" aria-live="polite">
          {named.length === 0 ? "" : countLines(named.length)}
        </span>
      </div>
      {hasRows && systems.length > 1 ? (
        <SelectField
          label="Rows are in"
          value={system === "" ? (systems[0] ?? "") : system}
          onChange={setSystem}
          options={systems.map((name) => ({ value: name, label: name }))}
        />
      ) : null}
      <TextField
        label="Only these tables"
        value={tables}
        onChange={setTables}
        placeholder="for example orders, reviews"
        help="Empty: everything. With a part the people themselves stay."
        mono
      />
      <SelectField
        label="Verified by"
        value={by}
        onChange={(value) => setBy(value as typeof by)}
        options={Object.entries(VERIFIED_BY).map(([value, { label }]) => ({ value, label }))}
      />
      <TextArea
        label="Why these people"
        required
        rows={2}
        value={how}
        onChange={setHow}
        placeholder="for example: accounts without a sign-in for three years"
        help="It stands in the record: no personal data here."
        error={tried && how.trim() === "" ? "This is needed." : undefined}
      />
      <CheckField
        label="Tell each person that it is done"
        help="By e-mail, where the list has an address."
        checked={tell}
        onChange={setTell}
      />
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="main" type="submit" busy={action.busy}>
          Show what would happen
        </Button>
      </DialogActions>
    </form>
  );
}

function splitNames(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function useSystemNames(): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    call(listSystems, { signal: stop.signal }).then(
      ({ systems }) => setNames(systems.map(({ system }) => system)),
      // Without the list, rows are looked for in no system, and the server says so.
      () => undefined,
    );
    return () => stop.abort();
  }, []);
  return names;
}
