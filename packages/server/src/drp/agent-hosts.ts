/** Addresses that an agent names: they must be its own, and encrypted. */
import type { Agent } from "./directory.ts";

/** The address when it belongs to the agent; null when data must not go there, nor a browser. */
export function ownAddress(agent: Agent, text: string, allowLoopback: boolean): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== "" || url.password !== "" || url.hash !== "") return null;
  const isLoopback = allowLoopback && (url.hostname === "127.0.0.1" || url.hostname === "localhost");
  if (url.protocol !== "https:" && !(isLoopback && url.protocol === "http:")) return null;
  const isOwn = agent.hosts.some(
    (host) => url.hostname === host || (!isAddress(host) && url.hostname.endsWith(`.${host}`)),
  );
  return isOwn ? url : null;
}

/** Numbers have no subdomains. */
function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.startsWith("[");
}
