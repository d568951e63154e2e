/** What children leave in the ledger: ids, codes and times, never a birth date, a name or an address. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

export const childEntries = defineEntries({
  "child.claimed": { title: "A parent told of a child", data: z.object({ wish: z.string() }) },
  "child.discovered": {
    title: "Child discovered: the use of their data frozen",
    data: z.object({ source: z.string(), knownAt: z.string(), windowEndsAt: z.string() }),
  },
  "child.parent-confirmed": { title: "A parent showed that the address is theirs", data: z.object({}) },
  "child.parent-verified": { title: "A parent was verified", data: z.object({ how: z.string() }) },
  "child.access-begun": {
    title: "A parent asked to see what is held of their child",
    data: z.object({ request: z.string() }),
  },
  "child.parent-told": { title: "Parent told", data: z.object({ message: z.string() }) },
  "child.consent-said": { title: "A parent said that they allow it: to be checked", data: z.object({}) },
  "child.consent-withdrawn": { title: "A parent took their consent back", data: z.object({ next: z.string() }) },
  "child.viewed": { title: "Case of a child looked at", data: z.object({}) },
  "child.erasure-begun": { title: "Erasure of a child's data begun", data: z.object({ request: z.string() }) },
  "child.erasure-ended": {
    title: "Erasure of a child's data ended without erasing: the data stays frozen",
    data: z.object({ request: z.string(), state: z.string() }),
  },
  "child.case-ended": {
    title: "Case of a child ended",
    data: z.object({ outcome: z.string(), how: z.string() }),
  },
  "child.forgotten": { title: "Who the case of a child was about forgotten", data: z.object({}) },
});
