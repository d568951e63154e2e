/** The uses of somebody's data that their request is about: what was recorded at once, and what it came to. */
import type { RequestChoice, RequestDetail } from "@kept/contract/requests";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { Facts } from "../ui/facts.tsx";
import { Section } from "../ui/page.tsx";

const OUTCOMES = {
  standing: { label: "Stopped, to be weighed", tone: "accent" },
  upheld: { label: "Stopped", tone: "ok" },
  overruled: { label: "Goes on", tone: "danger" },
  "taken-back": { label: "Taken back", tone: "plain" },
} as const satisfies Record<RequestChoice["outcome"], { label: string; tone: BadgeTone }>;

export function ChoicesView({ request }: { readonly request: RequestDetail }) {
  if (request.choices.length === 0) return null;
  return (
    <Section title="Uses of their data" lead="Recorded the moment the request counted: every gate denies them since.">
      <Facts
        facts={request.choices.map(({ purpose, outcome, weighed }) => ({
          name: purpose,
          value: (
            <>
              <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].label}</Badge>
              {weighed ? null : <span className="muted"> Nobody may outweigh it.</span>}
            </>
          ),
        }))}
      />
    </Section>
  );
}
