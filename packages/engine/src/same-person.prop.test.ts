/** One person in several rows, on random schemas. */
import { expect, test } from "vitest";
import { check, numRuns, open, planned, reached } from "./testing/random-rights.ts";
import { user } from "./testing/rights-bench.ts";

test("somebody in several rows that the map calls the same is one person, whichever of these a right starts from", () => {
  let compared = 0;
  check((drawn) => {
    const { bench, person } = open(drawn);
    const own = reached(bench, person, ["own"]);
    const account = (bench.store.tables.get("accounts") ?? []).find(({ id }) => own.has(`accounts ${id}`));
    if (account === undefined) return;
    compared += 1;
    const other = bench.fork();
    const byAccount = other.erase(user(account["id"] ?? "", "accounts"));
    const byUser = bench.erase(user(person));
    expect([...planned(byAccount)].sort()).toEqual([...planned(byUser)].sort());
    expect(other.store.dump()).toEqual(bench.store.dump());
    expect(bench.verify(byAccount)).toEqual([]);
  });
  expect(compared).toBeGreaterThan(numRuns / 10);
});

test("somebody known in several tables by one address is found by it as one person, or not at all", () => {
  const seen = { found: 0, ambiguous: 0 };
  check((drawn) => {
    const { bench, person } = open(drawn);
    const found = bench.find({
      identifiers: [{ kind: "email", value: `mail-users-${person}-@example.org` }],
    });
    const codes = found.findings.map(({ code, table }) => `${code} ${table}`);
    if (codes.length > 0) {
      // Two contacts may share an address, unless the map says that whoever has it is one person.
      expect(codes).toEqual(["person_ambiguous contacts"]);
      expect(drawn.plan.same?.stated).toBe(false);
      seen.ambiguous += 1;
      return;
    }
    if (found.subjects.length > 1) seen.found += 1;
    const other = bench.fork();
    expect([...planned(other.erase(found.subjects))].sort()).toEqual([...planned(bench.erase(user(person)))].sort());
    expect(other.store.dump()).toEqual(bench.store.dump());
  });
  expect(seen.found).toBeGreaterThan(numRuns / 10);
  expect(seen.ambiguous).toBeLessThan(seen.found);
});
