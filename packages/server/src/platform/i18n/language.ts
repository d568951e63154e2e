/** Languages that the product speaks, and which one a visitor gets. */

export const languages = ["en", "de"] as const;

export type Language = (typeof languages)[number];

/** True for a language that there are texts in. */
export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

/**
 * Chooses the best of `offered` for an `Accept-Language` header (RFC 9110, 12.5.4); the first offered when none fits.
 * `chosen` (a query parameter, a stored preference) wins when it is offered.
 */
export function negotiateLanguage(
  acceptLanguage: string | undefined,
  offered: readonly Language[] = languages,
  chosen?: string,
): Language {
  const fallback = offered[0] ?? "en";
  if (chosen !== undefined && isLanguage(chosen) && offered.includes(chosen)) return chosen;
  const wishes = (acceptLanguage ?? "")
    .slice(0, 1000)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("q="));
      return { primary: tag.split("-")[0] ?? "", weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const wish of wishes) {
    if (wish.primary === "*") return fallback;
    const match = offered.find((language) => language === wish.primary);
    if (match !== undefined) return match;
  }
  return fallback;
}
