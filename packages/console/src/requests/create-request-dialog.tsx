/** Enters what came by telephone, by letter or in person, once the person has been verified. */

import { createRequest } from "@kept/contract/request-endpoints";
import { REQUEST_KINDS } from "@kept/contract/request-kinds";
import { type CreateRequest, CreateRequestSchema } from "@kept/contract/requests";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { arrivalOf } from "../time/arrival.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/fields.tsx";
import { icons } from "../ui/icon.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import styles from "./create-request-dialog.module.css";
import { KIND_TEXTS, LANGUAGE_TEXTS, VERIFIED_BY } from "./request-texts.ts";

const IDENTIFIER_KINDS = [
  { value: "email", label: "E-mail address" },
  { value: "phone", label: "Telephone number" },
  { value: "username", label: "User name" },
  { value: "id", label: "Id" },
];

/** Said in place of what a pattern would say. */
const FIELD_TEXTS: Readonly<Record<string, string>> = {
  arrivedAt: "Write the day as year-month-day: 2026-11-20.",
  country: "Write the country in two letters, a state of the US behind it: DE, US-CA.",
};

interface Draft {
  readonly kind: CreateRequest["kind"];
  readonly identifiers: readonly { readonly id: number; readonly kind: string; readonly value: string }[];
  readonly by: CreateRequest["verified"]["by"];
  readonly how: string;
  readonly language: CreateRequest["language"];
  readonly replyTo: string;
  /** A day; empty: today. */
  readonly arrivedOn: string;
  readonly country: string;
}

const EMPTY: Draft = {
  kind: REQUEST_KINDS[0].kind,
  identifiers: [{ id: 0, kind: "email", value: "" }],
  by: "phone",
  how: "",
  language: "en",
  replyTo: "",
  arrivedOn: "",
  country: "",
};

interface CreateRequestDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function CreateRequestDialog({ open, onClose }: CreateRequestDialogProps) {
  return (
    <Dialog title="Enter a request" open={open} onClose={onClose} wide>
      <CreateRequestForm onClose={onClose} />
    </Dialog>
  );
}

function CreateRequestForm({ onClose }: Omit<CreateRequestDialogProps, "open">) {
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [issues, setIssues] = useState<Readonly<Record<string, string>>>({});
  const action = useAction();
  const navigate = useNavigate();
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = CreateRequestSchema.safeParse(toBody(draft));
    const found = parsed.success ? {} : issuesByField(parsed.error.issues);
    if (!draft.identifiers.some((identifier) => identifier.value.trim() !== "")) {
      found["identifiers.0.value"] = "Name at least one identifier.";
    }
    setIssues(found);
    if (!parsed.success || Object.keys(found).length > 0) return;
    void action.run(async () => {
      const request = await call(createRequest, { body: parsed.data });
      await navigate(`/requests/${request.id}`);
    });
  };

  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="muted">
        For what comes by telephone, by letter or in person. The clock starts on the day it arrived, and all systems are
        searched at once.
      </p>
      <fieldset className={styles["kinds"]}>
        <legend>What is asked for</legend>
        {REQUEST_KINDS.map((kind) => (
          <label key={kind.kind} className={styles["kind"]}>
            <input
              type="radio"
              name="kind"
              checked={draft.kind === kind.kind}
              onChange={() => change({ kind: kind.kind })}
            />
            <span>
              <strong>{KIND_TEXTS[kind.kind].label}</strong>
              <small>
                {KIND_TEXTS[kind.kind].says}, {kind.article}
              </small>
            </span>
          </label>
        ))}
      </fieldset>
      <Identifiers draft={draft} issues={issues} change={change} />
      <div className={styles["pair"]}>
        <SelectField
          label="Verified by"
          value={draft.by}
          onChange={(by) => change({ by: by as Draft["by"] })}
          options={Object.entries(VERIFIED_BY).map(([value, { label }]) => ({ value, label }))}
        />
        <SelectField
          label="Language of the answer"
          value={draft.language}
          onChange={(language) => change({ language: language as Draft["language"] })}
          options={Object.entries(LANGUAGE_TEXTS).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <TextArea
        label="What was checked"
        required
        rows={2}
        value={draft.how}
        onChange={(how) => change({ how })}
        placeholder={VERIFIED_BY[draft.by].example && `for example: ${VERIFIED_BY[draft.by].example}`}
        help="It stands in the record: no personal data here."
        error={issues["verified.how"]}
      />
      <TextField
        label="Where to write to the person"
        type="email"
        value={draft.replyTo}
        onChange={(replyTo) => change({ replyTo })}
        help="Empty: to the e-mail address above. Without either, no message is sent."
        error={issues["replyTo"]}
      />
      <div className={styles["pair"]}>
        <TextField
          label="When it arrived, if not today (year-month-day)"
          value={draft.arrivedOn}
          onChange={(arrivedOn) => change({ arrivedOn })}
          placeholder="2026-11-20"
          help="The clocks begin there."
          error={issues["arrivedAt"]}
        />
        <TextField
          label="Where the person says they live"
          value={draft.country}
          onChange={(country) => change({ country })}
          placeholder="DE, CH or US-CA"
          help="It decides the rules. Empty: every rule applies."
          error={issues["country"]}
        />
      </div>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="main" type="submit" busy={action.busy}>
          Start the request
        </Button>
      </DialogActions>
    </form>
  );
}

interface IdentifiersProps {
  readonly draft: Draft;
  readonly issues: Readonly<Record<string, string>>;
  readonly change: (part: Partial<Draft>) => void;
}

function Identifiers({ draft, issues, change }: IdentifiersProps) {
  const set = (id: number, part: { kind?: string; value?: string }) =>
    change({ identifiers: draft.identifiers.map((entry) => (entry.id === id ? { ...entry, ...part } : entry)) });
  return (
    <fieldset className={styles["identifiers"]}>
      <legend>Who asks</legend>
      {draft.identifiers.map((identifier, index) => (
        <div key={identifier.id} className={styles["identifier"]}>
          <SelectField
            label={`Kind of identifier ${index + 1}`}
            hideLabel
            value={identifier.kind}
            onChange={(kind) => set(identifier.id, { kind })}
            options={IDENTIFIER_KINDS}
          />
          <TextField
            label={`Identifier ${index + 1}`}
            hideLabel
            value={identifier.value}
            onChange={(value) => set(identifier.id, { value })}
            placeholder={identifier.kind === "email" ? "for example ada@example.org" : ""}
            error={issues[`identifiers.${index}.value`]}
          />
          {draft.identifiers.length === 1 ? null : (
            <IconButton
              label={`Remove identifier ${index + 1}`}
              icon={icons.close}
              onClick={() => change({ identifiers: draft.identifiers.filter((entry) => entry.id !== identifier.id) })}
            />
          )}
        </div>
      ))}
      <div>
        <Button
          small
          tone="quiet"
          icon={icons.add}
          onClick={() =>
            change({
              identifiers: [
                ...draft.identifiers,
                { id: Math.max(...draft.identifiers.map((entry) => entry.id)) + 1, kind: "email", value: "" },
              ],
            })
          }
        >
          Another identifier
        </Button>
      </div>
    </fieldset>
  );
}

function toBody(draft: Draft): unknown {
  const [replyTo, arrivedOn] = [draft.replyTo.trim(), draft.arrivedOn.trim()];
  const country = draft.country.trim().toUpperCase();
  return {
    kind: draft.kind,
    identifiers: draft.identifiers
      .filter((identifier) => identifier.value.trim() !== "")
      .map(({ kind, value }) => ({ kind, value })),
    verified: { by: draft.by, how: draft.how.trim() },
    language: draft.language,
    ...(replyTo === "" ? {} : { replyTo }),
    ...(arrivedOn === "" ? {} : { arrivedAt: arrivalOf(arrivedOn) }),
    ...(country === "" ? {} : { country }),
  };
}

function issuesByField(issues: readonly { path: PropertyKey[]; code?: string | undefined; message: string }[]) {
  const found: Record<string, string> = {};
  for (const issue of issues) {
    const field = issue.path.map(String).join(".");
    found[field] = FIELD_TEXTS[field] ?? (issue.code === "too_small" ? "This is needed." : issue.message);
  }
  return found;
}
