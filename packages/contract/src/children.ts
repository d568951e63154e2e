/** Children on the wire: the age screen, what parents say, and the case that begins when a child is discovered. */
import * as z from "zod";
import { CaseClockSchema } from "./complaints.ts";
import { LanguageSchema } from "./requests.ts";

/** How somebody learnt that a person is a child. */
export const CHILD_SOURCES = ["birth-date-edit", "support", "parent", "teacher", "content", "other"] as const;
export const CHILD_OUTCOMES = ["erased", "consented", "not_a_child"] as const;
/** What 16 CFR 312.6 lets parents ask. */
export const PARENT_WISHES = ["review", "delete", "refuse"] as const;
/** By what an operator satisfied themselves that somebody is the parent (16 CFR 312.5(b) for consent, 312.6(a)(3)). */
export const PARENT_CHECKS = ["signed-form", "payment-card", "call", "government-id", "account", "other"] as const;

export const ChildPersonSchema = z.object({
  kind: z.enum(["id", "email", "phone"]),
  value: z.string().trim().min(1).max(320),
});

export const ChildCaseSchema = z
  .object({
    id: z.string(),
    reference: z.string(),
    state: z
      .enum(["claimed", "frozen", "erasing", "closed"])
      .meta({ description: "`claimed`: a parent wrote, and an operator has not looked yet." }),
    source: z.enum(CHILD_SOURCES),
    knownAt: z.iso.datetime(),
    dueOn: z.string().nullable().meta({ description: "The earliest safe date of what is still to be met." }),
    windowEndsAt: z.iso.datetime().nullable().meta({
      description: "Until then a parent may consent; then it is erased. Null: nothing happens by itself.",
    }),
    wish: z.enum(PARENT_WISHES).nullable().meta({ description: "What the parent asks; null: no parent wrote." }),
    parentConfirmedAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: "When the parent showed by the link in their mailbox that the address is theirs." }),
    consentSaidAt: z.iso.datetime().nullable().meta({
      description:
        "When the parent said that they allow it. It counts once an operator has checked it and ended the case.",
    }),
    isKnown: z.boolean().meta({ description: "False: a parent's letter does not say who the child is here." }),
    parentVerifiedAt: z.iso.datetime().nullable().meta({
      description:
        "When an operator satisfied themselves that it is the parent: from then on they may see what is held.",
    }),
    accessRequest: z.string().nullable().meta({ description: "The request by which the parent sees what is held." }),
    erasureRequest: z.string().nullable().meta({ description: "The request that erases, like any other." }),
    erasureEnded: z.string().nullable().meta({
      description: "State in which an erasure ended that erased nothing; the data stays frozen until somebody decides.",
    }),
    outcome: z.enum(CHILD_OUTCOMES).nullable(),
    closedAt: z.iso.datetime().nullable(),
    hasContent: z.boolean().meta({ description: "False once who it is about is forgotten." }),
    clocks: z.array(CaseClockSchema),
  })
  .meta({ id: "ChildCase" });

export const ClaimChildSchema = z.object({
  email: z.email().max(320).meta({ description: "Of the parent: where the answer goes." }),
  child: ChildPersonSchema,
  wish: z.enum(PARENT_WISHES),
  text: z.string().trim().max(4000).default(""),
  language: LanguageSchema.default("en"),
});

export const OpenChildCaseSchema = z.object({
  person: ChildPersonSchema,
  source: z.enum(CHILD_SOURCES),
  knownAt: z.iso.datetime({ offset: true }).optional().meta({ description: "Clocks begin here; default: now." }),
  evidence: z.string().trim().min(1).max(2000).meta({ description: "What showed it. Kept sealed until the end." }),
  language: LanguageSchema.default("en"),
});

export const ConfirmChildSchema = z.object({
  person: ChildPersonSchema.optional().meta({
    description: "Who the child is here; needed where the parent's letter does not say it.",
  }),
});

export const EndChildCaseSchema = z.object({
  outcome: z.enum(["consented", "not_a_child"]),
  how: z.enum(PARENT_CHECKS).meta({ description: "By what it was checked (16 CFR 312.5(b) for consent)." }),
});

export const VerifyParentSchema = z.object({
  how: z.enum(PARENT_CHECKS).meta({ description: "By what it was checked (16 CFR 312.6(a)(3))." }),
});

export const ChildContentSchema = z.object({
  person: ChildPersonSchema.nullable(),
  parent: z.string().nullable().meta({ description: "Address of the parent who wrote." }),
  wish: z.string().nullable(),
  evidence: z.string(),
  signature: z.string().nullable().meta({ description: "The name under which the parent said that they allow it." }),
});

export type ChildCase = z.infer<typeof ChildCaseSchema>;
export type ChildContent = z.infer<typeof ChildContentSchema>;
export type ChildPerson = z.infer<typeof ChildPersonSchema>;
export type ParentWish = (typeof PARENT_WISHES)[number];
