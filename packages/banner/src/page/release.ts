/** Lets go what was held: scripts one after another as the page had them, everything else at once. */
import type { PageGate } from "../head/gate.ts";

// biome-ignore lint/suspicious/noExplicitAny: elements are restored by the names of their attributes
type Loose = any;

const SCRIPTS = 'script[type="text/plain"][data-purpose]';

/** Everything on the page that waits: what the snippet held, and what the server or the author put there under another name. */
export function waiting(gate: PageGate): Element[] {
  const found = document.querySelectorAll(`[data-kept-held],${SCRIPTS}`);
  for (const element of found) if (!gate.held.has(element)) gate.held.set(element, {});
  const known = [...gate.held].filter(([, originals]) => originals !== null).map(([element]) => element);
  return known.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

/** Lets go what is allowed now. Resolves when the last script has run. */
export async function letGo(gate: PageGate): Promise<void> {
  const ready = waiting(gate).filter((element) => mayGo(gate, element));
  const scripts: HTMLScriptElement[] = [];
  for (const element of ready) {
    if (element.matches("script")) scripts.push(element as HTMLScriptElement);
    else restore(gate, element);
  }
  const isLate = (script: HTMLScriptElement) => script.defer || script.getAttribute("data-kept-type") === "module";
  for (const script of [...scripts.filter((one) => !isLate(one)), ...scripts.filter(isLate)]) {
    await revive(gate, script);
  }
}

function mayGo(gate: PageGate, element: Element): boolean {
  const isRefused = (purpose: string | null) => gate.refuse("about:blank", purpose) !== null;
  if (isRefused(element.getAttribute("data-purpose"))) return false;
  const style = gate.held.get(element)?.["style"] ?? element.getAttribute("data-kept-style");
  const texts = style == null ? keptAttributes(element).map(([, value]) => value) : [String(style)];
  const addresses = texts.flatMap((text) => text.match(/(?:https?:)?\/\/[^\s"'),;]+/gi) ?? []);
  const isFree = (address: string) => gate.refuse(address) === null;
  if (style != null) return addresses.some(isFree);
  // A script with its content in the page was held for what is in it: only its purpose says when it may go.
  const purpose = element.getAttribute("data-kept-held");
  if (element.matches("script:not([data-kept-src])") && purpose !== null) return purpose !== "" && !isRefused(purpose);
  return addresses.every(isFree);
}

/** Names without the prefix, with their values. */
function keptAttributes(element: Element): [name: string, value: string][] {
  return [...element.attributes]
    .filter(({ name }) => name.startsWith("data-kept-") && name !== "data-kept-held")
    .map(({ name, value }) => [name.slice("data-kept-".length), value]);
}

/** Gives an element back what it was to load. */
function restore(gate: PageGate, element: Loose): void {
  const originals: Loose = gate.held.get(element) ?? {};
  gate.held.delete(element);
  element.removeAttribute("data-kept-held");
  const style = originals.style ?? element.getAttribute("data-kept-style");
  element.removeAttribute("data-kept-style");
  if (style !== null) {
    // Through the object model, as it was held: a policy without 'unsafe-inline' refuses the attribute.
    if (element.localName === "style") element.textContent = style;
    else element.style.cssText = style;
  }
  for (const [name, value] of keptAttributes(element)) {
    element.removeAttribute(`data-kept-${name}`);
    element.setAttribute(name, originals[name] ?? value);
  }
}

/**
 * Runs a script. One that has not started yet runs in its place; what was made harmless by its type gets a successor. Resolves
 * when what follows may run.
 */
async function revive(gate: PageGate, old: HTMLScriptElement): Promise<void> {
  const originals: Loose = gate.held.get(old) ?? {};
  const { trusted } = gate;
  const isNew = old.type === "text/plain";
  const script = isNew ? document.createElement("script") : old;
  gate.held.delete(old);
  if (isNew) {
    for (const { name, value } of [...old.attributes]) {
      if (!name.startsWith("data-kept-") && name !== "type" && name !== "src") script.setAttribute(name, value);
    }
    script.nonce = old.nonce;
    script.type = originals.type ?? old.getAttribute("data-kept-type") ?? "";
  }
  const source = originals.src ?? old.getAttribute("data-kept-src") ?? (isNew ? old.getAttribute("src") : null);
  script.async = originals.async === true || old.hasAttribute("async");
  script.removeAttribute("data-kept-held");
  script.removeAttribute("data-kept-src");
  const done = new Promise<unknown>((resolve) => {
    if (source === null || script.async) resolve(null);
    script.addEventListener("load", resolve);
    script.addEventListener("error", resolve);
  });
  if (source !== null) {
    const address = typeof source === "string" && trusted ? trusted.createScriptURL(source) : source;
    script.setAttribute("src", address);
  } else script.text = trusted ? trusted.createScript(old.text) : old.text;
  if (isNew) old.replaceWith(script);
  await done;
}

/** Lets one element go whatever its purpose: the person asked for this one. */
export function releaseOne(gate: PageGate, element: Element): void {
  const originals = gate.held.get(element) ?? {};
  gate.held.set(element, null);
  const copy = { ...gate, held: new Map([[element, originals]]) };
  restore(copy, element);
}
