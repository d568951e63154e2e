/** The map as YAML: to read, to copy, and to edit; it is checked against the live schema before it is saved. */
import { saveMap } from "@kept/contract/system-endpoints";
import type { SystemDetail } from "@kept/contract/systems";
import { useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { CodeBlock } from "../ui/facts.tsx";
import { TextArea } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { EmptyState, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

export function MapView({ system }: { readonly system: SystemDetail }) {
  const [text, setText] = useState<string | null>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const mayAct = useMay("systems:act");
  const lines = (text ?? system.map).split("\n").length;
  const save = () =>
    void action.run(async () => {
      await call(saveMap, { params: { system: system.system }, body: { map: text ?? "" } });
      setText(null);
      await revalidate();
      notify("The map is saved.");
    });
  return (
    <Section
      title={system.mapFile ?? "Map"}
      lead="Only what differs from inference or was confirmed by somebody. It is a file beside the configuration, reviewed like code."
      actions={
        <>
          {system.map === "" ? null : <CopyButton text={system.map} what="the map" />}
          {mayAct && text === null ? (
            <Button small onClick={() => setText(system.map)}>
              Edit
            </Button>
          ) : null}
        </>
      }
    >
      {text === null ? (
        <ShownMap map={system.map} />
      ) : (
        <div className="stack">
          <TextArea label="Map" value={text} onChange={setText} rows={Math.min(Math.max(lines + 1, 8), 32)} mono />
          {action.problem === null ? null : <ProblemView problem={action.problem} />}
          <div className="row">
            <Button tone="main" busy={action.busy} disabled={text === system.map} onClick={save}>
              Check and save
            </Button>
            <Button
              onClick={() => {
                setText(null);
                action.clear();
              }}
            >
              Discard
            </Button>
          </div>
        </div>
      )}
    </Section>
  );
}

function ShownMap({ map }: { readonly map: string }) {
  if (map !== "") return <CodeBlock label="Map">{map}</CodeBlock>;
  return (
    <EmptyState title="There is no map yet">
      <p>Accept the proposals, and what you confirmed stands here.</p>
    </EmptyState>
  );
}
