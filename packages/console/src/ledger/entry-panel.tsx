/** One entry of the ledger in full, with the proof that it is in the tree, checked here. */
import { type getCheckpoint, getInclusionProof } from "@kept/contract/ledger";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { type Answer, call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { absoluteTime } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { SidePanel } from "../ui/dialog.tsx";
import { CodeBlock, Facts, Hash } from "../ui/facts.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import styles from "./ledger-page.module.css";
import type { Entry } from "./ledger-page.tsx";
import { canVerify, verifyInclusion } from "./verify-proofs.ts";

type Checkpoint = Answer<typeof getCheckpoint>;

interface EntryPanelProps {
  /** Null: closed. */
  readonly entry: Entry | null;
  readonly checkpoint: Checkpoint;
  readonly onClose: () => void;
}

export function EntryPanel({ entry, checkpoint, onClose }: EntryPanelProps) {
  return (
    <SidePanel
      title={entry === null ? "Entry" : `Entry ${entry.index}: ${entry.title}`}
      open={entry !== null}
      onClose={onClose}
    >
      {entry === null ? null : (
        <>
          <EntryFacts entry={entry} />
          <h3>Proof that it is in the tree</h3>
          {entry.index < checkpoint.size ? (
            <Proof key={entry.index} entry={entry} checkpoint={checkpoint} />
          ) : (
            <p className="muted">The next checkpoint will take it in; that is a matter of seconds.</p>
          )}
        </>
      )}
    </SidePanel>
  );
}

function EntryFacts({ entry }: { readonly entry: Entry }) {
  const { content } = entry;
  if (content === null) {
    return (
      <p>The content was erased. Its commitment stays in the tree, so that everything around it can still be proven.</p>
    );
  }
  const request = content.subject["request"];
  return (
    <>
      <Facts
        facts={[
          { name: "When", value: absoluteTime(content.at) },
          { name: "Type", value: <code>{content.type}</code> },
          { name: "By", value: `${content.actor.kind} ${content.actor.id}` },
          ...Object.entries(content.subject).map(([name, id]) => ({ name, value: <code>{id}</code> })),
        ]}
      />
      {request === undefined ? null : (
        <p>
          <Link to={`/requests/${request}`}>Open the request</Link>
        </p>
      )}
      <CodeBlock label="Data">{JSON.stringify(content.data, null, 2)}</CodeBlock>
    </>
  );
}

interface Checked {
  readonly proof: Answer<typeof getInclusionProof>;
  /** Null: this browser cannot check. */
  readonly valid: boolean | null;
}

function Proof({ entry, checkpoint }: { readonly entry: Entry; readonly checkpoint: Checkpoint }) {
  const [checked, setChecked] = useState<Checked | null>(null);
  const { run, problem } = useAction();
  useEffect(() => {
    void run(async () => {
      const proof = await call(getInclusionProof, { params: { index: entry.index }, query: { size: checkpoint.size } });
      // The leaf is that of the entry and the root that of the checkpoint, whatever the proof says they are.
      const claim = { ...proof, index: entry.index, leafHash: entry.leafHash, rootHash: checkpoint.rootHash };
      setChecked({ proof, valid: canVerify() ? await verifyInclusion(claim) : null });
    });
  }, [entry, checkpoint, run]);
  if (problem !== null) return <ProblemView problem={problem} />;
  if (checked === null) return <Skeleton lines={4} />;
  return (
    <>
      <div>
        <ProofBadge valid={checked.valid} />
      </div>
      <Facts
        facts={[
          { name: "Commitment", value: <Hash value={entry.commitment} length={20} /> },
          { name: "Leaf", value: <Hash value={entry.leafHash} length={20} /> },
          { name: "Salt", value: entry.salt === null ? "erased" : <Hash value={entry.salt} length={20} /> },
          { name: "Root", value: <Hash value={checkpoint.rootHash} length={20} /> },
        ]}
      />
      <p className="muted">
        From the leaf to the root of the tree of {checkpoint.size.toLocaleString("en")} entries: hash the leaf with each
        of these in turn (RFC 9162).
      </p>
      {checked.proof.path.length === 0 ? (
        <p>The tree has one entry: the leaf is the root.</p>
      ) : (
        <ol className={styles["path"]}>
          {checked.proof.path.map((hash) => (
            <li key={hash}>
              <Hash value={hash} length={44} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function ProofBadge({ valid }: { readonly valid: boolean | null }) {
  if (valid === null) return <Badge tone="warn">This browser can check it only over https</Badge>;
  return valid ? (
    <Badge tone="ok">Checked in this browser: the entry is in the tree</Badge>
  ) : (
    <Badge tone="danger">The proof does not lead to the signed root</Badge>
  );
}
