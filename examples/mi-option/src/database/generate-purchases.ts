/** Generates what members buy: cards, subscriptions, orders with their invoices, and reviews. */
import { catalogue } from "./catalogue.ts";
import type { Row } from "./insert-rows.ts";
import type { People, Person } from "./person.ts";
import type { Random } from "./random.ts";
import { reviewTexts } from "./spoken-texts.ts";
import { baseTime, dayAgo, daysAgo, laterBy, someTimeAfter } from "./timeline.ts";

interface PurchaseRows {
  readonly products: Row[];
  readonly payment_methods: Row[];
  readonly subscriptions: Row[];
  readonly orders: Row[];
  readonly order_items: Row[];
  readonly invoices: Row[];
  readonly reviews: Row[];
}

interface Purchase {
  readonly person: Person;
  readonly orderId: number;
  readonly sentAt: string;
}

/** Generates purchases of everybody; `sent` lists the orders that have left, for notifications and the activity log. */
export function generatePurchases(
  random: Random,
  people: People,
): { readonly rows: PurchaseRows; readonly sent: readonly Purchase[] } {
  const rows: PurchaseRows = {
    products: [],
    payment_methods: [],
    subscriptions: [],
    orders: [],
    order_items: [],
    invoices: [],
    reviews: [],
  };
  const sent: Purchase[] = [];
  for (const person of people.all) {
    const cardIds = addPaymentMethods(random, rows, person);
    addSubscriptions(random, rows, person, cardIds);
    const orderCount = person.isDemo ? 9 : Math.floor(random.next() * person.activity * 14);
    for (let order = 0; order < orderCount; order++) {
      const purchase = addOrder(random, rows, people, person, cardIds, order);
      if (purchase.sentAt < daysAgo(2)) sent.push(purchase);
    }
    addReviews(random, rows, person);
  }
  addProducts(rows);
  return { rows, sent };
}

function addProducts(rows: PurchaseRows): void {
  const counts = new Map<number, number>();
  for (const review of rows.reviews) {
    const id = Number(review["product_id"]);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  for (const [index, product] of catalogue.entries()) {
    rows.products.push({
      id: index + 1,
      slug: product.slug,
      name: product.name,
      tagline: product.tagline,
      description: product.description,
      category: product.category,
      billing: product.billing,
      price_cents: product.priceCents,
      review_count: counts.get(index + 1) ?? 0,
    });
  }
}

function addPaymentMethods(random: Random, rows: PurchaseRows, person: Person): number[] {
  const count = person.isDemo ? 2 : person.activity > 0.08 ? random.between(0, 2) : 0;
  return Array.from({ length: count }, () => {
    const id = rows.payment_methods.length + 1;
    rows.payment_methods.push({
      id,
      account_id: person.id,
      brand: random.pick(["Visa", "Mastercard", "Girocard"]),
      holder_name: person.fullName ?? person.displayName,
      card_last4: String(random.between(0, 9999)).padStart(4, "0"),
      expires_month: dayAgo(-random.between(30, 1500)).slice(0, 7),
      processor_token: `pm_${random.hex(20)}`,
      added_at: someTimeAfter(random, person.joinedAt),
    });
    return id;
  });
}

function addSubscriptions(random: Random, rows: PurchaseRows, person: Person, cardIds: readonly number[]): void {
  const repeating = [...catalogue.entries()].filter(([, product]) => product.billing !== "once");
  const count = person.isDemo ? 3 : Math.floor(random.next() * person.activity * 4);
  for (const [position, [index, product]] of random.sample(repeating, count).entries()) {
    const startedAt = someTimeAfter(random, person.joinedAt);
    const status = position === 0 ? "active" : person.isDemo ? "paused" : random.pick(["active", "paused", "ended"]);
    const endedAt = status === "ended" ? someTimeAfter(random, startedAt) : null;
    rows.subscriptions.push({
      id: rows.subscriptions.length + 1,
      account_id: person.id,
      product_id: index + 1,
      payment_method_id: cardIds.length > 0 ? random.pick(cardIds) : null,
      status,
      started_on: startedAt.slice(0, 10),
      renews_on: status === "active" ? dayAgo(-random.between(1, 28)) : null,
      ended_on: endedAt?.slice(0, 10) ?? null,
      end_reason:
        endedAt && random.chance(0.5)
          ? random.pick(["Too much of a good thing", "Moving house", "Trying another"])
          : null,
    });
    const every = product.billing === "monthly" ? 30 : 91;
    const until = endedAt ? Date.parse(endedAt) : baseTime;
    for (let renewal = 0; renewal < 8; renewal++) {
      const at = laterBy(startedAt, renewal * every);
      if (Date.parse(at) >= until) break;
      addInvoice(rows, person, null, `${product.name}, ${product.billing}`, product.priceCents, at);
    }
  }
}

function addOrder(
  random: Random,
  rows: PurchaseRows,
  people: People,
  person: Person,
  cardIds: readonly number[],
  position: number,
): Purchase {
  const id = rows.orders.length + 1;
  const placedAt = choosePlacedAt(random, person, position);
  const friend = person === people.ada ? people.bo : random.pick(people.all);
  const isPresent = friend !== person && friend.addressId !== null && (position === 1 || random.chance(0.08));
  let total = 0;
  const bought = random.sample([...catalogue.entries()], random.between(1, 3));
  for (const [index, product] of bought) {
    const quantity = random.chance(0.85) ? 1 : 2;
    total += quantity * product.priceCents;
    rows.order_items.push({ order_id: id, product_id: index + 1, quantity, unit_price_cents: product.priceCents });
  }
  rows.orders.push({
    id,
    order_number: `MO-${placedAt.slice(0, 4)}-${String(id).padStart(5, "0")}`,
    account_id: person.id,
    delivery_address_id: isPresent ? friend.addressId : person.addressId,
    payment_method_id: cardIds.length > 0 ? random.pick(cardIds) : null,
    status:
      placedAt > daysAgo(3)
        ? "placed"
        : placedAt > daysAgo(8)
          ? "sent"
          : random.chance(0.95)
            ? "delivered"
            : "returned",
    gift_message: isPresent
      ? random.pick(["Happy birthday, and no peeking.", "For the long evenings.", "You said you wanted one."])
      : null,
    total_cents: total,
    placed_at: placedAt,
  });
  addInvoice(rows, person, id, bought.map(([, product]) => product.name).join(", "), total, placedAt);
  return { person, orderId: id, sentAt: laterBy(placedAt, 1) };
}

/**
 * The first order of a demonstration account is as old as the account, so that one invoice has outlived its ten years;
 * its last ones are still on their way.
 */
function choosePlacedAt(random: Random, person: Person, position: number): string {
  if (person.isDemo && position === 0) return laterBy(person.joinedAt, 3);
  if (person.isDemo && position > 6) return daysAgo(position === 7 ? 5.3 : 1.4);
  return someTimeAfter(random, person.joinedAt);
}

function addInvoice(
  rows: PurchaseRows,
  person: Person,
  orderId: number | null,
  description: string,
  totalCents: number,
  issuedAt: string,
): void {
  const id = rows.invoices.length + 1;
  const year = Number(issuedAt.slice(0, 4));
  rows.invoices.push({
    id,
    invoice_number: `R${year}-${String(id).padStart(6, "0")}`,
    account_id: person.id,
    order_id: orderId,
    customer_name: person.fullName ?? person.displayName,
    customer_address: person.addressLine,
    description,
    total_cents: totalCents,
    tax_cents: Math.round((totalCents * 19) / 119),
    issued_on: issuedAt.slice(0, 10),
    retain_until: `${year + 10}-12-31`,
  });
}

function addReviews(random: Random, rows: PurchaseRows, person: Person): void {
  const count = person.isDemo ? 3 : Math.floor(random.next() * person.activity * 8);
  for (const [index] of random.sample([...catalogue.entries()], count)) {
    const text = random.pick(reviewTexts);
    rows.reviews.push({
      id: rows.reviews.length + 1,
      product_id: index + 1,
      account_id: person.id,
      stars: text.stars,
      headline: text.headline,
      body: text.body,
      created_at: someTimeAfter(random, person.joinedAt),
    });
  }
}
