/**
 * Kept as the operator's own systems use it: ask before data is used, send what may be sent, say what was sold. Everything
 * is a call to the server; what must answer from memory opens a gate instead (`gate.ts`).
 */
import { may as mayEndpoint } from "@kept/contract/decision-endpoints";
import type { Decision, PersonRef } from "@kept/contract/decisions";
import type { BodyInputOf } from "@kept/contract/endpoint";
import { referFriend, sendMessage } from "@kept/contract/message-endpoints";
import type { MessageAccepted } from "@kept/contract/messages";
import { recordSale } from "@kept/contract/sales";
import { type Client, type ClientOptions, createClient } from "./client.ts";
import type { Names, Scope } from "./gate.ts";

export interface Kept<N extends Names = Names> {
  /** May this purpose use this person's data now, with every reason? Needs `decisions:read`. */
  may<P extends N["purpose"]>(person: PersonRef, purpose: P, scope?: Scope<N, P>): Promise<Decision>;
  readonly messages: {
    /**
     * One message to one recipient, asked about now and once more before it leaves. A no is an answer: `stopped`, with the
     * reason. Sending again under one key sends once. Needs `messages:send`, for service streams `messages:send-service` as well.
     */
    send(message: BodyInputOf<typeof sendMessage>): Promise<MessageAccepted>;
    /** One recommendation to a friend, once for ever. Needs `messages:send`. */
    refer(referral: BodyInputOf<typeof referFriend>): Promise<void>;
  };
  readonly sales: {
    /** A sale by which an address came in: what a soft opt-in rests on. Needs `choices:act`. */
    record(sale: BodyInputOf<typeof recordSale>): Promise<{ readonly sale: string; readonly person: string }>;
  };
  /** Every other endpoint of the contract. */
  readonly client: Client;
}

/** Connects to one server. Nothing is called until the first call; calls reject with KeptProblem or KeptUnreachable. */
export function connectKept<N extends Names = Names>(options: ClientOptions): Kept<N> {
  const client = createClient(options);
  return {
    may: (person, purpose, scope) => client.call(mayEndpoint, { body: { person, purpose, ...scope } }),
    messages: {
      send: (body) => client.call(sendMessage, { body }),
      refer: async (body) => void (await client.call(referFriend, { body })),
    },
    sales: { record: (body) => client.call(recordSale, { body }) },
    client,
  };
}
