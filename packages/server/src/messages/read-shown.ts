/** Subject, text and HTML of a composed message, for the page of sent messages. */
import PostalMime from "postal-mime";

export async function readShown(raw: Buffer): Promise<{ subject: string; text: string; html: string }> {
  const { subject, text, html } = await PostalMime.parse(raw);
  return { subject: subject ?? "", text: text ?? "", html: html ?? "" };
}
