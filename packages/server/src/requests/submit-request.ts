/** A person asks at the privacy centre: nothing happens but one message to the address that was given. */
import { requestKind } from "@kept/contract/request-kinds";
import type { CreateRequest, RequestDetails, RequestSummary } from "@kept/contract/requests";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { regionOf } from "../regions/region-of.ts";
import { openDecoy } from "../verification/proof-subject.ts";
import { mailJob } from "./message-names.ts";
import { openRequest, regionFacts } from "./open-request.ts";
import { identifierIndex } from "./person.ts";
import { NO_PROOF } from "./queries.ts";
import { receiveRequest } from "./receive-request.ts";
import { recordEvent } from "./record-event.ts";
import { LINKS, PROVE_LINK_LIFETIME } from "./request-links.ts";
import type { RequestParts } from "./request-parts.ts";

export interface SubmittedRequest {
  readonly kind: RequestSummary["kind"];
  readonly email: string;
  readonly language: RequestSummary["language"];
  readonly scope: CreateRequest["scope"];
  /** What the person said about where they are: "DE", "US-CA". */
  readonly country?: string | null | undefined;
  /** Of the caller; looked up and forgotten. */
  readonly address?: string | null;
  readonly details?: RequestDetails | undefined;
}

/** The channel of what a message asks for, by the door that the message came by. */
export type MessageChannel = "mailbox" | "sms" | "post";

export interface ClaimedIdentifier {
  readonly kind: "email" | "phone";
  readonly value: string;
}

/** Requests for one address within a day that nobody has shown to be theirs, so that the form cannot flood a mailbox. */
const UNPROVEN_A_DAY = 5;

/** How a right was asked for before anybody has shown who they are. */
interface UnverifiedRequest extends Omit<SubmittedRequest, "email"> {
  readonly channel: "centre" | MessageChannel | "drp" | "api";
  /** Where they say they are reached: a claim, until the code or link that goes there has come back. */
  readonly identifier: ClaimedIdentifier;
  /** ISO instant at which it reached the operator; default now. */
  readonly arrivedAt?: string;
  /** Somebody else asks: the person is written to by the mandate's own messages. */
  readonly isRepresented?: boolean;
  /** Message-IDs of the mail by which it was asked for, so that answers stand below it. */
  readonly answers?: readonly string[];
}

/**
 * Answers a token by which whoever asked may send the code that came: it says nothing of whether the address is known, or was
 * asked for too often.
 */
export async function submitRequest(
  ctx: Ctx,
  parts: RequestParts,
  input: SubmittedRequest & { readonly channel: "centre" | "api" },
): Promise<string> {
  return await ctx.transaction(async (tx) => {
    const { email, ...asked } = input;
    const taken = await submitUnverified(tx, parts, { ...asked, identifier: { kind: "email", value: email } });
    const subject = taken ?? (await openDecoy(tx, input.kind, email));
    return (await createLink(tx, { purpose: LINKS.prove, subject, lifetime: PROVE_LINK_LIFETIME })).token;
  });
}

/** The same for every door at which an address is a claim and no proof. Null: too many were asked for at this address. */
export async function submitUnverified(
  tx: TxCtx,
  parts: RequestParts,
  input: UnverifiedRequest,
): Promise<string | null> {
  const { kind, identifier, channel, language, scope, details, answers } = input;
  const replyTo = identifier.kind === "email" ? identifier.value : null;
  const recent = await tx.db
    .selectFrom("request_identifier")
    .innerJoin("request", "request.id", "request_identifier.request_id")
    .select("request.id")
    .where("request_identifier.index_hash", "=", identifierIndex(tx.keys, identifier))
    .where((where) =>
      where.or([where("request.state", "=", "unverified"), where("request.verified_how", "=", NO_PROOF)]),
    )
    .where("request.submitted_at", ">", new Date(isoInstant(addDuration(tx.clock.now(), "-P1D"))))
    .execute();
  if (recent.length >= UNPROVEN_A_DAY) return null;
  const request = await openRequest(tx, parts, {
    kind,
    state: "unverified",
    channel,
    language,
    person: { identifiers: [identifier], keys: [], replyTo, ...(answers === undefined ? {} : { answers }) },
    scope,
    details,
    region: regionOf({ declared: input.country, address: input.address }),
    arrivedAt: input.arrivedAt,
  });
  const data = { kind, channel, ...regionFacts(request) };
  const isBelieved = !requestKind(kind).needsProof;
  const jobs = isBelieved || input.isRepresented === true ? [] : [mailJob(tx, request.id, "confirm")];
  await recordEvent(tx, request.id, { type: "request.submitted", data }, jobs);
  if (isBelieved) await receiveRequest(tx, parts, request.id, NO_PROOF);
  return request.id;
}
