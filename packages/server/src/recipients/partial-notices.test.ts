/** Recipients hear of what a part of an answer changed when it goes out, of the rest when that is done, and of nothing twice. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RecipientNotice } from "@kept/contract/recipients";
import { describe, expect, test } from "vitest";
import { resumeRequests } from "../fulfilment/tidy-requests.ts";
import { CLUB_MAP, createFileClub } from "../requests/testing/club.ts";
import { ADA, createShop } from "../requests/testing/shop.ts";
import { visitCentre } from "../requests/testing/visit-centre.ts";
import { categoriesToTell } from "./find-recipients.ts";
import { createRecipientsSlice } from "./slice.ts";

describe("which kinds of data are told of", () => {
  const part = (...categories: string[]) => ({ extent: "part", categories }) as const;
  const whole = (...categories: string[]) => ({ extent: "whole", categories }) as const;
  const unknown = { extent: "whole", categories: null } as const;
  test.each([
    [
      "a whole is told as it was asked",
      { given: ["contact"], earlier: [], changed: whole("contact.email"), scope: [] },
      [],
    ],
    [
      "a part is told by what it changed",
      { given: ["contact"], earlier: [], changed: part("contact.email"), scope: [] },
      ["contact.email"],
    ],
    [
      "what was not given is not told of",
      { given: ["name"], earlier: [], changed: part("contact.email"), scope: [] },
      null,
    ],
    [
      "what was not asked for neither",
      { given: ["name", "contact"], earlier: [], changed: part("name", "contact.email"), scope: ["name"] },
      ["name"],
    ],
    [
      "the rest is what is new",
      { given: ["contact"], earlier: [["contact.email"]], changed: whole("contact.email", "contact.phone"), scope: [] },
      ["contact.phone"],
    ],
    [
      "nothing new: nothing is told",
      { given: ["contact"], earlier: [["contact.email"]], changed: whole("contact.email"), scope: [] },
      null,
    ],
    [
      "whoever was told of everything knows",
      { given: ["contact"], earlier: [[]], changed: whole("contact.phone"), scope: [] },
      null,
    ],
    [
      "what is not known is told rather than not",
      { given: ["contact.email", "name"], earlier: [["contact.email"]], changed: unknown, scope: [] },
      ["name"],
    ],
  ] as const)("%s", (_, of, told) => {
    expect(categoriesToTell(of)).toEqual(told);
  });
});

test("a part is told when it goes out, the rest when it is done", async () => {
  await using shop = await createShop();
  await using club = await createFileClub(shop);
  const map = join(shop.folder, "club.map.yaml");
  await writeFile(map, CLUB_MAP.replace("members: {", "members: { columns: { nickname: employment },"));
  const recipient = { role: "processor", country: "DE" } as const;
  const purpose = { title: "Deliver", basis: { default: "contract" }, retention: "a year" } as const;
  const desk = (name: string) =>
    ({ ...recipient, name, channel: { kind: "email", to: `${name}@example.org` } }) as const;
  await using visit = await visitCentre(shop, {
    kept: {
      systems: { shop: { url: shop.url, map: shop.mapFile }, club: { url: club.url, map } },
      requests: { erasureWaitingPeriod: "PT0S" },
      recipients: { parcels: desk("parcels"), badges: desk("badges"), both: desk("both"), bank: desk("bank") },
      purposes: {
        orders: { ...purpose, categories: ["contact.address"], recipients: ["parcels", "both"] },
        badges: { ...purpose, categories: ["employment"], recipients: ["badges", "both"] },
        health: { ...purpose, categories: ["special.health"], recipients: ["bank"] },
      },
    },
    moreSlices: ({ kept, settings }) => [
      createRecipientsSlice({
        kept,
        publicUrl: settings.publicUrl,
        folder: shop.folder,
        variables: {},
        mayUse: async () => ({ allowed: false, reason: "undecided" }),
      }),
    ],
  });
  const told = async () => {
    const path = `/api/requests/${id}/notices`;
    const { notices } = (await visit.api<{ notices: RecipientNotice[] }>("GET", path)).body;
    return notices.map((one) => [one.recipient, one.categories]).sort();
  };
  const { id } = await visit.request("erasure", ADA);
  await club.goDown();
  await visit.api("POST", `/api/requests/${id}/approve`, { planVersion: 1 });
  await visit.t.drain();
  // The shop has erased; nothing goes out while the rest may be done in a moment.
  expect(shop.count("orders", "user_id = 1")).toBe(0);
  expect(await told()).toEqual([]);
  await visit.api("POST", `/api/requests/${id}/deliver`, { reason: "Its archive cannot be reached." });
  await visit.t.drain();
  const part = [
    ["both", ["contact.address"]],
    ["parcels", ["contact.address"]],
  ];
  expect(await told()).toEqual(part);
  const letter = (await visit.t.sentMail()).filter(({ kind }) => kind === "recipient-notice");
  expect(letter).toHaveLength(2);
  expect(letter[0]?.text).toContain("Concerns: contact.address");

  await club.comeUp();
  for (let tries = 0; tries < 4 && (await visit.detail(id)).state !== "done"; tries += 1) {
    visit.t.clock.advance("PT20M");
    await resumeRequests(visit.t.ctx, visit.parts);
    await visit.t.drain();
    const { state, planVersion } = await visit.detail(id);
    if (state !== "awaiting_approval") continue;
    await visit.api("POST", `/api/requests/${id}/approve`, { planVersion });
    await visit.t.drain();
  }
  expect((await visit.detail(id)).state).toBe("done");
  // Each of the rest; and whom nothing of the parts concerned hears of the whole, as ever.
  expect(await told()).toEqual([["badges", []], ["bank", []], part[0], ["both", ["employment"]], part[1]]);
  const types = (await visit.t.ledgerTypes(id)).filter((type) => type === "recipient.notices-made");
  expect(types).toHaveLength(2);
});
