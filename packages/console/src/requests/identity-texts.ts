/** Names of the ways of showing who one is, and of how much they show. */
import type { ProofLevel, ProofTier } from "@kept/contract/proof-tiers";

export const TIER_TEXTS = {
  session: "Signed in to the app",
  link: "Link in the mailbox",
  code: "Code by e-mail",
  sms: "Code by SMS",
  knowledge: "Questions about what is held",
  document: "Document",
} as const satisfies Record<ProofTier, string>;

export const LEVEL_TEXTS = {
  none: "nothing",
  reasonable: "reasonably",
  high: "to a high degree",
} as const satisfies Record<ProofLevel, string>;
