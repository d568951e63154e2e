/** Languages that the product speaks, and which one a visitor gets. */

export const languages = ["en", "de"] as const;

export type Language = (typeof languages)[number];

/** True for a language that there are texts in. */
export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

/** Tags under which browsers may ask for a language that we name otherwise (BCP 47 registry: macro languages, old codes). */
const ALSO: Readonly<Record<string, string>> = { no: "nb", nn: "nb", iw: "he", in: "id" };

/**
 * Chooses the best of `offered` for an `Accept-Language` header (RFC 9110, 12.5.4); the first offered when none fits.
 * `chosen` (a query parameter, a stored preference) wins when it is offered.
 */
export function negotiateLanguage<L extends string = Language>(
  acceptLanguage: string | undefined,
  offered: readonly L[] = languages as readonly string[] as readonly L[],
  chosen?: string,
): L {
  const fallback = offered[0] ?? ("en" as L);
  const named = chosen === undefined ? undefined : primaryOf(chosen);
  const wanted = offered.find((language) => language === named);
  if (wanted !== undefined) return wanted;
  const wishes = (acceptLanguage ?? "")
    .slice(0, 1000)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("q="));
      return { primary: primaryOf(tag), weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
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

function primaryOf(tag: string): string {
  const primary = tag.toLowerCase().split("-")[0] ?? "";
  return ALSO[primary] ?? primary;
}
