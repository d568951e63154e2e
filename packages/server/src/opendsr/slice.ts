/** The slice of OpenDSR: callbacks of our processors always, and our own part as a processor where it is configured. */
import type { Slice } from "../platform/slice.ts";
import type { RecipientParts } from "../recipients/recipient-parts.ts";
import type { OpendsrParts } from "./opendsr-parts.ts";
import { addCallbackRoute, addProcessorRoutes } from "./opendsr-routes.ts";
import { tellControllers } from "./tell-controllers.ts";

export function createOpendsrSlice(recipients: RecipientParts, parts: OpendsrParts | null): Slice {
  return {
    name: "opendsr",
    pages: (pages) => {
      addCallbackRoute(pages, recipients);
      if (parts !== null) addProcessorRoutes(pages, parts);
    },
    sweeps:
      parts === null
        ? []
        : [{ name: "opendsr.tell-controllers", everySeconds: 15, run: (ctx) => tellControllers(ctx, parts) }],
  };
}
