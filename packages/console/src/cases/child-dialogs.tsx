/** What operators do with the case of a child: tell of one, freeze, erase, end it. */
import {
  confirmChildCase,
  endChildCase,
  eraseChild,
  openChildCase,
  verifyParent,
  withdrawParentConsent,
} from "@kept/contract/child-endpoints";
import { CHILD_SOURCES, type ChildCase, PARENT_CHECKS } from "@kept/contract/children";
import { useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../api/call.ts";
import { ChangeForm } from "../requests/change-form.tsx";
import { LANGUAGE_TEXTS } from "../requests/request-texts.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/fields.tsx";
import { CHECK_TEXTS, CHILD_SOURCE_TEXTS, PERSON_KIND_TEXTS } from "./case-texts.ts";

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

interface CaseDialogProps extends DialogProps {
  readonly one: ChildCase;
}

type PersonKind = keyof typeof PERSON_KIND_TEXTS;
type Language = keyof typeof LANGUAGE_TEXTS;

interface PersonFieldsProps {
  readonly kind: PersonKind;
  readonly value: string;
  readonly onKind: (kind: PersonKind) => void;
  readonly onValue: (value: string) => void;
}

function PersonFields({ kind, value, onKind, onValue }: PersonFieldsProps) {
  return (
    <>
      <SelectField
        label="Known here by"
        value={kind}
        onChange={(next) => onKind(next as PersonKind)}
        options={Object.entries(PERSON_KIND_TEXTS).map(([name, label]) => ({ value: name, label }))}
      />
      <TextField label={PERSON_KIND_TEXTS[kind]} required value={value} onChange={onValue} />
    </>
  );
}

export function DiscoverDialog({ open, onClose }: DialogProps) {
  return (
    <Dialog title="Somebody is a child" open={open} onClose={onClose} wide>
      <DiscoverForm onClose={onClose} />
    </Dialog>
  );
}

function DiscoverForm({ onClose }: Pick<DialogProps, "onClose">) {
  const navigate = useNavigate();
  const [kind, setKind] = useState<PersonKind>("id");
  const [value, setValue] = useState("");
  const [source, setSource] = useState<ChildCase["source"]>("support");
  const [evidence, setEvidence] = useState("");
  const [knownOn, setKnownOn] = useState("");
  const [language, setLanguage] = useState<Language>("en");
  const tell = async () => {
    const one = await call(openChildCase, {
      body: {
        person: { kind, value: value.trim() },
        source,
        evidence: evidence.trim(),
        language,
        ...(knownOn === "" ? {} : { knownAt: new Date(`${knownOn}T00:00:00`).toISOString() }),
      },
    });
    await navigate(`/children/${one.id}`);
  };
  return (
    <ChangeForm
      label="Freeze their data"
      ready={value.trim() !== "" && evidence.trim() !== ""}
      change={tell}
      done="Frozen. No purpose uses their data but those that a law demands."
      onClose={onClose}
    >
      <PersonFields kind={kind} value={value} onKind={setKind} onValue={setValue} />
      <SelectField
        label="How you know"
        value={source}
        onChange={(next) => setSource(next as ChildCase["source"])}
        options={CHILD_SOURCES.map((name) => ({ value: name, label: CHILD_SOURCE_TEXTS[name] }))}
      />
      <TextArea
        label="What showed it"
        required
        rows={3}
        value={evidence}
        onChange={setEvidence}
        help="Kept sealed, and forgotten when the case is over."
      />
      <TextField
        label="Since when it is known, if not today (year-month-day)"
        value={knownOn}
        onChange={setKnownOn}
        placeholder="2026-11-20"
        help="The clocks begin there: a day to freeze, thirty to erase."
      />
      <SelectField
        label="Language, should a parent be written to"
        value={language}
        onChange={(next) => setLanguage(next as Language)}
        options={Object.entries(LANGUAGE_TEXTS).map(([name, label]) => ({ value: name, label }))}
      />
    </ChangeForm>
  );
}

export function ConfirmDialog({ one, open, onClose }: CaseDialogProps) {
  const [kind, setKind] = useState<PersonKind>("id");
  const [value, setValue] = useState("");
  const body = one.isKnown ? {} : { person: { kind, value: value.trim() } };
  return (
    <Dialog title="Freeze the child's data" open={open} onClose={onClose} wide>
      <ChangeForm
        label="Freeze"
        ready={one.isKnown || value.trim() !== ""}
        change={() => call(confirmChildCase, { params: { caseId: one.id }, body })}
        done="Frozen; the parent is told."
        onClose={onClose}
      >
        <p>
          A parent says so, and you have looked whether it can be true. From now on no purpose uses the data but those
          that a law demands.
        </p>
        {one.isKnown ? null : (
          <>
            <p>The letter says in its own words whose account it is. Read the case, find the account, and name it.</p>
            <PersonFields kind={kind} value={value} onKind={setKind} onValue={setValue} />
          </>
        )}
      </ChangeForm>
    </Dialog>
  );
}

type ParentCheck = (typeof PARENT_CHECKS)[number];

function CheckField(props: { how: ParentCheck; onChange: (next: ParentCheck) => void; help: string }) {
  return (
    <SelectField
      label="By what it was checked"
      value={props.how}
      onChange={(next) => props.onChange(next as ParentCheck)}
      options={PARENT_CHECKS.map((name) => ({ value: name, label: CHECK_TEXTS[name] }))}
      help={props.help}
    />
  );
}

export function VerifyDialog({ one, open, onClose }: CaseDialogProps) {
  const [how, setHow] = useState<ParentCheck>("call");
  return (
    <Dialog title="The parent was verified" open={open} onClose={onClose} wide>
      <ChangeForm
        label="They may see it"
        ready
        change={() => call(verifyParent, { params: { caseId: one.id }, body: { how } })}
        done="Recorded; the parent is told that they can ask to see what is held."
        onClose={onClose}
      >
        <p>
          You have satisfied yourself that the one who writes is the child’s parent. They may then ask, on their page,
          to see what is held; you approve that request like any other, and its answer goes to them.
        </p>
        <CheckField
          how={how}
          onChange={setHow}
          help="The link in a mailbox shows an address and no parent (16 CFR 312.6(a)(3))."
        />
      </ChangeForm>
    </Dialog>
  );
}

export function EraseDialog({ one, open, onClose }: CaseDialogProps) {
  return (
    <Dialog title="Erase everywhere" open={open} onClose={onClose}>
      <ChangeForm
        label="Begin the erasure"
        ready
        change={() => call(eraseChild, { params: { caseId: one.id } })}
        done="A request of erasure is open; its plan waits for an approval."
        onClose={onClose}
      >
        <p>
          Opens a request of erasure like any other: planned in every system, approved, verified, told to recipients.
          {one.windowEndsAt === null ? "" : " The parent's window ends with it."}
        </p>
      </ChangeForm>
    </Dialog>
  );
}

export function EndDialog({ one, open, onClose }: CaseDialogProps) {
  const mayConsent = one.isKnown;
  const [outcome, setOutcome] = useState<"consented" | "not_a_child">(
    one.consentSaidAt === null ? "not_a_child" : "consented",
  );
  const [how, setHow] = useState<ParentCheck>("call");
  return (
    <Dialog title="End the case without erasing" open={open} onClose={onClose} wide>
      <ChangeForm
        label="End it and lift the freeze"
        ready
        change={() => call(endChildCase, { params: { caseId: one.id }, body: { outcome, how } })}
        done="Ended; the data may be used again."
        onClose={onClose}
      >
        <SelectField
          label="Why"
          value={outcome}
          onChange={(next) => setOutcome(next as typeof outcome)}
          options={[
            ...(mayConsent ? [{ value: "consented", label: "A parent allows it, and that was checked" }] : []),
            { value: "not_a_child", label: "It is no child" },
          ]}
        />
        <CheckField
          how={how}
          onChange={setHow}
          help="The link in a mailbox shows an address and no parent: check a consent by something more (16 CFR 312.5(b))."
        />
      </ChangeForm>
    </Dialog>
  );
}

export function WithdrawDialog({ one, open, onClose }: CaseDialogProps) {
  const navigate = useNavigate();
  const withdraw = async () => {
    const next = await call(withdrawParentConsent, { params: { caseId: one.id } });
    await navigate(`/children/${next.id}`);
  };
  return (
    <Dialog title="The parent takes it back" open={open} onClose={onClose}>
      <ChangeForm
        label="Take it back"
        ready
        change={withdraw}
        done="Frozen again; a request of erasure is open."
        onClose={onClose}
      >
        <p>A new case begins: the data is frozen at once, and its erasure is planned.</p>
      </ChangeForm>
    </Dialog>
  );
}
