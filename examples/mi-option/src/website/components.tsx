/** The small pieces that pages are put together from. */
import type { Product, Review } from "./catalogue-queries.ts";
import { formatBilling, formatCount, formatDay, formatMoney } from "./format.ts";
import type { Topic } from "./forum-queries.ts";
import { sections } from "./forum-queries.ts";

interface AvatarProps {
  readonly name: string | null;
  readonly photoKey: string | null;
  readonly size?: "small" | "large";
}

/** A face, or initials on a colour that stays the same for a name. Always beside the name, so it has no text of its own. */
export function Avatar({ name, photoKey, size }: AvatarProps) {
  const classes = size ? `avatar avatar-${size}` : "avatar";
  if (photoKey) return <img class={classes} src={`/${photoKey}.png`} alt="" width="48" height="48" />;
  const letters = (name ?? "").split(/\s+/).map((word) => word.charAt(0));
  const tint = [...(name ?? "")].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;
  return (
    <span class={`${classes} tint-${tint}`} aria-hidden="true">
      {letters.slice(0, 2).join("").toUpperCase() || "–"}
    </span>
  );
}

/** A link to somebody's profile; people who have left are named so. */
export function PersonLink({ id, name }: { readonly id: number | null; readonly name: string | null }) {
  if (id === null || !name) return <span class="muted">Former member</span>;
  return <a href={`/people/${id}`}>{name}</a>;
}

export function Stars({ value }: { readonly value: number }) {
  const full = Math.round(value);
  return (
    <span class="stars" role="img" aria-label={`${value.toFixed(1).replace(".0", "")} of 5 stars`}>
      {"★".repeat(full)}
      <span class="stars-rest">{"★".repeat(5 - full)}</span>
    </span>
  );
}

export function ProductCard({ product }: { readonly product: Product }) {
  return (
    <li class="card product-card">
      <img class="art" src={`/art/${product.slug}.svg`} alt="" width="320" height="240" loading="lazy" />
      <div class="card-body">
        <p class="overline">{product.category}</p>
        <h3>
          <a class="cover" href={`/options/${product.slug}`}>
            {product.name}
          </a>
        </h3>
        <p class="muted">{product.tagline}</p>
        <p class="product-foot">
          <span>
            <strong>{formatMoney(product.priceCents)}</strong> {formatBilling(product.billing)}
          </span>
          {product.averageStars !== null && <Stars value={product.averageStars} />}
        </p>
      </div>
    </li>
  );
}

export function TopicRow({ topic }: { readonly topic: Topic }) {
  return (
    <li class="topic-row">
      <Avatar name={topic.author} photoKey={topic.photoKey} />
      <div class="grow">
        <h3>
          <a class="cover" href={`/forum/${topic.id}`}>
            {topic.title}
          </a>
        </h3>
        <p class="muted small">
          <span class={`pill pill-${topic.section}`}>{sections[topic.section]}</span>
          {topic.isPinned === 1 && <span class="pill">Pinned</span>} {topic.author ?? "Former member"} · last word{" "}
          {topic.lastAuthor ? `by ${topic.lastAuthor} ` : ""}on {formatDay(topic.lastPostAt)}
        </p>
      </div>
      <p class="count">
        <strong>{topic.postCount}</strong> <span class="muted small">{topic.postCount === 1 ? "post" : "posts"}</span>
      </p>
    </li>
  );
}

interface ReviewCardProps {
  readonly review: Review;
  /** What to name besides the stars: who wrote it, or what it is about. */
  readonly names: "author" | "product" | "both";
}

export function ReviewCard({ review, names }: ReviewCardProps) {
  return (
    <li class="card review">
      <Stars value={review.stars} />
      <h3>{review.headline}</h3>
      {review.body && <p>{review.body}</p>}
      <p class="byline small muted">
        {names !== "product" && (
          <>
            <Avatar name={review.author} photoKey={review.photoKey} size="small" />
            <PersonLink id={review.authorId} name={review.author} />
          </>
        )}
        {names !== "author" && (
          <span>
            {names === "both" ? "about " : ""}
            <a href={`/options/${review.productSlug}`}>{review.productName}</a>
          </span>
        )}
        <span>{formatDay(review.createdAt)}</span>
      </p>
    </li>
  );
}

/** A statement and its number, as on a profile. */
export function Figure({ count, noun }: { readonly count: number; readonly noun: string }) {
  return <li class="pill">{formatCount(count, noun)}</li>;
}
