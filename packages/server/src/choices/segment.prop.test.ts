/** The decision in SQL is the decision: on generated people, the segment is exactly those for whom `decide` says yes. */
import { CHOICE_ACTS } from "@kept/engine/choices/acts";
import { emptyState, foldEntries } from "@kept/engine/choices/choice-state";
import { decide } from "@kept/engine/choices/decide";
import type { Regime } from "@kept/engine/choices/regime-rules";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isoInstant } from "../platform/clock.ts";
import { jsonb } from "../platform/db/columns.ts";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";
import { createChoiceParts } from "./choice-parts.ts";
import { answersOf, listPlaces } from "./gate-answers.ts";
import { foldIntoState, readStates, type StoredEntry } from "./queries.ts";
import { readSegment } from "./read-segment.ts";
import { createAnswerMemory, readAnswersPage } from "./snapshot-pages.ts";
import { choosingKept, SESSION_SECRET } from "./testing/choosing-kept.ts";

const PURPOSES = ["newsletter", "analytics", "safety", "bookkeeping", "club", "fresh", "notices", "notices"] as const;
const minute = fc
  .tuple(fc.constantFrom("21", "22", "22"), fc.integer({ min: 0, max: 59 }))
  .map(([day, value]) => `2026-11-${day}T09:${String(value).padStart(2, "0")}:00.000Z`);
const entry: fc.Arbitrary<StoredEntry> = fc.record({
  purpose: fc.constantFrom(...PURPOSES, "*"),
  channel: fc.constantFrom("", "", "email", "sms"),
  topic: fc.constantFrom("", "", "news"),
  act: fc.constantFrom(...CHOICE_ACTS.map((row) => row.act)),
  at: minute,
  event: fc.uuid(),
  until: fc.option(fc.constantFrom("2026-11-22T09:30:00.000Z", "2027-11-22T09:30:00.000Z"), { nil: null }),
  byParent: fc.boolean(),
  told: fc.boolean(),
  noticeHash: fc.constant(null),
  recordId: fc.constant("rec_test"),
});
const person = fc.record({
  regime: fc.constantFrom<Regime>("eea", "uk", "ch", "us-ca", "default"),
  bornBy: fc.option(
    fc.constantFrom("1990-01-01", "2010-11-22", "2010-11-23", "2011-11-22", "2012-02-29", "2015-01-01"),
    {
      nil: null,
    },
  ),
  country: fc.constantFrom(null, "AT", "FR", "GP", "PT", "DE"),
  entries: fc.array(entry, { maxLength: 12 }),
});
const QUESTIONS = [
  { purpose: "newsletter", channel: "email" },
  { purpose: "newsletter", channel: "sms", topic: "news" },
  { purpose: "analytics" },
  { purpose: "safety" },
  { purpose: "bookkeeping" },
  { purpose: "club" },
  { purpose: "fresh" },
  { purpose: "notices" },
  { purpose: "newsletter" },
  { purpose: "analytics", recipient: "ads" },
] as const;

/** Each run is a database of people: all of them in CI. */
const numRuns = process.env["KEPT_TEST_LARGE"] === undefined ? 16 : 40;

test("a segment is everyone for whom the decision is yes", { timeout: 180_000 }, async () => {
  const plain = { title: "x", categories: ["name"], retention: "x" };
  await using t = await createTestCtx({
    kept: {
      ...choosingKept,
      purposes: {
        ...choosingKept.purposes,
        club: { ...plain, basis: { default: "contract", ch: "consent" }, dependsOn: ["safety", "newsletter"] },
        notices: {
          ...plain,
          basis: { default: "legal-obligation", ch: "legitimate-interests" },
          basisChange: { from: "consent", on: "2026-11-21", reason: "A law of this year demands them." },
        },
        fresh: { ...plain, basis: { default: "legitimate-interests" }, needsNotice: true, directMarketing: true },
      },
    },
    settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } },
  });
  const parts = createChoiceParts({
    kept: t.parts.kept,
    publicUrl: "",
    verifySession: () => Promise.reject(new Error("not asked")),
    variables: {},
  });
  const { policy } = parts;
  const at = isoInstant(t.clock.now());
  const seen = { yes: 0, no: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 20, maxLength: 60 }), async (people) => {
      await t.ctx.db.deleteFrom("choice_state").execute();
      await t.ctx.db.deleteFrom("person").execute();
      const ids = people.map((_, index) => `per_${String(index).padStart(26, "0")}`);
      await t.ctx.transaction(async (tx) => {
        for (const [index, { regime, bornBy, country, entries }] of people.entries()) {
          const id = ids[index] ?? "";
          const region = country === null ? null : jsonb({ country, method: "declared" });
          await tx.db
            .insertInto("person")
            .values({ person_id: id, created_at: at, regime, born_by: bornBy, region })
            .execute();
          await foldIntoState(tx, id, foldEntries(emptyState(regime), entries).entries as StoredEntry[]);
        }
      });
      const states = await readStates(t.ctx, ids);
      for (const [index, { regime, entries }] of people.entries()) {
        // The table holds what the engine folds.
        const folded = foldEntries(emptyState(regime), entries).entries;
        const stored = foldEntries(emptyState(regime), states.get(ids[index] ?? "")?.entries ?? []).entries;
        expect(stored).toEqual(folded);
      }
      const places = listPlaces(policy);
      const memory = createAnswerMemory(policy, places, at);
      // The second time everything comes from memory.
      for (const after of ["per_", "per_"]) {
        const page = await readAnswersPage(t.ctx, memory, after, 100);
        expect(page.map(({ personId }) => personId)).toEqual(ids);
        for (const { personId, answers } of page) {
          const state = states.get(personId);
          expect(answers).toEqual(state === undefined ? [] : answersOf(policy, places, state, at));
        }
      }
      for (const question of QUESTIONS) {
        const expected = ids.filter((id) => {
          const state = states.get(id);
          return state !== undefined && decide(policy, state, question, at).allowed;
        });
        const reached: string[] = [];
        let after: string | undefined;
        do {
          const page = await readSegment(t.ctx, parts, {
            ...question,
            limit: 7,
            ...(after === undefined ? {} : { after }),
          });
          reached.push(...page.people);
          after = page.next ?? undefined;
        } while (after !== undefined);
        expect({ question, reached }).toEqual({ question, reached: expected });
        seen.yes += expected.length;
        seen.no += ids.length - expected.length;
      }
    }),
    { numRuns },
  );
  // Neither side was trivial.
  expect(seen.yes).toBeGreaterThan(numRuns * 15);
  expect(seen.no).toBeGreaterThan(numRuns * 15);
});
