/** What is done with an instruction: record it, read its words, record how it was carried out. */
import {
  INSTRUCTION_CHANNELS,
  INSTRUCTION_DIRECTIONS,
  INSTRUCTION_OUTCOMES,
  type Instruction,
  readInstruction,
  recordInstruction,
  settleInstruction,
} from "@kept/contract/instructions";
import { useEffect, useState } from "react";
import { type Answer, call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import styles from "../inbox/inbox.module.css";
import { ChangeForm } from "../requests/change-form.tsx";
import { arrivalOf } from "../time/arrival.ts";
import { Dialog, SidePanel } from "../ui/dialog.tsx";
import { Facts, Hash } from "../ui/facts.tsx";
import { SelectField, TextArea, TextField } from "../ui/fields.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { CHANNEL_TEXTS, DIRECTION_TEXTS, OUTCOME_TEXTS } from "./instruction-texts.ts";

interface InstructionProps {
  readonly one: Instruction;
  readonly onClose: () => void;
}

export function RecordDialog({ onClose }: Pick<InstructionProps, "onClose">) {
  const [direction, setDirection] = useState<Instruction["direction"]>("received");
  const [party, setParty] = useState("");
  const [channel, setChannel] = useState<Instruction["channel"]>("contract");
  const [day, setDay] = useState("");
  const [text, setText] = useState("");
  const body = {
    direction,
    party: party.trim(),
    channel,
    text: text.trim(),
    ...(day.trim() === "" ? {} : { at: arrivalOf(day) }),
  };
  return (
    <Dialog title="Record an instruction" open onClose={onClose} wide>
      <ChangeForm
        label="Record it"
        ready={body.party !== "" && body.text !== ""}
        change={() => call(recordInstruction, { body })}
        done="Recorded. Its words are sealed; their hash is in the ledger."
        onClose={onClose}
      >
        <SelectField
          label="Direction"
          value={direction}
          onChange={(value) => setDirection(value as typeof direction)}
          options={INSTRUCTION_DIRECTIONS.map((value) => ({ value, label: DIRECTION_TEXTS[value].says }))}
        />
        <TextField
          label={direction === "received" ? "The controller" : "The processor"}
          required
          value={party}
          onChange={setParty}
        />
        <SelectField
          label={direction === "received" ? "It came by" : "It was given by"}
          value={channel}
          onChange={(value) => setChannel(value as typeof channel)}
          options={INSTRUCTION_CHANNELS.map((value) => ({ value, label: CHANNEL_TEXTS[value] }))}
        />
        <TextField
          label="On which day, if not today (year-month-day)"
          value={day}
          onChange={setDay}
          placeholder="2026-11-20"
        />
        <TextArea label="What is to be done, in its words" required rows={5} value={text} onChange={setText} />
      </ChangeForm>
    </Dialog>
  );
}

export function SettleDialog({ one, onClose }: InstructionProps) {
  const [outcome, setOutcome] = useState<(typeof INSTRUCTION_OUTCOMES)[number]>("carried-out");
  const [text, setText] = useState("");
  return (
    <Dialog title={`Settle the instruction of ${one.party}`} open onClose={onClose} wide>
      <ChangeForm
        label="Settle it"
        ready={text.trim() !== ""}
        change={() =>
          call(settleInstruction, { params: { instructionId: one.id }, body: { outcome, text: text.trim() } })
        }
        done="Settled."
        onClose={onClose}
      >
        <SelectField
          label="What became of it"
          value={outcome}
          onChange={(value) => setOutcome(value as typeof outcome)}
          options={INSTRUCTION_OUTCOMES.map((value) => ({ value, label: OUTCOME_TEXTS[value].label }))}
          help="A processor that holds an instruction to be unlawful tells the controller at once (Art. 28(3) GDPR)."
        />
        <TextArea
          label={outcome === "carried-out" ? "How it was carried out" : "Why"}
          required
          rows={5}
          value={text}
          onChange={setText}
          help="It is settled once; what is to be done beyond it is a new instruction."
        />
      </ChangeForm>
    </Dialog>
  );
}

export function WordsPanel({ one, onClose }: InstructionProps) {
  const [words, setWords] = useState<Answer<typeof readInstruction> | null>(null);
  const { run, problem } = useAction();
  useEffect(() => {
    void run(async () => setWords(await call(readInstruction, { params: { instructionId: one.id } })));
  }, [one.id, run]);
  return (
    <SidePanel title={`Instruction: ${one.party}`} open onClose={onClose}>
      {problem !== null ? (
        <ProblemView problem={problem} />
      ) : words === null ? (
        <Skeleton lines={4} />
      ) : (
        <>
          <h3>What is to be done</h3>
          <p className={styles["words"]}>{words.text}</p>
          {words.execution === null ? null : (
            <>
              <h3>How it was carried out, or why not</h3>
              <p className={styles["words"]}>{words.execution}</p>
            </>
          )}
          <Facts facts={[{ name: "SHA-256 of its words", value: <Hash value={one.sha256} /> }]} />
          <p className="muted">This look is in the ledger.</p>
        </>
      )}
    </SidePanel>
  );
}
