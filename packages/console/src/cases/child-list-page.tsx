/** Cases of children: open ones by what is due first. Who a case is about stands on its page alone, behind a look. */
import { listChildCases } from "@kept/contract/child-endpoints";
import type { ChildCase } from "@kept/contract/children";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import styles from "../inbox/inbox.module.css";
import { DueCell } from "../requests/due-cell.tsx";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Page } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { When } from "../ui/when.tsx";
import { CHILD_OUTCOME_TEXTS, CHILD_SOURCE_TEXTS, CHILD_STATES } from "./case-texts.ts";

// Loaded when they are first opened: most visits only look.
const DiscoverDialog = lazy(() => import("./child-dialogs.tsx").then((module) => ({ default: module.DiscoverDialog })));

export async function loader({ request }: LoaderFunctionArgs) {
  const onlyOpen = new URL(request.url).searchParams.get("open") !== "false";
  const query = { open: onlyOpen ? "true" : "false" } as const;
  return { onlyOpen, list: await call(listChildCases, { query, signal: request.signal }) };
}

export function Component() {
  const { onlyOpen, list } = useLoaderData<typeof loader>();
  const [telling, setTelling] = useState(false);
  const mayAct = useMay("requests:act");
  return (
    <Page
      title="Children"
      lead="People who turn out to be too young to be here. Their data is frozen at once, and erased unless a parent allows it."
      actions={
        mayAct ? (
          <Button tone="main" icon={icons.add} onClick={() => setTelling(true)}>
            Somebody is a child
          </Button>
        ) : undefined
      }
    >
      <div className={styles["box"]}>
        <Tabs
          label="Cases of children"
          tabs={[
            { label: "Open", to: "?open=true", active: onlyOpen },
            { label: "All", to: "?open=false", active: !onlyOpen },
          ]}
        />
        <div className={styles["list"]}>
          {list.cases.length === 0 ? <NoCases onlyOpen={onlyOpen} /> : <CaseTable cases={list.cases} />}
        </div>
      </div>
      <Suspense fallback={null}>{telling ? <DiscoverDialog open onClose={() => setTelling(false)} /> : null}</Suspense>
    </Page>
  );
}

function CaseTable({ cases }: { readonly cases: readonly ChildCase[] }) {
  const columns = ["Case", "State", "Known by", "Known", "Due"];
  return (
    <Table label="Cases of children" columns={columns.map((label) => ({ label }))}>
      {cases.map((one) => (
        <tr key={one.id} data-link>
          <Cell wide>
            <span className="row">
              <Link className={styles["what"]} data-cover to={`/children/${one.id}`}>
                A child
              </Link>
              <span className="mono muted">{one.reference}</span>
              {one.state !== "closed" && one.consentSaidAt !== null ? (
                <Badge tone="warn">a parent allows it: check</Badge>
              ) : null}
              {one.erasureEnded === null ? null : <Badge tone="danger">erasure {one.erasureEnded}</Badge>}
            </span>
          </Cell>
          <Cell label="State">
            <Badge tone={CHILD_STATES[one.state].tone}>{CHILD_STATES[one.state].label}</Badge>
          </Cell>
          <Cell label="Known by">{CHILD_SOURCE_TEXTS[one.source]}</Cell>
          <Cell label="Known">
            <When at={one.knownAt} />
          </Cell>
          <Cell label="Due">
            {one.outcome === null ? <DueCell request={dueOf(one)} /> : CHILD_OUTCOME_TEXTS[one.outcome]}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function dueOf({ dueOn, closedAt }: ChildCase) {
  return { dueOn: dueOn?.slice(0, 10) ?? null, legalDueOn: null, closedAt, isPaused: false, isExtended: false };
}

function NoCases({ onlyOpen }: { readonly onlyOpen: boolean }) {
  return (
    <EmptyState title={onlyOpen ? "No case is open" : "There has been no case"}>
      <p>
        Parents tell of a child by the form of the privacy centre, from your app, or in a letter. What you notice
        yourself, in support or in what somebody posted, you enter here.
      </p>
    </EmptyState>
  );
}
