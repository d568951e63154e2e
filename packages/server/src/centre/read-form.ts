/** Reads what a form sent, forgivingly in what people mistype and strictly in what programs send. */
import { isPlace } from "./country-field.tsx";
import type { FormValues } from "./form-pages.tsx";

/** Enough to send a message to; whether the mailbox exists is for the message to find out. */
const EMAIL = /^[^\s@"<>(),;:\\]+@[^\s@"<>(),;:\\]+\.[^\s@"<>(),;:\\.]{2,}$/u;
const LONGEST = 320;

export async function readForm(request: Request): Promise<FormValues> {
  const form = await request.formData().catch(() => new FormData());
  const email = text(form.get("email")).trim();
  const categories = form.getAll("category").map(text).slice(0, 50);
  const country = text(form.get("country"));
  return { email, categories, country: isPlace(country) ? country : "", error: findFault(email) };
}

const LONGEST_ANSWER = 4000;

/** What a person answers to a question; empty when they wrote nothing. */
export async function readAnswer(request: Request): Promise<string> {
  const form = await request.formData().catch(() => new FormData());
  return text(form.get("answer")).trim().slice(0, LONGEST_ANSWER);
}

function findFault(email: string): FormValues["error"] {
  if (email === "") return "emailMissing";
  return email.length <= LONGEST && EMAIL.test(email) ? null : "emailWrong";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
