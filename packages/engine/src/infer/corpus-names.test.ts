/** What the declared keys of many public applications have shown, each rule in as few tables as show it. */
import { describe, expect, it } from "vitest";
import { type Evidence, inclusionKey } from "./evidence.ts";
import { inferSystem } from "./infer-system.ts";
import type { RuleName } from "./rules.ts";
import { system, table } from "./testing/build-schema.ts";

const people = (name = "users") => table(name, { id: "pk", email: "text! unique", password: "text!", name: "text" });
const included = (pairs: Readonly<Record<string, number>>): Evidence => ({
  samples: [],
  inclusion: new Map(
    Object.entries(pairs).map(([pair, share]) => {
      const [table = "", column = "", inTable = "", inColumn = ""] = pair.split(/\.|->/);
      return [inclusionKey({ table, column, inTable, inColumn }), share];
    }),
  ),
});

/** References and roles, with all rules or without one. */
function read(schema: ReturnType<typeof system>, evidence?: Evidence, without: readonly RuleName[] = []) {
  return inferSystem(schema, evidence, { without }).edges.map(
    (edge) => `${edge.from}.${edge.columns.join("+")} -> ${edge.to} ${edge.role}`,
  );
}

describe("names in the schemas of many applications", () => {
  it("borrowed keys: user_id of preferences is the key of users, there and elsewhere", () => {
    const schema = system(
      people("auth_user"),
      table("users_profile", { user_id: "int! pk", biography: "text" }),
      table("award", { id: "pk", user_id: "int!" }),
      table("badge", { id: "pk", title: "text" }),
    );
    const all = read(schema);
    expect(all).toContain("award.user_id -> auth_user owner");
    expect(all).toContain("users_profile.user_id -> auth_user part");
    expect(read(schema, undefined, ["borrowed-keys"])).not.toContain("award.user_id -> auth_user owner");
  });

  it("counts: how many subscribers there are is no subscriber", () => {
    const schema = system(
      people(),
      table("statistics", { id: "pk", subscribers: "int!", num_students: "int!", total_patients: "int!" }),
    );
    expect(read(schema)).toEqual([]);
    expect(read(schema, undefined, ["counts"])).not.toEqual([]);
  });

  it("sure agents: a key of a proofreader is one of people, though nothing was read", () => {
    const schema = system(people(), table("galleys", { id: "pk", radiologist_id: "int", sensor_id: "int" }));
    expect(read(schema)).toEqual(["galleys.radiologist_id -> users owner"]);
    expect(read(schema, undefined, ["sure-agents"])).toEqual([]);
  });

  it("other authors: of articles none is a preprint's author, where the values say so", () => {
    const schema = system(
      people(),
      table("preprint_author", { id: "pk", name: "text!", email: "text" }),
      table("article", { id: "pk", author_id: "int!", body: "text!" }),
    );
    const evidence = included({
      "article.author_id->preprint_author.id": 0.2,
      "article.author_id->users.id": 1,
    });
    expect(read(schema, evidence)).toContain("article.author_id -> users owner");
    expect(read(schema, evidence, ["other-authors"])).not.toContain("article.author_id -> users owner");
  });

  it("kinds of roles: editor_type beside editor_id says what kind of editor, unless its values name tables", () => {
    const schema = system(people(), table("assignment", { id: "pk", editor_id: "int!", editor_type: "text!" }));
    const typed = (...values: string[]): Evidence => ({
      ...included({ "assignment.editor_id->users.id": 1 }),
      samples: [{ table: "assignment", column: "editor_type", values }],
    });
    expect(read(schema, typed("section", "chief"))).toEqual(["assignment.editor_id -> users actor"]);
    expect(read(schema, typed("section", "chief"), ["kinds-of-roles"])).toEqual([]);
    expect(read(schema, typed("section", "agent"))).toEqual([]);
  });

  it("known by: created_by may hold user names", () => {
    const users = table("users", { id: "pk", username: "text! unique", email: "text! unique", password: "text!" });
    const schema = system(users, table("widgets", { id: "pk", created_by: "text!", title: "text" }));
    const evidence = included({ "widgets.created_by->users.username": 1 });
    expect(read(schema, evidence)).toEqual(["widgets.created_by -> users owner"]);
    expect(read(schema, evidence, ["known-by"])).toEqual([]);
    expect(read(schema, included({ "widgets.created_by->users.username": 0.5 }))).toEqual([]);
  });

  it("named contacts: whom many things are about is somebody, though addresses stand elsewhere", () => {
    const about = (name: string) => table(name, { id: "pk", contact_id: "int!", text: "text" });
    const schema = system(
      table("contacts", { id: "pk", name: "text", language: "text" }),
      ...["calls", "notes", "flows"].map(about),
    );
    expect(read(schema)).toContain("notes.contact_id -> contacts owner");
    expect(inferSystem(schema).tables.find(({ name }) => name === "contacts")?.kind).toBe("subject");
    expect(read(schema, undefined, ["named-contacts"])).not.toContain("notes.contact_id -> contacts owner");
  });

  it("for all: whoever made a role does not own it", () => {
    const schema = system(people(), table("roles", { id: "pk", label: "text!", created_by: "int!" }));
    expect(read(schema)).toEqual(["roles.created_by -> users actor"]);
    expect(read(schema, undefined, ["for-all"])).toEqual(["roles.created_by -> users owner"]);
  });

  it("own names: blocked_user_id of blocked_users is a user", () => {
    const schema = system(people(), table("blocked_users", { id: "pk", user_id: "int!", blocked_user_id: "int!" }));
    expect(read(schema).some((line) => line.startsWith("blocked_users.blocked_user_id -> users"))).toBe(true);
    expect(read(schema, undefined, ["own-names"]).join()).not.toContain("blocked_user_id");
  });

  it("a key may be named by the beginning of its table's name", () => {
    const members = table("club_adherents", { id_adh: "pk", nom_adh: "text", email_adh: "text" });
    const schema = system(
      members,
      table("club_tmppasswds", { id_adh: "int! pk", tmp_passwd: "text" }),
      table("club_transactions", { trans_id: "pk", id_adh: "int", amount: "num" }),
    );
    expect(read(schema).some((line) => line.startsWith("club_transactions.id_adh -> club_adherents"))).toBe(true);
  });

  it("a user's own second key links nothing", () => {
    const users = table("core_user", { id: "pk", user_guid: "uuid!", email: "text!", password_hash: "text" });
    const schema = system(users, table("reviews_review", { id: "pk", user_id: "int!", body: "text" }));
    expect(read(schema)).toEqual(["reviews_review.user_id -> core_user owner"]);
  });

  it("what a program signs in to is nobody, and a group of people no person", () => {
    const schema = system(
      people(),
      table("database_hosts", { id: "pk", host: "text!", username: "text!", password: "text!" }),
      table("storages", { id: "pk", url: "text!", username: "text!", password: "text!" }),
      table("groupe_instructeurs", { id: "pk", label: "text!", contact_email: "text" }),
    );
    const subjects = inferSystem(schema).tables.filter(({ kind }) => kind === "subject");
    expect(subjects.map(({ name }) => name)).toEqual(["users"]);
  });

  it("a bare word that sounds like somebody is one where the values spread over people's keys", () => {
    const schema = system(people(), table("tips", { id: "pk", tipper: "int!", tippee: "int!", timer: "int!" }));
    const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
    const sample = (table: string, column: string, values: readonly string[]) => ({ table, column, values });
    const spread: Evidence = {
      ...included({ "tips.tipper->users.id": 1, "tips.tippee->users.id": 1, "tips.timer->users.id": 1 }),
      samples: [
        sample("users", "id", numbers(1, 90)),
        sample("tips", "tipper", numbers(3, 88)),
        sample("tips", "tippee", numbers(1, 12)),
        sample("tips", "timer", numbers(1, 90)),
      ],
    };
    expect(read(schema, spread)).toEqual(["tips.tipper -> users owner"]);
  });

  it("a place with an address, on which many things hang, is asked about and is no person", () => {
    const at = (name: string) => table(name, { id: "pk", conference_id: "int!", title: "text" });
    const schema = system(
      people(),
      table("conferences", { id: "pk", acronym: "text!", email: "text" }),
      ...["tracks", "rooms"].map(at),
    );
    const inference = inferSystem(schema);
    expect(inference.tables.find(({ name }) => name === "conferences")?.kind).toBe("unclassified");
    expect(inference.findings.map(({ code, table }) => `${code} ${table}`)).toContain("table_unclassified conferences");
    const without = inferSystem(schema, undefined, { without: ["places"] });
    expect(without.tables.find(({ name }) => name === "conferences")?.kind).toBe("subject");
  });

  it("numbers of settings are no keys of users, though every small number is one", () => {
    const schema = system(people(), table("settings", { id: "pk", option: "text!", value: "text" }));
    expect(read(schema, included({ "settings.id->users.id": 1 }))).toEqual([]);
  });

  it("stamps: what all columns of a table begin with says nothing", () => {
    const schema = system(
      table("adm_users", { usr_id: "pk", usr_login_name: "text unique", usr_password: "text", usr_email: "text" }),
      table("adm_members", { mem_id: "pk", mem_usr_id: "int!", mem_usr_id_create: "int", mem_comment: "text" }),
      table("adm_rooms", { room_id: "pk", room_name: "text!" }),
      table("adm_dates", { dat_id: "pk", dat_title: "text", dat_room_id: "int" }),
    );
    expect(read(schema)).toContain("adm_members.mem_usr_id -> adm_users owner");
    expect(read(schema)).toContain("adm_members.mem_usr_id_create -> adm_users actor");
    expect(read(schema, undefined, ["stamps"])).not.toContain("adm_members.mem_usr_id -> adm_users owner");
  });

  it("text keys: where user names are keys, a text called user holds them, as its values show", () => {
    const users = table("staff_user", { user_name: "text! pk", password: "text!", full_name: "text" });
    const schema = system(users, table("entries", { id: "pk", user: "text", prescriber: "text" }));
    const evidence = included({
      "entries.user->staff_user.user_name": 1,
      "entries.prescriber->staff_user.user_name": 1,
    });
    const found = read(schema, evidence);
    expect(found.filter((line) => line.includes("-> staff_user"))).toHaveLength(2);
    expect(read(schema)).toEqual([]);
    expect(read(schema, evidence, ["text-keys", "known-by"])).toEqual([]);
  });

  it("audits: where many tables keep who made and who changed a row, only a text is its maker's", () => {
    const kept = { created_by: "int", updated_by: "int" };
    const things = ["machines", "shelves", "zones", "rates"].map((name) =>
      table(name, { id: "pk", label: "text!", ...kept }),
    );
    const letters = table("letters", { id: "pk", body: "text!", ...kept });
    const roles = read(system(people(), ...things, letters));
    expect(roles).toContain("letters.created_by -> users owner");
    expect(roles).toContain("machines.created_by -> users actor");
    const without = read(system(people(), ...things, letters), undefined, ["audits", "made-for-all"]);
    expect(without).toContain("machines.created_by -> users owner");
  });

  it("audits: the same two names in many tables are books in any language", () => {
    const kept = { ref_user_zor: "int!", ref_user_glem: "int" };
    const things = ["courses", "grades", "rooms", "terms", "shifts"].map((name) =>
      table(name, { id: "pk", label: "text!", ...kept }),
    );
    const inference = read(system(people(), ...things));
    expect(inference).toContain("courses.ref_user_zor -> users actor");
    expect(inference.filter((line) => line.endsWith("owner"))).toEqual([]);
    const few = read(system(people(), ...things.slice(0, 2)));
    expect(few.filter((line) => line.endsWith("owner"))).not.toEqual([]);
  });

  it("audits: what people write is theirs, in however many tables somebody else may have changed it last", () => {
    const kept = { owner_id: "int!", updated_by: "int" };
    const written = ["notes", "journals", "letters", "drafts", "stories"].map((name) =>
      table(name, { id: "pk", title: "text!", body: "text!", ...kept }),
    );
    const drawings = table("drawings", { id: "pk", title: "text!", picture: "text", ...kept });
    const roles = read(system(people(), ...written, drawings));
    for (const { name } of [...written, drawings]) {
      expect(roles).toContain(`${name}.owner_id -> users owner`);
      expect(roles).toContain(`${name}.updated_by -> users actor`);
    }
  });

  it("whoever made a link between others does not own it, nor whoever gave cause to a note", () => {
    const schema = system(
      people(),
      table("roles", { id: "pk", label: "text!" }),
      table("role_links", { parent_role_id: "int! pk", child_role_id: "int! pk", user_id: "int" }),
      table("notifications", { id: "pk", user_id: "int!", author_id: "int!", text: "text" }),
    );
    const roles = read(schema);
    expect(roles).toContain("role_links.user_id -> users actor");
    expect(roles).toContain("notifications.user_id -> users owner");
    expect(roles).toContain("notifications.author_id -> users actor");
  });

  it("what things are to things names nobody", () => {
    const schema = system(people(), table("pages", { id: "pk", linked_to_id: "int", superseded_by_id: "int" }));
    expect(read(schema)).toEqual(["pages.superseded_by_id -> pages context"]);
  });

  it("a type that has an id of its own says nothing of an owner's", () => {
    const schema = system(
      people(),
      table("files", { id: "pk", owner_id: "int!", content_type: "text" }),
      table("placements", { id: "pk", owner_id: "int!", entity_type: "text!", entity_id: "int!" }),
    );
    expect(read(schema)).toEqual(["files.owner_id -> users owner", "placements.owner_id -> users owner"]);
  });

  it("people with enciphered names who sign in are people, whatever the table is called", () => {
    const publishers = table("publishers", {
      id: "pk",
      email: "text! unique",
      password_digest: "text!",
      given_name_ciphertext: "text",
      family_name_ciphertext: "text",
    });
    const inference = inferSystem(system(publishers, table("vacancies", { id: "pk", publisher_id: "int!" })));
    expect(inference.tables.find(({ name }) => name === "publishers")?.kind).toBe("subject");
  });
});
