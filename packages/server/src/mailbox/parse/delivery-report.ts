/** Delivery status notifications (RFC 3464): which message of ours did not arrive, and why. */
import type { Attachment } from "postal-mime";

export interface DeliveryReport {
  /** `5.1.1` (RFC 3463); `5.0.0` when only the words say that it failed. */
  readonly status: string;
  /** False: the server keeps trying, or it arrived. */
  readonly permanent: boolean;
  /** Whom it did not reach, as the report names them, in small letters. */
  readonly recipients: readonly string[];
  /** Message-IDs that the report names as the message that did not arrive. */
  readonly originals: readonly string[];
}

/** Null when the message is no report of a failure or a delay. */
export function readDeliveryReport(
  headers: Readonly<Record<string, string>>,
  attachments: readonly Attachment[],
  text: string,
): DeliveryReport | null {
  const type = headers["content-type"] ?? "";
  const parts = attachments.map((part) => ({ type: part.mimeType, text: readPart(part) }));
  const status = parts.find((part) => /^message\/(?:global-)?delivery-status$/.test(part.type))?.text;
  const isReport = /multipart\/report/i.test(type) && /report-type="?(?:global-)?delivery-status/i.test(type);
  if (status === undefined && !isReport && !isOldBounce(headers)) return null;
  const body = status ?? text;
  const action = /^Action:\s*(\w+)/im.exec(body)?.[1]?.toLowerCase() ?? null;
  const code =
    /^Status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(body)?.[1] ?? /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(body)?.[1] ?? "5.0.0";
  const originals = [...parts.map((part) => part.text), text].flatMap((part) =>
    [...part.matchAll(/^(?:Original-)?Message-ID:\s*(<[^<>\s]{3,400}>)/gim)].map((match) => match[1] ?? ""),
  );
  const failed = action === null || action === "failed";
  const recipients = [...body.matchAll(/^(?:Final|Original)-Recipient:\s*rfc822;\s*<?([^\s<>]{3,320})>?/gim)];
  return {
    status: code,
    permanent: failed && code.startsWith("5"),
    recipients: [...new Set(recipients.map((match) => (match[1] ?? "").toLowerCase()))].slice(0, 20),
    originals: [...new Set(originals)].slice(0, 20),
  };
}

/** Servers that do not know the format write from nobody, with a subject that says it. */
function isOldBounce(headers: Readonly<Record<string, string>>): boolean {
  const isNobody =
    /^\s*<>\s*$/.test(headers["return-path"] ?? "") || /mailer-daemon|postmaster/i.test(headers["from"] ?? "");
  const words =
    /undeliver|delivery (?:status|failure|has failed)|returned mail|mail delivery failed|unzustellbar|non remis|no se pudo entregar|mancata consegna|onbestelbaar|n(?:ã|a)o entregue|niedor(?:ę|e)czon/i;
  return isNobody && words.test(headers["subject"] ?? "");
}

function readPart(part: Attachment): string {
  if (!/^(?:message|text)\//.test(part.mimeType)) return "";
  const { content } = part;
  const text = typeof content === "string" ? content : Buffer.from(content as ArrayBuffer).toString("utf8");
  return text.slice(0, 100_000);
}
