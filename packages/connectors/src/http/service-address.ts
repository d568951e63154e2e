/** Reads a service's address from configuration, and decides which network addresses its calls may reach. */
import { SystemError } from "../connector.ts";
import type { Reach } from "./guarded-address.ts";

export interface ServiceAddress {
  /** Ends with a slash. */
  readonly base: string;
  readonly reach: Reach;
}

/**
 * `https:` reaches public addresses, and private ones if allowed. Plain `http:` carries personal data in the clear, so it
 * reaches private addresses only, and only if allowed.
 *
 * @throws SystemError `system_url_invalid`
 */
export function readServiceAddress(system: string, text: string, allowPrivate: boolean): ServiceAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw invalid(
      system,
      "The service's address is not an https: address.",
      "Write it like https://shop.example.org/rights/",
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid(system, "The service's address holds a user name or password.", "Leave it out: calls are signed.");
  }
  if (url.search !== "" || url.hash !== "") {
    throw invalid(system, "The service's address has a query or a fragment.", "Give the base address alone.");
  }
  if (url.protocol === "http:" && !allowPrivate) {
    throw invalid(
      system,
      "The service's address is not encrypted.",
      "Use https:, or allow private addresses for this system.",
    );
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return { base: url.href, reach: url.protocol === "http:" ? "private" : allowPrivate ? "any" : "public" };
}

function invalid(system: string, message: string, advice: string): SystemError {
  return new SystemError("system_url_invalid", system, message, advice);
}
