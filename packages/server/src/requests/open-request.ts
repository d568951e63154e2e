/** Writes a new request with who asks, sealed, the blind indexes by which it is found again, and its clocks. */

import { requestKind } from "@kept/contract/request-kinds";
import type { RequestState } from "@kept/contract/request-states";
import type { CreateRequest, RequestDetails, RequestSummary } from "@kept/contract/requests";
import { type Region, regimesOf } from "@kept/engine/regimes/resolve-region";
import { setClocks } from "../clocks/request-clocks.ts";
import { acts } from "../fulfilment/acts.ts";
import type { KeptConfig } from "../kept-config.ts";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { problem } from "../platform/http/problems.ts";
import { regionOf } from "../regions/region-of.ts";
import { identifierIndex, newReference, personLabel, type RequestPerson, sealPerson } from "./person.ts";
import type { RequestRow } from "./queries.ts";
import { checkGround } from "./record-ground.ts";
import { sealDetails } from "./request-details.ts";
import type { RequestParts } from "./request-parts.ts";
import { checkScopeRows, countScopeRows, sealScopeRows } from "./scope-rows.ts";

export interface NewRequest {
  readonly kind: RequestSummary["kind"];
  readonly state: RequestState;
  readonly channel: RequestSummary["channel"];
  readonly language: RequestSummary["language"];
  readonly person: RequestPerson;
  readonly scope: CreateRequest["scope"];
  /** Where the person is; left out: unknown, and every regime of the configuration applies. */
  readonly region?: Region;
  /** ISO instant at which it reached the operator; left out: now. Clocks begin here. */
  readonly arrivedAt?: string | undefined;
  readonly details?: RequestDetails | undefined;
}

/** Answers the new request. */
export async function openRequest(tx: TxCtx, parts: RequestParts, input: NewRequest): Promise<RequestRow> {
  checkGround(input.kind, input.details?.ground ?? null);
  const rows = checkScopeRows(parts, input.kind, input.scope.rows);
  const scope = { ...namedScope(parts.kept, input.kind, input.scope), rows: countScopeRows(rows) };
  const id = tx.ids.next("req");
  const now = isoInstant(tx.clock.now());
  const region = input.region ?? regionOf({});
  // What is said to have come tomorrow came today.
  const arrivedAt =
    input.arrivedAt === undefined || Date.parse(input.arrivedAt) > Date.parse(now) ? now : input.arrivedAt;
  const request = await tx.db
    .insertInto("request")
    .values({
      id,
      reference: newReference(),
      kind: input.kind,
      state: input.state,
      channel: input.channel,
      language: input.language,
      person_label: personLabel(input.person.identifiers, input.person.keys),
      sealed_person: sealPerson(tx.keys, id, input.person),
      sealed_details: sealDetails(tx.keys, id, input.details),
      scope: jsonb(scope),
      sealed_rows: sealScopeRows(tx.keys, id, rows),
      submitted_at: now,
      arrived_at: arrivedAt,
      region: jsonb(region),
      regimes: jsonb(regimesOf(region, parts.kept.regimes)),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await setClocks(tx, parts.kept, request);
  const hashes = new Set(input.person.identifiers.map((identifier) => identifierIndex(tx.keys, identifier)));
  if (hashes.size > 0) {
    await tx.db
      .insertInto("request_identifier")
      .values([...hashes].map((hash) => ({ index_hash: hash, request_id: id, created_at: now })))
      .execute();
  }
  return request;
}

/**
 * Systems know categories and no purposes: a use stands for the categories that it names. Throws `scope_purpose_unknown`,
 * so that a word nobody knows never widens a scope to everything.
 */
function namedScope(kept: KeptConfig, kind: string, scope: CreateRequest["scope"]): CreateRequest["scope"] {
  const unknown = scope.purposes.filter((purpose) => kept.purposes[purpose] === undefined);
  if (unknown.length > 0) throw problem("scope_purpose_unknown", { detail: unknown.join(", ") });
  if (acts[requestKind(kind).act].through !== "systems") return scope;
  const named = scope.purposes.flatMap((purpose) => kept.purposes[purpose]?.categories ?? []);
  return { ...scope, categories: [...new Set([...scope.categories, ...named])] };
}

/** What the ledger keeps of the region of a collection event: how it was told, and which rules followed. */
export function regionFacts(request: RequestRow) {
  const { region, regimes } = request;
  if (region === null) return {};
  return {
    regimes: regimes.join(" "),
    regionMethod: region.method,
    regionConfidence: region.confidence,
    regionResolver: region.resolver,
    spoofSuspected: region.spoofSuspected,
  };
}
