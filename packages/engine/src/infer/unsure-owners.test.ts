/** Declared keys whose words say nothing of ownership, and people under nouns that nobody wrote down. */
import { describe, expect, it } from "vitest";
import { inferSystem } from "./infer-system.ts";
import { system, table } from "./testing/build-schema.ts";

const people = table("users", { id: "pk", email: "text! unique", password: "text!", name: "text" });
const edgeOf = (inference: ReturnType<typeof inferSystem>, from: string, column: string) =>
  inference.edges.find((edge) => edge.from === from && edge.columns.includes(column));
const subjectsOf = (inference: ReturnType<typeof inferSystem>) =>
  inference.tables.filter(({ kind }) => kind === "subject").map(({ name }) => name);

describe("owners that are declared and unsure", () => {
  it("a key whose words say nothing of it is asked about, and its parts wait for the answer", () => {
    const inference = inferSystem(
      system(
        people,
        table("parcels", { id: "pk", zorgel_id: "int! -> users", weight: "int" }),
        table("wrappings", { id: "pk", parcel_id: "int! -> parcels" }),
      ),
    );
    expect(edgeOf(inference, "parcels", "zorgel_id")).toMatchObject({ role: "owner", confirmed: false });
    expect(inference.findings).toContainEqual(expect.objectContaining({ code: "owner_doubtful", column: "zorgel_id" }));
    expect(edgeOf(inference, "wrappings", "parcel_id")).toMatchObject({ role: "part", confirmed: false });
  });

  it("whoever entered rows of several kinds is asked about, and what they wrote is theirs", () => {
    const kept = { created_by: "int! -> users" };
    const schema = system(
      people,
      table("prices", { id: "pk", amount: "num", ...kept }),
      table("ledgers", { id: "pk", period: "text", ...kept }),
      table("letters", { id: "pk", body: "text!", ...kept }),
    );
    const asked = inferSystem(schema).findings.filter(({ code }) => code === "owner_doubtful");
    expect(asked.map((finding) => finding.table)).toEqual(["prices", "ledgers"]);
    // A line about the name would speak of the letters as well.
    expect(asked[0]?.suggestion).toContain("prices:");
    const things = system(...schema.tables.filter(({ name }) => name !== "letters"));
    const one = inferSystem(things).findings.filter(({ code }) => code === "owner_doubtful");
    expect(new Set(one.map(({ suggestion }) => suggestion.split("\n")[0]))).toEqual(new Set(["naming:"]));
    const without = inferSystem(schema, undefined, { without: ["entered-rows"] });
    expect(without.findings.map(({ code }) => code)).not.toContain("owner_doubtful");
  });

  it("a plain key is no question, and its parts wait for nothing", () => {
    const inference = inferSystem(
      system(
        people,
        table("parcels", { id: "pk", user_id: "int! -> users", weight: "int" }),
        table("wrappings", { id: "pk", parcel_id: "int! -> parcels" }),
      ),
    );
    expect(inference.findings.map(({ code }) => code)).not.toContain("owner_doubtful");
    expect(edgeOf(inference, "parcels", "user_id")).toMatchObject({ role: "owner", confirmed: true });
    expect(edgeOf(inference, "wrappings", "parcel_id")).toMatchObject({ role: "part", confirmed: true });
  });

  it("the figure by whom a ban was set did it, and the ban is no part of it", () => {
    const inference = inferSystem(
      system(
        people,
        table("figures", { id: "pk", user_id: "int! -> users", level: "int" }),
        table("bans", { user_id: "int pk -> users", banned_by: "int! -> figures", reason: "text" }),
      ),
    );
    expect(edgeOf(inference, "bans", "banned_by")?.role).toBe("actor");
  });

  it("a school is no act of the one who is called after it", () => {
    const inference = inferSystem(
      system(
        people,
        table("schools", { id: "pk", schooling_user_id: "int -> users", address: "text" }),
        table("absences", { id: "pk", school_id: "int! -> schools", day: "date" }),
      ),
    );
    expect(edgeOf(inference, "schools", "schooling_user_id")?.role).toBe("actor");
    expect(edgeOf(inference, "absences", "school_id")?.role).not.toBe("part");
  });
});

describe("people under any noun", () => {
  const born = { id: "pk", date_of_birth: "date", gender: "text" };

  it("are those with a birth date and a sex, unless they are animals or somebody's", () => {
    expect(subjectsOf(inferSystem(system(people, table("zorgels", born))))).toContain("zorgels");
    expect(subjectsOf(inferSystem(system(people, table("horses", born))))).not.toContain("horses");
    const theirs = table("zorgels", { ...born, user_id: "int! -> users" });
    expect(subjectsOf(inferSystem(system(people, theirs)))).not.toContain("zorgels");
  });

  it("are those whom a table of people continues under their key", () => {
    const schema = (name: string) =>
      system(
        table(name, { id: "pk", display_name: "text!" }),
        table("individuals", {
          id: `int pk -> ${name}`,
          given_name: "text!",
          family_name: "text!",
          birth_date: "date",
        }),
        table("complaints", { id: "pk", zorgel_id: `int! -> ${name}`, body: "text!" }),
      );
    const inference = inferSystem(schema("zorgels"));
    expect(subjectsOf(inference)).toContain("zorgels");
    expect(edgeOf(inference, "complaints", "zorgel_id")?.role).toBe("owner");
    const without = inferSystem(schema("zorgels"), undefined, { without: ["continued-people"] });
    expect(subjectsOf(without)).not.toContain("zorgels");
  });
});
