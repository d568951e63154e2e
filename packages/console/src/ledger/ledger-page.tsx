/** The ledger: what happened, the signed size and root, and proofs that anybody can check. */
import { entryCatalogue, exportLedger, getCheckpoint, listEntries } from "@kept/contract/ledger";
import { useEffect, useState } from "react";
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from "react-router";
import { type Answer, call, endpointUrl } from "../api/call.ts";
import { problemOf } from "../api/problem-error.ts";
import { formatDay, relativeTime } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { CodeBlock, Facts, Hash } from "../ui/facts.tsx";
import { SelectField, TextField } from "../ui/fields.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { describeActor } from "./describe-actor.ts";
import { EntryPanel } from "./entry-panel.tsx";
import styles from "./ledger-page.module.css";
import { type WitnessResult, witnessCheckpoint } from "./remember-checkpoint.ts";

type Checkpoint = Answer<typeof getCheckpoint>;
export type Entry = Answer<typeof listEntries>["entries"][number];

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const query = {
    type: searchParams.get("type") ?? undefined,
    subject: searchParams.get("subject") ?? undefined,
    before: searchParams.get("before") ?? undefined,
    limit: 50,
  };
  const [list, checkpoint] = await Promise.all([
    call(listEntries, { query, signal: request.signal }),
    call(getCheckpoint, { signal: request.signal }),
  ]);
  return { query, list, checkpoint };
}

export function Component() {
  const { query, list, checkpoint } = useLoaderData<typeof loader>();
  const [opened, setOpened] = useState<Entry | null>(null);
  const [params] = useSearchParams();
  const older = new URLSearchParams(params);
  if (list.next !== null) older.set("before", String(list.next));
  const newest = new URLSearchParams(params);
  newest.delete("before");
  return (
    <Page
      title="Ledger"
      lead="Everything that was done, in order. Entries cannot be changed or taken away without it showing; what a person may have erased is erased without breaking the proof."
    >
      <CheckpointView checkpoint={checkpoint} />
      <Section title="Entries" flush>
        <Filters type={query.type ?? ""} subject={query.subject ?? ""} />
        {list.entries.length === 0 ? (
          <EmptyState title="No entry">
            <p>
              {params.size === 0
                ? "The first entry is made when somebody signs in or a request comes in."
                : "No entry matches. A subject is a whole id, such as that of a request."}
            </p>
          </EmptyState>
        ) : (
          <EntryTable entries={list.entries} onOpen={setOpened} />
        )}
        {list.next === null && query.before === undefined ? null : (
          <div className={styles["pages"]}>
            {query.before === undefined ? <span /> : <LinkButton to={`?${newest}`}>Newest</LinkButton>}
            {list.next === null ? null : <LinkButton to={`?${older}`}>Older</LinkButton>}
          </div>
        )}
      </Section>
      <EntryPanel entry={opened} checkpoint={checkpoint} onClose={() => setOpened(null)} />
    </Page>
  );
}

function EntryTable({
  entries,
  onOpen,
}: {
  readonly entries: readonly Entry[];
  readonly onOpen: (entry: Entry) => void;
}) {
  return (
    <Table compact label="Entries" columns={["Entry", "What", "About", "By", "When"].map((label) => ({ label }))}>
      {entries.map((entry) => (
        <tr key={entry.index} data-link>
          <Cell label="Entry">
            <span className="mono muted">{entry.index}</span>
          </Cell>
          <Cell label="What" wide>
            <button type="button" className={styles["title"]} onClick={() => onOpen(entry)}>
              {entry.title}
            </button>
          </Cell>
          <Cell label="About">
            <span className="mono muted">{describeSubject(entry)}</span>
          </Cell>
          <Cell label="By">{entry.content === null ? "–" : describeActor(entry.content.actor.kind)}</Cell>
          <Cell label="When">
            {entry.content === null ? <Badge>Content erased</Badge> : <When at={entry.content.at} />}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function describeSubject(entry: Entry): string {
  const data: Record<string, unknown> = entry.content?.data ?? {};
  const system = data["system"];
  const subject = Object.entries(entry.content?.subject ?? {}).map(([name, id]) => `${name} …${id.slice(-6)}`);
  return [...subject, ...(typeof system === "string" ? [system] : [])].join(" · ") || "–";
}

function Filters({ type, subject }: { readonly type: string; readonly subject: string }) {
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(subject);
  useEffect(() => setText(subject), [subject]);
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    next.delete("before");
    if (value === "") next.delete(name);
    else next.set(name, value);
    setParams(next, { preventScrollReset: true });
  };
  return (
    <form
      className={styles["filters"]}
      onSubmit={(event) => {
        event.preventDefault();
        change("subject", text.trim());
      }}
    >
      <SelectField
        label="Type of entry"
        hideLabel
        value={type}
        onChange={(value) => change("type", value)}
        options={[
          { value: "", label: "All types" },
          ...Object.entries(entryCatalogue).map(([value, { title }]) => ({ value, label: title })),
        ]}
      />
      <div className={styles["subject"]}>
        <TextField
          label="What it is about"
          hideLabel
          placeholder="Id of a request, a person, an operator"
          value={text}
          onChange={setText}
          mono
        />
      </div>
      <Button type="submit">Filter</Button>
    </form>
  );
}

function CheckpointView({ checkpoint }: { readonly checkpoint: Checkpoint }) {
  return (
    <Section
      title="Checkpoint"
      lead="The signed size and root of the tree. Whoever keeps one can later ask for proof that the ledger has only grown since."
      actions={
        <>
          <CopyButton text={checkpoint.note} what="the note" />
          <LinkButton small download icon={icons.download} to={endpointUrl(exportLedger, {})}>
            Whole ledger
          </LinkButton>
        </>
      }
    >
      <div className="stack">
        <Facts
          facts={[
            { name: "Entries", value: <strong>{checkpoint.size.toLocaleString("en")}</strong> },
            { name: "Root", value: <Hash value={checkpoint.rootHash} length={24} /> },
            { name: "Signed", value: checkpoint.at === "" ? "–" : <When at={checkpoint.at} /> },
            { name: "Seen by this browser", value: <Witness checkpoint={checkpoint} /> },
          ]}
        />
        <details className={styles["details"]}>
          <summary>How to verify it yourself</summary>
          <div className="stack">
            <p>
              Download the whole ledger and check it without this server. The command computes every leaf and the root
              again and compares them with every checkpoint that was ever signed:
            </p>
            <CodeBlock label="Command">npx kept ledger verify kept-ledger.jsonl</CodeBlock>
            <p>The note is in the C2SP checkpoint format, which other tools read as well:</p>
            <CodeBlock label="Signed note">{checkpoint.note}</CodeBlock>
            <p>The key that its signature is checked with:</p>
            <CodeBlock label="Verifier key">{checkpoint.verifierKey}</CodeBlock>
          </div>
        </details>
      </div>
    </Section>
  );
}

function Witness({ checkpoint }: { readonly checkpoint: Checkpoint }) {
  const [result, setResult] = useState<WitnessResult | string | null>(null);
  useEffect(() => {
    let current = true;
    witnessCheckpoint(checkpoint).then(
      (found) => current && setResult(found),
      (error: unknown) => current && setResult(problemOf(error).title),
    );
    return () => {
      current = false;
    };
  }, [checkpoint]);
  if (result === null) return "checking";
  if (typeof result === "string") return result;
  switch (result.kind) {
    case "first":
      return "first visit: remembered from now on";
    case "unsupported":
      return "needs https";
    case "grown":
      return (
        <span title={`Last seen ${relativeTime(result.seenAt)} with ${result.from} entries`}>
          <Badge tone="ok">
            {result.from === checkpoint.size ? "Unchanged" : `Only grown since entry ${result.from}`}
          </Badge>
        </span>
      );
    case "broken":
      return <Badge tone="danger">{`Contradicts what was seen on ${formatDay(result.seenAt.slice(0, 10))}`}</Badge>;
    default:
      return result satisfies never;
  }
}
