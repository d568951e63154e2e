/** All requests: what needs a decision first; phase, kind and search are in the address. */

import { listWaitingMandates } from "@kept/contract/mandates";
import { listRequests } from "@kept/contract/request-endpoints";
import { type ListRequestsQuery, ListRequestsQuerySchema, type RequestList } from "@kept/contract/requests";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData, useNavigation, useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { Page } from "../ui/page.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { NoRequests } from "./no-requests.tsx";
import { RequestFilters } from "./request-filters.tsx";
import styles from "./request-list-page.module.css";
import { RequestTable } from "./request-table.tsx";
import { PHASE_TEXTS, PHASES } from "./request-texts.ts";

// Loaded when they are first opened.
const CreateRequestDialog = lazy(() =>
  import("./create-request-dialog.tsx").then((module) => ({ default: module.CreateRequestDialog })),
);
const BulkDialog = lazy(() => import("./bulk-dialog.tsx").then((module) => ({ default: module.BulkDialog })));

/** The query in an address; what does not fit is left out rather than refused. */
function readQuery(url: string): ListRequestsQuery {
  const given = Object.fromEntries(new URL(url).searchParams);
  const parsed = ListRequestsQuerySchema.safeParse(given);
  return parsed.success ? parsed.data : { sort: "newest", limit: 50 };
}

export async function loader({ request }: LoaderFunctionArgs) {
  const query = readQuery(request.url);
  // A search looks everywhere: who has a reference in hand does not know the phase.
  const isEverywhere = query.search !== undefined || query.sort === "due";
  const phase = isEverywhere ? query.phase : (query.phase ?? "needs_decision");
  const [list, { mandates }] = await Promise.all([
    call(listRequests, { query: { ...query, phase }, signal: request.signal }),
    call(listWaitingMandates, { signal: request.signal }),
  ]);
  return { query, phase, list, mandates };
}

export function Component() {
  const { query, phase, list, mandates } = useLoaderData<typeof loader>();
  const [creating, setCreating] = useState(false);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [acting, setActing] = useState(false);
  // What has left the list is chosen no more.
  const chosen = list.requests.filter(({ id }) => picked.has(id));
  const navigation = useNavigation();
  const mayAct = useMay("requests:act");
  const searching = query.search !== undefined;
  return (
    <Page
      title="Requests"
      lead="Rights that people exercise. Each has a clock; what waits for you comes first."
      actions={
        <>
          <LinkButton to="/batches">Batches</LinkButton>
          <LinkButton to="/imports">Imports</LinkButton>
          {mayAct ? (
            <Button tone="main" icon={icons.add} onClick={() => setCreating(true)}>
              Enter a request
            </Button>
          ) : null}
        </>
      }
    >
      <div className={styles["box"]}>
        <Tabs
          label="Phases"
          tabs={[
            {
              label: list.due.overdue > 0 ? "Overdue and due" : "Due",
              to: tabAddress(query, { sort: "due" }),
              active: query.sort === "due",
              count: list.due.overdue + list.due.soon,
              alert: list.due.overdue > 0,
            },
            ...PHASES.map((name) => ({
              label: PHASE_TEXTS[name].label,
              to: tabAddress(query, { phase: name }),
              active: query.sort === "newest" && phase === name,
              count: list.phases[name],
              alert: name === "needs_decision",
            })),
            {
              label: "For somebody else",
              to: "/mandates",
              active: false,
              count: mandates.length,
              alert: mandates.some(({ waitsFor }) => waitsFor === "operator"),
            },
          ]}
        />
        <RequestFilters query={query} />
        {list.due.overdue === 0 ? null : (
          <p className={styles["overdue"]} role="status">
            {describeOverdue(list.due)} <Link to={tabAddress(query, { sort: "due" })}>See them</Link>
          </p>
        )}
        <div className={styles["list"]} aria-busy={navigation.state === "loading"}>
          {list.requests.length === 0 ? (
            <NoRequests
              phase={phase ?? (query.sort === "due" ? "due" : null)}
              searching={searching}
              filtered={query.kind !== undefined}
            />
          ) : (
            <RequestTable
              list={list}
              label={searching ? "Requests found" : "Requests"}
              picked={picked}
              onPick={mayAct ? setPicked : null}
            />
          )}
        </div>
        {chosen.length === 0 ? null : (
          <div className={styles["bulk"]} role="status">
            <span>{chosen.length === 1 ? "1 request chosen" : `${chosen.length} requests chosen`}</span>
            <Button tone="main" small onClick={() => setActing(true)}>
              Do something with them…
            </Button>
            <Button tone="quiet" small onClick={() => setPicked(new Set())}>
              Choose none
            </Button>
          </div>
        )}
        <Pages query={query} next={list.next} />
      </div>
      <Suspense fallback={null}>
        {creating ? <CreateRequestDialog open onClose={() => setCreating(false)} /> : null}
      </Suspense>
      {chosen.length === 0 && !acting ? null : (
        <Suspense fallback={null}>
          <BulkDialog
            requests={chosen}
            assignees={list.assignees}
            open={acting}
            onClose={() => setActing(false)}
            onDone={() => {
              setActing(false);
              setPicked(new Set());
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}

function tabAddress(query: ListRequestsQuery, to: { phase?: string; sort?: string }): string {
  return `?${new URLSearchParams({ ...to, ...(query.kind === undefined ? {} : { kind: query.kind }) })}`;
}

function describeOverdue({ overdue, late }: RequestList["due"]): string {
  const safe = `${overdue} ${overdue === 1 ? "request is" : "requests are"} past the safe date`;
  return late === 0 ? `${safe}, none past the legal one.` : `${safe}, ${late} past the legal one.`;
}

function Pages({ query, next }: { readonly query: ListRequestsQuery; readonly next: string | null }) {
  const [params] = useSearchParams();
  if (next === null && query.cursor === undefined) return null;
  const first = new URLSearchParams(params);
  first.delete("cursor");
  const more = new URLSearchParams(params);
  more.set("cursor", next ?? "");
  return (
    <div className={styles["pages"]}>
      {query.cursor === undefined ? (
        <span />
      ) : (
        <LinkButton to={`?${first}`}>{query.sort === "due" ? "Most urgent" : "Newest"}</LinkButton>
      )}
      {next === null ? null : <LinkButton to={`?${more}`}>{query.sort === "due" ? "Later" : "Older"}</LinkButton>}
    </div>
  );
}
