/** Where this person and another were taken for one: by what, and the way back when that was a mistake. */
import type { PersonMerge } from "@kept/contract/separations";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";

// Loaded when it is first opened.
const SeparatePeopleDialog = lazy(() =>
  import("./separate-people-dialog.tsx").then((module) => ({ default: module.SeparatePeopleDialog })),
);

interface MergesViewProps {
  readonly person: string;
  readonly merges: readonly PersonMerge[];
}

/** Nothing where nobody was taken for somebody else. */
export function MergesView({ person, merges }: MergesViewProps) {
  const [separating, setSeparating] = useState<PersonMerge | null>(null);
  const mayAct = useMay("choices:act");
  if (merges.length === 0) return null;
  return (
    <Section
      title="Taken for one"
      lead="Identifiers that were proven to belong together named two people. What either had said counts for both."
      flush
    >
      <Table
        label="Merges"
        columns={[
          { label: "Other person" },
          { label: "Since" },
          { label: "Shown by" },
          { label: "Identifiers", num: true },
          { label: "Devices", num: true },
          { label: "Now" },
        ]}
      >
        {merges.map((merge) => {
          const other = merge.person === person ? merge.other : merge.person;
          return (
            <tr key={merge.id}>
              <Cell wide>
                {merge.separatedAt === null ? (
                  <code>{other}</code>
                ) : (
                  <Link to={`/choices/${other}`}>
                    <code>{other}</code>
                  </Link>
                )}
              </Cell>
              <Cell label="Since">
                <When at={merge.at} />
              </Cell>
              <Cell label="Shown by">{SHOWN_BY[merge.verifiedHow] ?? merge.verifiedHow}</Cell>
              <Cell label="Identifiers" num>
                {merge.identifiers}
              </Cell>
              <Cell label="Devices" num>
                {merge.devices}
              </Cell>
              <Cell label="Now">
                {merge.separatedAt !== null ? (
                  <span>
                    Two again <When at={merge.separatedAt} />
                  </span>
                ) : mayAct ? (
                  <Button small onClick={() => setSeparating(merge)}>
                    {merge.proposed === null ? "They are two…" : "Proposed…"}
                  </Button>
                ) : (
                  <Badge tone="plain">One</Badge>
                )}
              </Cell>
            </tr>
          );
        })}
      </Table>
      <Suspense fallback={null}>
        {separating === null ? null : (
          <SeparatePeopleDialog person={person} merge={separating} onClose={() => setSeparating(null)} />
        )}
      </Suspense>
    </Section>
  );
}

/** What proved that both are one, as the record names it. */
const SHOWN_BY: Readonly<Record<string, string>> = {
  session: "a sign-in of your app",
};
