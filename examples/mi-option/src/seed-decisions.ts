/** On the first start: decisions that the shop's program made, and one that a person is to look at again. */
import { DatabaseSync } from "node:sqlite";
import { type RecordAutomatedDecision, recordAutomatedDecision } from "@kept/contract/automated-decisions";
import { createRequest } from "@kept/contract/request-endpoints";
import { createClient } from "@kept/sdk/client";
import type { RunningKept } from "@kept/server/main";

const BY = "instalment check 2.4";
const DAY_MS = 86_400_000;

/** What the program came to about each, and why. */
const CASES = [
  { outcome: "Refused: no payment in instalments", late: 3, open: "86.40 EUR", months: 14 },
  { outcome: "Refused: no payment in instalments", late: 2, open: "212.00 EUR", months: 5 },
  { outcome: "Granted: three instalments", late: 0, open: "0.00 EUR", months: 31 },
] as const;

/** Ada's comes first; it is the second person who has asked for a review. */
export async function seedDecisions(running: RunningKept, shop: string): Promise<void> {
  const permissions = ["automated-decisions:record", "requests:read", "requests:act"] as const;
  const apiKey = await running.createApiKey("Instalment check of the example", [...permissions]);
  const client = createClient({ server: running.url, apiKey });
  const people = listBuyers(shop, CASES.length);
  for (const [index, email] of people.entries()) {
    const made = CASES[index];
    if (made === undefined) continue;
    const at = new Date(Date.now() - (index + 2) * DAY_MS).toISOString();
    await client.call(recordAutomatedDecision, {
      body: {
        id: `instalments-${index + 1}`,
        decision: "instalments",
        person: { kind: "email", value: email },
        outcome: made.outcome,
        factors: listFactors(made),
        by: BY,
        involved: [],
        at,
      },
    });
  }
  const [, contesting] = people;
  if (contesting === undefined) return;
  await client.call(createRequest, {
    body: {
      kind: "human-review",
      identifiers: [{ kind: "email", value: contesting }],
      verified: { by: "account", how: "asked from the account" },
      channel: "operator",
    },
  });
}

function listFactors({ late, open, months }: (typeof CASES)[number]): RecordAutomatedDecision["factors"] {
  return [
    { name: "Payments late in the last twelve months", value: String(late), effect: late > 1 ? "against" : "for" },
    { name: "Open sum", value: open, effect: open === "0.00 EUR" ? "for" : "against" },
    { name: "Age of the account in months", value: String(months), effect: months > 12 ? "for" : "neutral" },
  ];
}

/** Ada, whom the README names, and members who buy. */
function listBuyers(shop: string, count: number): readonly string[] {
  using database = new DatabaseSync(shop, { readOnly: true });
  const query = `
    SELECT accounts.email FROM accounts JOIN orders ON orders.account_id = accounts.id
    WHERE accounts.email <> 'bo@example.org'
    GROUP BY accounts.id ORDER BY accounts.email <> 'ada@example.org', count(*) DESC, accounts.id LIMIT ?`;
  return database
    .prepare(query)
    .all(count)
    .map((row) => String(row["email"]));
}
