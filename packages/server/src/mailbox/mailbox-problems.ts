/** Why a mailbox cannot be read, in codes that are kept, shown and told apart; and what to do about each. */

export const MAILBOX_PROBLEMS = {
  variable_missing: {
    message: "The variable with the mailbox's address is not set.",
    action: "Set it to imaps://user:password@host/INBOX (the configuration names it) and start again.",
  },
  address_invalid: {
    message: "The variable holds no address of a mailbox.",
    action: "Write it as imaps://user:password@host/INBOX, special letters of the password percent-encoded.",
  },
  unreachable: {
    message: "The mail server does not answer.",
    action:
      "Check its name, port and your firewall. Nothing is lost: messages wait there and are read when it answers.",
  },
  credentials_wrong: {
    message: "The mail server refuses the user name or the password.",
    action: "Correct the variable; some providers want an app password or have IMAP switched off.",
  },
  certificate_wrong: {
    message: "The mail server's certificate is not valid for its name.",
    action: "Use the name that the certificate is for, or make its authority known with NODE_EXTRA_CA_CERTS.",
  },
  not_encrypted: {
    message: "The mail server offers no encryption.",
    action: "Use imaps://, or a server that knows STARTTLS; passwords do not travel in the open.",
  },
  folder_missing: {
    message: "The mailbox has no such folder.",
    action: "Correct the path in the variable: imaps://…/INBOX.",
  },
  read_failed: {
    message: "Reading the mailbox broke off.",
    action: "It is tried again by itself, from where it stopped. When it stays, look at the mail server's log.",
  },
} as const;

export type MailboxProblem = keyof typeof MAILBOX_PROBLEMS;

/** A mailbox that cannot be used as it is configured. */
export class MailboxError extends Error {
  readonly problem: MailboxProblem;
  constructor(problem: MailboxProblem, cause?: unknown) {
    super(MAILBOX_PROBLEMS[problem].message, { cause });
    this.problem = problem;
  }
}

/** What stands behind an error of the connection. Never its text: servers put addresses into it. */
export function problemOf(error: unknown): MailboxProblem {
  if (error instanceof MailboxError) return error.problem;
  if (!(error instanceof Error)) return "read_failed";
  const { code, authenticationFailed, tlsFailed } = error as Error & {
    code?: string;
    authenticationFailed?: boolean;
    tlsFailed?: boolean;
  };
  if (authenticationFailed === true) return "credentials_wrong";
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code ?? "")) return "certificate_wrong";
  if (tlsFailed === true) return "not_encrypted";
  if (
    /^E(?:CONN|HOST|NET|TIMEDOUT|PIPE|AI_)|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|Timeout|GREETING|NoConnection|ConnectionClosed/i.test(
      code ?? "",
    )
  )
    return "unreachable";
  return "read_failed";
}

export function isMailboxProblem(code: string): code is MailboxProblem {
  return Object.hasOwn(MAILBOX_PROBLEMS, code);
}
