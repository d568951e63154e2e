/** The receipt of a request, to read, to print and to check: the signature is verified here, in the reader's browser. */
import type { SignedReceipt } from "@kept/contract/packages";
import { getRequestReceipt } from "@kept/contract/request-endpoints";
import type { ReceiptUndo } from "@kept/contract/undo-schemas";
import { useEffect, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData } from "react-router";
import { call } from "../api/call.ts";
import { formatDay, formatMoment } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { CodeBlock, Facts, Hash } from "../ui/facts.tsx";
import { Page, Section } from "../ui/page.tsx";
import { BarLegend, StackedBar } from "../ui/stacked-bar.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { describeFiles } from "./describe-files.ts";
import { describeWhy, technicalWhy } from "./describe-why.ts";
import { actOfCounts, addCounts, NO_ROWS, OUTCOMES } from "./dispositions.ts";
import { groupRetained, type RetainedGroup } from "./group-retained.ts";
import styles from "./request-page.module.css";
import { planBar } from "./summarise-plan.ts";
import { type ReceiptCheck, verifyReceipt } from "./verify-receipt.ts";

export async function loader({ params, request }: LoaderFunctionArgs) {
  return call(getRequestReceipt, { params: { requestId: params["requestId"] ?? "" }, signal: request.signal });
}

const CHECKS = {
  valid: { label: "Signature verified in this browser", tone: "ok" },
  invalid: { label: "The signature does not match", tone: "danger" },
  unsupported: { label: "This browser cannot check the signature", tone: "warn" },
} as const satisfies Record<ReceiptCheck, { label: string; tone: string }>;

const ENDINGS = {
  done: "Fulfilled",
  nothing_found: "Nothing was found",
  partly: "Fulfilled in part; the rest follows,",
  not_verified: "Carried out, with something left,",
} as const satisfies Record<SignedReceipt["receipt"]["outcome"], string>;

const RETAINED_DECISIONS = {
  under_review: "Erased once their review has ended",
  undo_window: "Erased once it cannot be taken back",
} as const satisfies Record<
  NonNullable<SignedReceipt["receipt"]["automatedDecisions"]>["retained"][number]["why"],
  string
>;

export function Component() {
  const signed = useLoaderData<typeof loader>();
  const { receipt } = signed;
  return (
    <Page
      name={`Receipt ${receipt.reference}`}
      above={
        <Link className={styles["back"]} to={`/requests/${receipt.requestId}`}>
          Request {receipt.reference}
        </Link>
      }
      title={
        <span className={styles["title"]}>
          Receipt <span className={styles["reference"]}>{receipt.reference}</span>
          <SignatureBadge signed={signed} />
        </span>
      }
      lead={`${ENDINGS[receipt.outcome]} by ${receipt.controller}, ${formatMoment(receipt.completedAt)}.`}
      actions={
        <>
          <CopyButton text={JSON.stringify(signed, null, 2)} what="as JSON" />
          <Button onClick={() => window.print()}>Print</Button>
        </>
      }
    >
      <Section title="What was asked">
        <Facts
          facts={[
            { name: "Right", value: `${receipt.kind}, ${receipt.article}` },
            { name: "Received", value: receipt.receivedAt === null ? "–" : formatMoment(receipt.receivedAt) },
            { name: "Due", value: receipt.dueOn === null ? "–" : formatDay(receipt.dueOn) },
            { name: "Completed", value: formatMoment(receipt.completedAt) },
            { name: "Person", value: <PersonHashes hashes={receipt.person} /> },
          ]}
        />
      </Section>
      {receipt.systems.map((system) => (
        <SystemReceipt key={system.system} system={system} />
      ))}
      {receipt.lift === undefined ? null : (
        <Section title="Lift">
          <Facts
            facts={[
              {
                name: "Told the person",
                value: receipt.lift.announcedAt === null ? "–" : formatMoment(receipt.lift.announcedAt),
              },
              { name: "Lifted", value: formatMoment(receipt.lift.liftedAt) },
              { name: "Newer values that stayed", value: receipt.lift.newer.toLocaleString("en") },
              ...(receipt.lift.verified === undefined ? [] : [{ name: "Verified", value: "no: not all is as it was" }]),
              ...(receipt.lift.residue ?? []).map((found) => describeLeft(found.system, found)),
            ]}
          />
        </Section>
      )}
      {receipt.automatedDecisions === undefined ? null : (
        <Section title="Automated decisions">
          <Facts
            facts={[
              { name: "Erased", value: receipt.automatedDecisions.erased.toLocaleString("en") },
              ...receipt.automatedDecisions.retained.map(({ decisions, why }) => ({
                name: RETAINED_DECISIONS[why],
                value: decisions.toLocaleString("en"),
              })),
            ]}
          />
        </Section>
      )}
      {receipt.undo === undefined ? null : <UndoFacts undo={receipt.undo} />}
      {receipt.residueScan === undefined ? null : <ResidueFacts scan={receipt.residueScan} />}
      {receipt.package === null ? null : (
        <Section title="Package">
          <Facts
            facts={[
              { name: "Rows", value: receipt.package.rows.toLocaleString("en") },
              { name: "Files", value: receipt.package.files.toLocaleString("en") },
              { name: "SHA-256", value: <Hash value={receipt.package.sha256} /> },
            ]}
          />
        </Section>
      )}
      <Section
        title="Signature"
        lead="Over the canonical JSON (RFC 8785) of the receipt. Whoever holds the receipt can check it without this server."
      >
        <div className="stack">
          <Facts
            facts={[
              { name: "Algorithm", value: signed.signature.algorithm },
              { name: "Key", value: signed.signature.keyId },
              { name: "Value", value: <Hash value={signed.signature.value} length={24} /> },
            ]}
          />
          <CodeBlock label="Public key">{signed.signature.publicKey}</CodeBlock>
        </div>
      </Section>
    </Page>
  );
}

function SignatureBadge({ signed }: { readonly signed: SignedReceipt }) {
  const [check, setCheck] = useState<ReceiptCheck | null>(null);
  useEffect(() => {
    let current = true;
    void verifyReceipt(signed).then((result) => current && setCheck(result));
    return () => {
      current = false;
    };
  }, [signed]);
  if (check === null) return <Badge>Checking the signature</Badge>;
  return <Badge tone={CHECKS[check].tone}>{CHECKS[check].label}</Badge>;
}

function PersonHashes({ hashes }: { readonly hashes: readonly string[] }) {
  if (hashes.length === 0) return "–";
  return (
    <>
      {hashes.map((hash) => (
        <div key={hash}>
          <Hash value={hash} length={26} />
        </div>
      ))}
    </>
  );
}

function SystemReceipt({ system }: { readonly system: SignedReceipt["receipt"]["systems"][number] }) {
  // What is signed stays as it was written: a receipt from before this field was told does not have it.
  const residue = system.residue ?? [];
  const total = system.tables.reduce((sum, table) => addCounts(sum, table), NO_ROWS);
  const rows = system.tables.reduce((sum, table) => sum + table.rows, 0);
  if (rows === 0 && residue.length + system.retained.length === 0 && system.gaps === undefined) {
    return (
      <Section title={system.system} lead={`Searched ${formatMoment(system.completedAt)}.`}>
        <p>It holds nothing of this person.</p>
      </Section>
    );
  }
  const act = actOfCounts(total);
  const bar = planBar(act, rows, total, "exported");
  return (
    <Section
      title={system.system}
      lead={`Completed ${formatMoment(system.completedAt)}.`}
      actions={
        <Badge tone={system.verified ? "ok" : "warn"}>
          {system.verified ? "Verified afterwards" : "Not verified yet"}
        </Badge>
      }
      flush
    >
      <div className={styles["bar"]}>
        <StackedBar parts={bar} full={rows} thick />
        <BarLegend parts={bar} />
      </div>
      <Table
        label={`Tables of ${system.system}`}
        columns={[
          { label: "Table" },
          { label: "Rows", num: true },
          ...OUTCOMES[act].map(({ label }) => ({ label, num: true })),
        ]}
      >
        {system.tables.map((table) => (
          <tr key={table.name}>
            <Cell wide>
              <strong>{table.name}</strong>
            </Cell>
            <Cell label="Rows" num>
              {table.rows.toLocaleString("en")}
            </Cell>
            {OUTCOMES[act].map(({ key, label }) => (
              <Cell key={key} label={label} num>
                {(table[key] ?? 0) === 0 ? "–" : (table[key] ?? 0).toLocaleString("en")}
              </Cell>
            ))}
          </tr>
        ))}
      </Table>
      {system.gaps === undefined ? null : (
        <ul className={styles["retained"]}>
          {system.gaps.map(({ code, message }) => (
            <li key={code}>
              <strong>Not done here:</strong> <span className="muted">{message}</span>
            </li>
          ))}
        </ul>
      )}
      {residue.length === 0 ? null : (
        <ul className={styles["retained"]}>
          {residue.map((finding) => (
            <li key={JSON.stringify(finding)}>
              <strong>Left in {[finding.table, finding.column].filter(Boolean).join(".")}:</strong>{" "}
              <span className="muted">{finding.message}</span>
            </li>
          ))}
        </ul>
      )}
      {system.files === undefined ? null : (
        <ul className={styles["retained"]}>
          {system.files.map(({ store, ...counts }) => (
            <li key={store}>
              <strong>Files of {store}:</strong> <span className="muted">{describeFiles(counts)}</span>
            </li>
          ))}
        </ul>
      )}
      {system.blanked === undefined ? null : (
        <ul className={styles["retained"]}>
          {system.blanked.map(({ table, column, value }) => (
            <li key={`${table}.${column}`}>
              <strong>
                {table}.{column}
              </strong>{" "}
              <span className="muted">holds “{value}” where its rows stay, as the map says.</span>
            </li>
          ))}
        </ul>
      )}
      {system.retained.length === 0 ? null : (
        <ul className={styles["retained"]}>
          {groupRetained(system.retained).map((group) => (
            <li key={group.table + group.why}>
              <strong>{group.rows.toLocaleString("en")}</strong> of {group.table} retained{describeUntil(group)}:{" "}
              <span className="muted" title={technicalWhy(group.why)}>
                {describeWhy(group.why)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const UNDO_ENDS = {
  undo: "Taken back",
  end_of_window: "The time was over",
  person: "The person had it destroyed",
  not_finished: "It could not be finished in time",
} as const satisfies Record<NonNullable<ReceiptUndo["ended"]>["by"], string>;

/** Whether it can be taken back, or was: where, and where not. */
/** A place that did not come back as it was. */
function describeLeft(
  system: string,
  { table, column, message }: { readonly table: string; readonly column: string; readonly message: string },
) {
  return { name: `Not as it was in ${system}`, value: `${column === "" ? table : `${table}.${column}`}: ${message}` };
}

function UndoFacts({ undo }: { readonly undo: ReceiptUndo }) {
  const { until, ended, unable, systems = [], sharedUntil, together } = undo;
  return (
    <Section title="Taking it back">
      <Facts
        facts={[
          ended === undefined
            ? { name: "Possible until", value: formatMoment(until) }
            : { name: UNDO_ENDS[ended.by], value: formatMoment(ended.at) },
          ...(together === true
            ? [{ name: "Kept", value: "together with others of the run; their keys open it too" }]
            : []),
          ...(unable.length === 0 ? [] : [{ name: "Not possible in", value: unable.join(", ") }]),
          ...systems.map(({ system, rows, newer }) => ({
            name: `Back in ${system}`,
            value: `${rows.toLocaleString("en")} rows${newer === 0 ? "" : `; ${newer.toLocaleString("en")} newer ones stayed`}`,
          })),
          ...systems.flatMap(({ system, residue = [] }) => residue.map((found) => describeLeft(system, found))),
          ...(sharedUntil === undefined
            ? []
            : [{ name: "Also others', under their keys until", value: formatMoment(sharedUntil) }]),
        ]}
      />
    </Section>
  );
}

function ResidueFacts({ scan }: { readonly scan: NonNullable<SignedReceipt["receipt"]["residueScan"]> }) {
  return (
    <Section
      title="Residue"
      lead={`Every text of the systems was searched for what identifies the person, ${formatMoment(scan.completedAt)}.`}
    >
      <Facts
        facts={scan.systems.map((system) => ({
          name: system.system,
          value: system.scanned
            ? `${system.rows.toLocaleString("en")} rows in ${system.places.toLocaleString("en")} of ${system.columns.toLocaleString("en")} columns`
            : `not searched${system.why === undefined ? "" : `: ${system.why}`}`,
        }))}
      />
    </Section>
  );
}

function describeUntil({ first, last }: RetainedGroup): string {
  if (first === null || last === null) return "";
  return first === last
    ? ` until ${formatDay(last)}`
    : `, the first until ${formatDay(first)}, the last until ${formatDay(last)}`;
}
