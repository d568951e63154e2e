/** API keys: made with the permissions they need and no more, shown once, revoked at once. */
import { createApiKey, type listApiKeys, revokeApiKey } from "@kept/contract/operators";
import { type Permission, permissions } from "@kept/contract/permissions";
import { type FormEvent, useState } from "react";
import { useRevalidator } from "react-router";
import { type Answer, call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { CheckField, TextField } from "../ui/fields.tsx";
import { icons } from "../ui/icon.tsx";
import { notify } from "../ui/notify.tsx";
import { EmptyState, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import styles from "./settings-page.module.css";

type ApiKey = Answer<typeof listApiKeys>["keys"][number];

interface ApiKeysProps {
  readonly keys: readonly ApiKey[];
  /** What the reader may do; a key gets no more. */
  readonly held: readonly Permission[];
}

export function ApiKeys({ keys, held }: ApiKeysProps) {
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const sorted = keys.toSorted((left, right) => Number(left.revokedAt !== null) - Number(right.revokedAt !== null));
  return (
    <Section
      title="API keys"
      lead="For programs that act for you. Only hashes are stored."
      actions={
        <Button small icon={icons.add} onClick={() => setCreating(true)}>
          New key
        </Button>
      }
      flush
    >
      {keys.length === 0 ? (
        <EmptyState title="No key yet">
          <p>
            A key lets a program call the API that is described in the <a href="/docs/api">API reference</a>. Give each
            program its own, with as few permissions as it can do with.
          </p>
        </EmptyState>
      ) : (
        <Table
          label="API keys"
          columns={["Key", "Permissions", "Last used", "Created", ""].map((label) => ({ label }))}
        >
          {sorted.map((key) => (
            <tr key={key.id}>
              <Cell wide>
                <strong>{key.name}</strong>
              </Cell>
              <Cell label="Permissions">
                <span className="mono muted">{key.permissions.join(", ")}</span>
              </Cell>
              <Cell label="Last used">
                {key.lastUsedAt === null ? <span className="muted">never</span> : <When at={key.lastUsedAt} />}
              </Cell>
              <Cell label="Created">
                <When at={key.createdAt} />
              </Cell>
              <Cell>
                {key.revokedAt === null ? (
                  <Button small tone="danger" onClick={() => setRevoking(key)}>
                    Revoke…
                  </Button>
                ) : (
                  <Badge>Revoked</Badge>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <Dialog title="New API key" open={creating} onClose={() => setCreating(false)}>
        <CreateKeyForm held={held} onClose={() => setCreating(false)} />
      </Dialog>
      <Dialog title={`Revoke ${revoking?.name ?? ""}`} open={revoking !== null} onClose={() => setRevoking(null)}>
        {revoking === null ? null : <RevokeForm apiKey={revoking} onClose={() => setRevoking(null)} />}
      </Dialog>
    </Section>
  );
}

function CreateKeyForm({ held, onClose }: { readonly held: readonly Permission[]; readonly onClose: () => void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Permission[]>([]);
  const [secret, setSecret] = useState<string | null>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run(async () => {
      const made = await call(createApiKey, { body: { name: name.trim(), permissions: [...chosen] } });
      setSecret(made.secret);
      await revalidate();
    });
  };
  if (secret !== null) {
    return (
      <>
        <p>This is the only time that the key is shown. Put it where the program reads it.</p>
        <div className={styles["secret"]}>
          <code>{secret}</code>
          <CopyButton bare text={secret} what="the key" />
        </div>
        <DialogActions>
          <Button tone="main" onClick={onClose}>
            I have it
          </Button>
        </DialogActions>
      </>
    );
  }
  return (
    <form className="stack" onSubmit={submit}>
      <TextField label="Name" required value={name} onChange={setName} placeholder="for example Build server" />
      <fieldset className={styles["choices"]}>
        <legend>Permissions</legend>
        {held.map((permission) => (
          <CheckField
            key={permission}
            label={permission}
            help={permissions[permission]}
            checked={chosen.includes(permission)}
            onChange={(on) => setChosen(on ? [...chosen, permission] : chosen.filter((entry) => entry !== permission))}
          />
        ))}
      </fieldset>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="main" type="submit" busy={action.busy} disabled={name.trim() === "" || chosen.length === 0}>
          Create the key
        </Button>
      </DialogActions>
    </form>
  );
}

function RevokeForm({ apiKey, onClose }: { readonly apiKey: ApiKey; readonly onClose: () => void }) {
  const action = useAction();
  const { revalidate } = useRevalidator();
  const revoke = () =>
    void action
      .run(() => call(revokeApiKey, { params: { keyId: apiKey.id } }))
      .then(async (revoked) => {
        if (!revoked) return;
        onClose();
        await revalidate();
        notify("Revoked.");
      });
  return (
    <>
      <p>It stops working at once. Programs that use it get the answer 401.</p>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Keep it</Button>
        <Button tone="danger-main" busy={action.busy} onClick={revoke}>
          Revoke the key
        </Button>
      </DialogActions>
    </>
  );
}
