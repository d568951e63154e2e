/** What choices leave in the ledger: ids, codes and hashes, never what was said by whom in words. */
import * as z from "zod";
import { defineEntries } from "./entries.ts";

export const choiceEntries = defineEntries({
  "choice.recorded": {
    title: "Choices recorded",
    data: z.object({
      receipt: z.string(),
      /** SHA-256 of the record's canonical JSON: the receipt proves with it that it was entered. */
      recordHash: z.string(),
      policyVersion: z.string(),
      surface: z.string(),
      method: z.string(),
      choices: z.int(),
    }),
  },
  "choice.device-linked": {
    title: "Device proved to be a person's",
    data: z.object({ carriedOver: z.int() }),
  },
  "choice.people-merged": {
    title: "Two people proved to be one",
    data: z.object({ carriedOver: z.int() }),
  },
  "choice.separation-proposed": { title: "Taking a merge of two people back proposed", data: z.object({}) },
  "choice.people-separated": {
    title: "Two people who were taken for one are two again",
    data: z.object({ identifiers: z.int(), devices: z.int(), copies: z.int(), shared: z.int() }),
  },
  "choice.limited": {
    title: "Use of a person's data limited, or the limit lifted",
    data: z.object({ act: z.string(), purpose: z.string() }),
  },
  "choice.age-set": {
    title: "How old somebody is at least was told",
    data: z.object({ known: z.boolean() }),
  },
  "choice.viewed": { title: "Choices of a person looked at", data: z.object({}) },
  "choice.link-sent": { title: "Link to somebody's choices sent", data: z.object({}) },
  "choice.told": {
    title: "A change of mind was acknowledged by its recipient",
    data: z.object({ target: z.string(), delivery: z.string(), attempts: z.int(), late: z.boolean() }),
  },
  "choice.not-told": {
    title: "A change of mind could not be delivered",
    data: z.object({ target: z.string(), delivery: z.string(), code: z.string() }),
  },
});
