/** The map as YAML: to read, to copy, to edit and to repair. What is wrong stands with its line; what it changes is shown before it is saved. */
import { checkMap, saveMap } from "@kept/contract/system-endpoints";
import type { CheckedMap, SystemDetail } from "@kept/contract/systems";
import { useRef, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { FindingList } from "../requests/finding-list.tsx";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { TextArea } from "../ui/fields.tsx";
import { icons } from "../ui/icon.tsx";
import { notify } from "../ui/notify.tsx";
import { EmptyState, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { DifferenceView } from "./difference-view.tsx";
import { MapProblems } from "./map-problems.tsx";
import { MapText } from "./map-text.tsx";
import styles from "./map-view.module.css";

const LEAD =
  "Only what differs from inference or was confirmed by somebody. It is a file beside the configuration, reviewed like code.";
const BROKEN = "Nothing can be planned in this system until it can be read again. Edit it here, or in its file.";

interface Draft {
  readonly text: string;
  /** Of the text that is edited. */
  readonly version: string;
}

export function MapView({ system }: { readonly system: SystemDetail }) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const mayAct = useMay("systems:act");
  const isBroken = system.mapProblems.length > 0;
  const begin = () => setDraft({ text: system.map, version: system.mapVersion });
  return (
    <Section
      title={system.mapFile ?? "Map"}
      lead={isBroken ? BROKEN : LEAD}
      actions={
        <>
          {system.map === "" ? null : <CopyButton text={system.map} what="the map" />}
          {mayAct && draft === null ? (
            <Button small tone={isBroken ? "main" : "plain"} onClick={begin}>
              {isBroken ? "Repair" : "Edit"}
            </Button>
          ) : null}
        </>
      }
    >
      {draft === null ? (
        <div className="stack">
          {isBroken ? <MapProblems problems={system.mapProblems} /> : null}
          <ShownMap system={system} />
        </div>
      ) : (
        <Editor system={system} draft={draft} onChange={setDraft} />
      )}
    </Section>
  );
}

function ShownMap({ system: { map, mapProblems } }: { readonly system: SystemDetail }) {
  if (map !== "") return <MapText text={map} wrong={mapProblems.flatMap(({ line }) => line ?? [])} label="Map" />;
  return (
    <EmptyState title="There is no map yet">
      <p>Accept the proposals, and what you confirmed stands here.</p>
    </EmptyState>
  );
}

interface EditorProps {
  readonly system: SystemDetail;
  readonly draft: Draft;
  /** Null: it is left. */
  readonly onChange: (draft: Draft | null) => void;
}

function Editor({ system, draft, onChange }: EditorProps) {
  const [checked, setChecked] = useState<{ readonly text: string; readonly found: CheckedMap } | null>(null);
  const check = useAction();
  const save = useAction();
  const { revalidate } = useRevalidator();
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, version } = draft;
  const params = { system: system.system };
  const runCheck = () =>
    void check.run(async () => {
      save.clear();
      setChecked({ text, found: await call(checkMap, { params, body: { map: text } }) });
    });
  const runSave = () =>
    void save.run(async () => {
      try {
        await call(saveMap, { params, body: { map: text, version } });
      } catch (error) {
        // What stands there by now is shown beside what was written.
        await revalidate();
        throw error;
      }
      await revalidate();
      notify("The map is saved.");
      onChange(null);
    });
  const goTo = (line: number) => {
    const field = area.current;
    if (field === null) return;
    const before = text
      .split("\n")
      .slice(0, line - 1)
      .join("\n");
    const start = line === 1 ? 0 : before.length + 1;
    field.focus();
    field.setSelectionRange(start, start + (text.split("\n")[line - 1]?.length ?? 0));
    field.scrollTop = (line - 4) * (field.scrollHeight / Math.max(1, text.split("\n").length));
  };
  const found = checked?.text === text ? checked.found : null;
  const problems = found?.problems ?? (text === system.map ? system.mapProblems : []);
  const isOvertaken = version !== system.mapVersion;
  const lines = text.split("\n").length;
  return (
    <div className="stack">
      {isOvertaken ? <Overtaken system={system} draft={draft} onChange={onChange} onLeave={save.clear} /> : null}
      <TextArea
        label="Map"
        value={text}
        onChange={(next) => onChange({ text: next, version })}
        rows={Math.min(Math.max(lines + 1, 8), 32)}
        mono
        areaRef={area}
      />
      {problems.length === 0 ? null : <MapProblems problems={problems} onLine={goTo} />}
      {found === null || problems.length > 0 ? null : <Checked found={found} isSame={text === system.map} />}
      {check.problem === null ? null : <ProblemView problem={check.problem} />}
      {save.problem === null || isOvertaken ? null : <ProblemView problem={save.problem} />}
      <div className="row">
        <Button icon={icons.show} busy={check.busy} onClick={runCheck}>
          Check
        </Button>
        <Button
          tone="main"
          busy={save.busy}
          disabled={text === system.map || problems.length > 0 || isOvertaken}
          onClick={runSave}
        >
          Check and save
        </Button>
        <Button onClick={() => onChange(null)}>Discard</Button>
      </div>
    </div>
  );
}

interface CheckedProps {
  readonly found: CheckedMap;
  /** Nothing was edited. */
  readonly isSame: boolean;
}

function Checked({ found: { findings, difference }, isSame }: CheckedProps) {
  return (
    <div className="stack" aria-live="polite">
      {findings.length === 0 ? null : <FindingList findings={findings} />}
      {difference === null ? (
        <p className="muted">It can be read. What stands there now cannot, so that nothing is compared with it.</p>
      ) : difference.lines.length === 0 ? (
        <p className="muted">{isSame ? "It can be read." : "It says the same, in other words."}</p>
      ) : (
        <DifferenceView difference={difference} />
      )}
    </div>
  );
}

interface OvertakenProps extends EditorProps {
  readonly onLeave: () => void;
}

/** Somebody else was faster: nothing is written over what nobody has seen. */
function Overtaken({ system, draft, onChange, onLeave }: OvertakenProps) {
  const go = (text: string) => {
    onChange({ text, version: system.mapVersion });
    onLeave();
  };
  return (
    <section className={styles["overtaken"]} role="alert" aria-label="Changed meanwhile">
      <strong>The map was changed meanwhile</strong>
      <p>Nothing was saved. Lines with − stand there now and not in your text; those with + are yours alone.</p>
      <MapText text={draft.text} before={system.map} wrong={[]} label="What differs" />
      <div className="row">
        <Button small onClick={() => go(system.map)}>
          Take what stands there now
        </Button>
        <Button small onClick={() => go(draft.text)}>
          Go on with mine, over it
        </Button>
      </div>
    </section>
  );
}
