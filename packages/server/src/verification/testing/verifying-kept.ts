/** A configuration with every way of showing who one is, for tests on the shop. */
import type { KeptConfigInput } from "../../kept-config.ts";

export const SMS_SECRET = "7a".repeat(32);

export const verifyingKept = {
  sms: { sender: { kind: "outbox" }, from: "Example", incoming: { secret: { env: "SMS_SECRET" } } },
  verification: {
    questions: {
      "last-order": {
        title: { en: "On which day was your last order?", de: "An welchem Tag war Ihre letzte Bestellung?" },
        system: "shop",
        table: "orders",
        column: "created_at",
        newestBy: "created_at",
        form: "day",
      },
      "an-invoice": {
        title: "The amount of an invoice",
        system: "shop",
        table: "invoices",
        column: "amount",
        form: "amount",
      },
      street: { title: "Your street and number", system: "shop", table: "orders", column: "address", form: "word" },
    },
    phone: { system: "shop", table: "users", column: "phone" },
    documents: true,
  },
} as const satisfies Partial<KeptConfigInput>;
