/** Proposing a fee: only grounds that every regime of the request knows are offered, each with the proof that it demands. */
import { type FeeGroundCode, lawfulFees, proposeFee } from "@kept/contract/fees";
import type { RequestDetail } from "@kept/contract/requests";
import { useState } from "react";
import { call } from "../api/call.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/fields.tsx";
import { ChangeForm } from "./change-form.tsx";
import { LANGUAGE_TEXTS } from "./request-texts.ts";

export const FEE_TEXTS = {
  unfounded_excessive: "Manifestly unfounded or excessive",
  further_copies: "A further copy of the same",
  disproportionate_effort: "A disproportionate effort",
} as const satisfies Record<FeeGroundCode, string>;

interface FeeDialogProps {
  readonly request: RequestDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function FeeDialog({ request, open, onClose }: FeeDialogProps) {
  const grounds = lawfulFees(request.regimes, request.kind);
  return (
    <Dialog title="Ask for a fee" open={open} onClose={onClose} wide>
      {grounds.length === 0 ? (
        <p>
          Answers are free, and one of the rules that apply to this request ({request.regimes.join(", ")}) knows no
          ground for a fee.
        </p>
      ) : (
        <FeeForm request={request} grounds={grounds} onClose={onClose} />
      )}
    </Dialog>
  );
}

function FeeForm({
  request,
  grounds,
  onClose,
}: Omit<FeeDialogProps, "open"> & { readonly grounds: ReturnType<typeof lawfulFees> }) {
  const [code, setCode] = useState<string>(grounds[0]?.code ?? "");
  const [sum, setSum] = useState("");
  const ground = grounds.find((one) => one.code === code) ?? grounds[0];
  const [currency, setCurrency] = useState(ground?.most?.currency ?? "EUR");
  const [text, setText] = useState("");
  const [proof, setProof] = useState<Readonly<Record<string, string>>>({});
  if (ground === undefined) return null;
  const amount = Math.round(Number(sum.replace(",", ".")) * 100);
  const body = { ground: ground.code, amount, currency: currency.trim().toUpperCase(), text: text.trim(), proof };
  const isReady = amount > 0 && body.text !== "" && ground.proof.every(({ name }) => (proof[name] ?? "").trim() !== "");
  return (
    <ChangeForm
      label="Propose"
      ready={isReady}
      change={() => call(proposeFee, { params: { requestId: request.id }, body })}
      done="Proposed. Somebody else has to agree before the person is asked."
      onClose={onClose}
    >
      <SelectField
        label="Ground"
        value={ground.code}
        onChange={(value) => {
          setCode(value);
          setCurrency(grounds.find((one) => one.code === value)?.most?.currency ?? currency);
        }}
        options={grounds.map((one) => ({ value: one.code, label: FEE_TEXTS[one.code] }))}
        help={request.regimes.map((regime) => ground.grounds[regime]).join("; ")}
      />
      <TextField
        label="Amount, such as 25.00"
        required
        value={sum}
        onChange={setSum}
        help={ground.most === null ? "What it really costs." : `At most ${ground.most.amount / 100}.`}
      />
      <TextField label="Currency" required value={currency} onChange={setCurrency} />
      {ground.proof.map(({ name, asks }) => (
        <TextArea
          key={name}
          label={asks}
          required
          rows={2}
          value={proof[name] ?? ""}
          onChange={(said) => setProof({ ...proof, [name]: said })}
        />
      ))}
      <TextArea
        label={`Why, as the person is told in ${LANGUAGE_TEXTS[request.language]}`}
        required
        rows={3}
        value={text}
        onChange={setText}
      />
    </ChangeForm>
  );
}
