/** The shop window: home, all options, and one option with its reviews. */
import {
  findProduct,
  listCategories,
  listKindReviews,
  listLovedProducts,
  listProducts,
  listReviewsOfProduct,
} from "./catalogue-queries.ts";
import { ProductCard, ReviewCard, Stars, TopicRow } from "./components.tsx";
import type { WebsiteContext } from "./environment.ts";
import { formatBilling, formatCount, formatMoney } from "./format.ts";
import { listRecentTopics, listTopicsAboutProduct } from "./forum-queries.ts";
import { Page } from "./layout.tsx";

export function HomePage({ context }: { readonly context: WebsiteContext }) {
  const { database, hasBanner } = context.var;
  return (
    <Page context={context} title="Take it, pause it, leave it">
      <section class="hero">
        <div class="wrap hero-grid">
          <div>
            <p class="overline">Subscriptions and small goods</p>
            <h1>Good things that let you change your mind.</h1>
            <p class="lead">
              Bread, books, bicycles, letters from strangers. Every option can be taken today, paused tomorrow and left
              whenever you like, and the people who love it are one forum away.
            </p>
            <p class="actions">
              <a class="button" href="/options">
                See all options
              </a>
              <a class="button button-quiet" href="/forum">
                Visit the forum
              </a>
            </p>
          </div>
          <div class="hero-art" aria-hidden="true">
            {["slow-coffee", "city-walks", "ink-and-paper", "window-garden"].map((slug) => (
              <img src={`/art/${slug}.svg`} alt="" width="320" height="240" />
            ))}
          </div>
        </div>
      </section>
      <section class="wrap">
        <div class="section-head">
          <h2>Loved by members</h2>
          <a href="/options">All options</a>
        </div>
        <ul class="grid">
          {listLovedProducts(database, 6).map((product) => (
            <ProductCard product={product} />
          ))}
        </ul>
      </section>
      <section class="wrap">
        <ol class="steps">
          <li>
            <h3>Take</h3>
            <p class="muted">Pick an option. It starts with the next box, and the price never hides.</p>
          </li>
          <li>
            <h3>Pause</h3>
            <p class="muted">Away, full, or simply not in the mood? It waits, and so does your place.</p>
          </li>
          <li>
            <h3>Leave</h3>
            <p class="muted">One click, no questions that pretend to be a form. Come back any time.</p>
          </li>
        </ol>
      </section>
      {hasBanner ? (
        <section class="wrap">
          <div class="section-head">
            <h2>How a box is packed</h2>
          </div>
          <iframe
            title="Film: how a box is packed"
            src="https://video.example.org/embed/packing"
            data-purpose="videos"
            width="720"
            height="320"
          />
        </section>
      ) : null}
      <section class="wrap">
        <div class="section-head">
          <h2>What members say</h2>
        </div>
        <ul class="grid">
          {listKindReviews(database, 3).map((review) => (
            <ReviewCard review={review} names="both" />
          ))}
        </ul>
      </section>
      <section class="wrap">
        <div class="section-head">
          <h2>From the forum</h2>
          <a href="/forum">All topics</a>
        </div>
        <ul class="card list">
          {listRecentTopics(database, 5).map((topic) => (
            <TopicRow topic={topic} />
          ))}
        </ul>
      </section>
    </Page>
  );
}

interface OptionsPageProps {
  readonly context: WebsiteContext;
  readonly category: string | undefined;
}

export function OptionsPage({ context, category }: OptionsPageProps) {
  const { database } = context.var;
  const categories = listCategories(database);
  const chosen = categories.find((name) => name === category);
  return (
    <Page context={context} title="Options">
      <div class="wrap">
        <header class="page-head">
          <h1>Options</h1>
          <p class="lead">Twenty of them, each chosen by people who use it themselves.</p>
        </header>
        <nav class="tabs" aria-label="Categories">
          <a href="/options" aria-current={chosen ? undefined : "page"}>
            All
          </a>
          {categories.map((name) => (
            <a
              href={`/options?category=${encodeURIComponent(name)}`}
              aria-current={name === chosen ? "page" : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
        <ul class="grid">
          {listProducts(database, chosen).map((product) => (
            <ProductCard product={product} />
          ))}
        </ul>
      </div>
    </Page>
  );
}

/** Undefined when there is no such product. */
export function renderProductPage(context: WebsiteContext, slug: string) {
  const { database } = context.var;
  const product = findProduct(database, slug);
  if (!product) return undefined;
  const reviews = listReviewsOfProduct(database, product.id);
  const topics = listTopicsAboutProduct(database, product.id);
  return (
    <Page context={context} title={product.name}>
      <div class="wrap">
        <p class="crumbs small">
          <a href="/options">Options</a> / <a href={`/options?category=${product.category}`}>{product.category}</a>
        </p>
        <article class="product">
          <img class="art" src={`/art/${product.slug}.svg`} alt="" width="640" height="480" />
          <div>
            <p class="overline">{product.category}</p>
            <h1>{product.name}</h1>
            <p class="lead">{product.tagline}</p>
            {product.averageStars !== null && (
              <p>
                <Stars value={product.averageStars} />{" "}
                <a class="small" href="#reviews">
                  {formatCount(product.reviewCount, "review")}
                </a>
              </p>
            )}
            <p>{product.description}</p>
            <p class="price">
              {formatMoney(product.priceCents)} <span class="muted small">{formatBilling(product.billing)}</span>
            </p>
            <ul class="ticks">
              <li>{product.billing === "once" ? "Free returns for thirty days" : "Pause or leave at any time"}</li>
              <li>Delivered within four working days</li>
              <li>Free delivery from {formatMoney(4000)}</li>
            </ul>
          </div>
        </article>
        {topics.length > 0 && (
          <section>
            <h2>In the forum</h2>
            <ul class="card list">
              {topics.map((topic) => (
                <TopicRow topic={topic} />
              ))}
            </ul>
          </section>
        )}
        <section id="reviews">
          <h2>Reviews</h2>
          {reviews.length === 0 ? (
            <p class="muted">Nobody has written about it yet.</p>
          ) : (
            <ul class="grid">
              {reviews.map((review) => (
                <ReviewCard review={review} names="author" />
              ))}
            </ul>
          )}
        </section>
      </div>
    </Page>
  );
}
