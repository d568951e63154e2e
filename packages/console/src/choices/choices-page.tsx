/** How people choose, counted from the record, and the way to one person's choices. */
import { getChoiceFigures } from "@kept/contract/choice-endpoints";
import { findPerson } from "@kept/contract/person-endpoints";
import { useState } from "react";
import { type LoaderFunctionArgs, useLoaderData, useNavigate } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/fields.tsx";
import { EmptyState, Page, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { BarLegend, type BarPart, StackedBar } from "../ui/stacked-bar.tsx";
import { Cell, Table } from "../ui/table.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  return call(getChoiceFigures, { signal: request.signal });
}

type Figures = Awaited<ReturnType<typeof loader>>["purposes"][number];

/** What the bar is made of: an answer either way, or none. */
function partsOf(figures: readonly Figures[]): readonly BarPart[] {
  const sum = (pick: (one: Figures) => number): number => figures.reduce((total, one) => total + pick(one), 0);
  return [
    { label: "allowed", value: sum((one) => one.given), color: "retained" },
    { label: "refused", value: sum((one) => one.refused), color: "deleted" },
    { label: "closed unanswered", value: sum((one) => one.deferred), color: "detached" },
  ];
}

export function Component() {
  const { from, to, purposes } = useLoaderData<typeof loader>();
  const shown = purposes.filter((one) => Object.values(one).some((value) => typeof value === "number" && value > 0));
  const full = Math.max(1, ...shown.map((one) => one.given + one.refused + one.deferred));
  return (
    <Page
      title="Choices"
      lead="What people said about the use of their data. The figures are counted from the record of choices: nobody is followed to make them."
    >
      <PersonSearch />
      <Section title={`From ${from} to ${to}`} lead="What was carried over from a device is counted once." flush>
        {shown.length === 0 ? (
          <EmptyState title="Nobody has chosen anything yet">
            <p>Choices come from the banner, your app, the privacy centre and what operators record.</p>
          </EmptyState>
        ) : (
          <Table
            label="Choices by purpose"
            columns={[
              { label: "Purpose" },
              { label: "Answers" },
              { label: "Allowed", num: true },
              { label: "Refused", num: true },
              { label: "Taken back", num: true },
              { label: "Objected or opted out", num: true },
              { label: "By signal", num: true },
            ]}
          >
            {shown.map((one) => (
              <tr key={one.purpose}>
                <Cell wide>
                  <strong>{one.title}</strong> <span className="mono muted">{one.purpose}</span>
                </Cell>
                <Cell label="Answers">
                  <StackedBar parts={partsOf([one])} full={full} />
                </Cell>
                <Cell label="Allowed" num>
                  {one.given}
                </Cell>
                <Cell label="Refused" num>
                  {one.refused}
                </Cell>
                <Cell label="Taken back" num>
                  {one.withdrawn}
                </Cell>
                <Cell label="Objected or opted out" num>
                  {one.objected + one.optedOut}
                </Cell>
                <Cell label="By signal" num>
                  {one.signalled}
                </Cell>
              </tr>
            ))}
          </Table>
        )}
      </Section>
      {shown.length === 0 ? null : <BarLegend parts={partsOf(shown)} />}
    </Page>
  );
}

/** Finds a person without putting the identifier into an address. */
function PersonSearch() {
  const [value, setValue] = useState("");
  const action = useAction();
  const navigate = useNavigate();
  const search = (): void => {
    void action.run(async () => {
      const kind = value.includes("@") ? "email" : value.trim().startsWith("+") ? "phone" : "id";
      const { person } = await call(findPerson, { body: { kind, value } });
      await navigate(`/choices/${person}`);
    });
  };
  return (
    <Section
      title="One person"
      lead="By e-mail address, phone number or your own user id. It is compared by keyed hash."
    >
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <TextField label="Identifier" hideLabel value={value} onChange={setValue} placeholder="ada@example.org" />
        <Button type="submit" busy={action.busy}>
          Look
        </Button>
      </form>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
    </Section>
  );
}
