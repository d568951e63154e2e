/** Between the protocol's counts and the plans and outcomes that the rest of Kept works with. */
import { createHash, randomBytes } from "node:crypto";
import type { Finding } from "@kept/engine/model";
import type { ErasureOutcome, ErasurePlan, PlannedTable } from "@kept/engine/rights";
import { countTable } from "./disposed-tables.ts";
import { type DisposedTable, type EraseAnswer, type EraseDone, PROTOCOL } from "./protocol.ts";

const RUN = "run";

/** A fresh id for a run. A plan carries the id of the run it is for; planning again for the same run keeps it. */
export function createRunId(): string {
  return randomBytes(18).toString("base64url");
}

/**
 * Makes a plan of a dry run. It has no operations: the service decides how. `rows` holds one entry for each group of rows
 * that share a fate, with an empty key, because a service need not tell its keys; the counts are on the table.
 */
export function makePlan(
  system: string,
  run: string,
  answer: EraseAnswer & { readonly state: "planned" },
): ErasurePlan {
  return {
    system,
    subjects: answer.subjects,
    tables: answer.tables.map(planTable),
    repairs: [],
    operations: [],
    suspendForeignKeys: false,
    findings: answer.findings,
    identifying: [],
    // The one place of a plan that is free for what settling needs, which here is the run and not the person.
    subjectValues: [{ table: "", values: { [RUN]: run } }],
  };
}

function planTable(table: DisposedTable): PlannedTable {
  return {
    ...countTable(table),
    keyColumns: [],
    rows: table.groups.map(({ disposition, why, until }) => ({ key: [], disposition, why, via: "service", until })),
  };
}

/** The id of the run a plan is for. @throws TypeError for a plan of another kind of system */
export function readRunId(plan: ErasurePlan): string {
  const run = plan.subjectValues[0]?.values[RUN];
  if (typeof run !== "string") throw new TypeError("The plan was not made by an HTTP system: it names no run.");
  return run;
}

/**
 * The key under which a service remembers a run. It follows from the plan, so that a try after a crash has the same one;
 * a later plan for the same person has another, even if it says the same.
 */
export function idempotencyKey(system: string, run: string): string {
  return createHash("sha256")
    .update(JSON.stringify([PROTOCOL, system, run]))
    .digest("base64url");
}

/** What a service did, and what verification found. */
export function makeOutcome(system: string, done: EraseDone, residue: readonly Finding[]): ErasureOutcome {
  const all = [...done.residue, ...residue];
  return {
    system,
    tables: done.tables.map(countTable),
    retained: done.tables.flatMap(({ name, groups }) =>
      groups
        .filter(({ disposition }) => disposition === "retained")
        .map(({ rows, why, until }) => ({ table: name, rows, why, until })),
    ),
    verified: all.length === 0,
    residue: all,
  };
}

/** What a dry run after the run still wants to change: nothing, if the run did what it said. */
export function findResidue(tables: readonly DisposedTable[]): readonly Finding[] {
  return tables.map(countTable).flatMap(({ name, deleted, detached, redacted }) => {
    const rows = deleted + detached + redacted;
    if (rows === 0) return [];
    return [
      {
        code: "rows_remain",
        table: name,
        column: "",
        message: `${rows} rows of ${name} are still the person's after the erasure.`,
        suggestion: "Ask whoever runs the service why they stayed, and erase again.",
        blocks: false,
      },
    ];
  });
}

export function notFound(): Finding {
  return {
    code: "person_not_found",
    table: "",
    column: "",
    message: "Nobody is known by that in the service.",
    suggestion: "Check the identifier, or name the person's row: --id table:key.",
    blocks: true,
  };
}

export function notVerified(what = "erasure"): Finding {
  return {
    code: "verification_failed",
    table: "",
    column: "",
    message: `The ${what} was carried out, but the service could not be asked again what is left.`,
    suggestion: "Look for the person again once the service can be reached.",
    blocks: false,
  };
}

/** The protocol names parts by tables and categories: a service is never asked for more than the rows that are meant. */
export function rowsUnsupported(blocks: boolean): Finding {
  return {
    code: "right_unsupported",
    table: "",
    column: "",
    message: "The service cannot be asked about single rows, so nothing is taken from it or changed there.",
    suggestion: "Have it done there by hand and leave the system out with that reason, or ask for whole tables.",
    blocks,
  };
}

/** For a service that answers for everything or nothing. */
export function scopeUnsupported(blocks: boolean): Finding {
  return {
    code: "scope_unsupported",
    table: "",
    column: "",
    message: "The service can answer for all of a person's data only, not for a part of it.",
    suggestion: "Ask for everything, or let the service support scopes and say so in its description.",
    blocks,
  };
}
