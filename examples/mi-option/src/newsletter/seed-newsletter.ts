/** On the first start: some readers said yes, some bought something, some left the list; then an issue goes out. */
import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { getChoicesConfig } from "@kept/contract/choice-endpoints";
import { importSuppressions } from "@kept/contract/message-endpoints";
import { inviteToChoices, recordForPerson } from "@kept/contract/person-endpoints";
import { connectKept, type Kept } from "@kept/sdk/kept";
import type { RunningKept } from "@kept/server/main";
import type { KeptNames } from "../kept-names.ts";
import { type SentIssue, sendNewsletter } from "./send-newsletter.ts";

const ISSUE = {
  name: "first-issue",
  subject: "New in the shop: three things for long evenings",
  text: "Three things came in this week, and the forum has a new corner for repairs.\n\nSee you at mi Option.\n",
};

interface Reader {
  readonly email: string;
  readonly left: boolean;
}

/** @param shop path of the shop's database */
export async function seedNewsletter(running: RunningKept, shop: string): Promise<SentIssue> {
  const apiKey = await running.createApiKey("Newsletter", ["decisions:read", "messages:send", "choices:act"]);
  const kept = connectKept<KeptNames>({ server: running.url, apiKey });
  using database = new DatabaseSync(shop, { readOnly: true });
  const readers = listReaders(database);
  const staying = readers.filter(({ left }) => !left).map(({ email }) => email);
  const leavers = readers.filter(({ left }) => left).map(({ email }) => email);
  const agreed = staying.slice(0, 8);
  await agree(kept, agreed);
  // Whoever left the list before Kept came keeps their no.
  if (leavers.length > 0) await kept.client.call(importSuppressions, { body: { addresses: leavers } });
  const customers = listCustomers(database);
  for (const { email, order, category, country } of customers) {
    const product = category.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    const chance = "given";
    await kept.sales.record({ email, kind: "sale", product, chance, key: `order-${order}`, ...countryOf(country) });
  }
  const silent = staying.slice(8, 14);
  const asked = [...agreed, ...customers.map(({ email }) => email), ...silent, ...leavers];
  return await sendNewsletter(kept, ISSUE, [...new Set(asked)]);
}

/** What the shop's form would have recorded when they subscribed. */
async function agree(kept: Kept<KeptNames>, emails: readonly string[]): Promise<void> {
  const { notice } = await kept.client.call(getChoicesConfig, { query: { language: "en", country: "DE" } });
  for (const value of emails) {
    const { person } = await kept.client.call(inviteToChoices, { body: { kind: "email", value } });
    await kept.client.call(recordForPerson, {
      params: { personId: person },
      body: {
        surface: "form",
        method: "save",
        notice: { hash: notice.hash, language: notice.language },
        region: { country: "DE", method: "declared" },
        choices: [{ id: randomUUID(), act: "given", purpose: "newsletter" }],
      },
    });
  }
}

function listReaders(database: DatabaseSync): readonly Reader[] {
  const rows = database
    .prepare(
      `SELECT email, unsubscribed_at IS NOT NULL AS left FROM newsletter_subscribers
       WHERE confirmed_at IS NOT NULL AND email NOT LIKE 'ada@%' ORDER BY id LIMIT 40`,
    )
    .all();
  return rows.map((row) => ({ email: String(row["email"]), left: row["left"] === 1 }));
}

interface Customer {
  readonly email: string;
  readonly order: number;
  readonly category: string;
  readonly country: string;
}

/** Who bought something, and is not in the list. */
function listCustomers(database: DatabaseSync): readonly Customer[] {
  const rows = database
    .prepare(
      `SELECT accounts.email, max(orders.id) AS "order", products.category, addresses.country_code AS country
       FROM orders
       JOIN accounts ON accounts.id = orders.account_id
       JOIN order_items ON order_items.order_id = orders.id
       JOIN products ON products.id = order_items.product_id
       JOIN addresses ON addresses.id = orders.delivery_address_id
       WHERE accounts.email NOT IN (SELECT email FROM newsletter_subscribers)
       GROUP BY accounts.id ORDER BY accounts.id LIMIT 6`,
    )
    .all();
  return rows.map((row) => ({
    email: String(row["email"]),
    order: Number(row["order"]),
    category: String(row["category"]),
    country: String(row["country"]),
  }));
}

function countryOf(country: string): { country?: string } {
  return /^[A-Z]{2}$/.test(country) ? { country } : {};
}
