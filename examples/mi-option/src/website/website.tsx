/** mi Option's website: all its routes, rendered on the server; the only script in the browser is the banner's. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { BannerConfig } from "@kept/banner/core/banner-config";
import { createBannerFiles } from "@kept/sdk/pages/banner-files";
import { guardHono } from "@kept/sdk/pages/hono-guard";
import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { openForReading } from "../database/open-database.ts";
import { AccountPage, MessagesPage, OrdersPage, renderConversationPage } from "./account-pages.tsx";
import { findProduct } from "./catalogue-queries.ts";
import type { SiteChoices } from "./choices.ts";
import type { Visitor, WebsiteContext, WebsiteEnvironment } from "./environment.ts";
import { ForumPage, renderTopicPage } from "./forum-pages.tsx";
import { NoticePage } from "./notice-page.tsx";
import { renderProfilePage, SignInPage } from "./person-pages.tsx";
import { findAccountDetails, findPhoto, findVisitor } from "./person-queries.ts";
import { drawProductArt } from "./product-art.ts";
import { endSession, readSession, startSession } from "./session.ts";
import { HomePage, OptionsPage, renderProductPage } from "./shop-pages.tsx";

export interface WebsiteOptions {
  /** The file that `generateDatabase` made. */
  readonly databasePath: string;
  /** Where the footer leads people who want to see, take along or delete their data; http or https. */
  readonly centreUrl: string;
  /** Kept, which makes the banner, and its configuration as Kept gave it. @defaultValue no banner, and nothing of others */
  readonly banner?: { readonly server: string; readonly config: BannerConfig };
  /** Asks Kept before people's data is used; without it nobody gets a newsletter. */
  readonly choices?: SiteChoices;
  /** Signs the session cookie. @defaultValue a new one each time, so that a restart signs everybody out */
  readonly sessionSecret?: string;
}

const style = readFileSync(new URL("./style.css", import.meta.url), "utf8");
const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"><rect width="44" height="44" rx="12" fill="#0f5c4e"/><circle cx="29" cy="22" r="9" fill="#f2b04b"/><circle cx="12" cy="22" r="4.5" fill="none" stroke="#fff" stroke-width="2.5"/></svg>';

/**
 * The website as an app that answers requests.
 *
 * The database is opened anew for each request, read-only: the website never changes anything, and never keeps a file
 * open that somebody else wants to replace.
 *
 * @throws TypeError when `centreUrl` is not an absolute http or https address.
 */
export function createWebsite(options: WebsiteOptions): Hono<WebsiteEnvironment> {
  const centreUrl = requireWebAddress(options.centreUrl);
  const secret = options.sessionSecret ?? randomBytes(32).toString("hex");
  const { banner } = options;
  const app = new Hono<WebsiteEnvironment>();
  if (banner !== undefined) addBanner(app, banner);
  const ownPolicy = {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  };
  app.use(
    secureHeaders({
      ...(banner === undefined ? { contentSecurityPolicy: ownPolicy } : {}),
      // Without a referrer browsers name no origin when they post a form, and sign-in would be refused.
      referrerPolicy: "same-origin",
      strictTransportSecurity: false,
    }),
  );
  app.use(async (context, next) => {
    context.set("centreUrl", centreUrl);
    context.set("hasBanner", banner !== undefined);
    context.header("Cache-Control", "private, no-store");
    await next();
  });
  app.use(csrf());
  addFiles(app);
  app.use(async (context, next) => {
    using database = openForReading(options.databasePath);
    context.set("database", database);
    const accountId = await readSession(context, secret);
    context.set("visitor", accountId === undefined ? undefined : findVisitor(database, accountId));
    await next();
  });
  addPublicPages(app);
  addSignIn(app, secret);
  addAccountPages(app, options.choices ?? null);
  app.notFound((context) => notFound(context));
  app.onError((error, context) => {
    if (error instanceof HTTPException) {
      const text = "This request did not come from a page of ours. Please go back and try again.";
      return context.html(<NoticePage context={context} title="Not accepted" text={text} />, error.status);
    }
    console.error(`mi Option could not answer: ${error.message}`);
    const text = "Something went wrong on our side. Please try again in a moment.";
    return context.html(<NoticePage context={context} title="That did not work" text={text} />, 500);
  });
  return app;
}

/** The banner from our own host, and around every answer what makes a choice true whatever a page says. */
function addBanner(app: Hono<WebsiteEnvironment>, banner: NonNullable<WebsiteOptions["banner"]>): void {
  app.use(guardHono({ config: banner.config, trustedTypes: true, more: { "frame-ancestors": ["'none'"] } }));
  const files = createBannerFiles({ server: banner.server });
  app.all("/banner/:file", async (context, next) => (await files(context.req.raw)) ?? (await next()));
}

/** Files that are the same for everybody; they need no database. */
function addFiles(app: Hono<WebsiteEnvironment>): void {
  const keep = (context: WebsiteContext) => context.header("Cache-Control", "public, max-age=300");
  app.get("/style.css", (context) => {
    keep(context);
    return context.body(style, 200, { "Content-Type": "text/css; charset=utf-8" });
  });
  app.get("/favicon.svg", (context) => {
    keep(context);
    return context.body(favicon, 200, { "Content-Type": "image/svg+xml" });
  });
}

function addPublicPages(app: Hono<WebsiteEnvironment>): void {
  app.get("/", (context) => context.html(<HomePage context={context} />));
  app.get("/options", (context) => {
    return context.html(<OptionsPage context={context} category={context.req.query("category")} />);
  });
  app.get("/options/:slug", (context) => show(context, renderProductPage(context, context.req.param("slug"))));
  app.get("/forum", (context) => {
    const page = toId(context.req.query("page") ?? "1") || 1;
    return context.html(<ForumPage context={context} section={context.req.query("section")} page={page} />);
  });
  app.get("/forum/:id", (context) => show(context, renderTopicPage(context, toId(context.req.param("id")))));
  app.get("/people/:id", (context) => show(context, renderProfilePage(context, toId(context.req.param("id")))));
  app.get("/art/:file{[a-z-]+\\.svg}", (context) => {
    const slug = context.req.param("file").slice(0, -".svg".length);
    if (!findProduct(context.var.database, slug)) return notFound(context);
    context.header("Cache-Control", "public, max-age=3600");
    return context.body(drawProductArt(slug), 200, { "Content-Type": "image/svg+xml" });
  });
  // A face must be gone from the site as soon as it is gone from the database: hardly any caching.
  app.get("/photos/:file{[0-9a-f]+\\.png}", (context) => {
    const content = findPhoto(context.var.database, `photos/${context.req.param("file").slice(0, -".png".length)}`);
    if (!content) return notFound(context);
    context.header("Cache-Control", "private, max-age=30");
    return context.body(Uint8Array.from(content), 200, { "Content-Type": "image/png" });
  });
}

function addSignIn(app: Hono<WebsiteEnvironment>, secret: string): void {
  app.get("/sign-in", (context) => context.html(<SignInPage context={context} />));
  app.post("/sign-in", async (context) => {
    const { account } = await context.req.parseBody();
    const visitor = findVisitor(context.var.database, toId(typeof account === "string" ? account : ""));
    if (!visitor) {
      const text = "There is nobody with that account any more. Please choose somebody else from the list.";
      return context.html(<NoticePage context={context} title="Nobody to sign in as" text={text} />, 400);
    }
    await startSession(context, secret, visitor.id);
    return context.redirect("/account", 303);
  });
  app.post("/sign-out", (context) => {
    endSession(context);
    return context.redirect("/", 303);
  });
}

function addAccountPages(app: Hono<WebsiteEnvironment>, choices: SiteChoices | null): void {
  const forVisitor = (render: (context: WebsiteContext, visitor: Visitor) => Response | Promise<Response>) => {
    return (context: WebsiteContext) =>
      context.var.visitor ? render(context, context.var.visitor) : context.redirect("/sign-in", 303);
  };
  app.get(
    "/account",
    forVisitor(async (context, visitor) => {
      const email = findAccountDetails(context.var.database, visitor.id)?.email ?? "";
      const getsNewsletter = (await choices?.mayGetNewsletter({ id: visitor.id, email })) ?? null;
      return context.html(<AccountPage context={context} visitor={visitor} getsNewsletter={getsNewsletter} />);
    }),
  );
  app.get(
    "/account/choices",
    forVisitor(async (context, visitor) => {
      const email = findAccountDetails(context.var.database, visitor.id)?.email ?? "";
      const url = await choices?.choicesUrl({ id: visitor.id, email });
      return context.redirect(url ?? context.var.centreUrl, 303);
    }),
  );
  app.get(
    "/account/orders",
    forVisitor((context, visitor) => context.html(<OrdersPage context={context} visitor={visitor} />)),
  );
  app.get(
    "/account/messages",
    forVisitor((context, visitor) => context.html(<MessagesPage context={context} visitor={visitor} />)),
  );
  app.get(
    "/account/messages/:id",
    forVisitor((context, visitor) => {
      return show(context, renderConversationPage(context, visitor, toId(context.req.param("id") ?? "")));
    }),
  );
}

type PageElement = Parameters<WebsiteContext["html"]>[0] | ReturnType<typeof renderTopicPage>;

function show(context: WebsiteContext, page: PageElement): Response | Promise<Response> {
  return page === undefined ? notFound(context) : context.html(page);
}

function notFound(context: WebsiteContext): Response | Promise<Response> {
  const text = "This page is not here, or not any more.";
  return context.html(<NoticePage context={context} title="Not found" text={text} />, 404);
}

/** 0, which is nobody's id, for anything that is not a plain number. */
function toId(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function requireWebAddress(address: string): string {
  const protocol = URL.canParse(address) ? new URL(address).protocol : "";
  if (protocol === "http:" || protocol === "https:") return address;
  throw new TypeError("centreUrl must be a whole address that starts with http:// or https://.");
}
