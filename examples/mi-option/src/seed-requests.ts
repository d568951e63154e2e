/** On the first start: requests in different states, made through the doors that people and operators use. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { approveRequest, createRequest, getRequest, refuseRequest } from "@kept/contract/request-endpoints";
import type { CreateRequest, RequestDetail } from "@kept/contract/requests";
import { createClient } from "@kept/sdk/client";
import type { RunningKept } from "@kept/server/main";

const PATIENCE_MS = 15_000;

/** Answers whether this was the first start. Seeding is finished when it resolves, but for what runs in the background. */
export async function seedRequests(running: RunningKept, folder: string): Promise<boolean> {
  const marker = join(folder, "seeded");
  if (existsSync(marker)) return false;
  const key = await running.createApiKey("Seeds of the example", ["requests:read", "requests:act"]);
  const client = createClient({ server: running.url, apiKey: key });
  const people = listPeople(join(folder, "shop.db"));

  const ask = async (
    kind: CreateRequest["kind"],
    email: string,
    how: CreateRequest["verified"]["by"],
    country?: CreateRequest["country"],
  ) => {
    const verified = { by: how, how: "checked by the desk against the account" } as const;
    const body = { kind, identifiers: [{ kind: "email", value: email }], verified, channel: "operator" } as const;
    const place = country === undefined ? {} : { country };
    return await client.call(createRequest, { body: { ...body, ...place, identifiers: [...body.identifiers] } });
  };
  const settled = async ({ id }: RequestDetail): Promise<RequestDetail> => {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const request = await client.call(getRequest, { params: { requestId: id } });
      if (request.phase !== "underway" || performance.now() > end) return request;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const approve = async (request: RequestDetail) => {
    if (!request.may.approve) return;
    await client.call(approveRequest, {
      params: { requestId: request.id },
      body: { planVersion: request.planVersion },
    });
  };

  const [first = "", second = "", third = "", fourth = "", fifth = ""] = people;
  const made = [
    await ask("access", first, "phone", "DE"),
    await ask("erasure", second, "letter", "US-CA"),
    await ask("access", third, "account", "GB"),
    await ask("erasure", fourth, "account", "DE"),
    await ask("access", fifth, "letter", "FR"),
    await ask("access", "nobody.at.all@example.org", "letter"),
  ];
  const planned = await Promise.all(made.map(settled));
  // The first two wait for a decision; the others show what comes after one.
  const [, , answered, leaving, refused] = planned;
  if (answered !== undefined) await approve(answered);
  if (leaving !== undefined) await approve(leaving);
  if (refused?.may.refuse) {
    const text = "We could not be sure that it was you who wrote. Please write to us from the address of your account.";
    await client.call(refuseRequest, {
      params: { requestId: refused.id },
      body: {
        reason: "identity_unproven",
        text,
        proof: {
          doubt: "The caller named another address than the account's.",
          offered: "A link to the account's address, the same day; it was not used.",
        },
      },
    });
  }
  await askInCentre(running.url, people[5] ?? first);
  writeFileSync(marker, `${new Date().toISOString()}\n`);
  return true;
}

/** A person who has asked and not yet opened the link in their mail. */
async function askInCentre(url: string, email: string): Promise<void> {
  const form = new URLSearchParams({ email });
  await fetch(`${url}/privacy/access`, {
    method: "POST",
    body: form,
    headers: { "sec-fetch-site": "same-origin", origin: url },
    redirect: "manual",
  });
}

/** Members with much to show, other than those whom the README names. */
function listPeople(shop: string): readonly string[] {
  using database = new DatabaseSync(shop, { readOnly: true });
  const query = `
    SELECT accounts.email FROM accounts JOIN posts ON posts.author_id = accounts.id
    WHERE accounts.email NOT IN ('ada@example.org', 'bo@example.org')
    GROUP BY accounts.id ORDER BY count(*) DESC, accounts.id LIMIT 6`;
  return database
    .prepare(query)
    .all()
    .map((row) => String(row["email"]));
}
