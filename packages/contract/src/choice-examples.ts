/** What endpoints of choices show as an example. */
import type { ChoiceHistory, Standing } from "./choices.ts";

export const exampleHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
export const exampleDevice = "dev_4k2m8q0z7h1x5c9v3b6n2a8s4d";
export const examplePersonId = "per_01jd0000000000000000000000";
export const exampleStanding: Standing = {
  policyVersion: exampleHash,
  regime: "eea",
  whose: "device",
  purposes: [
    {
      purpose: "analytics",
      allowed: false,
      reason: "consent_refused",
      act: "refused",
      at: "2026-11-22T10:00:00.000Z",
      until: null,
      channels: {},
      topics: {},
    },
  ],
  gpc: { seen: false, honoured: false },
  ask: { needed: false, why: "too-soon", notBefore: "2027-05-22T10:00:00.000Z" },
};
export const exampleHistory: ChoiceHistory = {
  events: [
    {
      id: "3d4f1f2e-6b1a-4a53-9d0e-2f60f5a0b7c1",
      receipt: "rec_01jd0000000000000000000000",
      at: "2026-11-22T10:00:00.000Z",
      act: "refused",
      purpose: "analytics",
      channel: null,
      topic: null,
      surface: "banner",
      method: "reject-all",
      language: "en",
      noticeHash: exampleHash,
      policyVersion: exampleHash,
      regime: "eea",
      gpc: false,
    },
  ],
  next: null,
};
