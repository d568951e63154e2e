/** Sales on the wire: what a soft opt-in to advertising rests on (Art. 13(2) of Directive 2002/58/EC). */
import * as z from "zod";
import { endpoint } from "./endpoint.ts";
import { defineEntries } from "./entries.ts";

export const SALE_KINDS = ["sale", "negotiation"] as const;
export const REFUSAL_CHANCES = ["none", "given", "refused"] as const;

const RecordSaleSchema = z.object({
  email: z.email().max(320).meta({ description: "The address that they gave with it" }),
  kind: z.enum(SALE_KINDS).meta({ description: "`negotiation`: an offer was asked for, nothing was bought yet" }),
  product: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/)
    .meta({ description: "Your name of what it was of; streams name those to which theirs are similar" }),
  chance: z.enum(REFUSAL_CHANCES).meta({
    description: "Whether they could refuse advertising there, clearly, easily and free, and whether they did",
  }),
  at: z.iso.datetime().optional().meta({ description: "Default: now" }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .meta({ description: "Of the bill: whose rules hold, where nothing better is known" }),
  key: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: "Makes it one sale however often it is sent: your order number" }),
});

export const recordSale = endpoint({
  id: "sales.record",
  method: "post",
  path: "/api/sales",
  summary: "Record a sale by which an address came in",
  description:
    "Streams with `softOptIn` may then write to it about similar products of yours, as far as the law of the person's country allows that without a yes, and until they say no. The address is kept as a keyed hash.",
  body: RecordSaleSchema,
  responses: { 200: z.object({ sale: z.string(), person: z.string() }) },
  errors: ["choice_time_wrong", "unsupported_media_type", "invalid_json"],
  access: "choices:act",
  ledger: "sale.recorded",
  example: {
    body: {
      email: "ada@example.org",
      kind: "sale",
      product: "tools",
      chance: "given",
      country: "DE",
      key: "order-4711",
    },
    response: { sale: "sal_01jd0000000000000000000000", person: "per_01jd0000000000000000000000" },
  },
});

export const saleEndpoints = [recordSale] as const;

export const saleEntries = defineEntries({
  "sale.recorded": {
    title: "Sale recorded by which an address came in",
    data: z.object({ kind: z.enum(SALE_KINDS), product: z.string(), chance: z.enum(REFUSAL_CHANCES) }),
  },
  "sale.forgotten": { title: "Sales forgotten after their time", data: z.object({ count: z.int() }) },
});

export type RecordSale = z.output<typeof RecordSaleSchema>;
