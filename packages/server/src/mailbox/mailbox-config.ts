/** What the operator's configuration says about mailboxes. */
import * as z from "zod";
import { type ConfigIssue, duration, fromEnvironment } from "../config-fields.ts";

export const mailboxSchema = z
  .object({
    /** The addresses that people write to. The SMTP listener takes mail for these and no others. */
    addresses: z.array(z.email("is not an e-mail address")).min(1),
    /** `rights`: where a policy sends people with their rights. `questions`: everything else about privacy. */
    purpose: z.enum(["rights", "questions"]),
    /** Name of the variable with `imaps://user:password@host/INBOX`; without it, mail comes by the SMTP listener. */
    imap: z
      .object({
        env: z.string().min(1),
        /** Variable with the certificate (PEM) of an authority of your own, for a mail server inside the house. */
        authority: fromEnvironment.optional(),
        /** What becomes of a message on the mail server once it is stored here. */
        afterReading: z.enum(["keep", "delete"]).default("keep"),
      })
      .strict()
      .optional(),
    /** At the first reading of an IMAP mailbox, how old a message may be to be taken in. */
    firstReading: duration.default("P30D"),
    /** Working days within which a person should have answered. */
    acknowledgeWithin: z.int().min(1).max(30).default(2),
    /** How long messages are kept once nothing waits. */
    keepFor: duration.default("P180D"),
    /** The addresses take `+words` before the @: answers to us then name their request in the address too. */
    plusAddresses: z.boolean().default(false),
  })
  .strict();

interface Checked {
  readonly mailboxes: Readonly<Record<string, z.output<typeof mailboxSchema>>>;
}

/** Addresses that several mailboxes name. */
export function findMailboxIssues({ mailboxes }: Checked): readonly ConfigIssue[] {
  const owners = new Map<string, string>();
  return Object.entries(mailboxes).flatMap(([name, { addresses }]) =>
    addresses.flatMap((address, index) => {
      const owner = owners.get(address.toLowerCase());
      owners.set(address.toLowerCase(), name);
      if (owner === undefined) return [];
      const message = `belongs to the mailbox "${owner}" already: name each address once`;
      return [{ path: ["mailboxes", name, "addresses", index], message }];
    }),
  );
}
