/** Everybody who may sign in, and inviting somebody by a link that works once. */
import { createOperator, type listOperators } from "@kept/contract/operators";
import { type Role, roleNames, roles } from "@kept/contract/permissions";
import { type FormEvent, useState } from "react";
import { useRevalidator } from "react-router";
import { type Answer, call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/fields.tsx";
import { icons } from "../ui/icon.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import styles from "./settings-page.module.css";

type Operator = Answer<typeof listOperators>["operators"][number];

export function Operators({ operators }: { readonly operators: readonly Operator[] }) {
  const [inviting, setInviting] = useState(false);
  const mayAct = useMay("operators:act");
  return (
    <Section
      title="Operators"
      lead="The people who may sign in, with their role."
      actions={
        mayAct ? (
          <Button small icon={icons.add} onClick={() => setInviting(true)}>
            Invite
          </Button>
        ) : undefined
      }
      flush
    >
      <Table label="Operators" columns={["Name", "E-mail address", "Role", "Since"].map((label) => ({ label }))}>
        {operators.map((operator) => (
          <tr key={operator.id}>
            <Cell wide>
              <strong>{operator.name}</strong>
            </Cell>
            <Cell label="E-mail address">{operator.email}</Cell>
            <Cell label="Role">{operator.role.replace("-", " ")}</Cell>
            <Cell label="Since">
              <When at={operator.createdAt} />
            </Cell>
          </tr>
        ))}
      </Table>
      <Dialog title="Invite an operator" open={inviting} onClose={() => setInviting(false)}>
        <InviteForm onClose={() => setInviting(false)} />
      </Dialog>
    </Section>
  );
}

function InviteForm({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [link, setLink] = useState<string | null>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run(async () => {
      const made = await call(createOperator, { body: { name: name.trim(), email: email.trim(), role } });
      setLink(made.signInUrl);
      await revalidate();
    });
  };
  if (link !== null) {
    return (
      <>
        <p>Hand this link over on a way that you trust. It signs in once, and expires.</p>
        <div className={styles["secret"]}>
          <code>{link}</code>
          <CopyButton bare text={link} what="the link" />
        </div>
        <DialogActions>
          <Button tone="main" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </>
    );
  }
  return (
    <form className="stack" onSubmit={submit}>
      <TextField label="Name" required value={name} onChange={setName} />
      <TextField label="E-mail address" type="email" required value={email} onChange={setEmail} />
      <SelectField
        label="Role"
        value={role}
        onChange={(value) => setRole(value as Role)}
        options={roleNames.map((value) => ({ value, label: value.replace("-", " ") }))}
        help={`May: ${roles[role].join(", ")}.`}
      />
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="main" type="submit" busy={action.busy}>
          Create and get the link
        </Button>
      </DialogActions>
    </form>
  );
}
