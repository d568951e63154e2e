/** The acts of which the record of choices is made, by name. What they mean is the engine's table. */

/** What people, and surfaces on their behalf, may say. */
export const SAYABLE_ACT_NAMES = [
  "requested",
  "deferred",
  "given",
  "refused",
  "withdrawn",
  "renewed",
  "objected",
  "objection-ended",
  "opted-out",
  "opted-in",
] as const;

/** Every act; the others are time's, the operator's or a browser's. */
export const CHOICE_ACT_NAMES = [
  ...SAYABLE_ACT_NAMES,
  "expired",
  "signalled",
  "notified",
  "objection-overruled",
  "restricted",
  "restriction-lifted",
  "frozen",
  "unfrozen",
] as const;

export type SayableActName = (typeof SAYABLE_ACT_NAMES)[number];
export type ChoiceActName = (typeof CHOICE_ACT_NAMES)[number];
