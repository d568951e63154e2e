/** Finds references by natural keys: an e-mail address, or a user name, that stands in a table which is not about people. */
import type { EvidenceIndex } from "./evidence.ts";
import { findAnothersAddresses } from "./identity.ts";
import { splitWords } from "./names.ts";
import { append, makeReference, type Reference } from "./reference.ts";
import type { Facts, Subject } from "./subjects.ts";
import type { NamedTable, TableIndex } from "./table-index.ts";

export interface MatchCandidate {
  readonly table: NamedTable;
  readonly column: string;
  readonly subject: Subject;
  readonly identifier: string;
  readonly kind: string;
  readonly words: readonly string[];
}

const NATURAL: Readonly<Record<string, string>> = { "contact.email": "email", "identity.username": "username" };
const EMAIL_WORDS = /^(e|email|mail|address|addr|adresse|courriel|correo|electronico|login|username|user|name|handle)$/;

/**
 * Columns that may name a person by a natural key. A row that surely belongs to somebody (`settled`) needs no second, weaker
 * tie: an e-mail address in it may well be new or somebody else's.
 */
export function listMatchCandidates(
  index: TableIndex,
  facts: Facts,
  subjects: readonly Subject[],
  settled: ReadonlySet<string>,
): readonly MatchCandidate[] {
  if (!index.uses("natural-keys")) return [];
  const people = subjects.filter(
    (subject) => !subject.identityOnly && subject.defines && subject.identifiers.length > 0,
  );
  const full = new Set(people.map((subject) => subject.table));
  const found: MatchCandidate[] = [];
  for (const table of index.tables) {
    const { schema } = table;
    if (schema.kind === "view" || full.has(table)) continue;
    const anothers = index.uses("anothers-address")
      ? findAnothersAddresses(table, facts.get(schema.name) ?? new Map())
      : [];
    for (const column of schema.columns) {
      if (column.kind !== "text" && column.kind !== "other") continue;
      if (settled.has(schema.name) && !anothers.includes(column.name)) continue;
      const fact = facts.get(schema.name)?.get(column.name);
      const kind = NATURAL[fact?.category ?? ""];
      if (kind === undefined || fact === undefined || fact.confidence < 0.6) continue;
      for (const subject of people) {
        const identifier = subject.identifiers.find((each) => each.kind === kind);
        if (identifier === undefined) continue;
        const words = splitWords(column.name).filter((word) => !EMAIL_WORDS.test(word) && word !== subject.table.head);
        found.push({ table, column: column.name, subject, identifier: identifier.column, kind, words });
      }
    }
  }
  return found;
}

const WELL_KNOWN: readonly Subject["side"][] = ["user", "customer", "contact", "staff"];

const SOME = 0.1;

/** One user name in common, of several, is no more than a namesake: an address is one person's, a login may be called so by chance. */
function isNamesake({ table, column, kind }: MatchCandidate, share: number, evidence: EvidenceIndex): boolean {
  const held = evidence.values(table.schema.name, column).length;
  return kind !== "email" && held > 1 && Math.round(share * held) < 2;
}

/** One reference for each such column: where its values are found, else to the kind of people most likely meant. */
export function readMatchReferences(
  candidates: readonly MatchCandidate[],
  evidence: EvidenceIndex,
): readonly Reference[] {
  const byColumn = new Map<string, MatchCandidate[]>();
  for (const candidate of candidates) {
    const key = `${candidate.table.schema.name}.${candidate.column}`;
    append(byColumn, key, candidate);
  }
  const references: Reference[] = [];
  for (const group of byColumn.values()) {
    const weighed = group.map((candidate) => ({
      candidate,
      share: evidence.included({
        table: candidate.table.schema.name,
        column: candidate.column,
        inTable: candidate.subject.table.schema.name,
        inColumn: candidate.identifier,
      }),
    }));
    // Addresses of strangers stand beside those of people with an account: a tenth found is a reference already.
    const found = weighed.filter(
      ({ share, candidate }) => share !== undefined && share >= SOME && !isNamesake(candidate, share, evidence),
    );
    // The same address on an invitation is another invitation, where there are people who have it.
    const known = found.filter(({ candidate }) => candidate.subject.side !== "contact");
    const borne = known.length > 0 ? known : found;
    const open = weighed
      .filter(({ share, candidate }) => share === undefined && candidate.kind === "email")
      .toSorted((a, b) => WELL_KNOWN.indexOf(a.candidate.subject.side) - WELL_KNOWN.indexOf(b.candidate.subject.side));
    for (const { candidate, share } of borne.length > 0 ? borne : open.slice(0, 1)) {
      references.push(
        makeReference({
          from: candidate.table.schema.name,
          columns: [candidate.column],
          to: candidate.subject.table.schema.name,
          toColumns: [candidate.identifier],
          origin: share === undefined ? "name" : "data",
          confidence: share === undefined ? 0.55 : 0.6 + share * 0.3,
          why:
            share === undefined
              ? `both hold a ${candidate.kind}`
              : `${Math.round(share * 100)} % of its values are found there`,
          match: true,
          words: candidate.words,
          nullable: candidate.table.column.get(candidate.column)?.nullable ?? true,
        }),
      );
    }
  }
  return references;
}
