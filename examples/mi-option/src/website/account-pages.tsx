/** What somebody who is signed in sees of their own: details, orders, messages. */
import type { Child } from "hono/jsx";
import { Avatar } from "./components.tsx";
import { findConversation, listConversations, listMessages } from "./conversation-queries.ts";
import type { Visitor, WebsiteContext } from "./environment.ts";
import { formatBilling, formatDay, formatMoment, formatMoney } from "./format.ts";
import { Page } from "./layout.tsx";
import {
  type AccountDetails,
  findAccountDetails,
  listNotifications,
  listOrders,
  listSubscriptions,
  type Notification,
  type Order,
  type Subscription,
} from "./person-queries.ts";

interface AccountPageProps {
  readonly context: WebsiteContext;
  readonly visitor: Visitor;
}

interface FrameProps extends AccountPageProps {
  readonly title: string;
  readonly children: Child;
}

function Frame({ context, visitor, title, children }: FrameProps) {
  const tabs = [
    ["/account", "Overview"],
    ["/account/orders", "Orders"],
    ["/account/messages", "Messages"],
  ] as const;
  const { path } = context.req;
  const isCurrent = (href: string) => path === href || (href !== "/account" && path.startsWith(`${href}/`));
  return (
    <Page context={context} title={title}>
      <div class="wrap">
        <header class="page-head account-head">
          <Avatar name={visitor.displayName} photoKey={visitor.photoKey} />
          <div class="grow">
            <h1>{title}</h1>
            <p class="muted">
              Signed in as <a href={`/people/${visitor.id}`}>{visitor.displayName}</a>
            </p>
          </div>
          <form method="post" action="/sign-out">
            <button type="submit" class="button button-quiet">
              Sign out
            </button>
          </form>
        </header>
        <nav class="tabs" aria-label="Account">
          {tabs.map(([href, label]) => (
            <a href={href} aria-current={isCurrent(href) ? "page" : undefined}>
              {label}
            </a>
          ))}
        </nav>
        {children}
      </div>
    </Page>
  );
}

export function AccountPage(props: AccountPageProps & { readonly getsNewsletter: boolean | null }) {
  const { context, visitor } = props;
  const { database, centreUrl } = context.var;
  const details = findAccountDetails(database, visitor.id);
  const subscriptions = listSubscriptions(database, visitor.id);
  const notifications = listNotifications(database, visitor.id);
  return (
    <Frame context={context} visitor={visitor} title="Your account">
      <div class="columns">
        <div>
          <section>
            <h2>Your options</h2>
            {subscriptions.length === 0 && (
              <p class="muted">
                None yet. <a href="/options">Have a look</a>.
              </p>
            )}
            <ul class="stack">
              {subscriptions.map((subscription) => (
                <SubscriptionCard subscription={subscription} />
              ))}
            </ul>
          </section>
          <section>
            <h2>Latest orders</h2>
            <OrderList orders={listOrders(database, visitor.id, 3)} />
          </section>
          {details && <Details details={details} />}
        </div>
        <aside>
          <section>
            <h2>News for you</h2>
            {notifications.length === 0 ? (
              <p class="muted">All quiet.</p>
            ) : (
              <ul class="card list">
                {notifications.map((notification) => (
                  <NotificationRow notification={notification} />
                ))}
              </ul>
            )}
          </section>
          {props.getsNewsletter !== null && (
            <section class="card card-body">
              <h2>Newsletter</h2>
              <p>{props.getsNewsletter ? "The next newsletter comes to you." : "You do not get our newsletter."}</p>
              <a class="button button-quiet" href="/account/choices">
                See and change your choices
              </a>
            </section>
          )}
          <section class="card card-body callout">
            <h2>Your data is yours</h2>
            <p>See everything we hold about you, take it along, correct it or have it deleted.</p>
            <a class="button" href={centreUrl}>
              Open the privacy centre
            </a>
          </section>
        </aside>
      </div>
    </Frame>
  );
}

function SubscriptionCard({ subscription }: { readonly subscription: Subscription }) {
  return (
    <li class="card media">
      <img class="thumb" src={`/art/${subscription.slug}.svg`} alt="" width="96" height="72" />
      <div class="grow">
        <h3>
          <a href={`/options/${subscription.slug}`}>{subscription.name}</a>
        </h3>
        <p class="muted small">
          {formatMoney(subscription.priceCents)} {formatBilling(subscription.billing)} · since{" "}
          {formatDay(subscription.startedOn)}
          {subscription.renewsOn && ` · next on ${formatDay(subscription.renewsOn)}`}
        </p>
      </div>
      <span class={`pill status-${subscription.status}`}>{subscription.status}</span>
    </li>
  );
}

function OrderList({ orders }: { readonly orders: readonly Order[] }) {
  if (orders.length === 0) return <p class="muted">No orders yet.</p>;
  return (
    <ul class="stack">
      {orders.map((order) => (
        <li class="card media">
          <img class="thumb" src={`/art/${order.firstSlug}.svg`} alt="" width="96" height="72" />
          <div class="grow">
            <h3>{order.items}</h3>
            <p class="muted small">
              {order.orderNumber} · {formatDay(order.placedAt)}
              {order.city && ` · to ${order.city}`}
            </p>
            {order.giftMessage && <p class="small">With a card: “{order.giftMessage}”</p>}
          </div>
          <p class="amount">
            <strong>{formatMoney(order.totalCents)}</strong>
            <span class={`pill status-${order.status}`}>{order.status}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}

const notificationTexts: Readonly<Record<string, { readonly text: string; readonly path: string }>> = {
  reply: { text: "replied to you in the forum", path: "/forum/" },
  message: { text: "wrote you a message", path: "/account/messages/" },
  "friend-joined": { text: "joined on your invitation", path: "/people/" },
};

function NotificationRow({ notification }: { readonly notification: Notification }) {
  const { text, path } = notificationTexts[notification.kind] ?? { text: "", path: "" };
  const who = notification.actor ?? "Somebody";
  const sentence = path ? `${who} ${text}` : `Your order ${notification.target ?? ""} has been sent`;
  const href = path ? `${path}${notification.target}` : "/account/orders";
  return (
    <li class="topic-row">
      <p class={notification.readAt ? "grow" : "grow unread"}>
        {notification.target === null ? sentence : <a href={href}>{sentence}</a>}
        <br />
        <span class="muted small">{formatMoment(notification.createdAt)}</span>
      </p>
    </li>
  );
}

function Details({ details }: { readonly details: AccountDetails }) {
  const home = details.street
    ? `${details.street}, ${details.postalCode} ${details.city}, ${details.countryCode}`
    : null;
  const lines = [
    ["Name", details.fullName],
    ["E-mail", details.email],
    ["Telephone", details.phone],
    ["Born", details.birthDate && formatDay(details.birthDate)],
    ["Home", home],
    ["Member since", formatDay(details.createdAt)],
  ] as const;
  return (
    <section>
      <h2>Your details</h2>
      <dl class="card card-body details">
        {lines.map(([label, value]) => (
          <div>
            <dt>{label}</dt>
            <dd>{value ?? <span class="muted">not given</span>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function OrdersPage({ context, visitor }: AccountPageProps) {
  return (
    <Frame context={context} visitor={visitor} title="Your orders">
      <OrderList orders={listOrders(context.var.database, visitor.id, 200)} />
    </Frame>
  );
}

export function MessagesPage({ context, visitor }: AccountPageProps) {
  const conversations = listConversations(context.var.database, visitor.id);
  return (
    <Frame context={context} visitor={visitor} title="Your messages">
      {conversations.length === 0 ? (
        <p class="muted">Nobody has written yet, and neither have you.</p>
      ) : (
        <ul class="card list">
          {conversations.map((conversation) => (
            <li class="topic-row">
              <Avatar name={conversation.otherName} photoKey={conversation.photoKey} />
              <div class="grow">
                <h3 class={conversation.isUnread ? "unread" : undefined}>
                  <a class="cover" href={`/account/messages/${conversation.id}`}>
                    {conversation.others ?? "Former member"}
                  </a>
                </h3>
                <p class="muted small clip">
                  {conversation.subject && <strong>{conversation.subject} · </strong>}
                  {conversation.lastBody}
                </p>
              </div>
              <p class="muted small">{formatDay(conversation.lastAt)}</p>
            </li>
          ))}
        </ul>
      )}
    </Frame>
  );
}

/** Undefined when there is no such conversation, or not one of this visitor's. */
export function renderConversationPage(context: WebsiteContext, visitor: Visitor, id: number) {
  const { database } = context.var;
  const conversation = findConversation(database, visitor.id, id);
  if (!conversation) return undefined;
  return (
    <Frame context={context} visitor={visitor} title={conversation.subject ?? "Conversation"}>
      <p class="muted">With {conversation.others ?? "a former member"}</p>
      <ol class="bubbles">
        {listMessages(database, id).map((message) => (
          <li class={message.senderId === visitor.id ? "bubble mine" : "bubble"}>
            <Avatar name={message.sender} photoKey={message.photoKey} size="small" />
            <div>
              <p>{message.body || <span class="muted">This message was removed.</span>}</p>
              <p class="muted small">
                {message.senderId === visitor.id ? "You" : (message.sender ?? "Former member")} ·{" "}
                {formatMoment(message.sentAt)}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Frame>
  );
}
