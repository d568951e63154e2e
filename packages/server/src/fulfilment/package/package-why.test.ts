import { describe, expect, it } from "vitest";
import { packageTexts } from "./package-texts.ts";
import { describeWhy } from "./package-why.ts";

describe("describeWhy", () => {
  it.each([
    ["the person's own row", "It is about you yourself."],
    ["posts.author_id -> accounts: is theirs", "“Author ID” points to you."],
    ["order_items.order_id -> orders: is part of what is theirs", "Belongs to your records in “Orders”."],
    [
      "accounts.home_address_id -> addresses: is held by what is theirs",
      "Your records in “Accounts” use it as “Home address ID”.",
    ],
    ["Newsletters that were sent.", "Newsletters that were sent."],
    [
      "n.actor_id -> accounts: names them as acting; n.subject_id -> posts: is part of what is theirs",
      "“Actor ID” points to you. Belongs to your records in “Posts”.",
    ],
  ])("%s", (why, text) => {
    expect(describeWhy(packageTexts("en"), why)).toBe(text);
  });

  it("says the same in German, and nothing twice", () => {
    const why = "a.x_id -> people: is theirs; a.x_id -> people: names them as acting";
    expect(describeWhy(packageTexts("de"), why)).toBe("„X ID“ verweist auf Sie.");
  });
});
