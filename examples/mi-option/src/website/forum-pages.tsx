/** The forum: list of topics, and one topic with its posts. */
import { Avatar, PersonLink, TopicRow } from "./components.tsx";
import type { WebsiteContext } from "./environment.ts";
import { formatCount, formatMoment } from "./format.ts";
import { isRemoved } from "./former-members.ts";
import { findTopic, listPosts, listTopics, type Post, sections } from "./forum-queries.ts";
import { Page } from "./layout.tsx";

const topicsPerPage = 20;

interface ForumPageProps {
  readonly context: WebsiteContext;
  readonly section: string | undefined;
  /** Counted from 1. */
  readonly page: number;
}

export function ForumPage({ context, section, page }: ForumPageProps) {
  const chosen = section && Object.hasOwn(sections, section) ? section : undefined;
  const found = listTopics(context.var.database, chosen, topicsPerPage + 1, (page - 1) * topicsPerPage);
  const linkTo = (target: number) => `/forum?${chosen ? `section=${chosen}&` : ""}page=${target}`;
  return (
    <Page context={context} title="Forum">
      <div class="wrap narrow">
        <header class="page-head">
          <h1>Forum</h1>
          <p class="lead">Starters, swaps, seeds, and strong opinions on cardboard.</p>
        </header>
        <nav class="tabs" aria-label="Sections">
          <a href="/forum" aria-current={chosen ? undefined : "page"}>
            All
          </a>
          {Object.entries(sections).map(([key, label]) => (
            <a href={`/forum?section=${key}`} aria-current={key === chosen ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
        {found.length === 0 ? (
          <p class="muted">No topics here.</p>
        ) : (
          <ul class="card list">
            {found.slice(0, topicsPerPage).map((topic) => (
              <TopicRow topic={topic} />
            ))}
          </ul>
        )}
        <nav class="pager" aria-label="Pages">
          {page > 1 ? <a href={linkTo(page - 1)}>← Newer</a> : <span />}
          {found.length > topicsPerPage && <a href={linkTo(page + 1)}>Older →</a>}
        </nav>
      </div>
    </Page>
  );
}

/** Undefined when there is no such topic. */
export function renderTopicPage(context: WebsiteContext, id: number) {
  const { database } = context.var;
  const topic = findTopic(database, id);
  if (!topic) return undefined;
  return (
    <Page context={context} title={topic.title}>
      <div class="wrap narrow">
        <p class="crumbs small">
          <a href="/forum">Forum</a> / <a href={`/forum?section=${topic.section}`}>{sections[topic.section]}</a>
        </p>
        <header class="page-head">
          <h1>{topic.title}</h1>
          <p class="muted">
            {formatCount(topic.postCount, "post")}
            {topic.productSlug && (
              <>
                {" · about "}
                <a href={`/options/${topic.productSlug}`}>{topic.productName}</a>
              </>
            )}
          </p>
        </header>
        <ol class="posts">
          {listPosts(database, id).map((post) => (
            <PostItem post={post} />
          ))}
        </ol>
      </div>
    </Page>
  );
}

function PostItem({ post }: { readonly post: Post }) {
  return (
    <li class="card post" id={`post-${post.id}`}>
      <Avatar name={post.author} photoKey={post.photoKey} />
      <div class="grow">
        <p class="post-head">
          <strong>
            <PersonLink id={post.authorId} name={post.author} />
          </strong>
          {post.isModerator === 1 && <span class="pill">Moderator</span>}
          <span class="muted small">{formatMoment(post.createdAt)}</span>
        </p>
        {post.replyToId !== null && (
          <p class="small muted">
            <a href={`#post-${post.replyToId}`}>in reply to {post.replyToAuthor ?? "a former member"}</a>
          </p>
        )}
        <PostBody post={post} />
        <p class="small muted post-foot">
          {post.reactionCount > 0 && <span class="pill">♥ {post.reactionCount}</span>}
          {post.editedAt && <span>edited {formatMoment(post.editedAt)}</span>}
        </p>
      </div>
    </li>
  );
}

function PostBody({ post }: { readonly post: Post }) {
  if (post.hiddenAt) return <p class="muted">A moderator has hidden this post.</p>;
  if (isRemoved(post.body)) return <p class="muted">The author has removed this post.</p>;
  return <p class="prose">{post.body}</p>;
}
