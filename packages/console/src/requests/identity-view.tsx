/** What shows who asks: how much is needed, what was shown by which way, doubts, and a document that waits for a look. */
import type { RequestDetail } from "@kept/contract/requests";
import type { Identity } from "@kept/contract/verification";
import { getIdentity } from "@kept/contract/verification-endpoints";
import { lazy, Suspense, useEffect, useState } from "react";
import { call } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { Section } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";
import { LEVEL_TEXTS, TIER_TEXTS } from "./identity-texts.ts";
import styles from "./work-view.module.css";

// Loaded when they are first opened.
const DoubtDialog = lazy(() => import("./identity-dialogs.tsx").then((module) => ({ default: module.DoubtDialog })));
const DocumentDialog = lazy(() =>
  import("./identity-dialogs.tsx").then((module) => ({ default: module.DocumentDialog })),
);

type Proof = Identity["proofs"][number];

export function IdentityView({ request }: { readonly request: RequestDetail }) {
  const [identity, setIdentity] = useState<Identity | null>(null);
  const [open, setOpen] = useState<"doubt" | "document" | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const mayAct = useMay("requests:act");
  const mayLook = useMay("people:read");
  const { id, state, timeline } = request;
  const changes = timeline.length;
  useEffect(() => {
    const stop = new AbortController();
    // Read anew with every step of the request. Nothing to show is no fault of the page.
    if (changes >= 0) {
      call(getIdentity, { params: { requestId: id }, signal: stop.signal }).then(setIdentity, () => {});
    }
    return () => stop.abort();
  }, [id, changes]);
  if (identity === null) return null;
  const start = (name: "doubt" | "document") => {
    setOpened(new Set([...opened, name]));
    setOpen(name);
  };
  const waiting = identity.proofs.find(({ tier, state: one }) => tier === "document" && one === "open");
  return (
    <Section title="Identity">
      <div className="stack">
        <Facts
          facts={[
            { name: "Shown", value: describeShown(request, identity) },
            { name: "Needed", value: LEVEL_TEXTS[identity.needed] },
          ]}
        />
        {identity.doubts
          .filter(({ isOpen }) => isOpen)
          .map((doubt) => (
            <p key={doubt.at}>
              <Badge tone="warn">doubted</Badge> since <When at={doubt.at} />
              {doubt.allowsDocument ? "; a document may be sent" : ""}
            </p>
          ))}
        {identity.proofs.length === 0 ? null : (
          <ul className={styles["list"]}>
            {identity.proofs.map((proof) => (
              <li key={proof.id}>
                {TIER_TEXTS[proof.tier]} <Badge tone={TONES[proof.state]}>{describeProof(proof)}</Badge>
              </li>
            ))}
          </ul>
        )}
        <div className="row">
          {waiting !== undefined && mayAct && mayLook ? (
            <Button tone="main" onClick={() => start("document")}>
              Look at the document…
            </Button>
          ) : null}
          {mayAct && request.may.ask && state !== "asking" ? (
            <Button onClick={() => start("doubt")}>Record doubt…</Button>
          ) : null}
        </div>
      </div>
      <Suspense fallback={null}>
        {opened.has("doubt") ? (
          <DoubtDialog
            request={request}
            takesDocuments={identity.available.includes("document")}
            open={open === "doubt"}
            onClose={() => setOpen(null)}
          />
        ) : null}
        {opened.has("document") && waiting !== undefined ? (
          <DocumentDialog
            requestId={id}
            proofId={waiting.id}
            open={open === "document"}
            onClose={() => setOpen(null)}
          />
        ) : null}
      </Suspense>
    </Section>
  );
}

const TONES: Readonly<Record<Proof["state"], BadgeTone>> = { open: "info", proven: "ok", failed: "plain" };

/** Who was known when the request was entered has shown it elsewhere. */
function describeShown(request: RequestDetail, { reached, proofs }: Identity): string {
  if (proofs.length > 0) return LEVEL_TEXTS[reached];
  return request.verifiedHow === null ? LEVEL_TEXTS.none : `to whoever entered it (${request.verifiedHow})`;
}

function describeProof({ tier, state, tries, document }: Proof): string {
  if (document !== null && document.destroyedAt !== null)
    return `${state === "proven" ? "accepted" : "not accepted"}, destroyed`;
  if (state === "proven") return "shown";
  if (state === "open") return tier === "document" ? "waits for a look" : "begun";
  return tries > 0 ? `failed after ${tries} tries` : "over";
}
