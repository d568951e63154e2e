/** What showing who somebody is leaves in the ledger: tiers, counts and hashes; never a code, an answer or a document. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

export const verificationEntries = defineEntries({
  "request.proof-given": {
    title: "Shown who they are",
    data: z.object({ tier: z.string(), reached: z.string(), needed: z.string() }),
  },
  "request.proof-failed": {
    title: "A way of showing who they are was tried too often",
    data: z.object({ tier: z.string(), tries: z.int() }),
  },
  "request.proof-short": {
    title: "Less was shown of who asks than is needed: an operator decides",
    data: z.object({ reached: z.string(), needed: z.string() }),
  },
  "request.code-asked": { title: "Code asked for", data: z.object({ tier: z.string() }) },
  "request.doubted": {
    title: "Doubt about who asks recorded; the person was asked",
    data: z.object({ ground: z.string(), document: z.boolean(), promptly: z.boolean() }),
  },
  "request.document-received": {
    title: "Document received, sealed",
    data: z.object({ sealedHash: z.string(), bytes: z.int(), destroyBy: z.string() }),
  },
  "request.document-viewed": { title: "Document looked at", data: z.object({ sealedHash: z.string() }) },
  "request.document-decided": { title: "Document decided on", data: z.object({ accepted: z.boolean() }) },
  "request.document-destroyed": {
    title: "Document destroyed",
    data: z.object({ sealedHash: z.string(), why: z.enum(["decided", "time"]) }),
  },
  "request.proofs-viewed": { title: "Evidence of doubt looked at", data: z.object({}) },
});
