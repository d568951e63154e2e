/** A configuration with something to choose, for tests. */
import { createHmac } from "node:crypto";
import type { KeptConfigInput } from "../../kept-config.ts";

export const SESSION_SECRET = "5f".repeat(32);

export const choosingKept = {
  regimes: ["eea", "uk", "ch", "us-ca", "default"],
  channels: {
    email: { title: { en: "E-mail", de: "E-Mail" }, kind: "email" },
    sms: { title: "SMS", kind: "sms" },
  },
  recipients: {
    mailing: { name: "Mailing service", role: "processor", country: "US", transfer: "standard-clauses" },
    ads: { name: "Ad exchange", role: "controller", country: "US" },
  },
  purposes: {
    newsletter: {
      title: { en: "Send the newsletter", de: "Newsletter schicken" },
      basis: { default: "consent" },
      categories: ["contact.email"],
      recipients: ["mailing"],
      retention: { en: "until you unsubscribe", de: "bis zur Abmeldung" },
      consequence: { en: "You get no news from us.", de: "Sie bekommen keine Neuigkeiten." },
      channels: ["email", "sms"],
      topics: { news: { title: "News" }, offers: { title: { en: "Offers", de: "Angebote" } } },
      directMarketing: true,
    },
    analytics: {
      title: { en: "See how the site is used", de: "Sehen, wie die Seite benutzt wird" },
      basis: { default: "consent", "us-ca": "none-required" },
      categories: ["online.device"],
      recipients: ["ads"],
      retention: "14 months",
      sale: true,
      askedIn: ["banner", "centre"],
    },
    safety: {
      title: { en: "Keep the place safe", de: "Für Sicherheit sorgen" },
      basis: { default: "legitimate-interests" },
      interests: "fraud prevention",
      categories: ["online"],
      retention: "90 days",
    },
    bookkeeping: {
      title: { en: "Keep the books", de: "Bücher führen" },
      basis: { default: "legal-obligation" },
      categories: ["name"],
      retention: "ten years",
    },
  },
  streams: {
    news: {
      title: { en: "News", de: "Neues" },
      class: "marketing",
      purpose: "newsletter",
      from: "News <news@example.org>",
    },
    offers: {
      title: "Offers",
      class: "marketing",
      purpose: "newsletter",
      topic: "offers",
      from: "Offers <offers@example.org>",
      several: "split",
    },
    friends: {
      title: "Recommendations",
      class: "marketing",
      purpose: "newsletter",
      from: "Shop <shop@example.org>",
      referral: true,
    },
    receipts: { title: "Receipts", class: "service", from: "Shop <shop@example.org>" },
  },
  choices: {
    origins: ["https://shop.example.org"],
    session: { algorithm: "HS256", key: { env: "TEST_SESSION_KEY" }, issuer: "https://shop.example.org" },
    webhooks: {},
  },
} as const satisfies Partial<KeptConfigInput>;

/** A session token as the operator's app makes it, by hand. */
export function sessionToken(
  claims: Readonly<Record<string, unknown>> & { readonly sub: string },
  options: { readonly now?: string; readonly secret?: string; readonly header?: object } = {},
): string {
  const iat = Math.floor(Date.parse(options.now ?? "2026-11-22T10:00:00Z") / 1_000);
  const all = { iss: "https://shop.example.org", aud: "kept", iat, exp: iat + 600, ...claims };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode(options.header ?? { alg: "HS256", typ: "JWT" })}.${encode(all)}`;
  const key = Buffer.from(options.secret ?? SESSION_SECRET, "hex");
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}
