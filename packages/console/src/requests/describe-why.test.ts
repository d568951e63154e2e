import { describe, expect, it } from "vitest";
import { columnsOfPath, describeWhy } from "./describe-why.ts";

describe("describeWhy", () => {
  it.each([
    ["the person's own row", "The person."],
    ["invoices.account_id -> accounts: is theirs", "Theirs."],
    ["order.customer_id -> customer: is theirs", "Theirs."],
    ["posts.author_id -> accounts: is theirs", "Theirs, by author."],
    ["order_items.order_id -> orders: is part of what is theirs", "Part of their orders."],
    ["accounts.homeAddressId -> public.addresses: is held by what is theirs", "Their home address."],
    ["referrals.friend_email -> accounts: is shared with them", "Shared with them."],
    ["posts.edited_by -> accounts: names them as acting", "Named as edited by."],
    ["photos.post_id -> posts: points at what is theirs", "Refers to their posts."],
  ])("%s", (why, text) => {
    expect(describeWhy(why)).toBe(text);
  });

  it("says once what several paths have in common", () => {
    const why =
      "n.actor_id -> accounts: names them as acting; n.subject_id -> accounts: names them as acting; n.subject_id -> posts: is part of what is theirs; n.subject_id -> messages: is part of what is theirs";
    expect(describeWhy(why)).toBe("Named as actor and subject; part of their posts and messages.");
  });

  it("puts what keeps a row behind whose it is, also where plans of several rows stand together", () => {
    const why =
      "invoices.account_id -> accounts: is theirs; Tax law has us keep invoices (§ 147 AO). invoices.account_id -> accounts: is theirs";
    expect(describeWhy(why)).toBe("Theirs. Tax law has us keep invoices (§ 147 AO).");
    expect(
      describeWhy(
        "posts.author_id -> accounts: is theirs; rows of notifications that are not theirs depend on it posts.author_id -> accounts: is theirs",
      ),
    ).toBe("Theirs, by author. Notifications of others depend on it.");
    expect(describeWhy("orders.account_id -> accounts: is theirs; retained rows of invoices depend on it")).toBe(
      "Theirs. What is retained of invoices depends on it.",
    );
    expect(describeWhy("the person's own row; notifications.subject_id must name somebody")).toBe(
      "The person. Notifications must name somebody: subject.",
    );
    expect(describeWhy("a.address_id -> addresses: is held by what is theirs; another person owns it too")).toBe(
      "Their address. Another person owns it too.",
    );
  });

  it("leaves a system's own sentences alone", () => {
    const why = "Said in a chat. Sent to the reader; and to nobody else.";
    expect(describeWhy(why)).toBe(why);
    expect(describeWhy("Said in a chat.; Sent to others, too.")).toBe("Said in a chat. Sent to others, too.");
    expect(describeWhy("")).toBe("");
  });
});

describe("columnsOfPath", () => {
  it("names the columns of the table itself, also of compound keys", () => {
    expect([...columnsOfPath("posts", "posts.a_id,b_id -> accounts: is theirs; x.c -> posts: is theirs")]).toEqual([
      "a_id",
      "b_id",
    ]);
  });

  it("makes no sentence of how a row is shared", () => {
    const list = "tickets.watcher_ids -> users: is shared with them (named in a list)";
    const own = "tickets.requester_id -> users: is theirs; rows of comments that are not theirs depend on it";
    expect(describeWhy(`${own} ${list}`)).toBe(
      "Theirs, by requester; shared with them. Comments of others depend on it.",
    );
  });
});
