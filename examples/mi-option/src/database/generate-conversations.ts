/** Generates private conversations: rows that belong to several people at once. */
import type { Row } from "./insert-rows.ts";
import { type People, type Person, pickActive } from "./person.ts";
import type { Random } from "./random.ts";
import { dialogues } from "./spoken-texts.ts";
import { daysAgo, laterBy } from "./timeline.ts";

interface ConversationRows {
  readonly conversations: Row[];
  readonly conversation_participants: Row[];
  readonly messages: Row[];
}

interface Delivery {
  readonly messageId: number;
  readonly sender: Person;
  readonly receiver: Person;
  readonly sentAt: string;
}

/** Generates conversations of two to five people; `deliveries` names who got the last message of each. */
export function generateConversations(
  random: Random,
  people: People,
): { readonly rows: ConversationRows; readonly deliveries: readonly Delivery[] } {
  const rows: ConversationRows = { conversations: [], conversation_participants: [], messages: [] };
  const deliveries: Delivery[] = [];
  const count = Math.max(4, Math.round(people.all.length * 0.9));
  for (let index = 0; index < count; index++) {
    const startedAt = daysAgo(index === 0 ? 12 : random.next() * 600 + 1);
    const members = chooseMembers(random, people, index, startedAt);
    if (members.length > 1) deliveries.push(...addConversation(random, rows, members, startedAt));
  }
  return { rows, deliveries };
}

function chooseMembers(random: Random, people: People, index: number, startedAt: string): readonly Person[] {
  const members = new Set<Person>();
  if (index < 3) members.add(people.ada);
  if (index === 0 || index === 2 || index === 3) members.add(people.bo);
  const size = index === 0 ? 2 : random.chance(0.8) ? 2 : random.between(3, 5);
  for (let tries = 0; members.size < size + (index === 2 ? 1 : 0) && tries < 20; tries++) {
    const person = pickActive(random, people.all, startedAt, (candidate) => !members.has(candidate));
    if (person) members.add(person);
  }
  return [...members];
}

function addConversation(
  random: Random,
  rows: ConversationRows,
  members: readonly Person[],
  startedAt: string,
): Delivery[] {
  const id = rows.conversations.length + 1;
  const starter = members[0] as Person;
  const dialogue = random.pick(dialogues);
  rows.conversations.push({
    id,
    subject: dialogue.subject,
    started_by: random.chance(0.95) ? starter.id : null,
    started_at: startedAt,
  });
  const texts = dialogue.lines.slice(0, random.between(3, dialogue.lines.length));
  let sentAt = startedAt;
  let sender = starter;
  const lastReadBy = new Map<Person, number>();
  for (const [position, body] of texts.entries()) {
    const messageId = rows.messages.length + 1;
    rows.messages.push({ id: messageId, conversation_id: id, sender_id: sender.id, body, sent_at: sentAt });
    lastReadBy.set(sender, messageId);
    const others = members.filter((member) => member !== sender);
    if (position === texts.length - 1) {
      addParticipants(random, rows, id, members, lastReadBy, startedAt);
      return others.map((receiver) => ({ messageId, sender, receiver, sentAt }));
    }
    sender = random.pick(others);
    sentAt = laterBy(sentAt, random.next() ** 2 * 3);
  }
  return [];
}

function addParticipants(
  random: Random,
  rows: ConversationRows,
  conversationId: number,
  members: readonly Person[],
  lastReadBy: ReadonlyMap<Person, number>,
  joinedAt: string,
): void {
  for (const member of members) {
    rows.conversation_participants.push({
      conversation_id: conversationId,
      account_id: member.id,
      last_read_message_id: lastReadBy.get(member) ?? null,
      is_muted: random.chance(0.1) ? 1 : 0,
      joined_at: joinedAt,
    });
  }
}
