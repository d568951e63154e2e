/** What operators do with a complaint: enter it, acknowledge it, tell how far it has come, decide it. */
import {
  acknowledgeComplaint,
  createComplaint,
  decideComplaint,
  tellComplainant,
} from "@kept/contract/complaint-endpoints";
import { COMPLAINT_OUTCOMES, type ComplaintDetail, type ComplaintOutcome } from "@kept/contract/complaints";
import { useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../api/call.ts";
import { ChangeForm } from "../requests/change-form.tsx";
import { LANGUAGE_TEXTS } from "../requests/request-texts.ts";
import { arrivalOf } from "../time/arrival.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/fields.tsx";
import { COMPLAINT_OUTCOME_TEXTS } from "./case-texts.ts";

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

interface ComplaintDialogProps extends DialogProps {
  readonly complaint: ComplaintDetail;
}

const CHANNELS = [
  { value: "phone", label: "Telephone" },
  { value: "letter", label: "Letter" },
  { value: "mailbox", label: "E-mail" },
] as const;
type Channel = (typeof CHANNELS)[number]["value"];
type Language = keyof typeof LANGUAGE_TEXTS;

export function CreateComplaintDialog({ open, onClose }: DialogProps) {
  return (
    <Dialog title="Enter a complaint" open={open} onClose={onClose} wide>
      <CreateComplaintForm onClose={onClose} />
    </Dialog>
  );
}

function CreateComplaintForm({ onClose }: Pick<DialogProps, "onClose">) {
  const navigate = useNavigate();
  const [channel, setChannel] = useState<Channel>("phone");
  const [language, setLanguage] = useState<Language>("en");
  const [email, setEmail] = useState("");
  const [contact, setContact] = useState("");
  const [about, setAbout] = useState("");
  const [arrivedOn, setArrivedOn] = useState("");
  const [text, setText] = useState("");
  const create = async () => {
    const complaint = await call(createComplaint, {
      body: {
        channel,
        language,
        email: email.trim() === "" ? null : email.trim(),
        contact: contact.trim(),
        text: text.trim(),
        ...(about.trim() === "" ? {} : { about: about.trim() }),
        ...(arrivedOn === "" ? {} : { arrivedAt: arrivalOf(arrivedOn) }),
      },
    });
    await navigate(`/complaints/${complaint.id}`);
  };
  return (
    <ChangeForm
      label="Enter it"
      ready={text.trim() !== ""}
      change={create}
      done="Entered; its clocks run."
      onClose={onClose}
    >
      <SelectField
        label="It came by"
        value={channel}
        onChange={(value) => setChannel(value as Channel)}
        options={CHANNELS}
      />
      <TextArea label="What they said" required rows={5} value={text} onChange={setText} />
      <TextField
        label="Their e-mail address"
        type="email"
        value={email}
        onChange={setEmail}
        help="They are told at once that it arrived. Empty: acknowledge it yourself."
      />
      <TextField label="Name and address, where e-mail is not the way back" value={contact} onChange={setContact} />
      <TextField
        label="When it arrived, if not today (year-month-day)"
        value={arrivedOn}
        onChange={setArrivedOn}
        placeholder="2026-11-20"
        help="The clocks begin there."
      />
      <TextField label="Reference of the request that it is about" value={about} onChange={setAbout} />
      <SelectField
        label="Language of the answer"
        value={language}
        onChange={(value) => setLanguage(value as Language)}
        options={Object.entries(LANGUAGE_TEXTS).map(([value, label]) => ({ value, label }))}
      />
    </ChangeForm>
  );
}

const ACKNOWLEDGED_BY = [
  { value: "letter", label: "A letter" },
  { value: "phone", label: "A call" },
  { value: "other", label: "Otherwise" },
] as const;

export function AcknowledgeDialog({ complaint, open, onClose }: ComplaintDialogProps) {
  const [by, setBy] = useState<(typeof ACKNOWLEDGED_BY)[number]["value"]>("letter");
  return (
    <Dialog title="Say that it was acknowledged" open={open} onClose={onClose}>
      <ChangeForm
        label="Record it"
        ready
        change={() => call(acknowledgeComplaint, { params: { complaintId: complaint.id }, body: { by } })}
        done="Recorded; that clock has stopped."
        onClose={onClose}
      >
        <p className="muted">For what went out by other means than our e-mail, which is recorded by itself.</p>
        <SelectField label="By" value={by} onChange={(value) => setBy(value as typeof by)} options={ACKNOWLEDGED_BY} />
      </ChangeForm>
    </Dialog>
  );
}

export function TellDialog({ complaint, open, onClose }: ComplaintDialogProps) {
  const [text, setText] = useState("");
  return (
    <Dialog title="Tell how far it has come" open={open} onClose={onClose} wide>
      <ChangeForm
        label="Tell the person"
        ready={text.trim() !== ""}
        change={() => call(tellComplainant, { params: { complaintId: complaint.id }, body: { text: text.trim() } })}
        done="It is on its way, and stands on the page of the complaint."
        onClose={() => {
          setText("");
          onClose();
        }}
      >
        <TextArea
          label={`How far the inquiry has come, in ${LANGUAGE_TEXTS[complaint.language]}`}
          required
          rows={6}
          value={text}
          onChange={setText}
        />
      </ChangeForm>
    </Dialog>
  );
}

export function DecideDialog({ complaint, open, onClose }: ComplaintDialogProps) {
  const [outcome, setOutcome] = useState<ComplaintOutcome>("upheld");
  const [text, setText] = useState("");
  return (
    <Dialog title="Decide the complaint" open={open} onClose={onClose} wide>
      <ChangeForm
        label="Decide and answer"
        ready={text.trim() !== ""}
        change={() =>
          call(decideComplaint, { params: { complaintId: complaint.id }, body: { outcome, text: text.trim() } })
        }
        done="Decided. The answer names the authorities and the way to court."
        onClose={onClose}
      >
        <SelectField
          label="Outcome"
          value={outcome}
          onChange={(value) => setOutcome(value as ComplaintOutcome)}
          options={COMPLAINT_OUTCOMES.map((value) => ({ value, label: COMPLAINT_OUTCOME_TEXTS[value] }))}
        />
        <TextArea
          label={`What was found and what follows, in ${LANGUAGE_TEXTS[complaint.language]}`}
          required
          rows={7}
          value={text}
          onChange={setText}
          help="This ends the complaint and cannot be taken back. The authorities and the courts are added."
        />
      </ChangeForm>
    </Dialog>
  );
}
