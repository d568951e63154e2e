/** The slice of messages: what goes out to people, by one gate. */
import type { SmtpListener } from "../platform/mail/smtp-listener.ts";
import { handleJob, type Slice } from "../platform/slice.ts";
import { deliverMessage } from "./deliver-message.ts";
import { forgetDeliveries } from "./forget-deliveries.ts";
import type { MessageParts } from "./message-parts.ts";
import { addOutboxPages } from "./outbox-pages.tsx";
import { openRelayDoor } from "./relay-door.ts";
import { messageRoutes } from "./routes.ts";
import { forgetSales } from "./sales.ts";
import { addUnsubscribePages } from "./unsubscribe-pages.tsx";

/** A mail server that is away for a day loses nothing. */
const DELIVERY_TRIES = 150;

/** @param options `development`: the page of sent messages is there; nothing of it exists on a public server */
export function createMessagesSlice(parts: MessageParts, options: { readonly development: boolean }): Slice {
  let door: SmtpListener | null = null;
  return {
    name: "messages",
    routes: messageRoutes(parts),
    tokenPages: (pages) => addUnsubscribePages(pages, parts),
    ...(options.development ? { pages: addOutboxPages } : {}),
    jobs: [
      handleJob("messages.deliver", (ctx, payload) => deliverMessage(ctx, parts, payload), {
        retryLimit: DELIVERY_TRIES,
        retryDelay: 2,
        concurrency: 4,
        timeoutSeconds: 300,
      }),
    ],
    sweeps: [
      { name: "messages.forget", everySeconds: 3600, run: (ctx) => forgetDeliveries(ctx, parts) },
      { name: "sales.forget", everySeconds: 3600, run: (ctx) => forgetSales(ctx, parts) },
    ],
    start: async (ctx) => {
      if (parts.relayPort === null) return;
      door = await openRelayDoor(ctx, parts, { host: parts.relayHost, port: parts.relayPort });
      parts.listeningOn = door.port;
    },
    stop: async () => {
      await door?.close();
      door = null;
      parts.listeningOn = null;
    },
  };
}
