/** What is unclear in a system, and what stops erasure first. */
import type { SystemDetail } from "@kept/contract/systems";
import { FindingList } from "../requests/finding-list.tsx";
import { LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Section } from "../ui/page.tsx";

export function FindingsView({ system }: { readonly system: SystemDetail }) {
  if (system.findingList.length === 0) {
    return (
      <Section title="Findings">
        <EmptyState title="Nothing is unclear">
          <p>Every table that looks personal is classified, and every edge that matters is confirmed.</p>
        </EmptyState>
      </Section>
    );
  }
  const sorted = system.findingList.toSorted((left, right) => Number(right.blocks) - Number(left.blocks));
  return (
    <Section
      title={system.blockingFindings === 0 ? "Notes" : "Findings"}
      lead={
        system.blockingFindings === 0
          ? "None of them stands in the way of a request."
          : "Those that are marked in amber stop erasure until they are answered. Answer what is asked, copy a suggestion into the map, or accept the proposal."
      }
      actions={
        system.questions === 0 ? undefined : (
          <LinkButton small icon={icons.next} to="?view=questions">
            {system.questions === 1 ? "Answer 1 question" : `Answer ${system.questions} questions`}
          </LinkButton>
        )
      }
    >
      <FindingList findings={sorted} system={system.system} />
    </Section>
  );
}
