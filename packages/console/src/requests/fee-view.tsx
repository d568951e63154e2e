/** Where the fee of a request stands, and what is to be done about it. */
import { answerFee, confirmFee, dropFee, feeGround, recordFeePaid } from "@kept/contract/fees";
import type { RequestDetail } from "@kept/contract/requests";
import { useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { TextField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { FEE_TEXTS } from "./fee-dialog.tsx";

const STATES = {
  proposed: "proposed; somebody else has to agree",
  quoted: "the person was asked",
  accepted: "accepted, not paid yet",
  declined: "declined",
  paid: "paid",
  dropped: "not asked for after all",
} as const satisfies Record<NonNullable<RequestDetail["fee"]>["state"], string>;

export function FeeView({ request, mayAct }: { readonly request: RequestDetail; readonly mayAct: boolean }) {
  const [reference, setReference] = useState("");
  const action = useAction();
  const { revalidate } = useRevalidator();
  const { fee } = request;
  if (fee === null) return null;
  const params = { requestId: request.id };
  const run = (change: () => Promise<unknown>, done: string) =>
    void action.run(change).then(async (changed) => {
      await revalidate();
      if (changed) notify(done);
    });
  const isOpen = request.phase !== "closed" && ["proposed", "quoted", "accepted"].includes(fee.state);
  const waits = fee.state === "quoted" || fee.state === "accepted";
  return (
    <Section title="Fee">
      <div className="stack">
        <Facts
          facts={[
            { name: "Amount", value: `${(fee.amount / 100).toFixed(2)} ${fee.currency}` },
            { name: "Ground", value: FEE_TEXTS[feeGround(fee.ground).code] },
            { name: "State", value: STATES[fee.state] },
            ...(fee.reference === null ? [] : [{ name: "Payment", value: fee.reference }]),
          ]}
        />
        {fee.text === "" ? null : <p>{fee.text}</p>}
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        {mayAct && isOpen ? (
          <>
            {waits ? (
              <TextField
                label="Reference of the payment in the books"
                value={reference}
                onChange={setReference}
                help="No account, no card, no name."
              />
            ) : null}
            <div className="row">
              {fee.state === "proposed" && !fee.isMine ? (
                <Button
                  tone="main"
                  busy={action.busy}
                  onClick={() => run(() => call(confirmFee, { params }), "The person is being asked.")}
                >
                  Agree and ask the person
                </Button>
              ) : null}
              {waits ? (
                <Button
                  tone="main"
                  busy={action.busy}
                  disabled={reference.trim() === ""}
                  onClick={() =>
                    run(
                      () => call(recordFeePaid, { params, body: { reference: reference.trim() } }),
                      "Paid; the request goes on.",
                    )
                  }
                >
                  It is paid
                </Button>
              ) : null}
              {fee.state === "quoted" ? (
                <Button
                  busy={action.busy}
                  onClick={() => run(() => call(answerFee, { params, body: { accepts: true } }), "Recorded.")}
                >
                  They accept
                </Button>
              ) : null}
              {fee.state === "quoted" ? (
                <Button
                  busy={action.busy}
                  onClick={() =>
                    run(() => call(answerFee, { params, body: { accepts: false } }), "Closed at their wish.")
                  }
                >
                  They decline
                </Button>
              ) : null}
              <Button
                tone="quiet"
                busy={action.busy}
                onClick={() => run(() => call(dropFee, { params }), "No fee is asked for.")}
              >
                Ask for no fee
              </Button>
            </div>
          </>
        ) : null}
      </div>
    </Section>
  );
}
