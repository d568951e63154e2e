/** The tabs of the inbox: messages by what they want, letters and texts alike. */
import type { InboxFilter } from "@kept/contract/mailbox";
import type { Tab } from "../ui/tabs.tsx";
import { FILTER_TEXTS, FILTERS } from "./inbox-texts.ts";

interface InboxTabs {
  readonly counts: Readonly<Record<InboxFilter, number>>;
  /** Null: none of them, as where the messages about one request are listed. */
  readonly active: InboxFilter | null;
}

export function listTabs({ counts, active }: InboxTabs): readonly Tab[] {
  return FILTERS.map((filter) => ({
    label: FILTER_TEXTS[filter],
    to: `/inbox?${new URLSearchParams({ filter })}`,
    active: active === filter,
    count: counts[filter],
    alert: filter === "triage",
  }));
}
