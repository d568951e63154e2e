/** Generates the forum: topics and posts that refer to each other, replies, reactions, and what moderators did. */
import { catalogue } from "./catalogue.ts";
import { anyReplyTexts, closings, replyTexts, type TopicText, topicTexts } from "./forum-texts.ts";
import type { Row } from "./insert-rows.ts";
import { type People, type Person, pickActive } from "./person.ts";
import type { Random } from "./random.ts";
import { moderatorIds } from "./staff.ts";
import { daysAgo, laterBy } from "./timeline.ts";

/** A post before it becomes a row: what is known of it is still growing. */
interface PostDraft {
  readonly id: number;
  readonly topicId: number;
  readonly author: Person | null;
  readonly replyTo: PostDraft | null;
  readonly body: string;
  readonly createdAt: string;
  readonly reactedBy: Set<number>;
  editedBy: Person | null;
  hiddenBy: number | null;
}

interface ForumRows {
  readonly topics: Row[];
  readonly posts: Row[];
  readonly reactions: Row[];
  readonly moderation_actions: Row[];
}

interface Reply {
  readonly postId: number;
  readonly author: Person;
  readonly answered: Person;
  readonly createdAt: string;
}

interface Forum {
  readonly rows: ForumRows;
  /** Number of posts by account id. */
  readonly postCounts: ReadonlyMap<number, number>;
  readonly replies: readonly Reply[];
}

/** Generates a forum whose counters agree with its rows. */
export function generateForum(random: Random, people: People): Forum {
  const rows: ForumRows = { topics: [], posts: [], reactions: [], moderation_actions: [] };
  const drafts: PostDraft[] = [];
  const topicCount = Math.max(topicTexts.length, Math.round(people.all.length / 8));
  for (let index = 0; index < topicCount; index++) addTopic(random, rows, people, drafts, index, topicCount);
  reactAndModerate(random, rows, people, drafts);
  const postCounts = new Map<number, number>();
  const replies: Reply[] = [];
  for (const draft of drafts) {
    rows.posts.push(toPostRow(draft));
    if (!draft.author) continue;
    postCounts.set(draft.author.id, (postCounts.get(draft.author.id) ?? 0) + 1);
    const answered = draft.replyTo?.author;
    if (answered && answered !== draft.author) {
      replies.push({ postId: draft.id, author: draft.author, answered, createdAt: draft.createdAt });
    }
  }
  return { rows, postCounts, replies };
}

function addTopic(
  random: Random,
  rows: ForumRows,
  people: People,
  drafts: PostDraft[],
  index: number,
  topicCount: number,
): void {
  const text = topicTexts[index % topicTexts.length] as TopicText;
  const round = Math.floor(index / topicTexts.length);
  const createdAt = daysAgo(1 + 700 * (1 - index / topicCount) + random.next() * 10);
  const author = chooseTopicAuthor(random, people, index, createdAt);
  const id = rows.topics.length + 1;
  const opening = addPost(drafts, id, author, null, text.opening, createdAt);
  const inTopic = [opening];
  const pool = random.sample([...replyTexts[text.section], ...anyReplyTexts], 30);
  const replyCount = random.between(3, random.chance(0.4) ? pool.length : 11);
  let at = createdAt;
  for (let reply = 0; reply < replyCount; reply++) {
    at = laterBy(at, random.next() ** 3 * 9);
    // Ada and Bo take part in the first and the latest topics; now and then an account of an earlier forum is no longer known.
    const isLate = index >= topicCount - 3;
    const demo =
      (index < 6 || isLate) && reply === 0 ? people.bo : (index < 8 || isLate) && reply === 1 ? people.ada : undefined;
    const writer = demo ?? pickActive(random, people.all, at) ?? author;
    const answerable = inTopic.slice(-4).filter((post) => post.author !== writer);
    const replyTo = answerable.length > 0 && (reply === 0 || random.chance(0.5)) ? random.pick(answerable) : null;
    const body = random.chance(0.25) ? `${pool[reply]} ${random.pick(closings)}` : (pool[reply] as string);
    inTopic.push(addPost(drafts, id, random.chance(0.015) && !demo ? null : writer, replyTo, body, at));
  }
  const product = catalogue.findIndex((entry) => entry.slug === text.product);
  rows.topics.push({
    id,
    author_id: author.id,
    section: text.section,
    product_id: product >= 0 ? product + 1 : null,
    title: round > 0 ? `${text.title} (part ${round + 1})` : text.title,
    first_post_id: opening.id,
    last_post_id: inTopic[inTopic.length - 1]?.id ?? opening.id,
    post_count: inTopic.length,
    is_pinned: round === 0 && text.section === "welcome" ? 1 : 0,
    created_at: createdAt,
  });
}

function chooseTopicAuthor(random: Random, people: People, index: number, createdAt: string): Person {
  if (index === 1) return people.ada;
  if (index === 2) return people.bo;
  return pickActive(random, people.all, createdAt) ?? people.ada;
}

function addPost(
  drafts: PostDraft[],
  topicId: number,
  author: Person | null,
  replyTo: PostDraft | null,
  body: string,
  createdAt: string,
): PostDraft {
  const id = drafts.length + 1;
  const draft: PostDraft = {
    id,
    topicId,
    author,
    replyTo,
    body,
    createdAt,
    reactedBy: new Set(),
    editedBy: null,
    hiddenBy: null,
  };
  drafts.push(draft);
  return draft;
}

function reactAndModerate(random: Random, rows: ForumRows, people: People, drafts: readonly PostDraft[]): void {
  const { ada, bo } = people;
  for (const draft of drafts) {
    const count = Math.floor(random.next() ** 2 * 7);
    for (let reaction = 0; reaction < count; reaction++) {
      const person = pickActive(random, people.all, draft.createdAt, (candidate) => candidate !== draft.author);
      if (person) addReaction(random, rows, draft, person);
    }
    // Ada looks after the forum a little: she tidied up a few posts of others, and others one of hers.
    if (draft.topicId === 3 && draft.author !== ada) draft.editedBy = draft.replyTo ? null : ada;
    if (draft.topicId === 2 && draft.author === ada) draft.editedBy = bo;
    else if (random.chance(0.03)) draft.editedBy = random.chance(0.6) ? draft.author : ada;
    if (draft.author && !draft.author.isDemo && draft.replyTo && random.chance(0.012)) {
      draft.hiddenBy = random.pick(moderatorIds);
      addAction(random, rows, draft.author, draft, "hidden", "Advertising without saying so.");
    }
  }
  for (const [me, friend] of [
    [ada, bo],
    [bo, ada],
  ] as const) {
    for (const draft of drafts.filter((candidate) => candidate.author === friend).slice(0, 3)) {
      addReaction(random, rows, draft, me);
    }
    const moved = drafts.find((candidate) => candidate.author === me);
    if (moved) addAction(random, rows, me, moved, "moved", "Better placed in the how-to section.");
  }
  for (const person of people.all) {
    if (!person.isDemo && random.chance(0.04)) {
      addAction(random, rows, person, null, random.pick(["note", "warned"]), "Sent the same message to many members.");
    }
  }
}

function addReaction(random: Random, rows: ForumRows, draft: PostDraft, person: Person): void {
  if (draft.reactedBy.has(person.id)) return;
  draft.reactedBy.add(person.id);
  rows.reactions.push({
    post_id: draft.id,
    account_id: person.id,
    kind: random.pick(["thanks", "same", "smile"]),
    created_at: laterBy(draft.createdAt, random.next() * 3),
  });
}

function addAction(
  random: Random,
  rows: ForumRows,
  person: Person,
  draft: PostDraft | null,
  action: string,
  reason: string,
): void {
  rows.moderation_actions.push({
    id: rows.moderation_actions.length + 1,
    account_id: person.id,
    staff_id: draft?.hiddenBy ?? (random.chance(0.9) ? random.pick(moderatorIds) : null),
    post_id: draft?.id ?? null,
    action,
    reason,
    created_at: laterBy(draft?.createdAt ?? person.joinedAt, random.next() * 2),
  });
}

function toPostRow(draft: PostDraft): Row {
  return {
    id: draft.id,
    topic_id: draft.topicId,
    author_id: draft.author?.id ?? null,
    reply_to_id: draft.replyTo?.id ?? null,
    body: draft.body,
    reaction_count: draft.reactedBy.size,
    edited_by: draft.editedBy?.id ?? null,
    edited_at: draft.editedBy ? laterBy(draft.createdAt, 0.2) : null,
    hidden_by: draft.hiddenBy,
    hidden_at: draft.hiddenBy ? laterBy(draft.createdAt, 0.4) : null,
    created_at: draft.createdAt,
  };
}
