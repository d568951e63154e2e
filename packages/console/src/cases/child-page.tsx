/** The case of a child: whether use has stopped, the parent's window, the erasure, and what to do. */
import { getChildCase, readChildCase } from "@kept/contract/child-endpoints";
import type { ChildCase, ChildContent } from "@kept/contract/children";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import words from "../inbox/inbox.module.css";
import styles from "../requests/request-page.module.css";
import { useMay } from "../shell/load-shell.ts";
import { formatMoment } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { type Fact, Facts } from "../ui/facts.tsx";
import { Page, Section } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";
import { CaseClocks } from "./case-clocks.tsx";
import { CaseHistory, loadHistory } from "./case-history.tsx";
import {
  CHILD_CLOCK_TEXTS,
  CHILD_OUTCOME_TEXTS,
  CHILD_SOURCE_TEXTS,
  CHILD_STATES,
  PERSON_KIND_TEXTS,
  WISH_TEXTS,
} from "./case-texts.ts";
import { SealedWords } from "./sealed-words.tsx";

// Loaded when they are first opened: most visits only look.
const ConfirmDialog = lazy(() => import("./child-dialogs.tsx").then((module) => ({ default: module.ConfirmDialog })));
const EndDialog = lazy(() => import("./child-dialogs.tsx").then((module) => ({ default: module.EndDialog })));
const EraseDialog = lazy(() => import("./child-dialogs.tsx").then((module) => ({ default: module.EraseDialog })));
const VerifyDialog = lazy(() => import("./child-dialogs.tsx").then((module) => ({ default: module.VerifyDialog })));
const WithdrawDialog = lazy(() => import("./child-dialogs.tsx").then((module) => ({ default: module.WithdrawDialog })));

export async function loader({ params, request }: LoaderFunctionArgs) {
  const caseId = params["caseId"] ?? "";
  const [one, history] = await Promise.all([
    call(getChildCase, { params: { caseId }, signal: request.signal }),
    loadHistory(caseId, request.signal),
  ]);
  return { one, history };
}

export function Component() {
  const { one, history } = useLoaderData<typeof loader>();
  const state = CHILD_STATES[one.state];
  return (
    <Page
      name={`Case of a child ${one.reference}`}
      above={
        <Link className={styles["back"]} to="/children">
          Children
        </Link>
      }
      title={
        <span className={styles["title"]}>
          A child <span className={styles["reference"]}>{one.reference}</span>
          <Badge tone={state.tone}>{state.label}</Badge>
        </span>
      }
      lead={describe(one)}
    >
      <Actions key={one.id} one={one} />
      <div className={styles["columns"]}>
        <div className={styles["main"]}>
          <SealedWords
            key={one.id}
            title="Who it is about"
            button="Show who it is about"
            has={one.hasContent}
            gone="Who it was about is forgotten; the ledger tells what became of it."
            read={() => call(readChildCase, { params: { caseId: one.id } })}
            show={(content) => <Words content={content} />}
          />
          <CaseClocks clocks={one.clocks} purposes={CHILD_CLOCK_TEXTS} />
        </div>
        <div className={styles["aside"]}>
          <Section title="About the case">
            <Facts facts={factsOf(one)} />
          </Section>
          <CaseHistory caseId={one.id} entries={history} />
        </div>
      </div>
    </Page>
  );
}

function factsOf(one: ChildCase): readonly Fact[] {
  return [
    { name: "Known by", value: CHILD_SOURCE_TEXTS[one.source] },
    { name: "Known", value: <When at={one.knownAt} /> },
    ...(one.wish === null ? [] : [{ name: "The parent asks", value: WISH_TEXTS[one.wish] }]),
    ...(one.wish === null
      ? []
      : [
          {
            name: "Parent's address",
            value:
              one.parentConfirmedAt === null ? (
                "not confirmed yet"
              ) : (
                <>
                  confirmed <When at={one.parentConfirmedAt} />
                </>
              ),
          },
        ]),
    ...(one.parentVerifiedAt === null ? [] : [{ name: "Parent verified", value: <When at={one.parentVerifiedAt} /> }]),
    ...(one.accessRequest === null
      ? []
      : [{ name: "Shown to the parent", value: <Link to={`/requests/${one.accessRequest}`}>its request</Link> }]),
    ...(one.windowEndsAt === null
      ? []
      : [{ name: "A parent may allow it until", value: formatMoment(one.windowEndsAt) }]),
    ...(one.erasureRequest === null
      ? []
      : [{ name: "Erasure", value: <Link to={`/requests/${one.erasureRequest}`}>its request</Link> }]),
    { name: "Messages", value: <Link to={`/inbox?case=${one.id}`}>in the inbox</Link> },
  ];
}

function describe(one: ChildCase): string {
  if (one.outcome !== null) return `${CHILD_OUTCOME_TEXTS[one.outcome]}.`;
  if (one.state === "claimed") {
    return one.isKnown
      ? "A parent says so. Nothing is frozen until you have looked; you have a day."
      : "A parent wrote. Read the letter, find the account, and freeze it; you have a day.";
  }
  if (one.state === "erasing") return "No purpose uses the data. A request of erasure is on its way.";
  if (one.erasureEnded !== null) {
    return `No purpose uses the data. The erasure ended as ${one.erasureEnded}: begin it again, or end the case.`;
  }
  return one.consentSaidAt === null
    ? "No purpose uses the data but those that a law demands. It is erased when the parent's window is over."
    : "No purpose uses the data. A parent says that they allow it: check it, then end the case. Nothing is erased by itself meanwhile.";
}

function Actions({ one }: { readonly one: ChildCase }) {
  const [open, setOpen] = useState<"confirm" | "verify" | "erase" | "end" | "withdraw" | null>(null);
  const mayAct = useMay("requests:act");
  const close = () => setOpen(null);
  const isOpen = one.state === "claimed" || one.state === "frozen";
  const mayWithdraw = one.outcome === "consented" && one.hasContent;
  // A parent wrote, and somebody knows who the child is here.
  const mayVerify =
    one.wish !== null && one.isKnown && one.parentVerifiedAt === null && (one.state === "frozen" || mayWithdraw);
  if (!mayAct || !(isOpen || mayWithdraw)) return null;
  return (
    <div className="row">
      {one.state === "claimed" ? (
        <Button tone="main" onClick={() => setOpen("confirm")}>
          Freeze…
        </Button>
      ) : null}
      {one.state === "frozen" ? (
        <Button tone={one.consentSaidAt === null ? "main" : "plain"} onClick={() => setOpen("erase")}>
          Erase everywhere…
        </Button>
      ) : null}
      {mayVerify ? <Button onClick={() => setOpen("verify")}>The parent was verified…</Button> : null}
      {isOpen ? (
        <Button
          tone={one.state === "frozen" && one.consentSaidAt !== null ? "main" : "plain"}
          onClick={() => setOpen("end")}
        >
          End without erasing…
        </Button>
      ) : null}
      {mayWithdraw ? <Button onClick={() => setOpen("withdraw")}>The parent takes it back…</Button> : null}
      <Suspense fallback={null}>
        {open === "confirm" ? <ConfirmDialog one={one} open onClose={close} /> : null}
        {open === "verify" ? <VerifyDialog one={one} open onClose={close} /> : null}
        {open === "erase" ? <EraseDialog one={one} open onClose={close} /> : null}
        {open === "end" ? <EndDialog one={one} open onClose={close} /> : null}
        {open === "withdraw" ? <WithdrawDialog one={one} open onClose={close} /> : null}
      </Suspense>
    </div>
  );
}

function Words({ content }: { readonly content: ChildContent }) {
  return (
    <Section title="Who it is about">
      <div className="stack">
        <Facts
          facts={[
            ...(content.person === null
              ? [{ name: "The child", value: "not named here yet" }]
              : [{ name: PERSON_KIND_TEXTS[content.person.kind], value: content.person.value }]),
            ...(content.parent === null ? [] : [{ name: "Parent", value: content.parent }]),
            ...(content.signature === null ? [] : [{ name: "Allowed under the name", value: content.signature }]),
          ]}
        />
        <p className={words["words"]}>{content.evidence === "" ? "(nothing was added)" : content.evidence}</p>
      </div>
    </Section>
  );
}
