/** What the reasons of the gate are called. They are more than this table holds: others are told by their code's words. */

const REASON_TEXTS: Readonly<Record<string, string>> = {
  suppressed_unsubscribed: "Unsubscribed",
  suppressed_complained: "Complained about a message",
  suppressed_imported: "On a list that was imported",
  suppressed_bounced: "Their mailbox takes no mail",
  consent_given: "They said yes",
  consent_missing: "They have not said yes",
  consent_refused: "They said no",
  consent_withdrawn: "They took their yes back",
  consent_expired: "Their yes is too old",
  objected: "They object",
  opted_out: "They opted out",
  signal_gpc: "Their browser says no",
  restricted: "Use of their data is restricted",
  frozen: "Their data is frozen",
  notice_not_given: "They have not been told of it yet",
  no_purpose: "No purpose of the configuration",
  soft_opt_in: "A customer, told of similar products",
  soft_opt_in_no_rule: "No yes, and where they live a sale does not do without",
  soft_opt_in_list_unchecked: "No yes, and the public list was not checked",
  soft_opt_in_no_sale: "No yes and no sale",
  soft_opt_in_negotiation_only: "No yes, and a negotiation is no sale there",
  soft_opt_in_sale_too_old: "No yes, and the sale was too long ago",
  soft_opt_in_not_similar: "No yes, and not similar to what they bought",
  soft_opt_in_no_chance_at_collection: "No yes, and no chance to refuse when they bought",
  soft_opt_in_refused_at_collection: "They refused when they bought",
  soft_opt_in_no_way_out: "No yes, and no way out in the message",
};

/** `consent_missing` as people say it. */
export function describeReason(code: string): string {
  return REASON_TEXTS[code] ?? wordsOf(code);
}

/** `scan_lost` -> `scan lost` */
export function wordsOf(code: string): string {
  return code.replaceAll("_", " ").replaceAll("-", " ");
}
