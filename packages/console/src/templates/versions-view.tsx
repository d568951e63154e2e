/** What the words of a message were before, and the way back to any of them. */
import { type MailTemplate, type MailTextVersion, restoreMailText } from "@kept/contract/mail-templates";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { notify } from "../ui/notify.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { nameTexts } from "./text-names.ts";

interface VersionsViewProps {
  readonly template: MailTemplate;
  readonly versions: readonly MailTextVersion[];
}

export function VersionsView({ template, versions }: VersionsViewProps) {
  const mayEdit = useMay("templates:act");
  const action = useAction();
  const { revalidate } = useRevalidator();
  if (versions.length === 0) return null;
  const names = nameTexts(template.texts.map(({ key }) => key));
  const current = new Map(template.texts.map(({ key, version }) => [key, version]));
  const restore = (key: string, version: number) =>
    void action
      .run(() =>
        call(restoreMailText, {
          params: { template: template.name, language: template.language },
          body: { key, version },
        }),
      )
      .then(async (restored) => {
        await revalidate();
        if (restored) notify("The earlier words are back, as a version of their own.");
      });
  return (
    <Section title="What was changed" flush>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <Table label="Changes" columns={["Text", "Words", "Changed", "Undo"].map((label) => ({ label }))}>
        {versions.map(({ key, version, words, at }) => (
          <tr key={`${key} ${version}`}>
            <Cell wide>
              {names.get(key) ?? key} <span className="mono muted">{version}</span>
            </Cell>
            <Cell label="Words">{words ?? <span className="muted">the standard words</span>}</Cell>
            <Cell label="Changed">
              <When at={at} />
            </Cell>
            <Cell label="Undo">
              {!mayEdit ? null : current.get(key) === version ? (
                <Button small busy={action.busy} onClick={() => restore(key, version - 1)}>
                  Undo
                </Button>
              ) : (
                <Button small tone="quiet" busy={action.busy} onClick={() => restore(key, version)}>
                  Bring back
                </Button>
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
