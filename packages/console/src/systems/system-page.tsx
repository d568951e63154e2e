/** One system: its graph, its tables, what is asked and what is unclear, and the map as YAML. */
import { discoverSystem, getSystem, testSystem } from "@kept/contract/system-endpoints";
import { listQuestions } from "@kept/contract/system-question-endpoints";
import type { Place } from "@kept/contract/system-questions";
import type { SystemDetail } from "@kept/contract/systems";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData, useRevalidator, useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { problemOf } from "../api/problem-error.ts";
import { useAction } from "../api/use-action.ts";
import { FindingList } from "../requests/finding-list.tsx";
import requestStyles from "../requests/request-page.module.css";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { notify } from "../ui/notify.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { When } from "../ui/when.tsx";
import { AcceptDialog } from "./accept-dialog.tsx";
import { GraphView } from "./graph-view.tsx";
import { listProposals } from "./list-proposals.ts";
import { MapView } from "./map-view.tsx";
import { HEALTH_TEXTS } from "./system-texts.ts";
import { TableView } from "./table-view.tsx";
import { TablesView } from "./tables-view.tsx";

const VIEWS = ["graph", "tables", "questions", "findings", "map"] as const;
type View = (typeof VIEWS)[number];

/** Most visits ask nothing. */
const QuestionsView = lazy(async () => ({ default: (await import("./questions-view.tsx")).QuestionsView }));

export async function loader({ params, request }: LoaderFunctionArgs) {
  const given = { params: { system: params["system"] ?? "" }, signal: request.signal };
  const system = await call(getSystem, given);
  const { searchParams } = new URL(request.url);
  if (searchParams.get("view") !== "questions" || isMapless(system)) return { system, asked: null, askProblem: null };
  try {
    return {
      system,
      asked: await call(listQuestions, { ...given, query: readAbout(searchParams) ?? {} }),
      askProblem: null,
    };
  } catch (error) {
    // A system that is down has a page all the same.
    return { system, asked: null, askProblem: problemOf(error) };
  }
}

/** The place that a finding led to. */
function readAbout(params: URLSearchParams): Place | undefined {
  const table = params.get("about");
  return table === null ? undefined : { table, column: params.get("column") ?? "" };
}

/** Some kinds of system decide by themselves whose data it is: they have neither tables nor a map to show. */
function isMapless({ schema, discoveredAt, health }: SystemDetail): boolean {
  return schema.length === 0 && discoveredAt === null && health.problem === null;
}

export function Component() {
  const { system, asked, askProblem } = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  const [accepting, setAccepting] = useState<readonly string[] | null>(null);
  const mayAct = useMay("systems:act");
  const view = VIEWS.find((name) => name === params.get("view")) ?? "graph";
  const selected = system.schema.find((table) => table.name === params.get("table")) ?? null;
  const proposals = listProposals(system.schema);
  const mapless = isMapless(system);
  const select = (name: string | null) => {
    const next = new URLSearchParams(params);
    if (name === null) next.delete("table");
    else next.set("table", name);
    setParams(next, { preventScrollReset: true });
  };
  const accept = mayAct && proposals.length > 0 ? setAccepting : null;
  return (
    <Page
      name={system.title}
      above={
        <Link className={requestStyles["back"]} to="/systems">
          Systems
        </Link>
      }
      title={
        <span className={requestStyles["title"]}>
          {system.title} <span className={requestStyles["reference"]}>{system.system}</span>
          <Badge tone={HEALTH_TEXTS[system.health.state].tone}>{HEALTH_TEXTS[system.health.state].label}</Badge>
        </span>
      }
      lead={mapless ? `${system.kind} system` : <Lead system={system} proposals={proposals.length} />}
      actions={
        mayAct ? (
          <Actions system={system} mapless={mapless} onAccept={accept === null ? null : () => accept([])} />
        ) : undefined
      }
    >
      <Health system={system} />
      {mapless ? <Mapless system={system} /> : null}
      {mapless ? null : <Tabs label="Views" tabs={VIEWS.map((name) => tab(name, view, system))} />}
      {view === "graph" && !mapless ? (
        <Section
          title="Whose rows are whose"
          lead="People stand at the left. Choose a table to see its columns and edges."
        >
          <GraphView tables={system.schema} selected={selected?.name ?? null} onSelect={select} />
        </Section>
      ) : null}
      {view === "tables" ? (
        <TablesView tables={system.schema} selected={selected?.name ?? null} onSelect={select} />
      ) : null}
      {(view === "graph" || view === "tables") && selected !== null ? (
        <TableView
          system={system.system}
          table={selected}
          findings={system.findingList.filter((finding) => finding.table === selected.name)}
          onAccept={accept === null ? null : () => accept([selected.name])}
          onClose={() => select(null)}
        />
      ) : null}
      {askProblem === null ? null : <ProblemView problem={askProblem} />}
      {asked === null ? null : (
        <Suspense fallback={<Skeleton lines={6} />}>
          <QuestionsView
            key={`${params.get("about")} ${params.get("column")}`}
            open={asked}
            about={readAbout(params)}
          />
        </Suspense>
      )}
      {view === "findings" && !mapless ? <Findings system={system} /> : null}
      {view === "map" && !mapless ? <MapView system={system} /> : null}
      <AcceptDialog system={system} proposals={proposals} chosen={accepting} onClose={() => setAccepting(null)} />
    </Page>
  );
}

function Mapless({ system }: { readonly system: SystemDetail }) {
  return (
    <Section title="It answers for itself">
      <EmptyState title="This system has no map">
        <p>
          {system.title} is asked by an identifier and answers with the rows of that person; what it erases, it erases
          by itself and says so. Requests plan and run in it like in any other system.
        </p>
      </EmptyState>
    </Section>
  );
}

const VIEW_LABELS = {
  graph: "Graph",
  tables: "Tables",
  questions: "Questions",
  findings: "Findings",
  map: "Map",
} as const;

function tab(name: View, active: View, system: SystemDetail) {
  const { tables, questions, findings } = system;
  const wrong = system.mapProblems.length;
  const counts = { graph: undefined, tables, questions, findings, map: wrong === 0 ? undefined : wrong };
  const count = counts[name];
  return {
    // What stops nothing is worth knowing, and no more than that.
    label: name === "findings" && system.blockingFindings === 0 ? "Notes" : VIEW_LABELS[name],
    to: `?view=${name}`,
    active: name === active,
    alert:
      name === "questions" ||
      (name === "map" && system.mapProblems.length > 0) ||
      (name === "findings" && system.blockingFindings > 0),
    ...(count === undefined ? {} : { count }),
  };
}

function Lead({ system, proposals }: { readonly system: SystemDetail; readonly proposals: number }) {
  return (
    <>
      {system.kind}, {system.tables} tables, {system.personalTables} of them with personal data
      {system.discoveredAt === null ? null : (
        <>
          , discovered <When at={system.discoveredAt} />
        </>
      )}
      .{" "}
      {proposals === 0
        ? "Nothing in it waits to be confirmed."
        : `${proposals === 1 ? "One table has" : `${proposals} tables have`} proposals; erasure does not act on them until they are accepted.`}
      {system.questions === 0 ? null : (
        <>
          {" "}
          <Link to="?view=questions">{system.questions === 1 ? "1 question" : `${system.questions} questions`}</Link>{" "}
          {system.questions === 1 ? "is" : "are"} open; what is proposed follows from the answers.
        </>
      )}
    </>
  );
}

interface ActionsProps {
  readonly system: SystemDetail;
  readonly mapless: boolean;
  /** Null: nothing to accept. */
  readonly onAccept: (() => void) | null;
}

function Actions({ system, mapless, onAccept }: ActionsProps) {
  const test = useAction();
  const discover = useAction();
  const { revalidate } = useRevalidator();
  const params = { system: system.system };
  const runTest = () =>
    void test.run(async () => {
      const health = await call(testSystem, { params });
      await revalidate();
      notify(health.state === "up" ? "The connection works." : "The connection does not work.");
    });
  const runDiscover = () =>
    void discover.run(async () => {
      await call(discoverSystem, { params });
      await revalidate();
      notify("Discovered again.");
    });
  const problem = test.problem ?? discover.problem;
  return (
    <>
      <Button busy={test.busy} onClick={runTest}>
        Test the connection
      </Button>
      {mapless ? null : (
        <Button icon={icons.again} busy={discover.busy} onClick={runDiscover}>
          Discover again
        </Button>
      )}
      {onAccept === null ? null : (
        <Button tone="main" icon={icons.done} onClick={onAccept}>
          Accept proposals…
        </Button>
      )}
      {problem === null ? null : <ProblemView problem={problem} />}
    </>
  );
}

function Health({ system }: { readonly system: SystemDetail }) {
  const problem = system.health.problem;
  if (system.mapProblems.length > 0) return <BrokenMap />;
  if (problem === null) return null;
  return (
    <ProblemView
      problem={{
        type: "about:blank",
        title: "The system cannot be reached",
        status: 0,
        code: problem.code,
        detail: problem.message,
        action: problem.advice,
        requestId: "",
      }}
    />
  );
}

/** Said wherever one looks, but where the map itself says it. */
function BrokenMap() {
  const [params] = useSearchParams();
  if (params.get("view") === "map") return null;
  const problem = {
    type: "about:blank",
    title: "The map cannot be read",
    status: 0,
    code: "map_invalid",
    action: "Nothing can be planned in this system until it is repaired. What is shown here is of before.",
    requestId: "",
  };
  return (
    <div className="stack">
      <ProblemView problem={problem} />
      <div>
        <LinkButton icon={icons.next} to="?view=map">
          Look at the map
        </LinkButton>
      </div>
    </div>
  );
}

function Findings({ system }: { readonly system: SystemDetail }) {
  if (system.findingList.length === 0) {
    return (
      <Section title="Findings">
        <EmptyState title="Nothing is unclear">
          <p>Every table that looks personal is classified, and every edge that matters is confirmed.</p>
        </EmptyState>
      </Section>
    );
  }
  const sorted = system.findingList.toSorted((left, right) => Number(right.blocks) - Number(left.blocks));
  return (
    <Section
      title={system.blockingFindings === 0 ? "Notes" : "Findings"}
      lead={
        system.blockingFindings === 0
          ? "None of them stands in the way of a request."
          : "Those that are marked in amber stop erasure until they are answered. Answer what is asked, copy a suggestion into the map, or accept the proposal."
      }
      actions={
        system.questions === 0 ? undefined : (
          <LinkButton small icon={icons.next} to="?view=questions">
            {system.questions === 1 ? "Answer 1 question" : `Answer ${system.questions} questions`}
          </LinkButton>
        )
      }
    >
      <FindingList findings={sorted} system={system.system} />
    </Section>
  );
}
