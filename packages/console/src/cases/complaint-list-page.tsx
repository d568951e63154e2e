/** Complaints: open ones by what is due first. Who complains of what stands on none of the lists. */

import { listComplaints } from "@kept/contract/complaint-endpoints";
import { type ComplaintSummary, type ListComplaintsQuery, ListComplaintsQuerySchema } from "@kept/contract/complaints";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import styles from "../inbox/inbox.module.css";
import { DueCell } from "../requests/due-cell.tsx";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Page } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { When } from "../ui/when.tsx";
import { COMPLAINT_CHANNEL_TEXTS, COMPLAINT_OUTCOME_TEXTS } from "./case-texts.ts";

// Loaded when they are first opened: most visits only look.
const CreateComplaintDialog = lazy(() =>
  import("./complaint-dialogs.tsx").then((module) => ({ default: module.CreateComplaintDialog })),
);

type Shown = NonNullable<ListComplaintsQuery["state"]>;

export async function loader({ request }: LoaderFunctionArgs) {
  const parsed = ListComplaintsQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const given: ListComplaintsQuery = parsed.success ? parsed.data : { limit: 30 };
  const query = { ...given, state: given.state ?? ("open" as const) };
  return { query, list: await call(listComplaints, { query, signal: request.signal }) };
}

export function Component() {
  const { query, list } = useLoaderData<typeof loader>();
  const [creating, setCreating] = useState(false);
  const mayAct = useMay("requests:act");
  return (
    <Page
      title="Complaints"
      lead="Somebody is not content with how their data, or their request, was handled. The most urgent comes first."
      actions={
        mayAct ? (
          <Button tone="main" icon={icons.add} onClick={() => setCreating(true)}>
            Enter a complaint
          </Button>
        ) : undefined
      }
    >
      <div className={styles["box"]}>
        <Tabs
          label="Complaints"
          tabs={[
            { label: "Open", to: "?state=open", active: query.state === "open" },
            { label: "Decided", to: "?state=decided", active: query.state === "decided" },
          ]}
        />
        <div className={styles["list"]}>
          {list.complaints.length === 0 ? (
            <NoComplaints shown={query.state} />
          ) : (
            <ComplaintTable complaints={list.complaints} shown={query.state} />
          )}
        </div>
        {list.next === null && query.cursor === undefined ? null : (
          <div className={styles["pages"]}>
            {query.cursor === undefined ? <span /> : <LinkButton to={`?state=${query.state}`}>First page</LinkButton>}
            {list.next === null ? null : (
              <LinkButton to={`?${new URLSearchParams({ state: query.state, cursor: list.next })}`}>More</LinkButton>
            )}
          </div>
        )}
      </div>
      <Suspense fallback={null}>
        {creating ? <CreateComplaintDialog open onClose={() => setCreating(false)} /> : null}
      </Suspense>
    </Page>
  );
}

function ComplaintTable({ complaints, shown }: { readonly complaints: ComplaintSummary[]; readonly shown: Shown }) {
  const columns = ["Complaint", "Person", "Arrived", shown === "open" ? "Due" : "How it ended"];
  return (
    <Table label="Complaints" columns={columns.map((label) => ({ label }))}>
      {complaints.map((complaint) => (
        <tr key={complaint.id} data-link>
          <Cell wide>
            <span className="row">
              <Link className={styles["what"]} data-cover to={`/complaints/${complaint.id}`}>
                Complaint
              </Link>
              <span className="mono muted">{complaint.reference}</span>
              {complaint.state === "open" && complaint.acknowledgedAt === null ? (
                <Badge tone="warn">not acknowledged</Badge>
              ) : null}
              {complaint.aboutRequest === null ? null : <Badge tone="plain">about a request</Badge>}
            </span>
          </Cell>
          <Cell label="Person">{complaint.person}</Cell>
          <Cell label="Arrived">
            <span>
              <When at={complaint.arrivedAt} />{" "}
              <span className="muted">{COMPLAINT_CHANNEL_TEXTS[complaint.channel]}</span>
            </span>
          </Cell>
          <Cell label={columns[3] ?? ""}>
            {shown === "open" ? (
              <DueCell request={dueOf(complaint)} />
            ) : complaint.outcome === null ? (
              "–"
            ) : (
              COMPLAINT_OUTCOME_TEXTS[complaint.outcome]
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** A case is never paused nor extended; its other date stands on its page. */
function dueOf({ dueOn, closedAt }: Pick<ComplaintSummary, "dueOn" | "closedAt">) {
  return { dueOn: dueOn?.slice(0, 10) ?? null, legalDueOn: null, closedAt, isPaused: false, isExtended: false };
}

function NoComplaints({ shown }: { readonly shown: Shown }) {
  if (shown === "decided") {
    return (
      <EmptyState title="No complaint is decided yet">
        <p>Decided ones stay here: how each ended, and, for the time that the configuration says, what was said.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nobody complains">
      <p>
        Complaints come by the form of the privacy centre, from your app, and in letters to your mailboxes. Enter what
        is said on the phone here.
      </p>
    </EmptyState>
  );
}
