/** Addresses that were, or shall be, taken off the suppression list; a second person agrees here. */
import { type SuppressionLift, settleLift } from "@kept/contract/suppression-lifts";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { notify } from "../ui/notify.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";

const TONES: Readonly<Record<SuppressionLift["state"], BadgeTone>> = {
  waiting: "accent",
  lifted: "ok",
  declined: "plain",
};

export function LiftList({
  lifts,
  twoPeople,
}: {
  readonly lifts: readonly SuppressionLift[];
  readonly twoPeople: boolean;
}) {
  const mayAct = useMay("choices:act");
  const action = useAction();
  const { revalidate } = useRevalidator();
  const settle = (lift: SuppressionLift, agreed: boolean): void => {
    void action.run(async () => {
      await call(settleLift, { params: { liftId: lift.id }, body: { agreed } });
      await revalidate();
      notify(agreed ? "Lifted." : "It stays suppressed.");
    });
  };
  if (lifts.length === 0) return null;
  return (
    <Section
      title="Lifted by operators"
      lead={twoPeople ? "Each needs somebody else than who asked to agree." : undefined}
      flush
    >
      <Table
        label="Lifted by operators"
        columns={["Why", "Suppressed because", "State", "When", ""].map((label) => ({ label }))}
      >
        {lifts.map((lift) => (
          <tr key={lift.id}>
            <Cell wide>{lift.why}</Cell>
            <Cell label="Suppressed because">{lift.reason}</Cell>
            <Cell label="State">
              <Badge tone={TONES[lift.state]}>{lift.state}</Badge>
            </Cell>
            <Cell label="When">
              <When at={lift.settledAt ?? lift.askedAt} />
            </Cell>
            <Cell>
              {mayAct && lift.state === "waiting" ? (
                <span className="row">
                  <Button small onClick={() => settle(lift, true)} busy={action.busy}>
                    Agree
                  </Button>
                  <Button small tone="quiet" onClick={() => settle(lift, false)}>
                    Decline
                  </Button>
                </span>
              ) : null}
            </Cell>
          </tr>
        ))}
      </Table>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
    </Section>
  );
}
