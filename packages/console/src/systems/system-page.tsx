/** One system: its graph, its tables, what is asked and what is unclear, and the map as YAML. */
import { getSystem } from "@kept/contract/system-endpoints";
import { listQuestions } from "@kept/contract/system-question-endpoints";
import type { Place } from "@kept/contract/system-questions";
import type { SystemDetail } from "@kept/contract/systems";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { problemOf } from "../api/problem-error.ts";
import requestStyles from "../requests/request-page.module.css";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { When } from "../ui/when.tsx";
import { AcceptDialog } from "./accept-dialog.tsx";
import { FindingsView } from "./findings-view.tsx";
import { GraphView } from "./graph-view.tsx";
import { listProposals } from "./list-proposals.ts";
import { MapView } from "./map-view.tsx";
import { SystemActions } from "./system-actions.tsx";
import { SystemHealth } from "./system-health.tsx";
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
          <SystemActions system={system} mapless={mapless} onAccept={accept === null ? null : () => accept([])} />
        ) : undefined
      }
    >
      <SystemHealth system={system} />
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
          findings={system.findingList.flatMap((finding) => tellOf(finding, selected.name))}
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
      {view === "findings" && !mapless ? <FindingsView system={system} /> : null}
      {view === "map" && !mapless ? <MapView system={system} /> : null}
      <AcceptDialog system={system} proposals={proposals} chosen={accepting} onClose={() => setAccepting(null)} />
    </Page>
  );
}

type Finding = SystemDetail["findingList"][number];

/** The finding as one of this table, which may be one of several that it is in. */
function tellOf(finding: Finding, name: string): readonly Finding[] {
  const place = (finding.places ?? [finding]).find(({ table }) => table === name);
  return place === undefined ? [] : [{ ...finding, table: place.table, column: place.column }];
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
