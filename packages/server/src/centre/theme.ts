/** The operator's colours, made safe to read: every pair that text stands on reaches WCAG AA in light and in dark. */
import type { KeptConfig } from "../kept-config.ts";

export interface Theme {
  readonly light: Readonly<Record<string, string>>;
  readonly dark: Readonly<Record<string, string>>;
}

type Rgb = readonly [number, number, number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const AA = 4.5;

/** Tokens as CSS custom properties, without the two hyphens. */
export function createTheme(colours: KeptConfig["centre"]["colours"]): Theme {
  const primary = parseColour(colours.primary);
  const background = parseColour(colours.background);
  const text = readable(parseColour(colours.text), [background], 7);
  // A dark page keeps a breath of the brand's hue, so that it is recognised at night too.
  const night = mix(mix(primary, BLACK, 0.88), [18, 20, 22], 0.55);
  return {
    light: tokens(primary, parseColour(colours.onPrimary), background, text),
    dark: tokens(mix(primary, BLACK, 0.25), WHITE, night, [236, 240, 238]),
  };
}

function tokens(primary: Rgb, onPrimary: Rgb, background: Rgb, text: Rgb): Record<string, string> {
  const onBand = contrast(onPrimary, primary) >= AA ? onPrimary : best(primary);
  const isNight = luminance(background) < 0.05;
  // A sheet moves away from its text, but for the night, where what is nearer is lighter.
  const sheet = isNight
    ? mix(background, WHITE, 0.05)
    : mix(background, best(background) === BLACK ? WHITE : BLACK, 0.6);
  const grounds = [background, sheet];
  return {
    band: toHex(primary),
    "on-band": toHex(onBand),
    "on-band-soft": toHex(readable(mix(onBand, primary, 0.22), [primary], AA)),
    paper: toHex(background),
    sheet: toHex(sheet),
    ink: toHex(readable(text, grounds, 7)),
    soft: toHex(readable(mix(text, background, 0.32), grounds, AA)),
    rule: toHex(mix(background, text, isNight ? 0.2 : 0.15)),
    edge: toHex(readable(mix(background, text, 0.45), grounds, 3)),
    link: toHex(readable(primary, grounds, AA)),
    danger: toHex(readable([176, 32, 24], grounds, AA)),
  };
}

/** The colour, moved towards black or white until it reads on every ground. */
function readable(colour: Rgb, grounds: readonly Rgb[], ratio: number): Rgb {
  const towards = best(grounds[0] ?? WHITE);
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(colour, towards, share);
    if (grounds.every((ground) => contrast(candidate, ground) >= ratio)) return candidate;
  }
  return towards;
}

function best(ground: Rgb): Rgb {
  return contrast(WHITE, ground) >= contrast(BLACK, ground) ? WHITE : BLACK;
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((channel, index) => Math.round(channel + ((to[index] ?? 0) - channel) * share)) as unknown as Rgb;
}

/** `#1f5fbf` as three channels. */
export function parseColour(text: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16)) as unknown as Rgb;
}

function toHex(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
