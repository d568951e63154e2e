/** Rights to be told who received one's data: answered from the record of disclosures the moment the request counts. */
import { decide } from "@kept/engine/choices/decide";
import { readState } from "../choices/queries.ts";
import { isoInstant, Temporal } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { listAliases, listDisclosureRows } from "../recipients/queries.ts";
import { findRequestsByIndex, listIndexHashes, type RequestRow } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { findStatement, saveStatement } from "../requests/request-statements.ts";
import type { RecordAct } from "./act.ts";
import { listPeople } from "./list-people.ts";
import { type Statement, statementKind, statementPeriod, stateRecipients } from "./statements.ts";

export const stateAct: RecordAct = {
  through: "record",
  doneMessage: "stated",
  async begin(tx, parts, request) {
    const statement = await composeStatement(tx, parts, request);
    const sha256 = await saveStatement(tx, request.id, statement);
    const data = { sha256, recipients: statement.recipients.length, pointsBack: statement.earlier !== null };
    await recordEvent(tx, request.id, { type: "request.stated", data });
    return null;
  },
  carryOut: async () => ({ kind: "done" }),
  dropped: async () => undefined,
};

async function composeStatement(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<Statement> {
  const { kept, choices } = parts;
  const kind = statementKind(request.kind);
  const asked = dayOf(parts, request.arrived_at);
  const period = statementPeriod(kind, asked);
  const earlier = kind.yearly ? await findEarlier(tx, parts, request, asked.year) : null;
  if (earlier !== null) return { ...period, recipients: [], earlier };
  const personIds = await listPeople(tx, request);
  const rows = personIds.length === 0 ? [] : await listDisclosureRows(tx, await listAliases(tx, personIds));
  const within = rows.filter(({ at }) => {
    const day = dayOf(parts, at).toString();
    return (period.from === null || day >= period.from) && (period.to === null || day <= period.to);
  });
  const [first] = personIds;
  const state = first === undefined ? null : await readState(tx, first);
  const now = isoInstant(tx.clock.now());
  const allows = (purpose: string): boolean =>
    state !== null &&
    decide(choices.policy, state, { purpose, channel: choices.policy.purposes[purpose]?.channels[0] }, now).allowed;
  return { ...period, recipients: stateRecipients(kept, kind, within, allows), earlier: null };
}

/** The statement of the same calendar year, if there was one that says something. */
async function findEarlier(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  year: number,
): Promise<Statement["earlier"]> {
  for (const hash of await listIndexHashes(tx, request.id)) {
    for (const other of (await findRequestsByIndex(tx, hash)).toReversed()) {
      if (other.id === request.id || other.kind !== request.kind || other.state !== "done") continue;
      if (other.arrived_at > request.arrived_at || dayOf(parts, other.arrived_at).year !== year) continue;
      const row = await findStatement(tx, other.id);
      if (row !== undefined) return { reference: other.reference, on: dayOf(parts, row.created_at).toString() };
    }
  }
  return null;
}

function dayOf(parts: RequestParts, at: Date) {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(parts.kept.controller.zone)
    .toPlainDate();
}
