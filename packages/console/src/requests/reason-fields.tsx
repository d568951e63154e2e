/** Why something is not given: a reason that the law knows here, its proof for the record, and words to the person. */
import { type RefusalReason, type RefusalRow, type RefuseRequest, refusalRow } from "@kept/contract/refusals";
import type { RequestDetail } from "@kept/contract/requests";
import { useState } from "react";
import { SelectField, TextArea } from "../ui/fields.tsx";
import { LANGUAGE_TEXTS, REFUSAL_TEXTS } from "./request-texts.ts";

export interface ReasonDraft {
  readonly row: RefusalRow;
  readonly body: RefuseRequest;
  /** Words and every proof are there. */
  readonly isWhole: boolean;
  readonly setReason: (reason: RefusalReason) => void;
  readonly setText: (text: string) => void;
  readonly setProof: (name: string, said: string) => void;
  readonly said: { readonly text: string; readonly proof: Readonly<Record<string, string>> };
}

/** @param draftOf the first words for a reason; words that an operator has changed stay */
export function useReason(first: RefusalReason, draftOf: (reason: RefusalReason) => string): ReasonDraft {
  const [reason, setReason] = useState(first);
  const [text, setText] = useState(() => draftOf(first));
  const [proof, setProof] = useState<Readonly<Record<string, string>>>({});
  const row = refusalRow(reason);
  const body = {
    reason,
    text: text.trim(),
    proof: Object.fromEntries(row.proof.map(({ name }) => [name, (proof[name] ?? "").trim()])),
  };
  return {
    row,
    body,
    isWhole: body.text !== "" && Object.values(body.proof).every((words) => words !== ""),
    setReason: (next) => {
      if (text === draftOf(reason)) setText(draftOf(next));
      setReason(next);
    },
    setText,
    setProof: (name, words) => setProof({ ...proof, [name]: words }),
    said: { text, proof },
  };
}

interface ReasonFieldsProps {
  readonly request: RequestDetail;
  readonly draft: ReasonDraft;
  readonly reasons: readonly { readonly code: RefusalReason }[];
  readonly rows?: number;
  readonly onChange?: () => void;
}

export function ReasonFields({ request, draft, reasons, rows = 5, onChange }: ReasonFieldsProps) {
  const { row, body, said } = draft;
  const grounds = [...new Set(request.regimes.map((name) => row.grounds[name]))].filter((ground) => ground !== null);
  return (
    <>
      <SelectField
        label="Reason"
        value={body.reason}
        onChange={(code) => {
          draft.setReason(code as RefusalReason);
          onChange?.();
        }}
        options={reasons.map(({ code }) => ({ value: code, label: REFUSAL_TEXTS[code].label }))}
        help={`Ground: ${grounds.join("; ")}${row.alwaysTwo ? ". Two people have to agree." : ""}`}
      />
      {row.proof.map(({ name, asks }) => (
        <TextArea
          key={name}
          label={asks}
          required
          rows={2}
          value={said.proof[name] ?? ""}
          onChange={(words) => draft.setProof(name, words)}
          help="For the record; the person does not see it."
        />
      ))}
      <TextArea
        label={`What the person is told, in ${LANGUAGE_TEXTS[request.language]}`}
        required
        rows={rows}
        value={said.text}
        onChange={(words) => {
          draft.setText(words);
          onChange?.();
        }}
      />
    </>
  );
}
