/** Everyone whom a purpose may reach, a page at a time. */
import type { SegmentQuery } from "@kept/contract/decisions";
import { sql } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { compileSegment } from "./segment-sql.ts";

/**
 * People (never devices) for whom the answer is yes now, in the order of their ids. One query a page: it walks people and
 * looks at the acts of each by primary key, so that a page costs the same wherever it lies.
 */
export async function readSegment(
  ctx: Ctx,
  parts: ChoiceParts,
  query: SegmentQuery,
): Promise<{ people: string[]; next: string | null; policyVersion: string }> {
  if (!Object.hasOwn(parts.policy.purposes, query.purpose)) {
    throw problem("purpose_unknown", { pointers: [{ pointer: "/body/purpose", message: "is not configured" }] });
  }
  const at = isoInstant(ctx.clock.now());
  const segment = compileSegment(parts.policy, query, at);
  const policyVersion = parts.policy.version;
  if (segment === null) return { people: [], next: null, policyVersion };
  const { rows } = await sql<{ id: string }>`
    SELECT p.person_id AS id
    FROM person p
    CROSS JOIN LATERAL (
      SELECT ${segment.columns}
      FROM choice_state c
      WHERE c.person_id = p.person_id AND c.purpose IN (${sql.join(segment.purposes)})
    ) s
    WHERE p.person_id > ${query.after ?? "per_"} AND p.person_id < 'per_~' AND p.merged_into IS NULL
      AND ${segment.condition}
    ORDER BY p.person_id
    LIMIT ${query.limit + 1}`.execute(ctx.db);
  const people = rows.slice(0, query.limit).map((row) => row.id);
  return { people, next: rows.length > query.limit ? (people.at(-1) ?? null) : null, policyVersion };
}
