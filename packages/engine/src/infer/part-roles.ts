/** Says which rows belong to other rows: follows ownership from people's rows to their details, and to what they hold. */

import { categoryOf } from "../categories.ts";
import { readColumnWords } from "./column-words.ts";
import { CATALOGUE, COLLECTIVES, HELD, LOOKUPS, ORGANISATIONS, POINTERS, SUPPLYING } from "./nouns.ts";
import { isNamedAfter, isNamedByColumn, isNamedWhole } from "./part-names.ts";
import { append, type Reference } from "./reference.ts";
import { BY } from "./role-nouns.ts";
import { type RoleReading, readAs, readAsStated } from "./role-reading.ts";
import { isProgram } from "./row-signs.ts";
import type { RuleUse } from "./rules.ts";
import type { Facts } from "./subjects.ts";
import type { NamedTable } from "./table-index.ts";

const WRITTEN = /^(body|content|html|markdown|text|message|post content|body html|inhalt|contenu|contenido)$/;

/** A text of somebody's own, and not a mere description. */
export function hasBody(table: NamedTable): boolean {
  return table.schema.columns.some(({ name }) => WRITTEN.test(readColumnWords(table, name).join(" ")));
}

/** On offer, not written: an article (or a status) with a text is somebody's, one with a price is not. */
function isOffered(table: NamedTable): boolean {
  const named = LOOKUPS.has(table.head) || CATALOGUE.has(table.head);
  return named && !hasBody(table);
}

/** What many share, in whoever's charge it is. */
function isForAll({ head }: NamedTable): boolean {
  return [ORGANISATIONS, COLLECTIVES, LOOKUPS, CATALOGUE].some((nouns) => nouns.has(head));
}

const ADDRESSES = /^(address|adresse|anschrift|direccion|indirizzo|endereco|adres)$/;

/** A kind or a role that rows have. */
function isKind(table: NamedTable): boolean {
  return LOOKUPS.has(table.head) && !hasBody(table);
}

export interface PartInput {
  readonly tables: ReadonlyMap<string, NamedTable>;
  readonly uses: RuleUse;
  readonly facts: Facts;
  /** References between tables that are not about people. */
  readonly references: readonly Reference[];
  /** Tables that define people. */
  readonly people: ReadonlySet<string>;
  /** Tables whose rows belong to people directly. */
  readonly owned: ReadonlySet<string>;
  /** Of these, the ones all of whose rows may: no type beside the key says that it names somebody in some of them. */
  readonly wholly: ReadonlySet<string>;
  /** Tables that people belong to, whatever they are called. */
  readonly tenants: ReadonlySet<string>;
  /** Tables that name people at all, in any role. */
  readonly naming: ReadonlySet<string>;
  /** Of these, the ones in which everybody may be left out: the address of a guest names nobody. */
  readonly loosely: ReadonlySet<string>;
  /** Of these, the ones in which somebody does more than act. */
  readonly named: ReadonlySet<string>;
  /** Tables whose rows are plainly somebody's who is no staff: a listing of its author, whatever else is called so. */
  readonly plainly: ReadonlySet<string>;
}

export interface PartReading {
  readonly roles: ReadonlyMap<Reference, RoleReading>;
  /** Tables that belong to people, directly or through others. */
  readonly owned: ReadonlySet<string>;
  /** Tables that belong to a parent. */
  readonly parts: ReadonlySet<string>;
}

const wordsOf = (table: NamedTable) => table.words.join(" ");

function isPointer(reference: Reference): boolean {
  return reference.words.some((word) => POINTERS.has(word));
}

const PERSONAL_ENOUGH = /^(contact\.(email|phone|address)|financial\.|identity\.|location\.precise|special\.)/;

/** `onlyTheirs`: nothing points at the rows but what is people's own. */
function isHeld(table: NamedTable, facts: Facts, onlyTheirs: boolean): boolean {
  if (ORGANISATIONS.has(table.head) || COLLECTIVES.has(table.head)) return false;
  if (HELD.has(table.head)) return true;
  if (LOOKUPS.has(table.head) || CATALOGUE.has(table.head) || !onlyTheirs) return false;
  return isPersonal(table, facts);
}

/** An address, an account, a document of somebody stands in the rows. */
function isPersonal(table: NamedTable, facts: Facts): boolean {
  const fields = [...(facts.get(table.schema.name)?.values() ?? [])];
  return fields.some(
    (fact) => PERSONAL_ENOUGH.test(fact.category) && fact.confidence >= 0.8 && categoryOf(fact.category).personal,
  );
}

/** It refers there in rows of some types only. */
function isConditional({ when }: Reference): boolean {
  return Object.keys(when).length > 0;
}

/** Roles of references between things. */
export function readPartRoles(input: PartInput): PartReading {
  const { tables, facts, people } = input;
  const owned = new Set([...input.owned, ...people]);
  const parts = new Set<string>();
  const wholly = new Set(input.wholly);
  const own = (table: string) => {
    owned.add(table);
    wholly.add(table);
  };
  const roles = new Map<Reference, RoleReading>();
  const incoming = new Map<string, Reference[]>();
  const outgoing = new Map<string, Reference[]>();
  for (const reference of input.references) {
    if (reference.from === reference.to) {
      roles.set(reference, readAs("context", 0.9, "a tree of rows, each with its own owner"));
      continue;
    }
    append(incoming, reference.to, reference);
    append(outgoing, reference.from, reference);
  }
  for (const reference of input.references) {
    if (reference.stated === undefined) continue;
    // A part is one when its parent is somebody's; whatever else was stated holds by itself.
    if (reference.stated === "part") continue;
    roles.set(reference, readAsStated(reference.stated));
    if (reference.stated === "holds") own(reference.to);
  }
  for (const reference of input.references) {
    if (!reference.upward) continue;
    roles.set(reference, readAs("holds", 0.75, `whom this row names, the row of ${reference.to} belongs to`));
    own(reference.to);
  }
  const pointsBack = (reference: Reference) =>
    (outgoing.get(reference.to) ?? []).some(
      (other) => other.to === reference.from && (!other.nullable || other.onDelete === "cascade" || !isPointer(other)),
    );

  /** What a reference to an owned parent is; null: nothing says that the row belongs there. */
  const readChild = (reference: Reference, last: boolean): RoleReading | null => {
    const child = tables.get(reference.from);
    const parent = tables.get(reference.to);
    if (child === undefined || parent === undefined || people.has(reference.from)) return null;
    if (reference.stated !== undefined) return readAsStated(reference.stated);
    if (input.uses("pointers") && isPointer(reference) && (reference.nullable || pointsBack(reference))) return null;
    if (reference.sharedKey) return readAs("part", 0.95, `shares the key of ${reference.to}`);
    // The player who banned somebody: what is theirs acted on it, and it is not theirs.
    if (BY.has(reference.words.at(-1) ?? "") && reference.words.length > 1)
      return readAs("actor", 0.8, `"${reference.words.join(" ")}" acted on it`);
    const named =
      input.uses("named-after") &&
      (isNamedAfter(child, parent) || isNamedByColumn(reference, child) || isLinkOfBoth(reference, child, parent));
    // Whoever owns the firm does not own what its people made there.
    if (input.tenants.has(reference.to) || SUPPLYING.has(parent.head)) return null;
    // What names people, though it is none of theirs, is not its only parent's where many share it.
    if (last && input.naming.has(reference.from) && (HELD.has(parent.head) || isForAll(child))) return null;
    const collective = COLLECTIVES.has(parent.head);
    const ownOwner = input.owned.has(reference.from);
    // What is part of an order is on no offer for what names it whole or is attached to it, though it is called an item.
    const isItem = isConditional(reference) || isNamedWhole(reference, parent);
    const offered = isOffered(parent) && !(isItem && parts.has(reference.to));
    // What a user granted to a program is not that of whoever wrote the program.
    if (ownOwner && isProgram(parent)) return null;
    if (collective && (ownOwner || !named)) return null;
    const elsewhere = () =>
      input.plainly.has(reference.to) ? hasOtherParent(reference, child, parent) : hasOther(reference, child, parent);
    if (named && !(offered && elsewhere())) return readAs("part", 0.9, "a detail of it");
    // One for each: the feedback on a lesson is a detail of it, whoever wrote it.
    if (reference.unique && !reference.nullable && input.uses("one-for-each"))
      return readAs("part", 0.85, `one for each of ${reference.to}`);
    if (offered && (ownOwner || hasOther(reference, child, parent))) return null;
    // An order names the address it goes to; the address does not own it.
    if (HELD.has(parent.head) && !named && !(last && !ownOwner)) return null;
    // A shop with an address is not of whoever else lives there: that is asked.
    if (ADDRESSES.test(parent.head) && !named)
      return isForAll(child)
        ? null
        : { ...readAs("part", 0.6, `nothing else says whose it is than ${reference.to}`), last: true };
    // Kinds that other people's rows are of are nobody's, though one of them names its maker.
    if (!named && isKind(child) && isOthers(reference)) return null;
    if (isConditional(reference)) return offered ? null : readAs("part", 0.8, `attached to ${reference.to}`);
    if (!reference.nullable && input.uses("not-null"))
      return readAs("part", reference.onDelete === "cascade" ? 0.9 : 0.82, `cannot be without ${reference.to}`);
    if (reference.onDelete === "cascade" && !(ownOwner && reference.nullable))
      return readAs("part", 0.82, `is deleted with ${reference.to}`);
    if (
      ownOwner &&
      input.uses("alternatives") &&
      input.loosely.has(reference.from) &&
      input.owned.has(reference.to) &&
      reference.words.length === 0 &&
      reference.onDelete !== "set-null" &&
      !isForAll(parent) &&
      !isForAll(child)
    )
      return readAs("part", 0.7, `of ${reference.to}, where it names nobody itself`);
    if (last && !ownOwner && reference.onDelete !== "set-null" && !ORGANISATIONS.has(parent.head))
      return { ...readAs("part", 0.6, `nothing else says whose it is than ${reference.to}`), last: true };
    return null;
  };
  /** Rows that are somebody's by themselves point at these rows, from outside. */
  const isOthers = ({ from, to }: Reference): boolean =>
    (incoming.get(from) ?? []).some((other) => other.from !== to && input.owned.has(other.from));
  /** `equipamentos_os` is called after the devices and the orders that it links. */
  const isLinkOfBoth = (reference: Reference, child: NamedTable, parent: NamedTable): boolean =>
    !COLLECTIVES.has(parent.head) &&
    (outgoing.get(reference.from) ?? []).some((other) => {
      const words = tables.get(other.to)?.words ?? [];
      return other.to !== reference.to && child.words.join(" ") === [...words, ...parent.words].join(" ");
    });
  /** An order line names its product, and belongs to its order. */
  const hasOther = (reference: Reference, child: NamedTable, parent: NamedTable): boolean =>
    input.owned.has(reference.from) || hasOtherParent(reference, child, parent);
  const hasOtherParent = (reference: Reference, child: NamedTable, parent: NamedTable): boolean =>
    (outgoing.get(reference.from) ?? []).some((other) => {
      const target = tables.get(other.to);
      if (other === reference || target === undefined || target === parent || isPointer(other)) return false;
      return (
        !LOOKUPS.has(target.head) &&
        !CATALOGUE.has(target.head) &&
        !COLLECTIVES.has(target.head) &&
        (owned.has(other.to) || isNamedAfter(child, target))
      );
    });
  const things = Map.groupBy(
    [...tables.values()].filter(({ schema }) => !people.has(schema.name)),
    wordsOf,
  );
  /** The profile of a device is a kind of devices; the address to which somebody's order goes is theirs. */
  const isOfThing = (table: NamedTable) => {
    const named = table.words.length > 1 ? (things.get(table.words.slice(0, -1).join(" ")) ?? []) : [];
    return named.some(({ schema }) => !owned.has(schema.name) || !isPersonal(table, facts));
  };
  const queue = [...owned].sort();
  const spread = (last: boolean) => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      for (const reference of incoming.get(name) ?? []) {
        if (roles.has(reference)) continue;
        const role = readChild(reference, last);
        if (role === null) continue;
        roles.set(reference, role);
        if (role.role !== "part") continue;
        parts.add(reference.from);
        if (!isConditional(reference)) wholly.add(reference.from);
        if (!owned.has(reference.from)) {
          owned.add(reference.from);
          queue.push(reference.from);
        }
      }
      for (const reference of outgoing.get(name) ?? []) {
        const target = tables.get(reference.to);
        const isOwn =
          input.naming.has(reference.to) && !(input.loosely.has(reference.to) && ADDRESSES.test(target?.head ?? ""));
        if (roles.has(reference) || target === undefined || isOwn || parts.has(reference.to)) continue;
        // What points back is a child, reached as such.
        if ((outgoing.get(reference.to) ?? []).some((other) => other.to === name)) continue;
        const onlyTheirs = (incoming.get(reference.to) ?? []).every(({ from }) => owned.has(from));
        if (!input.uses("held") || !isHeld(target, facts, onlyTheirs) || isOfThing(target)) continue;
        roles.set(
          reference,
          readAs("holds", 0.85, `rows of ${reference.to} are people's own, and only this says whose`),
        );
        if (!owned.has(reference.to)) {
          own(reference.to);
          queue.push(reference.to);
        }
      }
    }
  };
  spread(false);
  const isHeldByOthers = (name: string) => HELD.has(tables.get(name)?.head ?? "");
  // Second round: what is left belongs where its only reference points, nullable or not. So do rows that belong nowhere for want of
  // the right type: a payment in cash is of its order, and not of a card.
  queue.push(...[...owned].sort());
  const before = new Set(owned);
  for (const name of input.uses("only-parent") ? before : []) {
    for (const reference of incoming.get(name) ?? []) {
      if (roles.has(reference) || wholly.has(reference.from) || input.named.has(reference.from)) continue;
      const isSecond = owned.has(reference.from);
      if (isSecond && (isConditional(reference) || reference.words.length > 0 || isHeldByOthers(name))) continue;
      const role = readChild(reference, true);
      if (role === null) continue;
      roles.set(reference, role);
      if (role.role !== "part") continue;
      parts.add(reference.from);
      if (!isConditional(reference)) wholly.add(reference.from);
      owned.add(reference.from);
      queue.push(reference.from);
    }
  }
  queue.length = 0;
  queue.push(...[...owned].filter((name) => !before.has(name)).sort());
  spread(false);
  for (const reference of input.references) {
    if (roles.has(reference)) continue;
    roles.set(
      reference,
      readAs(
        "context",
        isPointer(reference) ? 0.9 : 0.85,
        isPointer(reference) ? "a pointer at one of several" : `${reference.to} does not say whose the row is`,
      ),
    );
  }
  return { roles, owned, parts };
}
