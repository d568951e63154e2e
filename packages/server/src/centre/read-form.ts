/** Reads what a form sent, forgivingly in what people mistype and strictly in what programs send. */
import { isPlace } from "./country-field.tsx";
import type { FormValues } from "./form-pages.tsx";

/** Enough to send a message to; whether the mailbox exists is for the message to find out. */
const EMAIL = /^[^\s@"<>(),;:\\]+@[^\s@"<>(),;:\\]+\.[^\s@"<>(),;:\\.]{2,}$/u;
const LONGEST = 320;
const LONGEST_VALUE = 1_000;
const LONGEST_STATEMENT = 4_000;

/** `asksCorrection`: the form asks what is wrong and what is right, and one of the two ways of saying so is needed. */
export async function readForm(request: Request, asksCorrection = false): Promise<FormValues> {
  const form = await request.formData().catch(() => new FormData());
  const email = text(form.get("email")).trim();
  const country = text(form.get("country"));
  const values = {
    email,
    categories: form.getAll("category").map(text).slice(0, 50),
    purposes: form.getAll("purpose").map(text).slice(0, 50),
    country: isPlace(country) ? country : "",
    ground: text(form.get("ground")),
    wrong: text(form.get("wrong")),
    right: text(form.get("right")).trim().slice(0, LONGEST_VALUE),
    statement: text(form.get("statement")).trim().slice(0, LONGEST_STATEMENT),
  };
  const says = (values.wrong !== "" && values.right !== "") || values.statement !== "";
  return { ...values, correctionMissing: asksCorrection && !says, error: findFault(email) };
}

const LONGEST_ANSWER = 4000;

/** What a person answers to a question; empty when they wrote nothing. */
export async function readAnswer(request: Request): Promise<string> {
  const form = await request.formData().catch(() => new FormData());
  return text(form.get("answer")).trim().slice(0, LONGEST_ANSWER);
}

/** Which of several buttons was pressed; empty when none was. */
export async function readChoice(request: Request, name: string): Promise<string> {
  return text((await request.formData().catch(() => new FormData())).get(name));
}

function findFault(email: string): FormValues["error"] {
  if (email === "") return "emailMissing";
  return email.length <= LONGEST && EMAIL.test(email) ? null : "emailWrong";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
