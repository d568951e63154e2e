/** Erasures of several people: each list that was brought, newest first. */
import { listBatches } from "@kept/contract/batch-endpoints";
import type { BatchSummary } from "@kept/contract/batches";
import { lazy, Suspense, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { badgeOf, describeScope } from "./batch-texts.ts";

// Loaded when it is first opened.
const CreateBatchDialog = lazy(() =>
  import("./create-batch-dialog.tsx").then((module) => ({ default: module.CreateBatchDialog })),
);

export async function loader({ request }: LoaderFunctionArgs) {
  return await call(listBatches, { signal: request.signal });
}

export function Component() {
  const { batches } = useLoaderData<typeof loader>();
  const [creating, setCreating] = useState(false);
  const mayAct = useMay("requests:act");
  return (
    <Page
      title="Batches"
      above={<Link to="/requests">Requests</Link>}
      lead="Several people erased in one run: inactive accounts, a list from a partner. Each has a request and a receipt of their own."
      actions={
        mayAct ? (
          <Button tone="main" icon={icons.add} onClick={() => setCreating(true)}>
            Erase several people
          </Button>
        ) : undefined
      }
    >
      <Section title="Lists" flush>
        {batches.length === 0 ? (
          <EmptyState title="No list has been brought yet">
            <p>Bring one, and see what would happen to everybody on it before anything is changed.</p>
          </EmptyState>
        ) : (
          <BatchTable batches={batches} />
        )}
      </Section>
      <Suspense fallback={null}>
        {creating ? <CreateBatchDialog open onClose={() => setCreating(false)} /> : null}
      </Suspense>
    </Page>
  );
}

function BatchTable({ batches }: { readonly batches: readonly BatchSummary[] }) {
  return (
    <Table
      label="Batches"
      columns={[
        { label: "Brought" },
        { label: "State" },
        { label: "Lines", num: true },
        { label: "People", num: true },
        { label: "Scope" },
      ]}
    >
      {batches.map((batch) => (
        <tr key={batch.id} data-link>
          <Cell wide>
            <Link data-cover to={`/batches/${batch.id}`}>
              <When at={batch.submittedAt} />
            </Link>
          </Cell>
          <Cell label="State">
            <StateBadge batch={batch} />
          </Cell>
          <Cell label="Lines" num>
            {batch.people.toLocaleString("en")}
          </Cell>
          <Cell label="People" num>
            {batch.clear.toLocaleString("en")}
          </Cell>
          <Cell label="Scope">{describeScope(batch)}</Cell>
        </tr>
      ))}
    </Table>
  );
}

function StateBadge({ batch }: { readonly batch: BatchSummary }) {
  const { tone, label } = badgeOf(batch);
  return <Badge tone={tone}>{label}</Badge>;
}
