/** The tabs of the inbox: messages by what they want, and text messages beside them. */
import type { InboxFilter } from "@kept/contract/mailbox";
import type { Tab } from "../ui/tabs.tsx";
import { FILTER_TEXTS, FILTERS } from "./inbox-texts.ts";

interface InboxTabs {
  readonly counts: Readonly<Record<InboxFilter, number>>;
  /** Text messages that wait. */
  readonly texts: number;
  /** Null: none of them, as where the messages about one request are listed. */
  readonly active: InboxFilter | "texts" | null;
}

export function listTabs({ counts, texts, active }: InboxTabs): readonly Tab[] {
  return [
    ...FILTERS.map((filter) => ({
      label: FILTER_TEXTS[filter],
      to: `/inbox?${new URLSearchParams({ filter })}`,
      active: active === filter,
      count: counts[filter],
      alert: filter === "triage",
    })),
    { label: "Text messages", to: "/inbox/texts", active: active === "texts", count: texts, alert: true },
  ];
}
