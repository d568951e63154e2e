/** The moment at which something arrived of which only the day is known. */

/**
 * Noon of that day where the reader is: no zone that an operator works in makes another day of it.
 * What is no day is answered as it was written, for the schema to refuse.
 * @param day `2026-11-20`
 */
export function arrivalOf(day: string): string {
  const text = day.trim();
  const at = new Date(`${text}T12:00:00`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && at.getDate() === Number(text.slice(8));
  return isDay ? at.toISOString() : text;
}

/** The day of a moment where the reader is: `2026-11-20`. */
export function dayOf(at: string): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
