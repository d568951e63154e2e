/** The log of instructions (Art. 28(3)(a) GDPR): what a controller had us do, and what we had a processor do. */
import { INSTRUCTION_DIRECTIONS, type Instruction, listInstructions } from "@kept/contract/instructions";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import styles from "../inbox/inbox.module.css";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Page } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { When } from "../ui/when.tsx";
import { CHANNEL_TEXTS, DIRECTION_TEXTS, describeState } from "./instruction-texts.ts";

// Loaded when they are first opened.
const RecordDialog = lazy(() =>
  import("./instruction-dialogs.tsx").then((module) => ({ default: module.RecordDialog })),
);
const SettleDialog = lazy(() =>
  import("./instruction-dialogs.tsx").then((module) => ({ default: module.SettleDialog })),
);
const WordsPanel = lazy(() => import("./instruction-dialogs.tsx").then((module) => ({ default: module.WordsPanel })));

type Open = { readonly to: "read" | "settle"; readonly one: Instruction } | { readonly to: "record" } | null;

export async function loader({ request }: LoaderFunctionArgs) {
  const parsed = listInstructions.query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const query = parsed.success ? parsed.data : { open: "false" as const };
  return { query, list: await call(listInstructions, { query, signal: request.signal }) };
}

export function Component() {
  const { query, list } = useLoaderData<typeof loader>();
  const [open, setOpen] = useState<Open>(null);
  const mayAct = useMay("requests:act");
  const close = () => setOpen(null);
  const place = { open: query.open, ...(query.direction === undefined ? {} : { direction: query.direction }) };
  return (
    <Page
      title="Instructions"
      above={<Link to="/recipients">Recipients</Link>}
      lead="A processor acts on instructions alone. What a controller sends by OpenDSR is recorded by itself; the rest is recorded here."
      actions={
        mayAct ? (
          <Button tone="main" icon={icons.add} onClick={() => setOpen({ to: "record" })}>
            Record an instruction
          </Button>
        ) : undefined
      }
    >
      <div className={styles["box"]}>
        <Tabs
          label="Instructions"
          tabs={[
            { label: "All", to: "?open=false", active: query.open === "false" && query.direction === undefined },
            { label: "Open", to: "?open=true", active: query.open === "true" },
            ...INSTRUCTION_DIRECTIONS.map((direction) => ({
              label: DIRECTION_TEXTS[direction].label,
              to: `?${new URLSearchParams({ direction })}`,
              active: query.open === "false" && query.direction === direction,
            })),
          ]}
        />
        <div className={styles["list"]}>
          {list.instructions.length === 0 ? (
            <NoInstructions isFiltered={query.open === "true" || query.direction !== undefined} />
          ) : (
            <InstructionTable instructions={list.instructions} onOpen={setOpen} />
          )}
        </div>
        {list.next === null && query.before === undefined ? null : (
          <div className={styles["pages"]}>
            {query.before === undefined ? (
              <span />
            ) : (
              <LinkButton to={`?${new URLSearchParams(place)}`}>First page</LinkButton>
            )}
            {list.next === null ? null : (
              <LinkButton to={`?${new URLSearchParams({ ...place, before: list.next })}`}>More</LinkButton>
            )}
          </div>
        )}
      </div>
      <Suspense fallback={null}>
        {open?.to === "record" ? <RecordDialog onClose={close} /> : null}
        {open?.to === "settle" ? <SettleDialog key={open.one.id} one={open.one} onClose={close} /> : null}
        {open?.to === "read" ? <WordsPanel key={open.one.id} one={open.one} onClose={close} /> : null}
      </Suspense>
    </Page>
  );
}

interface InstructionTableProps {
  readonly instructions: readonly Instruction[];
  readonly onOpen: (open: Open) => void;
}

function InstructionTable({ instructions, onOpen }: InstructionTableProps) {
  const [mayLook, mayAct] = [useMay("people:read"), useMay("requests:act")];
  const columns = ["Party", "Direction", "Came by", "When", "Where it stands", ""];
  return (
    <Table label="Instructions" columns={columns.map((label) => ({ label }))}>
      {instructions.map((one) => {
        const state = describeState(one);
        return (
          <tr key={one.id}>
            <Cell wide>
              <strong>{one.party}</strong>
              {one.requestId === null ? null : (
                <div>
                  <Link to={`/requests/${one.requestId}`}>the request that carries it out</Link>
                </div>
              )}
            </Cell>
            <Cell label="Direction">
              <span title={DIRECTION_TEXTS[one.direction].says}>{DIRECTION_TEXTS[one.direction].label}</span>
            </Cell>
            <Cell label="Came by">{CHANNEL_TEXTS[one.channel]}</Cell>
            <Cell label="When">
              <When at={one.at} />
            </Cell>
            <Cell label="Where it stands">
              <div>
                <Badge tone={state.tone}>{state.label}</Badge>
                {one.settledAt === null ? null : (
                  <div className="muted">
                    <When at={one.settledAt} />
                  </div>
                )}
              </div>
            </Cell>
            <Cell>
              <span className="row">
                {mayLook ? (
                  <Button small icon={icons.show} onClick={() => onOpen({ to: "read", one })}>
                    Read
                  </Button>
                ) : null}
                {/* What a request carries out ends with it. */}
                {mayAct && one.state === "open" && one.requestId === null ? (
                  <Button small onClick={() => onOpen({ to: "settle", one })}>
                    Settle…
                  </Button>
                ) : null}
              </span>
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}

function NoInstructions({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState title="None of this kind">
        <p>Look under “All”.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No instruction is recorded yet">
      <p>
        Record what a controller has you do with its data, and what you have your processors do: by contract, in a
        letter, or on the phone.
      </p>
    </EmptyState>
  );
}
