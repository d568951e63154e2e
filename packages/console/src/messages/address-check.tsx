/** May a stream write to an address, and why; and what stands against the address, with the way to lift what may be lifted. */
import { checkRecipient, importSuppressions } from "@kept/contract/message-endpoints";
import type { RecipientCheck, StreamFigures } from "@kept/contract/messages";
import { LIFTABLE_REASONS } from "@kept/contract/suppression-lifts";
import { type FormEvent, useState } from "react";
import { Link, useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { describeReason, wordsOf } from "../choices/reason-texts.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { LiftDialog } from "./lift-dialog.tsx";

interface Answered {
  readonly address: string;
  readonly check: RecipientCheck;
}

export function AddressCheck({ streams }: { readonly streams: StreamFigures["streams"] }) {
  const [address, setAddress] = useState("");
  const [stream, setStream] = useState(streams[0]?.stream ?? "");
  const [answered, setAnswered] = useState<Answered | null>(null);
  const action = useAction();
  const ask = async (): Promise<void> => {
    setAnswered(null);
    const to = address.trim();
    await action.run(async () =>
      setAnswered({ address: to, check: await call(checkRecipient, { body: { stream, to } }) }),
    );
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void ask();
  };
  return (
    <Section
      title="One address"
      lead="May a stream write to it now, and what stands against it. It is compared by keyed hash; the look is a ledger entry."
    >
      <div className="stack">
        <form className="row" onSubmit={submit}>
          <TextField
            label="Address"
            hideLabel
            type="email"
            value={address}
            onChange={setAddress}
            placeholder="ada@example.org"
          />
          <SelectField
            label="Stream"
            hideLabel
            value={stream}
            onChange={setStream}
            options={streams.map((one) => ({ value: one.stream, label: one.title }))}
          />
          <Button type="submit" busy={action.busy} disabled={address.trim() === "" || stream === ""}>
            Look
          </Button>
        </form>
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        {answered === null ? null : <Answer {...answered} onChanged={() => void ask()} />}
      </div>
    </Section>
  );
}

function Answer({ address, check, onChanged }: Answered & { readonly onChanged: () => void }) {
  const mayAct = useMay("choices:act");
  const [lifting, setLifting] = useState<(typeof LIFTABLE_REASONS)[number] | null>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const isListed = check.suppressed.some(({ purpose }) => purpose === "*");
  const suppress = (): void => {
    void action.run(async () => {
      await call(importSuppressions, { body: { addresses: [address], reason: "imported" } });
      await revalidate();
      notify("Suppressed: nothing of marketing goes to it any more.");
      onChanged();
    });
  };
  return (
    <div className="stack">
      <p>
        <Badge tone={check.allowed ? "ok" : "danger"}>
          {check.allowed ? "May be written to" : "Not to be written to"}
        </Badge>{" "}
        {describeReason(check.reason)}
        {check.person === null ? (
          <span className="muted"> · nobody is known by it</span>
        ) : (
          <>
            {" · "}
            <Link to={`/choices/${check.person}`}>their choices</Link>
          </>
        )}
      </p>
      {mayAct && !isListed ? (
        <div className="row">
          <Button small busy={action.busy} onClick={suppress}>
            Suppress this address
          </Button>
        </div>
      ) : null}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      {check.chain.length === 0 ? null : (
        <Table label="Steps of the decision" columns={["Check", "Answer", "About"].map((label) => ({ label }))}>
          {check.chain.map((step) => (
            <tr key={`${step.check} ${step.code} ${step.about}`}>
              <Cell label="Check">{wordsOf(step.check)}</Cell>
              <Cell label="Answer">
                <Badge tone={step.outcome === "deny" ? "danger" : step.outcome === "allow" ? "ok" : "plain"}>
                  {wordsOf(step.code)}
                </Badge>
              </Cell>
              <Cell label="About">
                <span className="mono muted">{step.about ?? ""}</span>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {check.suppressed.length === 0 ? null : (
        <Table
          label="What stands against the address"
          columns={["Suppressed", "For", "Since", ""].map((label) => ({ label }))}
        >
          {check.suppressed.map((row) => {
            const liftable = LIFTABLE_REASONS.find((reason) => reason === row.reason);
            return (
              <tr key={`${row.reason} ${row.purpose}`}>
                <Cell wide>{wordsOf(row.reason)}</Cell>
                <Cell label="For">{row.purpose === "*" ? "everything" : row.purpose}</Cell>
                <Cell label="Since">
                  <When at={row.since} />
                </Cell>
                <Cell>
                  {liftable === undefined ? (
                    <span className="muted">theirs to take back</span>
                  ) : mayAct ? (
                    <Button small onClick={() => setLifting(liftable)}>
                      Lift…
                    </Button>
                  ) : null}
                </Cell>
              </tr>
            );
          })}
        </Table>
      )}
      {check.sales.length === 0 ? null : (
        <Table label="Sales" columns={["Sale", "Advertising could be refused", "When"].map((label) => ({ label }))}>
          {check.sales.map((sale) => (
            <tr key={`${sale.product} ${sale.at} ${sale.kind}`}>
              <Cell wide>
                {sale.product} <span className="muted">{sale.kind}</span>
              </Cell>
              <Cell label="Advertising could be refused">
                {sale.chance === "given" ? "yes" : sale.chance === "refused" ? "yes, and was" : "no"}
              </Cell>
              <Cell label="When">
                <When at={sale.at} />
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <LiftDialog address={address} reason={lifting} onClose={() => setLifting(null)} onLifted={onChanged} />
    </div>
  );
}
