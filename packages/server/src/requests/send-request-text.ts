/** Writes to whoever asked from a telephone: what is new in a line, and the link to it. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { Language } from "../platform/i18n/language.ts";
import { defineMessages } from "../platform/i18n/messages.ts";
import { addSms } from "../sms/queue-sms.ts";
import { spellCode } from "../verification/codes.ts";
import type { RequestRow } from "./queries.ts";
import type { RequestParts } from "./request-parts.ts";

/** A gateway that is down longer than this is somebody's business: the ledger of the request says so, and it stays where it is. */
const LIFETIME = "P1D";

const texts = defineMessages({
  en: {
    news: (brand: string, reference: string, title: string, url: string) => `${brand}, ${reference}: ${title} ${url}`,
    confirm: (brand: string, reference: string, code: string, url: string) =>
      `${brand}: we have your request ${reference}. Your code is ${code}. Enter it here: ${url} Not you? Then do nothing.`,
    confirmLink: (brand: string, reference: string, url: string) =>
      `${brand}: we have your request ${reference}. Show that it is yours: ${url} Not you? Then do nothing.`,
  },
  de: {
    news: (brand: string, reference: string, title: string, url: string) => `${brand}, ${reference}: ${title} ${url}`,
    confirm: (brand: string, reference: string, code: string, url: string) =>
      `${brand}: Ihre Anfrage ${reference} ist da. Ihr Code ist ${code}. Geben Sie ihn hier ein: ${url} Das waren nicht Sie? Dann tun Sie nichts.`,
    confirmLink: (brand: string, reference: string, url: string) =>
      `${brand}: Ihre Anfrage ${reference} ist da. Zeigen Sie, dass sie von Ihnen ist: ${url} Das waren nicht Sie? Dann tun Sie nichts.`,
  },
});

interface RequestText {
  readonly id: string;
  readonly to: string;
  readonly language: Language;
  readonly request: RequestRow;
  readonly title: string;
  readonly url: string | undefined;
  readonly code: string | null;
  /** That the request has come is acknowledged with it, once it was handed over. */
  readonly acknowledges: boolean;
}

export async function sendRequestText(ctx: Ctx, parts: RequestParts, text: RequestText): Promise<void> {
  const { request, to, id } = text;
  await ctx.transaction(async (tx) => {
    const expiresAt = isoInstant(addDuration(tx.clock.now(), LIFETIME));
    const kind = text.acknowledges ? "acknowledgement" : "request";
    const job = await addSms(tx, { id, key: request.id, kind, to, text: wordsOf(parts, text), expiresAt });
    const entry = { type: "sms.queued", subject: { request: request.id }, data: { kind } } as const;
    await tx.outbox.add(request.id, { entry, jobs: [job] });
  });
}

function wordsOf(parts: RequestParts, { language, request, title, url, code }: RequestText): string {
  const { brand } = parts.kept.centre;
  const words = texts[language];
  const where = url ?? `${parts.publicUrl}/privacy`;
  if (code !== null) return words.confirm(brand, request.reference, spellCode(code), where);
  if (request.state === "unverified") return words.confirmLink(brand, request.reference, where);
  return words.news(brand, request.reference, title, where);
}
