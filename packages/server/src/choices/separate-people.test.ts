/** Two people who were taken for one are two again: what each had said counts for each, and a no since then for both. */
import { randomUUID } from "node:crypto";
import type { PersonMerge, PersonSeparation } from "@kept/contract/separations";
import { expect, test } from "vitest";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";
import { createChoiceParts } from "./choice-parts.ts";
import { createSessionVerifier } from "./session-token.ts";
import { createChoicesSlice } from "./slice.ts";
import { choosingKept, SESSION_SECRET, sessionToken } from "./testing/choosing-kept.ts";

async function open(fourEyes = false) {
  const variables = { TEST_SESSION_KEY: SESSION_SECRET };
  const t = await createTestCtx({
    slices: ({ kept, settings, clock }) => [
      createChoicesSlice(
        createChoiceParts({
          kept,
          publicUrl: settings.publicUrl,
          verifySession: createSessionVerifier(kept.choices.session, variables, clock),
          variables,
        }),
      ),
    ],
    kept: { ...choosingKept, requests: { fourEyes: { separations: fourEyes } } },
  });
  const headers = {
    ...(await t.apiKey(["choices:act", "people:read", "decisions:read"])),
    "content-type": "application/json",
  };
  const api = async <T>(method: string, path: string, body?: unknown, as: Record<string, string> = headers) => {
    const response = await t.app.request(path, {
      method,
      headers: as,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  };
  const say = (personId: string, act: string, purpose: string) =>
    api("POST", `/api/people/${personId}/limits`, { act, purpose }).then(({ status }) => expect(status).toBe(200));
  const may = async (person: object, purpose: string) =>
    (await api<{ allowed: boolean; reason: string }>("POST", "/api/decisions/may", { person, purpose })).body;
  const byMail = async (value: string) =>
    (await api<{ person: string; url: string }>("POST", "/api/people/link", { kind: "email", value })).body;
  const session = (claims: object) => api("POST", "/api/choices/open", { session: sessionToken(claims as never) });
  return { t, api, say, may, byMail, session, [Symbol.asyncDispose]: () => t[Symbol.asyncDispose]() };
}

test("identifiers lead to each again, copies count no more, and what was refused since holds for both", async () => {
  await using at = await open();
  const { t, api, say, may } = at;
  const ada = await at.byMail("ada@example.org");
  await say(ada.person, "restricted", "safety");
  await at.session({ sub: "42" });
  t.clock.advance("PT1M");
  // The app says that the address belongs to the account: by mistake.
  await at.session({ sub: "42", email: "ada@example.org", email_verified: true });
  expect((await may({ kind: "id", value: "42" }, "safety")).allowed).toBe(false);
  // A link of before the merge still leads to choices.
  expect((await t.app.request(new URL(ada.url).pathname)).status).toBe(200);
  const { merges } = (await api<{ merges: PersonMerge[] }>("GET", `/api/people/${ada.person}/merges`)).body;
  expect(merges).toMatchObject([{ identifiers: 1, separatedAt: null }]);
  const [merge] = merges as [PersonMerge];
  t.clock.advance("PT1M");
  await say(merge.person, "restricted", "analytics");
  const path = `/api/people/${ada.person}/merges/${merge.id}/separate`;
  const { body: dry } = await api<PersonSeparation>("GET", path);
  expect(dry).toMatchObject({ identifiers: 1, copies: 1, shared: 1 });
  expect((await may({ kind: "id", value: "42" }, "safety")).allowed).toBe(false);
  const done = await api<PersonMerge>("POST", path, { reason: "Two people share an address." });
  expect([done.status, done.body.separatedAt === null]).toEqual([200, false]);
  // Each has their own again.
  expect(merge.other).toBe(ada.person);
  expect((await may({ kind: "id", value: "42" }, "safety")).reason).not.toBe("restricted");
  expect((await may({ kind: "email", value: "ada@example.org" }, "safety")).reason).toBe("restricted");
  for (const person of [
    { kind: "id", value: "42" },
    { kind: "email", value: "ada@example.org" },
  ]) {
    expect((await may(person, "analytics")).allowed).toBe(false);
  }
  expect((await may({ kind: "email", value: "ada@example.org" }, "analytics")).reason).toBe("restricted");
  await t.drain();
  expect(await t.ledgerTypes(ada.person)).toContain("choice.people-separated");
  expect((await api("POST", path, { reason: "Again." })).status).toBe(409);
});

test("a no that was said again since is shared, and what the other had said before is not", async () => {
  await using at = await open();
  const { t, api } = at;
  const ada = await at.byMail("ada@example.org");
  const refuse = async () => {
    const { notice } = (await api<{ notice: object }>("GET", "/api/choices/config?language=en&country=DE")).body;
    const choices = [{ id: randomUUID(), act: "refused", purpose: "analytics" }];
    const said = { surface: "banner", method: "save", notice, choices, session: sessionToken({ sub: "42" }) };
    expect((await api("POST", "/api/choices/events", said)).status).toBe(200);
  };
  await refuse();
  t.clock.advance("PT1M");
  await at.session({ sub: "42", email: "ada@example.org", email_verified: true });
  const { merges } = (await api<{ merges: PersonMerge[] }>("GET", `/api/people/${ada.person}/merges`)).body;
  const [merge] = merges as [PersonMerge];
  t.clock.advance("PT1M");
  await refuse();
  const path = `/api/people/${ada.person}/merges/${merge.id}/separate`;
  expect((await api<PersonMerge>("POST", path, { reason: "Two people share an address." })).status).toBe(200);
  const theirs = await t.ctx.db
    .selectFrom("choice_event")
    .select(["act", "at"])
    .where("person_id", "=", ada.person)
    .execute();
  expect(theirs.map((event) => [event.act, event.at.toISOString() > merge.at])).toEqual([["refused", true]]);
});

test("with four eyes another person does it", async () => {
  await using at = await open(true);
  const ada = await at.byMail("ada@example.org");
  await at.session({ sub: "42" });
  await at.session({ sub: "42", email: "ada@example.org", email_verified: true });
  const { merges } = (await at.api<{ merges: PersonMerge[] }>("GET", `/api/people/${ada.person}/merges`)).body;
  const path = `/api/people/${ada.person}/merges/${merges[0]?.id}/separate`;
  expect((await at.api<PersonMerge>("POST", path, { reason: "Two." })).body).toMatchObject({
    separatedAt: null,
    proposed: { isMine: true },
  });
  expect((await at.api<{ code: string }>("POST", path, { reason: "Two." })).body.code).toBe("separation_same_person");
  const other = { ...(await at.t.apiKey(["choices:act"])), "content-type": "application/json" };
  expect((await at.api<PersonMerge>("POST", path, { reason: "Two." }, other)).body.separatedAt).not.toBeNull();
});
