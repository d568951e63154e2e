/** What people had other controllers send here: how far each is, until the app has collected it. */
import { IMPORT_STATES, type Import, type ListImportsQuery, ListImportsQuerySchema } from "@kept/contract/imports";
import { listImports } from "@kept/contract/transfer-endpoints";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData, useSearchParams } from "react-router";
import { call } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { SelectField } from "../ui/fields.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { describeSize, IMPORT_STATE_TEXTS, isHeld } from "./import-texts.ts";

// Loaded when they are first opened.
const ItemsPanel = lazy(() => import("./items-panel.tsx").then((module) => ({ default: module.ItemsPanel })));
const CollectDialog = lazy(() => import("./items-panel.tsx").then((module) => ({ default: module.CollectDialog })));

type Open = { readonly one: Import; readonly to: "items" | "collect" } | null;

export async function loader({ request }: LoaderFunctionArgs) {
  const parsed = ListImportsQuerySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const query: ListImportsQuery = parsed.success ? parsed.data : { limit: 30 };
  return { query, list: await call(listImports, { query, signal: request.signal }) };
}

export function Component() {
  const { query, list } = useLoaderData<typeof loader>();
  const [open, setOpen] = useState<Open>(null);
  const [, setSearch] = useSearchParams();
  const close = () => setOpen(null);
  const place = query.state === undefined ? {} : { state: query.state };
  return (
    <Page
      title="Imports"
      above={<Link to="/requests">Requests</Link>}
      lead="What people had other controllers send here. It is kept sealed until your app has collected it, or its time is over."
    >
      <Section
        title="Imports"
        lead="The newest first. Whose data it is stands with what was received only."
        actions={
          <SelectField
            label="State"
            hideLabel
            value={query.state ?? ""}
            onChange={(state) => setSearch(state === "" ? {} : { state })}
            options={[
              { value: "", label: "Every state" },
              ...IMPORT_STATES.map((value) => ({ value, label: IMPORT_STATE_TEXTS[value].label })),
            ]}
          />
        }
        flush
      >
        {list.imports.length === 0 ? (
          <NoImports filtered={query.state !== undefined || query.cursor !== undefined} />
        ) : (
          <ImportTable imports={list.imports} onOpen={setOpen} />
        )}
      </Section>
      {list.next === null && query.cursor === undefined ? null : (
        <div className="row">
          {query.cursor === undefined ? null : (
            <LinkButton to={`?${new URLSearchParams(place)}`}>First page</LinkButton>
          )}
          {list.next === null ? null : (
            <LinkButton to={`?${new URLSearchParams({ ...place, cursor: list.next })}`}>More</LinkButton>
          )}
        </div>
      )}
      <Suspense fallback={null}>
        {open?.to === "items" ? <ItemsPanel key={open.one.id} one={open.one} onClose={close} /> : null}
        {open?.to === "collect" ? <CollectDialog key={open.one.id} one={open.one} onClose={close} /> : null}
      </Suspense>
    </Page>
  );
}

interface ImportTableProps {
  readonly imports: readonly Import[];
  readonly onOpen: (open: Open) => void;
}

function ImportTable({ imports, onOpen }: ImportTableProps) {
  const mayLook = useMay("people:read");
  const columns = ["From", "Where it stands", "Received", "Begun", "Destroyed", ...(mayLook ? [""] : [])];
  return (
    <Table label="Imports" columns={columns.map((label) => ({ label }))}>
      {imports.map((one) => (
        <tr key={one.id}>
          <Cell wide>
            <strong>{one.source}</strong>
          </Cell>
          <Cell label="Where it stands">
            <Badge tone={IMPORT_STATE_TEXTS[one.state].tone}>{IMPORT_STATE_TEXTS[one.state].label}</Badge>
          </Cell>
          <Cell label="Received">
            <div>
              {describeSize(one)}
              {one.lastItemAt === null ? null : (
                <div className="muted">
                  last <When at={one.lastItemAt} />
                </div>
              )}
            </div>
          </Cell>
          <Cell label="Begun">
            <When at={one.createdAt} />
          </Cell>
          <Cell label="Destroyed">{isHeld(one) && one.expiresAt !== null ? <When at={one.expiresAt} /> : "–"}</Cell>
          {mayLook ? (
            <Cell>
              <span className="row">
                {isHeld(one) ? (
                  <Button small onClick={() => onOpen({ one, to: "items" })}>
                    See what came
                  </Button>
                ) : null}
                {one.state === "complete" ? (
                  <Button small onClick={() => onOpen({ one, to: "collect" })}>
                    Collected…
                  </Button>
                ) : null}
              </span>
            </Cell>
          ) : null}
        </tr>
      ))}
    </Table>
  );
}

function NoImports({ filtered }: { readonly filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState title="None is in this state">
        <p>Choose every state to see them all.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nobody has brought anything yet">
      <p>
        Name who may send here under <code>imports.sources</code> in kept.config.ts. Their link leads people to your
        privacy centre, where each says yes or no.
      </p>
    </EmptyState>
  );
}
