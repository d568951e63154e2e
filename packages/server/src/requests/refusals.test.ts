/** Refusals: only what the law knows, only with proof, with another pair of eyes, and a letter that stays what it was. */
import { createHash } from "node:crypto";
import { lawfulReasons, REFUSAL_REASONS } from "@kept/contract/refusals";
import type { RequestDetail } from "@kept/contract/requests";
import { expect, test } from "vitest";
import { parseZip } from "../fulfilment/package/testing/read-zip.ts";
import type { KeptConfigInput } from "../kept-config.ts";
import { ADA, createShop } from "./testing/shop.ts";
import { type Visit, visitCentre } from "./testing/visit-centre.ts";

const controller: KeptConfigInput["controller"] = {
  name: "Example GmbH",
  address: ["Example Street 1"],
  country: "DE",
  subdivision: "BE",
  email: "privacy@example.org",
  zone: "Europe/Berlin",
};

async function create(visit: Visit, more: object): Promise<RequestDetail> {
  const identifiers = [{ kind: "email", value: ADA }];
  const body = { kind: "access", identifiers, verified: { by: "phone", how: "called" }, ...more };
  const { id } = (await visit.api<RequestDetail>("POST", "/api/requests", body)).body;
  await visit.t.drain();
  return visit.detail(id);
}

const proven = {
  reason: "others_rights",
  text: "The messages of others are not ours to give.",
  proof: { whose: "Those who wrote in the same thread.", partial: "Every line speaks of them." },
};

test("that it costs too much cannot be said in the EEA, the UK or Switzerland, and not of an unknown place (R-8.4.0c)", async () => {
  for (const regime of ["eea", "uk", "ch", "default"]) {
    expect(lawfulReasons([regime, "us-ca"], "access").map(({ code }) => code)).not.toContain("unaffordable");
  }
  expect(lawfulReasons(["us-ca"], "access").map(({ code }) => code)).toContain("unaffordable");

  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { controller, regimes: ["eea", "us-ca", "default"] } });
  const refusal = { reason: "unaffordable", text: "Too dear.", proof: { provision: "7001(i)", facts: "Tapes." } };
  for (const country of ["FR", "GB", "CH", undefined]) {
    const { id } = await create(visit, country === undefined ? {} : { country });
    const answer = await visit.api<{ code: string }>("POST", `/api/requests/${id}/refuse`, refusal);
    expect([answer.status, answer.body.code]).toEqual([422, "refusal_not_lawful"]);
    expect((await visit.detail(id)).state).toBe("awaiting_approval");
  }
  const californian = await create(visit, { country: "US-CA" });
  expect((await visit.api("POST", `/api/requests/${californian.id}/refuse`, refusal)).status).toBe(200);
});

test("every reason demands its proof, and says under whose law it stands", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { controller, regimes: ["eea"] } });
  const { id } = await create(visit, { country: "FR" });
  const { reasons } = (await visit.api<{ reasons: { code: string }[] }>("GET", "/api/refusal-reasons")).body;
  expect(reasons.map(({ code }) => code)).toEqual(REFUSAL_REASONS.map(({ code }) => code));
  for (const { code, proof } of lawfulReasons(["eea"], "access")) {
    expect(proof.length, code).toBeGreaterThan(0);
    const answer = await visit.api<{ code: string; errors?: unknown }>("POST", `/api/requests/${id}/refuse`, {
      reason: code,
      text: "No.",
      proof: Object.fromEntries(proof.slice(1).map(({ name }) => [name, "Said."])),
    });
    expect([answer.status, answer.body.code], code).toEqual([422, "refusal_proof_missing"]);
    expect(JSON.stringify(answer.body)).toContain(`/body/proof/${proof[0]?.name}`);
  }
});

test("the letter names ground, the person's authority and the controller's, and the courts; it is kept by its hash (R-8.4.9b)", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { controller, regimes: ["eea"], languages: ["en", "de"] } });
  const { id } = await create(visit, { country: "FR", language: "de" });
  const preview = (await visit.api<{ text: string }>("POST", `/api/requests/${id}/refuse/preview`, proven)).body;
  await visit.t.drain();
  expect((await visit.detail(id)).state).toBe("awaiting_approval");

  await visit.api("POST", `/api/requests/${id}/refuse`, proven);
  await visit.t.drain();
  const letter = (await visit.api<{ text: string; sha256: string }>("GET", `/api/requests/${id}/letter`)).body;
  expect(letter.text).toBe(preview.text);
  expect(createHash("sha256").update(letter.text, "utf8").digest("hex")).toBe(letter.sha256);
  const mail = await visit.mail("refused");
  for (const words of [
    "Wir können Ihrer Anfrage nicht folgen",
    "The messages of others are not ours to give.",
    "Rechtsgrund: Art. 15(4), 20(4) DSGVO",
    "Commission nationale de l'informatique et des libertés",
    "Berliner Beauftragte für Datenschutz",
    "mailbox@datenschutz-berlin.de",
    "vor Gericht gehen",
  ]) {
    expect(letter.text).toContain(words);
    expect(mail.text).toContain(words);
  }
  // What proves the reason is for the record, not for the person.
  expect(letter.text).not.toContain("Every line speaks of them");
  const refused = await visit.detail(id);
  expect(refused.timeline.find(({ event }) => event === "refused")?.facts).toMatchObject({
    letterHash: letter.sha256,
    proof: 2,
  });
  expect(JSON.stringify(refused.timeline)).not.toContain("messages of others");
  const page = (await visit.get(mail.path)).text;
  expect(page).toContain("https://www.cnil.fr/");
});

test("in California the agency is named, in the United Kingdom the way to complain to us first", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { controller, regimes: ["eea"] } });
  const letterTo = async (country: string) => {
    const { id } = await create(visit, { country });
    return (await visit.api<{ text: string }>("POST", `/api/requests/${id}/refuse/preview`, proven)).body.text;
  };
  expect(await letterTo("US-CA")).toContain("California Privacy Protection Agency");
  const british = await letterTo("GB");
  expect(british).toContain("ico.org.uk");
  expect(british).toContain("complain to us first");
  // A part of France turns to France's authority.
  expect(await letterTo("RE")).toContain("cnil.fr");
  expect(await letterTo("BR")).toContain("datenschutz-berlin.de");
});

test("with four eyes one proposes and another confirms; whoever proposed cannot", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, {
    kept: { controller, regimes: ["eea"], requests: { erasureWaitingPeriod: "PT0S", fourEyes: { refusals: true } } },
  });
  const { id } = await create(visit, { country: "FR" });
  const confirm = (headers: Record<string, string>) =>
    visit.t.app.request(`/api/requests/${id}/refuse/confirm`, { method: "POST", headers });
  expect((await confirm(visit.lead)).status).toBe(409);
  const proposed = (await visit.api<RequestDetail>("POST", `/api/requests/${id}/refuse`, proven)).body;
  expect(proposed).toMatchObject({
    state: "awaiting_approval",
    proposedRefusal: { reason: "others_rights", isMine: true },
  });
  expect((await confirm(visit.lead)).status).toBe(409);
  await visit.t.drain();
  expect((await visit.t.sentMail()).some(({ kind }) => kind === "request-refused")).toBe(false);

  const { headers: other } = await visit.t.signIn("privacy-lead");
  expect((await confirm(other)).status).toBe(200);
  await visit.t.drain();
  expect(await visit.detail(id)).toMatchObject({ state: "refused", proposedRefusal: null });
  expect((await visit.mail("refused")).text).toContain("not ours to give");
  expect(await visit.t.ledgerTypes(id)).toEqual(
    expect.arrayContaining(["request.refusal-proposed", "request.refused"]),
  );
});

test("with four eyes whoever left a part out does not approve the rest: a refusal in pieces needs two people too", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, {
    kept: { controller, regimes: ["eea"], requests: { fourEyes: { refusals: true } } },
  });
  const { id, planVersion } = await create(visit, { country: "FR" });
  const part = { ...proven, system: "shop", table: "messages" };
  expect((await visit.api("POST", `/api/requests/${id}/withhold`, part)).status).toBe(200);
  const alone = await visit.api<{ code: string }>("POST", `/api/requests/${id}/approve`, { planVersion });
  expect([alone.status, alone.body.code]).toEqual([409, "refusal_same_person"]);
  const { headers: other } = await visit.t.signIn("privacy-lead");
  const approved = await visit.t.app.request(`/api/requests/${id}/approve`, {
    method: "POST",
    headers: { ...other, "content-type": "application/json" },
    body: JSON.stringify({ planVersion }),
  });
  expect(approved.status).toBe(200);
});

test("where the place is the reason a second person always looks, and a suspicion alone denies nothing (R-8.0.c)", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { controller, regimes: ["eea"] } });
  const { id } = await create(visit, { country: "FR" });
  const refusal = {
    reason: "out_of_scope",
    text: "You do not live here.",
    proof: { residence: "A letter from abroad." },
  };
  const answer = (await visit.api<RequestDetail>("POST", `/api/requests/${id}/refuse`, refusal)).body;
  expect(answer).toMatchObject({ state: "awaiting_approval", proposedRefusal: { reason: "out_of_scope" } });
});

test("a part is left out with its reason, the rest is given, and the person is told what is missing (R-8.4.2b)", async () => {
  await using shop = await createShop();
  await using visit = await visitCentre(shop, { kept: { controller, regimes: ["eea"] } });
  const { id, planVersion } = await create(visit, { country: "FR" });
  const part = { ...proven, system: "shop", table: "messages", text: "Messages in which others write." };
  const withhold = (body: object) => visit.api<RequestDetail>("POST", `/api/requests/${id}/withhold`, body);
  expect((await withhold({ ...part, proof: {} })).status).toBe(422);
  expect((await withhold({ ...part, reason: "unaffordable" })).status).toBe(422);
  expect((await withhold({ ...part, reason: "out_of_scope", proof: { residence: "Abroad." } })).status).toBe(409);
  expect((await withhold(part)).body.withheld).toMatchObject([{ table: "messages", reason: "others_rights" }]);
  expect((await withhold({ ...part, table: "orders", columns: ["address"], text: "Where it was sent." })).status).toBe(
    200,
  );
  const mistake = (await withhold({ ...part, table: "invoices" })).body.withheld.at(-1)?.id;
  expect((await visit.api("POST", `/api/requests/${id}/withhold/${mistake}/undo`)).status).toBe(200);

  await visit.api("POST", `/api/requests/${id}/approve`, { planVersion });
  await visit.t.drain();
  const ready = await visit.mail("package-ready");
  expect(ready.text).toContain("Messages in which others write.");
  expect(ready.text).toContain("cnil.fr");
  const fetched = await visit.post(ready.path);
  const files = parseZip(Buffer.from(await fetched.arrayBuffer()));
  const everything = [...files.values()].map((bytes) => bytes.toString("utf8")).join(" ");
  expect(everything).toContain("Kettle");
  for (const left of ["Hello Bob", "Ada Street 1"]) expect(everything).not.toContain(left);
  expect(everything).toContain("12.5");
  expect((await visit.detail(id)).state).toBe("done");
});
