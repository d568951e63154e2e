/** Examples of requests for the API reference. */
import type { SignedReceipt } from "./packages.ts";
import type { RequestDetail } from "./requests.ts";

export const exampleRequestId = "req_01jd0000000000000000000000";

const NONE = { deleted: 0, detached: 0, redacted: 0, retained: 0 };

export const exampleRequest: RequestDetail = {
  id: exampleRequestId,
  reference: "K7QM-3F2X",
  kind: "access",
  state: "awaiting_approval",
  phase: "needs_decision",
  person: "a•••@example.org",
  channel: "centre",
  language: "en",
  submittedAt: "2026-11-22T10:00:00.000Z",
  receivedAt: "2026-11-22T10:04:00.000Z",
  arrivedAt: "2026-11-22T10:00:00.000Z",
  dueOn: "2026-12-22",
  legalDueOn: "2026-12-22",
  regimes: ["eea"],
  isPaused: false,
  isExtended: false,
  closedAt: null,
  rows: 42,
  findings: 0,
  blockingFindings: 0,
  region: {
    country: "DE",
    subdivision: null,
    method: "declared",
    confidence: 0.95,
    spoofSuspected: false,
    resolver: "regions/1 geo-whois-asn-country 2.3.2026061719",
  },
  clocks: [],
  questions: [],
  extension: null,
  mergedInto: null,
  hold: null,
  openTasks: 0,
  withheld: [],
  scope: { tables: [], categories: [], purposes: [] },
  verifiedHow: "link",
  planVersion: 1,
  runsAt: null,
  refusal: null,
  proposedRefusal: null,
  systems: [
    {
      system: "shop",
      state: "planned",
      found: true,
      rows: 42,
      counts: NONE,
      problem: null,
      updatedAt: "2026-11-22T10:05:00.000Z",
    },
  ],
  timeline: [
    {
      at: "2026-11-22T10:00:00.000Z",
      event: "submitted",
      actor: { kind: "person", id: "anonymous" },
      facts: { kind: "access", channel: "centre" },
    },
  ],
  package: null,
  choices: [],
  hasReceipt: false,
  may: {
    approve: true,
    refuse: true,
    cancel: true,
    replan: true,
    ask: true,
    answer: false,
    extend: true,
    merge: true,
    lift: false,
  },
  restriction: null,
};

export const exampleReceipt: SignedReceipt = {
  receipt: {
    format: "kept-receipt/1",
    id: "rcp_01jd0000000000000000000000",
    requestId: exampleRequestId,
    reference: "K7QM-3F2X",
    kind: "erasure",
    article: "Art. 17 GDPR",
    controller: "Example Ltd",
    person: ["hmac-sha256:5f0c"],
    receivedAt: "2026-11-22T10:04:00.000Z",
    dueOn: "2026-12-22",
    completedAt: "2026-11-22T11:00:00.000Z",
    outcome: "done",
    systems: [
      {
        system: "shop",
        completedAt: "2026-11-22T11:00:00.000Z",
        verified: true,
        tables: [{ name: "orders", rows: 3, deleted: 2, detached: 0, redacted: 0, retained: 1 }],
        retained: [{ table: "orders", rows: 1, why: "invoices are kept by law", until: "2034-12-31" }],
        residue: [],
      },
    ],
    package: null,
  },
  signature: { algorithm: "Ed25519", keyId: "key-1", publicKey: "-----BEGIN PUBLIC KEY-----", value: "c2ln" },
};
