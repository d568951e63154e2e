import { randomUUID } from "node:crypto";
import type { Recorded } from "@kept/contract/choices";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { DPV_TERMS, expandTerm, OTHER_TERMS } from "./receipt-terms.ts";
import { choosingKept, SESSION_SECRET, sessionToken } from "./testing/choosing-kept.ts";
import { listTerms, verifyReceipt } from "./verify-receipt.ts";

let t: TestCtx;
beforeAll(async () => {
  t = await createTestCtx({ kept: choosingKept, settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } } });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
});

async function say(
  sub: string,
  choices: readonly object[],
  region: object,
): Promise<{ person: string; receipt: string }> {
  const config = (await (await t.app.request("/api/choices/config?language=de&country=DE")).json()) as {
    notice: { hash: string };
  };
  const response = await t.app.request("/api/choices/events", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      session: sessionToken({ sub }),
      surface: "centre",
      method: "save",
      region,
      notice: { hash: config.notice.hash, language: "de" },
      choices: choices.map((choice) => ({ id: randomUUID(), ...choice })),
    }),
  });
  const { receipt } = (await response.json()) as Recorded;
  const found = await t.app.request("/api/decisions/resolve", {
    method: "POST",
    headers: { "content-type": "application/json", ...(await t.apiKey(["decisions:read"])) },
    body: JSON.stringify({ people: [{ kind: "id", value: sub }] }),
  });
  const { people } = (await found.json()) as { people: [string] };
  return { person: people[0], receipt: receipt ?? "" };
}

async function fetchReceipt({ person, receipt }: { person: string; receipt: string }): Promise<string> {
  const headers = await t.apiKey(["people:read"]);
  const response = await t.app.request(`/api/people/${person}/receipts/${receipt}`, { headers });
  expect(response.headers.get("content-type")).toContain("application/ld+json");
  return await response.text();
}

const EEA = { country: "DE", method: "declared" };
const given = { act: "given", purpose: "newsletter", channel: "email" };

test("a receipt is signed at once, gains the ledger's proof, and stays the same document", async () => {
  const which = await say("r1", [given, { act: "objected", purpose: "safety" }], EEA);
  const early = await fetchReceipt(which);
  expect(verifyReceipt(early)).toMatchObject({
    valid: true,
    ledger: "none",
    choices: expect.arrayContaining(["given newsletter"]),
  });
  await t.drain();
  const late = await fetchReceipt(which);
  expect(verifyReceipt(late)).toMatchObject({ valid: true, ledger: "proved", faults: [] });
  const { ledger: _none, ...before } = JSON.parse(early) as Record<string, unknown>;
  const { ledger: _proof, ...after } = JSON.parse(late) as Record<string, unknown>;
  expect(after).toEqual(before);
  expect(await fetchReceipt(which)).toBe(late);
  // A key that was kept from before is believed instead of the receipt's own.
  const key = (before["signature"] as { verifierKey: string }).verifierKey;
  expect(verifyReceipt(late, key).valid).toBe(true);
  const checkpoint = (await (await t.app.request("/api/ledger/checkpoint")).json()) as { verifierKey: string };
  expect(key).toBe(checkpoint.verifierKey);
});

test("it says all that ISO/IEC TS 27560 makes mandatory, in terms that exist", async () => {
  const which = await say(
    "r2",
    [
      given,
      { act: "refused", purpose: "analytics" },
      { act: "objected", purpose: "safety" },
      { act: "deferred", purpose: "newsletter" },
    ],
    EEA,
  );
  const document = JSON.parse(await fetchReceipt(which)) as Record<string, never> & {
    "dpv:hasRecordOfActivity": Record<string, never>[];
  };
  expect(Object.keys(document)).toEqual(
    expect.arrayContaining([
      "dct:conformsTo",
      "dpv:hasIdentifier",
      "dpv:hasRecordOfActivity",
      "dct:created",
      "dpv:hasDataSubject",
    ]),
  );
  const records = document["dpv:hasRecordOfActivity"];
  expect(records).toHaveLength(4);
  for (const record of records) {
    for (const property of [
      "dct:conformsTo",
      "dpv:hasIdentifier",
      "dpv:hasDataSubject",
      "dpv:hasNotice",
      "dct:language",
      "dpv:hasProcess",
      "dpv:hasConsentControl",
      "dpv:isIndicatedAtTime",
      "dpv:isIndicatedBy",
    ]) {
      expect(record).toHaveProperty([property]);
    }
    for (const property of [
      "dpv:hasPurpose",
      "dpv:hasPersonalData",
      "dpv:hasStorageCondition",
      "dpv:hasDataController",
      "dpv:hasRecipient",
      "dpv:hasJurisdiction",
      "dpv:hasRight",
      "dpv:hasLegalBasis",
    ]) {
      expect(record["dpv:hasProcess"]).toHaveProperty([property]);
    }
  }
  const states = records.map((record) => (record["dpv:hasConsentStatus"] ?? record["dpv:hasStatus"])?.["@id"]);
  expect(states.sort()).toEqual([
    "dpv:ConsentGiven",
    "dpv:ConsentRefused",
    "dpv:ConsentRequestDeferred",
    "dpv:LegitimateInterestObjected",
  ]);
  const terms = listTerms(document);
  const others = terms.filter((term) => !DPV_TERMS.has(term) && !OTHER_TERMS.includes(term));
  // Countries are terms of their own: the controller's and the recipients'.
  expect(others).toEqual(["loc:DE", "loc:US"]);
  expect(terms.length).toBeGreaterThan(30);
  expect(expandTerm("dpv:ConsentGiven")).toBe("https://w3id.org/dpv#ConsentGiven");
});

test("the Kantara receipt beside it has every field that the specification requires", async () => {
  const which = await say("r3", [given], EEA);
  const { kantara } = JSON.parse(await fetchReceipt(which)) as { kantara: Record<string, unknown> };
  expect(kantara).toMatchObject({
    version: "KI-CR-v1.1.0",
    jurisdiction: "DE",
    consentTimestamp: Date.parse("2026-11-22T10:00:00Z") / 1_000,
    collectionMethod: "centre: save",
    consentReceiptID: which.receipt,
    language: "de",
    piiPrincipalId: which.person,
    piiControllers: [{ piiController: "Example GmbH", email: "privacy@example.org" }],
    policyUrl: expect.stringMatching(/^http/),
    services: [
      {
        service: "Example GmbH",
        purposes: [
          {
            purpose: "Newsletter schicken",
            consentType: "EXPLICIT",
            piiCategory: ["contact.email"],
            primaryPurpose: false,
            termination: "2027-11-22T10:00:00.000Z",
            thirdPartyDisclosure: true,
            thirdPartyName: "Mailing service",
          },
        ],
      },
    ],
    sensitive: false,
    spiCat: [],
  });
});

test("any change of a receipt, its notice, its proof or its signer is seen", async () => {
  const which = await say("r4", [given], EEA);
  await t.drain();
  const text = await fetchReceipt(which);
  type Parts = {
    record: { events: { act: string }[] };
    notice: { text: string };
    ledger: { content: string; path: string[]; checkpoint: string; index: number };
    signature: { value: string; verifierKey: string };
    "dpv:hasDataSubject": Record<string, string>;
  };
  const changed = (change: (parts: Parts) => void): readonly string[] => {
    const parts = JSON.parse(text) as Parts;
    change(parts);
    return verifyReceipt(JSON.stringify(parts)).faults.map(({ code }) => code);
  };
  expect(changed(() => undefined)).toEqual([]);
  expect(
    changed((parts) => {
      parts.record.events[0] = { ...parts.record.events[0], act: "refused" };
    }),
  ).toEqual(expect.arrayContaining(["signature_invalid", "entry_differs"]));
  expect(
    changed((parts) => {
      parts.notice.text += " And more.";
    }),
  ).toEqual(["signature_invalid", "notice_changed"]);
  expect(
    changed((parts) => {
      parts["dpv:hasDataSubject"]["dpv:hasNoSuchTerm"] = "x";
    }),
  ).toContain("term_unknown");
  expect(
    changed((parts) => {
      parts.ledger.content = parts.ledger.content.replace("centre", "banner");
    }),
  ).toEqual(["entry_not_included"]);
  expect(
    changed((parts) => {
      parts.ledger.index += 1;
    }),
  ).toContain("entry_not_included");
  expect(
    changed((parts) => {
      parts.ledger.checkpoint = parts.ledger.checkpoint.replace(/\n\d+\n/, "\n9\n");
    }),
  ).toEqual(["checkpoint_invalid"]);
  const other = parts4(text);
  expect(verifyReceipt(text, other).faults.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["key_differs", "signature_invalid", "checkpoint_invalid"]),
  );
  expect(verifyReceipt("{}").faults[0]?.code).toBe("receipt_malformed");
  expect(verifyReceipt("no JSON").faults[0]?.code).toBe("receipt_malformed");
});

/** A key of the right form that is somebody else's. */
function parts4(text: string): string {
  const { signature } = JSON.parse(text) as { signature: { verifierKey: string } };
  const [name, hash] = signature.verifierKey.split("+");
  return `${name}+${hash}+${Buffer.concat([Buffer.of(1), Buffer.alloc(32, 9)]).toString("base64")}`;
}

test("one person's receipt is nothing to another", async () => {
  const mine = await say("r5", [given], EEA);
  const theirs = await say("r6", [given], EEA);
  const headers = await t.apiKey(["people:read"]);
  const mixed = await t.app.request(`/api/people/${theirs.person}/receipts/${mine.receipt}`, { headers });
  expect(mixed.status).toBe(404);
});
