/** Made by `kept generate types` from the configuration: make it again when that changes. */

/** What the configuration names: `openGate<KeptNames>({ … })`. */
export interface KeptNames {
  readonly purpose:
    | "account"
    | "orders"
    | "bookkeeping"
    | "community"
    | "safety"
    | "newsletter"
    | "statistics"
    | "videos";
  readonly category:
    | "amount"
    | "contact"
    | "contact.address"
    | "contact.email"
    | "contact.link"
    | "contact.phone"
    | "content.media"
    | "content.text"
    | "credential"
    | "financial"
    | "financial.account"
    | "financial.card"
    | "financial.income"
    | "identity.birth-date"
    | "identity.government-id"
    | "identity.username"
    | "name"
    | "online"
    | "online.device"
    | "online.ip"
    | "online.user-agent";
  readonly recipients: {
    readonly account: never;
    readonly orders: "parcels" | "payments";
    readonly bookkeeping: never;
    readonly community: never;
    readonly safety: never;
    readonly newsletter: "mailing";
    readonly statistics: "statistics";
    readonly videos: "videos";
  };
  readonly channels: {
    readonly account: never;
    readonly orders: never;
    readonly bookkeeping: never;
    readonly community: never;
    readonly safety: never;
    readonly newsletter: "email";
    readonly statistics: never;
    readonly videos: never;
  };
  readonly topics: {
    readonly account: never;
    readonly orders: never;
    readonly bookkeeping: never;
    readonly community: never;
    readonly safety: never;
    readonly newsletter: "shop" | "forum";
    readonly statistics: never;
    readonly videos: never;
  };
}
