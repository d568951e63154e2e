/** Mailboxes that cannot be read: people may be writing unheard, so it stands above everything. */
import type { MailboxStatus } from "@kept/contract/mailbox";
import { icons } from "../ui/icon.tsx";
import { When } from "../ui/when.tsx";
import styles from "./inbox.module.css";

export function MailboxAlerts({ mailboxes }: { readonly mailboxes: readonly MailboxStatus[] }) {
  const down = mailboxes.filter((mailbox) => mailbox.state === "down");
  return down.map((mailbox) => (
    <div key={mailbox.mailbox} className={styles["alert"]} role="status">
      <icons.warning size={18} aria-hidden />
      <div>
        <strong>
          {mailbox.addresses.join(", ")} {mailbox.problem === null ? "is read by nobody" : "cannot be read"}
        </strong>
        {mailbox.problem === null ? (
          <p>
            The mailbox “{mailbox.mailbox}” has no door: give it an IMAP address in the configuration, or set
            KEPT_MAIL_PORT.
          </p>
        ) : (
          <p>
            {mailbox.problem.message} {mailbox.problem.action} <span className="muted">Since </span>
            <When at={mailbox.problem.since} />
          </p>
        )}
      </div>
    </div>
  ));
}
