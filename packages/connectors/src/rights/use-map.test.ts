/** A map that comes to be used while its system is being looked at: what is known is always known under the map that holds. */
import { EMPTY_MAP } from "@kept/engine/map";
import { parseMap } from "@kept/engine/parse-map";
import { expect, test } from "vitest";
import type { RowStore } from "../connector.ts";
import { createTestDatabase } from "../testing/test-database.ts";
import { createRowRights } from "./row-rights.ts";

const AIRLINE = `
  CREATE TABLE zorgel (id INTEGER PRIMARY KEY, full_name VARCHAR(90) NOT NULL);
  CREATE TABLE bookings (id INTEGER PRIMARY KEY, zorgel_id INTEGER NOT NULL REFERENCES zorgel(id), seat VARCHAR(9));`;

const { map: PEOPLE } = parseMap({ tables: { zorgel: { subject: true } } });

async function openAirline(schemaMaxAge: number) {
  const database = await createTestDatabase("sqlite");
  await database.execute(AIRLINE);
  const store = await database.open();
  let looks = 0;
  let then: () => void = () => undefined;
  const counted: RowStore = {
    ...store,
    introspect: async () => {
      looks += 1;
      const schema = await store.introspect();
      then();
      return schema;
    },
  };
  const rights = createRowRights(counted, EMPTY_MAP, { schemaMaxAge });
  const owned = async () => {
    const { index } = await rights.discover();
    return index.model.edges.flatMap(({ from, role }) => (role === "owner" ? [from] : []));
  };
  return {
    rights,
    owned,
    looks: () => looks,
    /** Happens once, when the catalogue has been read and nothing is known of it yet. */
    whenLooked: (what: () => void) => {
      then = () => {
        then = () => undefined;
        what();
      };
    },
    [Symbol.asyncDispose]: async () => {
      await rights[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

test("one that says who is a person while a look is under way is not followed by what was seen under the other", async () => {
  await using airline = await openAirline(30_000);
  airline.whenLooked(() => airline.rights.useMap(PEOPLE));
  expect(await airline.owned()).toEqual(["bookings"]);
  expect(await airline.owned()).toEqual(["bookings"]);
});

test("one that comes while the catalogue is compared is heeded", async () => {
  await using airline = await openAirline(0);
  expect(await airline.owned()).toEqual([]);
  airline.whenLooked(() => airline.rights.useMap(PEOPLE));
  expect(await airline.owned()).toEqual(["bookings"]);
});

test("what was found out under a map before it is used is not found out again", async () => {
  await using airline = await openAirline(30_000);
  expect(await airline.owned()).toEqual([]);
  const before = airline.looks();
  await airline.rights.discoverUnder(PEOPLE);
  airline.rights.useMap(PEOPLE);
  expect(await airline.owned()).toEqual(["bookings"]);
  expect(airline.looks()).toBe(before + 1);
});

test("what was shown of a map is not found out again when it is taken", async () => {
  await using airline = await openAirline(30_000);
  expect(await airline.owned()).toEqual([]);
  const before = airline.looks();
  await airline.rights.discoverUnder(PEOPLE);
  const { map: same } = parseMap({ tables: { zorgel: { subject: true } } });
  const { index } = await airline.rights.discoverUnder(same);
  expect(index.model.edges.map(({ role }) => role)).toEqual(["owner"]);
  expect(airline.looks()).toBe(before + 1);
});
