/** What states of imports are called, and what is shown of one. */
import type { Import, ImportState } from "@kept/contract/imports";
import { formatBytes } from "../requests/format-bytes.ts";
import type { BadgeTone } from "../ui/badge.tsx";

export const IMPORT_STATE_TEXTS = {
  waiting: { label: "Waits for the person", tone: "plain" },
  receiving: { label: "Coming in", tone: "info" },
  complete: { label: "To be collected", tone: "warn" },
  collected: { label: "Collected", tone: "ok" },
  refused: { label: "Refused by the person", tone: "plain" },
  expired: { label: "Destroyed after its time", tone: "plain" },
} as const satisfies Record<ImportState, { label: string; tone: BadgeTone }>;

/** "12 items, 1.4 MB"; what came once stays told when it is destroyed. */
export function describeSize({ items, bytes }: Pick<Import, "items" | "bytes">): string {
  if (items === 0) return "nothing yet";
  return `${items.toLocaleString("en")} ${items === 1 ? "item" : "items"}, ${formatBytes(bytes)}`;
}

/** What is received can be looked at from the person's yes until it is destroyed. */
export function isHeld({ state }: Pick<Import, "state">): boolean {
  return state === "receiving" || state === "complete";
}
