/** All requests: what needs a decision first; phase, kind and search are in the address. */

import { listWaitingMandates } from "@kept/contract/mandates";
import { listRequests } from "@kept/contract/request-endpoints";
import { REQUEST_KINDS } from "@kept/contract/request-kinds";
import { type ListRequestsQuery, ListRequestsQuerySchema, type RequestList } from "@kept/contract/requests";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData, useNavigation, useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { CheckField, SelectField, TextField } from "../ui/fields.tsx";
import { icons } from "../ui/icon.tsx";
import { Page } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { When } from "../ui/when.tsx";
import { assigneeName } from "./assignee-view.tsx";
import { DueCell } from "./due-cell.tsx";
import { NoRequests } from "./no-requests.tsx";
import styles from "./request-list-page.module.css";
import { CHANNEL_TEXTS, KIND_TEXTS, PHASE_TEXTS, PHASES, STATE_TEXTS } from "./request-texts.ts";

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
        <Filters query={query} />
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

interface RequestTableProps {
  readonly list: RequestList;
  readonly label: string;
  readonly picked: ReadonlySet<string>;
  /** Null: nothing can be done with them here. */
  readonly onPick: ((picked: ReadonlySet<string>) => void) | null;
}

function RequestTable({ list, label, picked, onPick }: RequestTableProps) {
  const columns = [...(onPick === null ? [] : ["Choose"]), "Request", "Person", "State", "Due", "In hand of", "Opened"];
  return (
    <Table label={label} columns={columns.map((name) => ({ label: name }))}>
      {list.requests.map((request) => (
        <tr key={request.id} data-link>
          {onPick === null ? null : (
            <Cell>
              <span className={styles["pick"]}>
                <CheckField
                  label={<span className="visually-hidden">Choose {request.reference}</span>}
                  checked={picked.has(request.id)}
                  onChange={(isPicked) => {
                    const next = new Set(picked);
                    if (isPicked) next.add(request.id);
                    else next.delete(request.id);
                    onPick(next);
                  }}
                />
              </span>
            </Cell>
          )}
          <Cell wide>
            <Link className={styles["kind"]} data-cover to={`/requests/${request.id}`}>
              {KIND_TEXTS[request.kind].label}
            </Link>{" "}
            <span className={`mono muted ${styles["reference"]}`}>{request.reference}</span>
          </Cell>
          <Cell label="Person">{request.person}</Cell>
          <Cell label="State">
            <span className="row">
              <Badge tone={STATE_TEXTS[request.state].tone}>{STATE_TEXTS[request.state].label}</Badge>
              {request.blockingFindings === 0 ? null : (
                <span className="muted">
                  {request.blockingFindings} {request.blockingFindings === 1 ? "finding" : "findings"}
                </span>
              )}
            </span>
          </Cell>
          <Cell label="Due">
            <DueCell request={request} />
          </Cell>
          <Cell label="In hand of">
            {assigneeName(request.assignedTo, list.assignees) || <span className="muted">–</span>}
          </Cell>
          <Cell label="Opened">
            <span>
              <When at={request.submittedAt} />
              <span className={styles["channel"]}>{CHANNEL_TEXTS[request.channel]}</span>
            </span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Filters({ query }: { readonly query: ListRequestsQuery }) {
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState(query.search ?? "");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setSearch(query.search ?? ""), [query.search]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select") !== null;
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", focus);
    return () => window.removeEventListener("keydown", focus);
  }, []);
  const change = (name: "search" | "kind" | "assigned", value: string) => {
    const next = new URLSearchParams(params);
    next.delete("cursor");
    if (name === "search" && value !== "") next.delete("phase");
    if (value === "") next.delete(name);
    else next.set(name, value);
    setParams(next);
  };
  return (
    <form
      className={styles["filters"]}
      onSubmit={(event) => {
        event.preventDefault();
        change("search", search.trim());
      }}
    >
      <div className={styles["search"]}>
        <TextField
          label="Find by reference or by a whole identifier"
          hideLabel
          type="search"
          placeholder="Reference, or a whole e-mail address"
          icon={<icons.search size={15} aria-hidden />}
          value={search}
          onChange={(value) => {
            setSearch(value);
            if (value === "" && query.search !== undefined) change("search", "");
          }}
          inputRef={input}
        />
      </div>
      <SelectField
        label="Kind"
        hideLabel
        value={query.kind ?? ""}
        onChange={(value) => change("kind", value)}
        options={[
          { value: "", label: "All kinds" },
          ...REQUEST_KINDS.map(({ kind }) => ({ value: kind, label: KIND_TEXTS[kind].label })),
        ]}
      />
      <SelectField
        label="In whose hand"
        hideLabel
        value={query.assigned ?? ""}
        onChange={(value) => change("assigned", value)}
        options={[
          { value: "", label: "Everybody's" },
          { value: "me", label: "Mine" },
          { value: "nobody", label: "Nobody's" },
        ]}
      />
      <Button type="submit">Find</Button>
    </form>
  );
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
