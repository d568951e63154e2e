/** Why a list of requests is empty, and where requests come from. */
import type { RequestPhase } from "@kept/contract/request-states";
import { LinkButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/page.tsx";

const TEXTS = {
  needs_decision: {
    title: "Nothing waits for a decision",
    text: "When a person has proven who they are and every system has been searched, their request comes here with its plan: which rows, and what will become of each.",
  },
  underway: {
    title: "Nothing is underway",
    text: "Requests are here while systems are searched, during the waiting period after an approval, and while a plan runs. They move on by themselves.",
  },
  unverified: {
    title: "Nobody has still to show who they are",
    text: "A request from the privacy centre starts with a link to the person's own address. Until they open it no system is searched, and after a while the request lapses.",
  },
  closed: {
    title: "Nothing has been closed yet",
    text: "Here is everything that was fulfilled, refused or cancelled, each with its receipt and its entries in the ledger.",
  },
  due: {
    title: "Nothing is due",
    text: "Open requests whose identity is proven stand here, the most urgent first, by the earliest date that can be argued.",
  },
} as const satisfies Record<RequestPhase | "due", { title: string; text: string }>;

interface NoRequestsProps {
  readonly phase: RequestPhase | "due" | null;
  readonly searching: boolean;
  readonly filtered: boolean;
}

export function NoRequests({ phase, searching, filtered }: NoRequestsProps) {
  if (searching) {
    return (
      <EmptyState title="No request matches" action={<LinkButton to="/requests">Show all requests</LinkButton>}>
        <p>
          Search by a reference such as K7QM-3F2X, or by a whole identifier: ada@example.org finds, ada does not.
          Identifiers are stored so that they can only be compared as a whole, and are purged after their time.
        </p>
      </EmptyState>
    );
  }
  const text = TEXTS[phase ?? "needs_decision"];
  return (
    <EmptyState title={text.title}>
      <p>{text.text}</p>
      {filtered ? <p>Only one kind is shown; choose “All kinds” to see the others.</p> : null}
      {phase === "needs_decision" ? (
        <p>
          People exercise their rights at the <a href="/privacy">privacy centre</a>. What comes by telephone or letter
          you enter here.
        </p>
      ) : null}
    </EmptyState>
  );
}
