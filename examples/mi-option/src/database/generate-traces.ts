/** Generates what a running shop leaves behind: notifications about any kind of row, and a log with ids inside strings. */
import { inventIp } from "./generate-people.ts";
import type { Row } from "./insert-rows.ts";
import type { People, Person } from "./person.ts";
import type { Random } from "./random.ts";
import { agentIds } from "./staff.ts";
import { laterBy, someTimeAfter } from "./timeline.ts";

/** Something that somebody is told about. */
export interface Happening {
  readonly receiver: Person;
  readonly actor: Person | null;
  readonly kind: string;
  readonly subjectType: "post" | "message" | "order" | "account";
  readonly subjectId: number;
  readonly at: string;
}

/** One notification for each happening; newer ones are more often unread. */
export function generateNotifications(random: Random, happenings: readonly Happening[]): Row[] {
  return happenings
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .map((happening, index) => ({
      id: index + 1,
      account_id: happening.receiver.id,
      actor_id: happening.actor?.id ?? null,
      kind: happening.kind,
      subject_type: happening.subjectType,
      subject_id: happening.subjectId,
      created_at: happening.at,
      read_at: random.chance(0.95 - (0.7 * index) / happenings.length) ? laterBy(happening.at, random.next()) : null,
    }));
}

/** Log entries of members, staff and the system, in the order in which they happened. */
export function generateActivityLog(random: Random, people: People, orders: readonly Row[]): Row[] {
  const entries: { actor: string; action: string; payload: Record<string, unknown>; at: string }[] = [];
  for (const person of people.all) {
    const actor = `account:${person.id}`;
    entries.push({ actor, action: "account.created", payload: { ip: inventIp(random) }, at: person.joinedAt });
    const visits = person.isDemo ? 6 : Math.floor(random.next() * person.activity * 9);
    for (let visit = 0; visit < visits; visit++) {
      const payload = { ip: inventIp(random), method: random.pick(["password", "link"]) };
      entries.push({ actor, action: "session.started", payload, at: someTimeAfter(random, person.joinedAt) });
    }
    if (person.isDemo || random.chance(0.2)) {
      const payload = { fields: random.sample(["phone", "bio", "avatar", "address"], 2) };
      entries.push({ actor, action: "profile.changed", payload, at: someTimeAfter(random, person.joinedAt) });
    }
    if (person.isDemo || random.chance(0.1)) {
      const payload = { accountId: person.id, reason: "support ticket" };
      const agent = `staff:${random.pick(agentIds)}`;
      entries.push({ actor: agent, action: "account.viewed", payload, at: someTimeAfter(random, person.joinedAt) });
    }
  }
  for (const order of orders) {
    const payload = { accountId: order["account_id"], order: order["order_number"] };
    entries.push({ actor: "system", action: "invoice.issued", payload, at: String(order["placed_at"]) });
  }
  return entries
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .map(({ actor, action, payload, at }, index) => ({
      id: index + 1,
      actor,
      action,
      payload: JSON.stringify(payload),
      happened_at: at,
    }));
}
