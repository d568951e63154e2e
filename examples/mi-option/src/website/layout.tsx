/** The frame around every page. */
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { Avatar } from "./components.tsx";
import type { WebsiteContext } from "./environment.ts";

interface PageProps {
  readonly context: WebsiteContext;
  readonly title: string;
  readonly children: Child;
}

/** A whole HTML document with header and footer. */
export function Page({ context, title, children }: PageProps) {
  const { visitor, centreUrl, hasBanner } = context.var;
  const path = context.req.path;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang="en">
        <head>
          {hasBanner ? <script src="/banner/head.js" /> : null}
          {hasBanner ? <script src="/banner/banner.js" async /> : null}
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${title} · mi Option`}</title>
          <link rel="stylesheet" href="/style.css" />
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        </head>
        <body>
          <header class="site-header">
            <a class="skip" href="#content">
              Skip to content
            </a>
            <div class="wrap bar">
              <a class="logo" href="/">
                <Mark />
                <span>
                  <em>mi</em> Option
                </span>
              </a>
              <nav aria-label="Main">
                <a href="/options" aria-current={path.startsWith("/options") ? "page" : undefined}>
                  Options
                </a>
                <a href="/forum" aria-current={path.startsWith("/forum") ? "page" : undefined}>
                  Forum
                </a>
              </nav>
              {visitor ? (
                <a class="who" href="/account">
                  <Avatar name={visitor.displayName} photoKey={visitor.photoKey} size="small" />
                  <span>{visitor.displayName}</span>
                </a>
              ) : (
                <a class="button button-quiet" href="/sign-in">
                  Sign in
                </a>
              )}
            </div>
          </header>
          <main id="content">{children}</main>
          <Footer centreUrl={centreUrl} hasBanner={hasBanner} />
        </body>
      </html>
    </>
  );
}

function Footer({ centreUrl, hasBanner }: { readonly centreUrl: string; readonly hasBanner: boolean }) {
  return (
    <footer class="site-footer">
      <div class="wrap footer-grid">
        <div>
          <p class="logo">
            <Mark />
            <span>
              <em>mi</em> Option
            </span>
          </p>
          <p class="muted small">
            Subscriptions and small goods that you can take, pause or leave. An invented shop with invented people.
          </p>
        </div>
        <nav aria-label="Shop">
          <h2>Shop</h2>
          <a href="/options">All options</a>
          <a href="/forum">Forum</a>
          <a href="/account">Your account</a>
        </nav>
        <nav aria-label="Privacy">
          <h2>Your privacy</h2>
          <a href={centreUrl}>Privacy centre</a>
          <a href={`${centreUrl}/choices`} data-kept-open={hasBanner ? "" : undefined}>
            Your choices
          </a>
          <p class="muted small">See, take along or delete what we hold about you. No account needed.</p>
        </nav>
      </div>
    </footer>
  );
}

/** Two circles, one of them chosen. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 44 24" width="44" height="24" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="42" height="22" rx="11" class="mark-ground" />
      <circle cx="32" cy="12" r="8" class="mark-chosen" />
      <circle cx="12" cy="12" r="4.5" class="mark-open" />
    </svg>
  );
}
