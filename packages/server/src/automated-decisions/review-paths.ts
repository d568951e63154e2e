/** Addresses of reviews in the privacy centre. */
export const reviewPath = {
  contest: (token: string, decisionId: string) => `/privacy/status/${token}/contest/${decisionId}`,
} as const;
