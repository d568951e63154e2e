/** Links to somebody's choices: what they open, and where they lead. */

/** Purpose of the signed links. */
export const CHOICES_LINK = "choices";

/** A link opens one person's choices, or one purpose of theirs. */
export function linkSubject(personId: string, purpose: string | undefined): string {
  return purpose === undefined ? personId : `${personId}/${purpose}`;
}

/** What a link's subject says. */
export function readLinkSubject(subject: string): { readonly personId: string; readonly purpose: string | null } {
  const [personId = "", purpose] = subject.split("/");
  return { personId, purpose: purpose ?? null };
}

/** Addresses of the preference centre. */
export const choicePath = {
  start: () => "/privacy/choices",
  one: (token: string) => `/privacy/choices/${token}`,
  history: (token: string) => `/privacy/choices/${token}/history`,
  receipt: (token: string, receiptId: string) => `/privacy/choices/${token}/receipts/${receiptId}`,
} as const;
