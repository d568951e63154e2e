/** What directions, channels and outcomes of instructions are called. */
import type { Instruction } from "@kept/contract/instructions";
import type { BadgeTone } from "../ui/badge.tsx";

export const DIRECTION_TEXTS = {
  received: { label: "To us", says: "A controller had us do it, as its processor" },
  given: { label: "By us", says: "We had a processor do it" },
} as const satisfies Record<Instruction["direction"], { label: string; says: string }>;

export const CHANNEL_TEXTS = {
  contract: "Contract",
  letter: "Letter",
  mail: "E-mail",
  phone: "Telephone",
  protocol: "OpenDSR",
  other: "Otherwise",
} as const satisfies Record<Instruction["channel"], string>;

export const OUTCOME_TEXTS = {
  "carried-out": { label: "Carried out", tone: "ok" },
  withdrawn: { label: "Withdrawn", tone: "plain" },
  unlawful: { label: "Unlawful: said so at once", tone: "danger" },
  "outside-contract": { label: "Outside the contract", tone: "warn" },
} as const satisfies Record<NonNullable<Instruction["outcome"]>, { label: string; tone: BadgeTone }>;

/** Where an instruction stands, in a word. */
export function describeState({ outcome }: Pick<Instruction, "outcome">): { label: string; tone: BadgeTone } {
  return outcome === null ? { label: "Open", tone: "info" } : OUTCOME_TEXTS[outcome];
}
