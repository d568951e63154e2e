/** What one import received, once somebody looks; and the word that the app has it, which destroys it here. */
import type { Import, ImportItem } from "@kept/contract/imports";
import { collectImport, readImportItems } from "@kept/contract/transfer-endpoints";
import { useCallback, useEffect, useState } from "react";
import { type Answer, call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { ChangeForm } from "../requests/change-form.tsx";
import { formatBytes } from "../requests/format-bytes.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, SidePanel } from "../ui/dialog.tsx";
import { CodeBlock, Hash } from "../ui/facts.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { describeSize } from "./import-texts.ts";

interface ImportProps {
  readonly one: Import;
  readonly onClose: () => void;
}

export function ItemsPanel({ one, onClose }: ImportProps) {
  return (
    <SidePanel title={`What ${one.source} sent`} open onClose={onClose}>
      <Items one={one} />
    </SidePanel>
  );
}

function Items({ one }: Pick<ImportProps, "one">) {
  const [page, setPage] = useState<Answer<typeof readImportItems> | null>(null);
  const [shown, setShown] = useState<ImportItem | null>(null);
  const { run, busy, problem } = useAction();
  const read = useCallback(
    (cursor?: string) =>
      run(async () => {
        const query = cursor === undefined ? {} : { cursor };
        setPage(await call(readImportItems, { params: { importId: one.id }, query }));
        setShown(null);
      }),
    [one.id, run],
  );
  useEffect(() => void read(), [read]);
  if (problem !== null) return <ProblemView problem={problem} />;
  if (page === null) return <Skeleton lines={6} />;
  const { next } = page;
  return (
    <>
      <p className="muted">
        Of {page.person.email}, in the order in which it came. Every page that is looked at is in the ledger.
      </p>
      {page.items.length === 0 ? (
        <p>Nothing has come yet.</p>
      ) : (
        <Table label="Items" compact columns={["Item", "Size", "SHA-256", "Arrived", ""].map((label) => ({ label }))}>
          {page.items.map((item) => (
            <tr key={item.id}>
              <Cell wide>
                <strong>{item.type}</strong> <span className="muted">{item.vertical}</span>
              </Cell>
              <Cell label="Size">{formatBytes(item.bytes)}</Cell>
              <Cell label="SHA-256">
                <Hash value={item.sha256} length={8} />
              </Cell>
              <Cell label="Arrived">
                <When at={item.receivedAt} />
              </Cell>
              <Cell>
                <Button small tone="quiet" onClick={() => setShown(shown === item ? null : item)}>
                  {shown === item ? "Hide" : "Show"}
                </Button>
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {shown === null ? null : <CodeBlock label={shown.type}>{JSON.stringify(shown.payload, null, 2)}</CodeBlock>}
      {next === null ? null : (
        <div>
          <Button busy={busy} onClick={() => void read(next)}>
            Next page
          </Button>
        </div>
      )}
    </>
  );
}

export function CollectDialog({ one, onClose }: ImportProps) {
  return (
    <Dialog title={`Collected from ${one.source}`} open onClose={onClose}>
      <ChangeForm
        label="The app has it: destroy it here"
        ready
        change={() => call(collectImport, { params: { importId: one.id }, body: {} })}
        done="Collected; it is destroyed here."
        onClose={onClose}
      >
        <p>
          Your app says so by itself once it has everything. Say it here only where somebody has put {describeSize(one)}{" "}
          where it belongs: it is destroyed at once and cannot be brought back. That it came, and its hashes, stay in
          the ledger.
        </p>
      </ChangeForm>
    </Dialog>
  );
}
