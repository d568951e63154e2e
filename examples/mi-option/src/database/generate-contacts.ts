/** Generates people known by e-mail only: newsletter readers, invited friends, and those who write to support. */
import type { Row } from "./insert-rows.ts";
import { firstNames } from "./names.ts";
import type { People, Person } from "./person.ts";
import type { Random } from "./random.ts";
import { ticketTexts } from "./spoken-texts.ts";
import { agentIds } from "./staff.ts";
import { daysAgo, laterBy, someTimeAfter } from "./timeline.ts";

interface ContactRows {
  readonly newsletter_subscribers: Row[];
  readonly referrals: Row[];
  readonly support_tickets: Row[];
  readonly ticket_messages: Row[];
}

/** Generates what is kept about e-mail addresses, whether a member is behind them or not. */
export function generateContacts(random: Random, people: People, orders: readonly Row[]): ContactRows {
  const rows: ContactRows = { newsletter_subscribers: [], referrals: [], support_tickets: [], ticket_messages: [] };
  addSubscribers(random, rows, people);
  addReferrals(random, rows, people);
  const orderOf = new Map(orders.map((order) => [order["account_id"], Number(order["id"])]));
  for (const person of people.all) {
    const count = person.isDemo ? 2 : random.chance(person.activity * 0.5) ? 1 : 0;
    for (let ticket = 0; ticket < count; ticket++) {
      addTicket(random, rows, person.email, person, orderOf.get(person.id) ?? null);
    }
  }
  for (let index = 0; index < Math.max(2, people.all.length / 20); index++) {
    addTicket(random, rows, strangerEmail(random, index, "asks"), null, null);
  }
  return rows;
}

function addSubscribers(random: Random, rows: ContactRows, people: People): void {
  const add = (email: string, source: string, subscribedAt: string, isKeen: boolean): void => {
    rows.newsletter_subscribers.push({
      id: rows.newsletter_subscribers.length + 1,
      email,
      source,
      unsubscribe_token: random.hex(32),
      subscribed_at: subscribedAt,
      confirmed_at: isKeen || random.chance(0.9) ? laterBy(subscribedAt, 0.05) : null,
      unsubscribed_at: !isKeen && random.chance(0.12) ? someTimeAfter(random, subscribedAt) : null,
    });
  };
  for (const person of people.all) {
    if (!person.isDemo && !random.chance(0.4)) continue;
    // Ada typed hers with capitals; it is the same mailbox.
    const email = person === people.ada ? "Ada@Example.org" : person.email;
    add(email, "checkout", someTimeAfter(random, person.joinedAt), person.isDemo);
  }
  for (let index = 0; index < Math.round(people.all.length / 6); index++) {
    add(strangerEmail(random, index, "reads"), "website", daysAgo(random.next() * 1500), false);
  }
}

function addReferrals(random: Random, rows: ContactRows, people: People): void {
  const add = (referrer: Person, friendEmail: string, friend: Person | null, sentAt: string): void => {
    rows.referrals.push({
      id: rows.referrals.length + 1,
      referrer_id: referrer.id,
      friend_email: friendEmail,
      joined_account_id: friend?.id ?? null,
      reward_cents: friend ? 500 : 0,
      sent_at: sentAt,
    });
  };
  for (const person of people.all) {
    const referrer = person.referredBy === null ? undefined : people.all[person.referredBy - 1];
    if (referrer) add(referrer, person.email, person, person.joinedAt);
    if (person.isDemo || random.chance(person.activity * 0.3)) {
      add(person, strangerEmail(random, person.id, "invited"), null, someTimeAfter(random, person.joinedAt));
    }
  }
}

function addTicket(
  random: Random,
  rows: ContactRows,
  email: string,
  person: Person | null,
  orderId: number | null,
): void {
  const text = random.pick(ticketTexts);
  const id = rows.support_tickets.length + 1;
  const status = random.pick(["open", "waiting", "solved", "solved", "solved"]);
  const openedAt = person ? someTimeAfter(random, person.joinedAt) : daysAgo(random.next() * 400);
  const agentId = status === "open" ? null : random.pick(agentIds);
  rows.support_tickets.push({
    id,
    account_id: person?.id ?? null,
    requester_email: email,
    assigned_to: agentId,
    order_id: random.chance(0.6) ? orderId : null,
    subject: text.subject,
    status,
    opened_at: openedAt,
  });
  const say = (body: string, fromStaff: boolean, sentAt: string): void => {
    rows.ticket_messages.push({
      id: rows.ticket_messages.length + 1,
      ticket_id: id,
      author_account_id: fromStaff ? null : (person?.id ?? null),
      author_staff_id: fromStaff ? agentId : null,
      body,
      sent_at: sentAt,
    });
  };
  say(text.question, false, openedAt);
  if (agentId !== null) say(text.answer, true, laterBy(openedAt, 0.6));
  if (status === "solved" && random.chance(0.7)) say(text.thanks, false, laterBy(openedAt, 2));
}

function strangerEmail(random: Random, index: number, verb: string): string {
  const name = random
    .pick(firstNames)
    .normalize("NFD")
    .toLowerCase()
    .replaceAll(/[^a-z]/g, "");
  return `${name}.${verb}${index}@example.org`;
}
