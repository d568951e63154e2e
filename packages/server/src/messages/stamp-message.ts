/** What a message of marketing gets on its way out: one recipient, the way out in headers and text, nothing that lies. */
import type { Language } from "../platform/i18n/language.ts";
import { type Footer, insertFooter } from "./insert-footer.ts";
import { type Entity, fieldName, readEntity, valuesOf, writeEntity } from "./mime-fields.ts";
import { unsubscribeTexts } from "./unsubscribe-texts.ts";

/** Addresses of others, ways out that are not ours, and signatures that the change would break. */
const REMOVED_FROM_MARKETING = new Set([
  "bcc",
  "cc",
  "to",
  "dkim-signature",
  "list-unsubscribe",
  "list-unsubscribe-post",
  "return-path",
]);
const REMOVED_FROM_SERVICE = new Set(["bcc", "return-path"]);

export interface Stamp {
  readonly to: string;
  /** Null: a service message, which has no list to leave. */
  readonly unsubscribeUrl: string | null;
  readonly language: Language;
  /** Where the message has none of its own. */
  readonly messageId: string;
  readonly date: Date;
}

export function stampMessage(raw: Buffer, stamp: Stamp): Buffer {
  const entity = readEntity(raw.toString("latin1"));
  const url = stamp.unsubscribeUrl;
  const removed = url === null ? REMOVED_FROM_SERVICE : REMOVED_FROM_MARKETING;
  const kept = entity.fields.filter((field) => field !== "" && !removed.has(fieldName(field)));
  const has = (name: string): boolean => valuesOf(entity, name).length > 0;
  const fields = [
    ...(has("message-id") ? [] : [`Message-ID: ${stamp.messageId}`]),
    ...(has("date") ? [] : [`Date: ${stamp.date.toUTCString().replace("GMT", "+0000")}`]),
    ...kept,
    ...(url === null
      ? []
      : [`To: ${stamp.to}`, `List-Unsubscribe: <${url}>`, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]),
  ];
  const stamped: Entity = { fields, body: entity.body };
  const result = url === null ? stamped : insertFooter(stamped, describeFooter(url, stamp.language));
  return Buffer.from(writeEntity(result), "latin1");
}

function describeFooter(url: string, language: Language): Footer {
  const texts = unsubscribeTexts[language];
  const html = `<p style="font-size:12px;margin-top:24px"><a href="${url}">${texts.footerLink}</a></p>`;
  return { url, text: `${texts.footer} ${url}`, html };
}
