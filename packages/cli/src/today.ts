/** The day on which a command runs: decides whether retention has ended. */

/** Today in the zone of this machine, as an ISO day. */
export function today(now: Date = new Date()): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
