/**
 * Random schemas with rows in them: cycles, shared rows, NULL, 0 and dangling references, composite keys, unique person columns,
 * lists of ids.
 */
import fc from "fast-check";
import type { Model } from "../model.ts";
import { model, table } from "./build-model.ts";
import { CARRIED, carry, type Form, formOf, MOST_FORM, sayOtherwise } from "./carry-keys.ts";
import { type EnrichPlan, enrichPlan, enrichWorld } from "./enrich-world.ts";
import type { Data, Row } from "./memory-store.ts";
import { PARTNER, type SamePlan, samePlan, sameRows, sameTables } from "./same-people.ts";

/** Tables of people. A name or an address in them is `name-<table>-<person>-…`, by the key of the person in `users`. */
export const TABLES_OF_PEOPLE = ["users", "staff", "accounts", "contacts"] as const;

export interface World {
  readonly model: Model;
  readonly data: Data;
  /** Keys of the rows of `users`. */
  readonly people: readonly string[];
}

interface EdgePlan {
  readonly to: number;
  readonly role: number;
  readonly nullable: boolean;
  readonly action: number;
  readonly unique: boolean;
  /** Several of them in one column: 1 to 3, in one of the {@link FORMS}. Otherwise one. */
  readonly list?: number;
  /** How it carries the key of what it points at (`carry-keys.ts`); without, as it is. */
  readonly form?: number;
}

interface TablePlan {
  readonly key: number;
  readonly edges: readonly EdgePlan[];
  readonly body: boolean;
  readonly rows: readonly (readonly number[])[];
}

export interface WorldPlan {
  /** Is there a person with key 0? */
  readonly zero: boolean;
  readonly invites: readonly number[];
  readonly tables: readonly TablePlan[];
  /** One person in several rows. */
  readonly same?: SamePlan;
  /** Counters, copies, days of deletion, files. */
  readonly more?: EnrichPlan;
}

const edge: fc.Arbitrary<EdgePlan> = fc.record({
  to: fc.nat(11),
  role: fc.nat(11),
  nullable: fc.boolean(),
  action: fc.nat(6),
  unique: fc.nat(5).map((pick) => pick === 5),
  list: fc.nat(9).map((pick) => Math.max(0, pick - 6)),
  form: fc.nat(MOST_FORM),
});

/** Plans of worlds; a plan shrinks well, a world would not. */
export const worldPlan: fc.Arbitrary<WorldPlan> = fc.record({
  zero: fc.boolean(),
  invites: fc.array(fc.nat(5), { maxLength: 4 }),
  tables: fc.array(
    fc.record({
      key: fc.nat(5),
      edges: fc.array(edge, { minLength: 1, maxLength: 4 }),
      body: fc.boolean(),
      rows: fc.array(fc.array(fc.nat(23), { minLength: 4, maxLength: 4 }), { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  same: samePlan,
  more: enrichPlan,
});

const TO_PEOPLE = ["owner", "owner", "owner", "viewer", "actor", "context"] as const;
const TO_THINGS = ["part", "part", "part", "holds", "context", "owner"] as const;
const ACTIONS = [
  "cascade",
  "set-null",
  "no-action",
  "restrict",
  "no-action deferrable",
  "nofk",
  "nofk default=0",
] as const;

/** How a list is written. */
const FORMS = ["array", "json", "text"] as const;

interface ListDraft {
  readonly column: string;
  readonly form: (typeof FORMS)[number];
  readonly to: string;
  readonly nullable: boolean;
}

interface Draft {
  readonly columns: Record<string, string>;
  readonly wide: string[];
  readonly key: readonly string[];
  readonly unique: string[][];
  readonly lists: ListDraft[];
  readonly links: {
    readonly columns: readonly string[];
    readonly to: string;
    readonly nullable: boolean;
    readonly loose: boolean;
    readonly zero: boolean;
    readonly form: Form;
    /** Its columns hold these of the target. */
    readonly toColumns: readonly string[];
    /** Counts only in rows whose column of kinds says this. */
    readonly kind: string | null;
  }[];
}

interface DraftRow {
  readonly values: Row;
  readonly salt: string;
  readonly targets: (DraftRow | null)[];
  gone: boolean;
}

/** Makes a world of a plan. The same plan makes the same world. */
export function makeWorld(plan: WorldPlan): World {
  const people = plan.zero ? ["0", "1", "2"] : ["1", "2", "3"];
  const names = ["users", "staff", ...plan.tables.map((_, at) => `t${at}`)];
  const drafts = new Map<string, Draft>();
  for (const [at, one] of plan.tables.entries()) {
    drafts.set(`t${at}`, {
      columns: {},
      wide: [],
      key: one.key === 0 ? ["a", "b"] : one.key === 1 ? ["e0", "b"] : ["id"],
      unique: [],
      lists: [],
      links: [],
    });
  }
  const keyOf = (name: string) => drafts.get(name)?.key ?? ["id"];
  const same = plan.same === undefined ? [] : sameTables(plan.same);
  const hasAccounts = (plan.same?.accounts ?? []).length > 0;
  for (const [at, one] of plan.tables.entries())
    draftTable(one, drafts.get(`t${at}`) as Draft, names, keyOf, hasAccounts);
  const person = { name: "text ! @name", email: "text ! unique @contact.email #email" };
  const partner = PARTNER[plan.same?.partner ?? 0] ?? "";
  const built = [
    table("users", {
      id: "int pk",
      ...person,
      invited_by: "int -> users actor set-null",
      ...(partner === "" ? {} : { partner_mail: partner }),
    }),
    table("staff", { id: "int pk -> users part", ...person }, { kind: "subject" }),
    table("letters", {
      id: "int pk",
      mail: "text -> users.email owner match",
      copies: "text -> users.email viewer match list=;",
      body: "text @content.text",
    }),
    ...same,
    ...[...drafts].map(([name, { columns, wide, unique }]) => table(name, columns, { unique, edges: wide })),
  ];
  const made = { model: model(...built), data: makeRows(plan, people, drafts), people };
  return plan.more === undefined ? made : enrichWorld(made, plan.more);
}

function draftTable(
  plan: TablePlan,
  draft: Draft,
  names: readonly string[],
  keyOf: (name: string) => readonly string[],
  hasAccounts: boolean,
): void {
  for (const part of draft.key) draft.columns[part] = "int pk";
  if (plan.body) draft.columns["body"] = "text @content.text";
  for (const [at, one] of plan.edges.entries()) {
    // Every other edge leads to a person, or hardly anything would be anybody's.
    const to =
      one.to % 2 === 0
        ? one.to % 6 === 0
          ? "staff"
          : one.to === 10 && hasAccounts
            ? "accounts"
            : "users"
        : (names[2 + (((one.to - 1) / 2) % (names.length - 2))] ?? "users");
    const isPerson = TABLES_OF_PEOPLE.some((name) => name === to);
    const wanted = keyOf(to);
    const isKey = at === 0 && draft.key[0] === "e0";
    if (isKey && wanted.length > 1) continue;
    const role = (isPerson ? TO_PEOPLE : TO_THINGS)[one.role % 6] ?? "context";
    const nullable = one.nullable && !isKey;
    const listed = isKey ? undefined : FORMS[(one.list ?? 0) - 1];
    if (listed !== undefined && wanted.length === 1) {
      const column = `e${at}`;
      draft.columns[column] = `${listed} ${one.nullable ? "" : "!"} -> ${to} ${role} list`;
      draft.lists.push({ column, form: listed, to, nullable: one.nullable });
      continue;
    }
    const form = isKey || wanted.length > 1 ? "plain" : formOf(one.form, isPerson);
    const chosen = ACTIONS[one.action % ACTIONS.length] ?? "no-action";
    const action = form === "plain" ? chosen : form === "typed" && one.action % 2 === 0 ? "nofk default=0" : "nofk";
    const isNullAction = action === "set-null" && !nullable;
    const said = `${role} ${isNullAction ? "no-action" : action}`;
    const columns = wanted.length > 1 ? [`e${at}a`, `e${at}b`] : [`e${at}`];
    const carried = CARRIED[form];
    const kind = `${carried.kind} ${isKey ? "pk" : nullable ? "" : "!"}`;
    const loose = action.startsWith("nofk");
    const zero = action.includes("default=0") && columns.length === 1;
    const toColumns = form === "mail" ? ["email"] : wanted;
    const link = { columns, to, nullable, loose, zero, form, toColumns, kind: null };
    if (form === "attribute") {
      draft.columns[`e${at}_kind`] = "text !";
      draft.columns[`e${at}`] = `${kind} -> ${to} ${said} when=e${at}_kind:${to} ${carried.more}`;
      draft.links.push({ ...link, kind: to });
      continue;
    }
    if (form === "typed") {
      // Of two tables, as a column beside it says.
      const other = isPerson ? names.slice(2).find((name) => name !== to && keyOf(name).length === 1) : "users";
      draft.columns[`e${at}_kind`] = "text !";
      draft.columns[`e${at}`] = `${kind}${zero ? " default=0" : ""}`;
      for (const target of [to, other ?? (to === "staff" ? "users" : "staff")]) {
        const its = target === to ? role : isPerson && other !== undefined ? "part" : "owner";
        draft.wide.push(`e${at} -> ${target} ${its} when=e${at}_kind:${target}`);
        draft.links.push({ ...link, to: target, toColumns: keyOf(target), kind: target });
      }
      continue;
    }
    if (columns.length > 1) {
      for (const name of columns) draft.columns[name] = kind;
      draft.wide.push(`${columns.join(", ")} -> ${to}(${wanted.join(", ")}) ${said}`);
    } else draft.columns[`e${at}`] = `${kind} -> ${to}${carried.to} ${said} ${carried.more}`;
    const mayBeUnique = form === "plain" || form === "inside" || form === "mail";
    if (one.unique && columns.length === 1 && !isKey && mayBeUnique) draft.unique.push([...columns]);
    draft.links.push(link);
  }
  if (draft.key[0] === "e0" && draft.columns["e0"]?.includes("->") !== true) draft.columns["e0"] = "int pk";
}

function makeRows(plan: WorldPlan, people: readonly string[], drafts: ReadonlyMap<string, Draft>): Data {
  const rows = new Map<string, DraftRow[]>();
  const identity = (kind: string, id: string) => ({
    id,
    name: `name-${kind}-${id}-`,
    email: `mail-${kind}-${id}-@example.org`,
  });
  const row = (values: Row, salt = ""): DraftRow => ({ values, salt, targets: [], gone: false });
  rows.set(
    "users",
    people.map((id, at) => {
      const by = plan.invites[at];
      const partner = people[(at + 1 + (by ?? 0)) % 4];
      return row({
        ...identity("users", id),
        invited_by: by === undefined ? null : (people[by] ?? null),
        ...((plan.same?.partner ?? 0) > 0
          ? { partner_mail: partner === undefined || partner === id ? null : `Mail-users-${partner}-@Example.org` }
          : {}),
      });
    }),
  );
  rows.set(
    "staff",
    people.slice(0, 2).map((id) => row(identity("staff", id))),
  );
  rows.set(
    "letters",
    plan.invites.map((pick, at) => {
      const mail = people[pick] === undefined ? null : `MAIL-users-${people[pick]}-@example.org`;
      // Addresses of some of the others, in one text, each in its own case.
      const copies = people
        .filter((_, one) => (pick + at) % 4 === one || (pick * at) % 3 === one)
        .map((id, one) => (one === 0 ? `Mail-Users-${id}-@example.org` : ` mail-users-${id}-@EXAMPLE.org`));
      const listed = copies.length === 0 ? null : [...copies, "nobody@example.net"].join(";");
      return row({ id: String(at), mail, copies: listed, body: `text-letters-${at}-` });
    }),
  );
  const same = plan.same === undefined ? null : sameRows(plan.same, people);
  for (const name of ["accounts", "contacts"] as const) {
    const known = same?.[name] ?? [];
    if (known.length > 0)
      rows.set(
        name,
        known.map((values) => row(values)),
      );
  }
  for (const [at, one] of plan.tables.entries()) {
    const name = `t${at}`;
    const draft = drafts.get(name) as Draft;
    rows.set(
      name,
      one.rows.map((_, number) => {
        const values: Row = {};
        for (const part of draft.key) values[part] = part === "a" ? String(number % 2) : String(number);
        if (one.body) values["body"] = `text-${name}-${number}-`;
        return row(values, `${name}-${number}`);
      }),
    );
  }
  for (const [at, one] of plan.tables.entries()) {
    const name = `t${at}`;
    const draft = drafts.get(name) as Draft;
    for (const [number, made] of (rows.get(name) ?? []).entries()) {
      draft.links.forEach((link, position) => {
        const pick = (one.rows[number]?.[position] ?? 0) + number;
        const targets = rows.get(link.to) ?? [];
        const [first = ""] = link.columns;
        if (link.kind !== null) {
          // The first of the two says which; in one of five rows it is a table that nobody knows.
          const kinds = draft.links.filter(({ columns }) => columns[0] === first).map(({ kind }) => kind);
          made.values[`${first}_kind`] ??= pick % 5 === 4 ? "else" : (kinds[pick % 2] ?? "else");
          if (made.values[`${first}_kind`] !== link.kind) {
            made.values[first] ??= sayOtherwise(link.form, made.salt);
            made.targets[position] = null;
            return;
          }
        }
        const isNull = link.nullable && pick % 4 === 0;
        const isDangling = link.loose && pick % 5 === 1;
        made.targets[position] = isNull || isDangling ? null : (targets[pick % 3] ?? null);
        if (made.targets[position] !== null) return;
        if (isDangling || (!link.nullable && link.loose))
          for (const column of link.columns) made.values[column] = carry(link.form, link.zero ? "0" : "99", made.salt);
        else if (link.nullable) made.values[first] = null;
        else made.gone = true;
      });
      for (const [position, list] of draft.lists.entries()) {
        const pick = (one.rows[number]?.[position] ?? 0) + number;
        made.values[list.column] =
          list.nullable && pick % 7 === 0 ? null : writeList(list.form, pickListed(rows, list, pick));
      }
    }
  }
  return settleRows(rows, drafts);
}

/** None to three rows, one of them twice now and then, and now and then one that does not exist. */
function pickListed(rows: ReadonlyMap<string, DraftRow[]>, { to }: ListDraft, pick: number): readonly string[] {
  const targets = (rows.get(to) ?? []).map(({ values }) => values["id"] ?? "");
  const picked = [pick, pick + 1, pick * 2].slice(0, pick % 4).flatMap((at) => targets[at % 3] ?? []);
  return pick % 5 === 1 ? ["99", ...picked] : picked;
}

function writeList(form: ListDraft["form"], keys: readonly string[]): string {
  if (form === "array") return `{${keys.join(",")}}`;
  if (form === "text") return keys.join(",");
  // Numbers, and texts that hold the same number.
  return `[${keys.map((key, at) => (at === 1 ? `"${key}"` : key)).join(", ")}]`;
}

/** Leaves out rows that would break a constraint, until none is left. */
function settleRows(rows: ReadonlyMap<string, DraftRow[]>, drafts: ReadonlyMap<string, Draft>): Data {
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, draft] of drafts) {
      const seen = new Set<string>();
      for (const one of rows.get(name) ?? []) {
        if (one.gone) continue;
        draft.links.forEach((link, position) => {
          const target = one.targets[position] ?? null;
          if (target === null) return;
          if (!target.gone)
            link.columns.forEach((column, at) => {
              const value = carry(link.form, target.values[link.toColumns[at] ?? "id"] ?? null, one.salt);
              if (one.values[column] !== value) changed = true;
              one.values[column] = value;
            });
          else if (link.nullable) {
            for (const column of link.columns) one.values[column] = null;
            one.targets[position] = null;
            changed = true;
          } else one.gone = true;
        });
        for (const key of [draft.key, ...draft.unique]) {
          const values = key.map((part) => one.values[part] ?? null);
          const id = JSON.stringify([key, values]);
          if (values.includes(null)) continue;
          if (seen.has(id)) one.gone = true;
          seen.add(id);
        }
        if (one.gone) changed = true;
      }
    }
  }
  return Object.fromEntries(
    [...rows].map(([name, list]) => [name, list.filter(({ gone }) => !gone).map(({ values }) => values)]),
  );
}
