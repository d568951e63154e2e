/** Does a message carry what its class must not: service content in marketing, or advertising in a service message. */
import { MIXTURE_RULES } from "./mixture-rules.ts";

export interface ReadMessage {
  readonly class: "service" | "marketing";
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MixtureFinding {
  readonly rule: string;
  readonly is: "service" | "marketing";
  readonly language: string;
  readonly where: "subject" | "text" | "html";
  /** The words themselves: part of the message, so for its author's eyes only. */
  readonly matched: string;
}

const COMPILED = MIXTURE_RULES.map(({ rule, is, words }) => ({
  rule,
  is,
  languages: Object.entries(words).map(([language, list]) => ({
    language,
    expression: new RegExp(`(?<![\\p{L}\\p{N}])(?:${list.join("|")})`, "iu"),
  })),
}));

/** One finding for each rule and place, in the order of the rules; none: the message is what its class says. */
export function findMixture(message: ReadMessage): readonly MixtureFinding[] {
  const places = [
    ["subject", message.subject],
    ["text", message.text],
    ["html", message.html.replace(/<(style|script)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ")],
  ] as const;
  return COMPILED.filter(({ is }) => is !== message.class).flatMap(({ rule, is, languages }) =>
    places.flatMap(([where, text]): MixtureFinding[] => {
      const plain = text.replace(/[\s\u00a0\u202f]+/g, " ");
      for (const { language, expression } of languages) {
        const matched = expression.exec(plain)?.[0];
        if (matched !== undefined) return [{ rule, is, language, where, matched }];
      }
      return [];
    }),
  );
}
