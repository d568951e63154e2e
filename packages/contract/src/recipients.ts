/** Recipients on the wire: on which grounds data may go to them, and how they are told of what became of it (Art. 19 GDPR). */
import * as z from "zod";
import { PersonRefSchema } from "./decisions.ts";

/**
 * What a ground rests on: a purpose whose decision allows it now, the belief that it is necessary, in words, or a transfer that
 * the person has authorised.
 */
export type DisclosureNeed = "purpose" | "necessity" | "transfer";

export interface DisclosureGround {
  readonly ground: string;
  /** The clause of the policy that names it. */
  readonly clause: string;
  readonly title: string;
  readonly needs: DisclosureNeed;
}

/** The closed list: a disclosure on a ground that is not here cannot be recorded, so it cannot happen. */
export const DISCLOSURE_GROUNDS = [
  ground("legal-duty", "R-4.1.a", "A legal duty", "necessity"),
  ground("own-rights", "R-4.1.b", "Protection of the company's rights or property", "necessity"),
  ground("illegal-acts", "R-4.1.c", "Prevention or investigation of illegal acts", "necessity"),
  ground("safety", "R-4.1.d", "Safety of users or the public", "necessity"),
  ground("liability", "R-4.1.e", "Protection against legal responsibility", "necessity"),
  ground("consent", "R-4.2", "Consent, for the purposes of its notice", "purpose"),
  ground("task", "R-4.3", "What a recipient needs for its task", "purpose"),
  ground("business-transfer", "R-4.4.a", "Merger, sale or insolvency", "necessity"),
  ground("portability", "R-8.4.6b", "The person had it sent to another controller", "transfer"),
] as const satisfies readonly DisclosureGround[];

/** The row of a ground; throws for a name that no row has. */
export function disclosureGround(name: string): DisclosureGround {
  const found = DISCLOSURE_GROUNDS.find((row) => row.ground === name);
  if (found === undefined) throw new Error(`There is no ground of disclosure named ${name}.`);
  return found;
}

/**
 * What recipients are told of, by the act of a kind of request. An act that is not here changes nothing that others hold.
 * `openDsr`: the type of subject request of OpenDSR 2.0; null: it has none, and our `extensions` block carries it.
 */
export const TOLD_ACTS = [
  { act: "erase", event: "erasure", openDsr: "erasure" },
  { act: "rectify", event: "rectification", openDsr: null },
  { act: "restrict", event: "restriction", openDsr: null },
  /** The end of a restriction: told to those who were told of it. */
  { act: "lift", event: "lift", openDsr: null },
  /** An erasure was taken back: told to those who were told of it. */
  { act: "undo", event: "undo", openDsr: null },
] as const;

export type ToldEvent = (typeof TOLD_ACTS)[number]["event"];

/** What recipients are told when an act was carried out; null: nothing. */
export function toldAct(act: string): (typeof TOLD_ACTS)[number] | null {
  return TOLD_ACTS.find((row) => row.act === act) ?? null;
}

const ToldEventSchema = z.enum(TOLD_ACTS.map((row) => row.event));
const DisclosureGroundSchema = z.enum(DISCLOSURE_GROUNDS.map((row) => row.ground));

export const RecordDisclosureSchema = z
  .object({
    person: PersonRefSchema,
    recipient: z.string().min(1).max(64).meta({ description: "A name of `recipients` in the configuration." }),
    ground: DisclosureGroundSchema,
    purpose: z.string().min(1).max(64).optional().meta({
      description: "For the grounds `consent` and `task`: whose decision must allow it now.",
    }),
    categories: z.array(z.string().min(1).max(64)).min(1).max(50),
    necessity: z.string().trim().min(1).max(2000).optional().meta({
      description: "For every other ground: why it is believed to be necessary. Kept sealed.",
    }),
  })
  .strict();

export const DisclosureSchema = z.object({
  id: z.string(),
  person: z.string(),
  recipient: z.string(),
  ground: DisclosureGroundSchema,
  purpose: z.string().nullable(),
  categories: z.array(z.string()),
  at: z.iso.datetime(),
});

/** `by-hand`: no channel, or nothing by which the recipient would know the person; an operator tells it and records the answer. */
export const ChannelKindSchema = z.enum(["webhook", "opendsr", "email", "by-hand"]);

/** `sent`: it has the notice and its answer is awaited. */
export const NoticeStateSchema = z.enum(["waiting", "sent", "answered", "failed", "not-told"]);

/** What a recipient says: it did it, it holds nothing, it cannot. */
export const NoticeAnswerSchema = z.enum(["done", "nothing-held", "cannot"]);

/** Why a recipient was not told, by an operator's decision (Art. 19 GDPR). */
export const NotToldReasonSchema = z.enum(["impossible", "disproportionate"]);

export const RecipientNoticeSchema = z.object({
  id: z.string(),
  recipient: z.string(),
  name: z.string().meta({ description: "As the configuration names it." }),
  event: ToldEventSchema,
  categories: z.array(z.string()).meta({ description: "Which kinds of data it is told of; none: all of them." }),
  channel: ChannelKindSchema,
  state: NoticeStateSchema,
  basis: z.enum(["configured", "disclosed"]).meta({
    description: "Why it is told: a purpose of the configuration gives it data, or a recorded disclosure did.",
  }),
  attempts: z.int().nonnegative(),
  problem: z.string().nullable().meta({ description: "Code of what stood in the way of the last try." }),
  createdAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  isLate: z.boolean(),
  toldAt: z.iso.datetime().nullable(),
  settledAt: z.iso.datetime().nullable(),
  answer: NoticeAnswerSchema.nullable(),
  reason: z
    .enum([...NotToldReasonSchema.options, "undone"])
    .nullable()
    .meta({
      description:
        "`undone`: the erasure was taken back, or the restriction lifted, before the recipient had been told of it.",
    }),
  words: z.string().nullable().meta({ description: "What the recipient or the operator wrote." }),
});

/** A notice with the request that it came of, for lists over all requests. */
export const OpenNoticeSchema = RecipientNoticeSchema.extend({
  requestId: z.string(),
  reference: z.string().meta({ description: "Of the request, for people." }),
});

export const SettleNoticeSchema = z.discriminatedUnion("outcome", [
  z
    .object({
      outcome: z.literal("answered"),
      answer: NoticeAnswerSchema,
      words: z.string().trim().max(2000).default(""),
    })
    .strict(),
  z
    .object({
      outcome: z.literal("not-told"),
      reason: NotToldReasonSchema,
      words: z.string().trim().min(1).max(2000).meta({ description: "The facts behind the reason." }),
    })
    .strict(),
  z.object({ outcome: z.literal("try-again") }).strict(),
]);

export type RecordDisclosure = z.infer<typeof RecordDisclosureSchema>;
export type RecipientNotice = z.infer<typeof RecipientNoticeSchema>;
export type OpenNotice = z.infer<typeof OpenNoticeSchema>;
export type NoticeState = z.infer<typeof NoticeStateSchema>;
export type NoticeAnswer = z.infer<typeof NoticeAnswerSchema>;
export type ChannelKind = z.infer<typeof ChannelKindSchema>;
export type SettleNotice = z.infer<typeof SettleNoticeSchema>;

function ground<G extends string>(
  name: G,
  clause: string,
  title: string,
  needs: DisclosureNeed,
): DisclosureGround & { readonly ground: G } {
  return { ground: name, clause, title, needs };
}
