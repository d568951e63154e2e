/** Somebody acts for the person: by what right, what has been shown of it, and the decision where one is due. */
import { getMandate, getMandatePaper, type Mandate, readMandate } from "@kept/contract/mandates";
import type { RequestDetail } from "@kept/contract/requests";
import { lazy, Suspense, useEffect, useState } from "react";
import { type Answer, call, endpointUrl } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { When } from "../ui/when.tsx";

// Loaded when it is first opened.
const ReviewDialog = lazy(() => import("./mandate-dialog.tsx").then((module) => ({ default: module.ReviewDialog })));

export function MandateView({ request }: { readonly request: RequestDetail }) {
  const [mandate, setMandate] = useState<Mandate | null>(null);
  const [words, setWords] = useState<Answer<typeof readMandate> | null>(null);
  const [open, setOpen] = useState<boolean | null>(null);
  const action = useAction();
  const [mayAct, mayLook] = [useMay("requests:act"), useMay("people:read")];
  const { id, state, timeline } = request;
  const isMandated = timeline.some(({ event }) => event === "mandate-named");
  const changes = timeline.length;
  useEffect(() => {
    const stop = new AbortController();
    // Read anew with every step of the request.
    if (isMandated && changes > 0) {
      call(getMandate, { params: { requestId: id }, signal: stop.signal }).then(setMandate, () => {});
    }
    return () => stop.abort();
  }, [id, isMandated, changes]);
  if (mandate === null) return null;
  const { review, person, representativeConfirmedAt } = mandate;
  const isDue = state === "unverified" && review.isNeeded && review.decidedAt === null;
  const show = () => {
    void action.run(async () => setWords(await call(readMandate, { params: { requestId: id } })));
  };
  return (
    <Section title="Acts for the person">
      <div className="stack">
        <Facts
          facts={[
            { name: "As", value: `${mandate.title} (${mandate.source})` },
            { name: "Their address", value: since(representativeConfirmedAt, "not confirmed yet") },
            ...(person.isAsked
              ? [{ name: "The person’s word", value: since(person.confirmedAt, "not given yet") }]
              : []),
            ...(review.isNeeded ? [{ name: "Decided", value: since(review.decidedAt, "not yet") }] : []),
            { name: "Answers go to", value: mandate.answersTo === "person" ? "the person" : "the representative" },
            ...mandate.notes.map((note) => ({ name: note.place, value: `${note.says} ${note.source}` })),
            ...(words === null
              ? []
              : [
                  { name: "Who", value: `${words.name}${words.organisation === "" ? "" : `, ${words.organisation}`}` },
                  { name: "Address", value: words.email },
                  ...(words.words === "" ? [] : [{ name: "In their words", value: words.words }]),
                ]),
          ]}
        />
        {mandate.notes.length === 0 ? null : (
          <p className="muted">Notes of law are for orientation: have them confirmed before you rely on one.</p>
        )}
        {words !== null && mandate.hasPaper ? (
          <img
            src={endpointUrl(getMandatePaper, { params: { requestId: id } })}
            alt="The mandate that was sent"
            style={{ maxWidth: "100%" }}
          />
        ) : null}
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        <div className="row">
          {mayLook && words === null ? (
            <Button busy={action.busy} onClick={show}>
              {mandate.hasPaper ? "Show who, and the mandate" : "Show who"}
            </Button>
          ) : null}
          {mayAct && isDue && representativeConfirmedAt !== null ? (
            <Button tone="main" onClick={() => setOpen(true)}>
              Decide…
            </Button>
          ) : null}
        </div>
        {mayLook && words === null ? <p className="muted">Looking is recorded in the ledger.</p> : null}
      </div>
      <Suspense fallback={null}>
        {open === null ? null : <ReviewDialog requestId={id} open={open} onClose={() => setOpen(false)} />}
      </Suspense>
    </Section>
  );
}

function since(at: string | null, otherwise: string) {
  return at === null ? otherwise : <When at={at} />;
}
