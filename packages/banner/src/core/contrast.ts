/** Can people read it: contrast as WCAG 2.2 computes it (relative luminance). */

/** @param hex `#rrggbb` */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly accent: string;
  readonly accentText: string;
  /** Of switches and buttons; left out: the banner's own, where it can be seen on the background. */
  readonly border?: string;
}

/** As in page/style.ts. */
const DEFAULT_BORDER = "#6b7480";
const LEAST_BORDER_CONTRAST = 3;

/** What the banner looks like unless the site says otherwise. */
export const DEFAULT_THEME: Theme = {
  background: "#ffffff",
  text: "#1b1f24",
  accent: "#1f5fbf",
  accentText: "#ffffff",
};

/** Pairs that people cannot read or see well enough (WCAG 2.2, 1.4.3: 4.5; 1.4.11: 3); empty when all is well. */
export function themeFaults(theme: Theme): readonly string[] {
  const pairs = [
    ["text", "background", 4.5],
    ["accentText", "accent", 4.5],
    ["accent", "background", 3],
  ] as const;
  return pairs.flatMap(([one, other, least]) => {
    const ratio = contrast(theme[one], theme[other]);
    return ratio >= least
      ? []
      : [`${one} on ${other} has a contrast of ${ratio.toFixed(2)}; at least ${least} is needed`];
  });
}

/** A theme with a border that is seen on its background, by day and in the dark: a theme of one's own is the same in both. */
export function withBorder(theme: Partial<Theme>): Partial<Theme> {
  const { background, text = DEFAULT_THEME.text } = theme;
  if (background === undefined) return theme;
  const isSeen = contrast(DEFAULT_BORDER, background) >= LEAST_BORDER_CONTRAST;
  return { ...theme, border: isSeen ? DEFAULT_BORDER : text };
}
