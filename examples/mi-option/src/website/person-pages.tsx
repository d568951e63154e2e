/** Pages about people: a public profile, and the list to choose a demonstration account from. */
import { listReviewsOfPerson } from "./catalogue-queries.ts";
import { Avatar, Figure, ReviewCard } from "./components.tsx";
import type { WebsiteContext } from "./environment.ts";
import { formatDay, formatMonth } from "./format.ts";
import { listPostsOfPerson } from "./forum-queries.ts";
import { Page } from "./layout.tsx";
import { findProfile, listDemoPeople } from "./person-queries.ts";

/** Undefined when there is no such person. */
export function renderProfilePage(context: WebsiteContext, id: number) {
  const { database } = context.var;
  const profile = findProfile(database, id);
  if (!profile) return undefined;
  const posts = listPostsOfPerson(database, id);
  const reviews = listReviewsOfPerson(database, id);
  return (
    <Page context={context} title={profile.displayName}>
      <div class="wrap">
        <header class="profile card">
          <Avatar name={profile.displayName} photoKey={profile.photoKey} size="large" />
          <div>
            <h1>{profile.displayName}</h1>
            {profile.bio && <p class="lead">{profile.bio}</p>}
            <ul class="pills">
              <li class="pill">Member since {formatMonth(profile.createdAt)}</li>
              <Figure count={profile.postCount} noun="post" />
              <Figure count={profile.reviewCount} noun="review" />
              {profile.isModerator === 1 && <li class="pill pill-how-to">Community moderator</li>}
            </ul>
          </div>
        </header>
        <section>
          <h2>In the forum</h2>
          {posts.length === 0 ? (
            <p class="muted">Has not posted yet.</p>
          ) : (
            <ul class="card list">
              {posts.map((post) => (
                <li class="topic-row">
                  <div class="grow">
                    <p class="small muted">
                      <a href={`/forum/${post.topicId}#post-${post.id}`}>{post.topicTitle}</a> ·{" "}
                      {formatDay(post.createdAt)}
                    </p>
                    <p>{post.body}</p>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </section>
        {reviews.length > 0 && (
          <section>
            <h2>Reviews</h2>
            <ul class="grid">
              {reviews.map((review) => (
                <ReviewCard review={review} names="product" />
              ))}
            </ul>
          </section>
        )}
      </div>
    </Page>
  );
}

export function SignInPage({ context }: { readonly context: WebsiteContext }) {
  return (
    <Page context={context} title="Sign in">
      <div class="wrap narrow">
        <header class="page-head">
          <h1>Who would you like to be?</h1>
          <p class="lead">Everybody here is invented, so there are no passwords. Choose a person and look around.</p>
        </header>
        <form method="post" action="/sign-in" class="people">
          {listDemoPeople(context.var.database, 18).map((person) => (
            <button type="submit" name="account" value={String(person.id)} class="card person">
              <Avatar name={person.displayName} photoKey={person.photoKey} />
              <span>
                <strong>{person.displayName}</strong>
                <span class="muted small">since {formatMonth(person.createdAt)}</span>
              </span>
            </button>
          ))}
        </form>
      </div>
    </Page>
  );
}
