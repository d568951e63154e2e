/** Holds elements whose address may not be loaded. The banner lets them go (page/release.ts). */
import { gate, type Refusal, refuse, refusePurpose, report } from "./gate.ts";
import type { Loose } from "./patch.ts";

/** Elements with the attributes through which they load something. */
const LOADING = /^(\w+ (\w*src(set)?|poster|ping)|object data|meta content|(link|image) href)$/;
const GUARDED = "[src],[srcset],[poster],[data],[*|href],[content],[style],style,script";
const ADDRESSES = /(?:https?:)?\/\/[^\s"'),;]+/gi;

/** The purpose for which an element may not load what the attribute says. */
function refuseAttribute(element: Loose, name: string, value: unknown): Refusal {
  const { localName, rel, httpEquiv } = element;
  if (!LOADING.test(`${localName} ${name}`) || gate.held.get(element) === null) return null;
  // Of links and meta elements only some load.
  if (/^(li|me)/.test(localName) && !/style|icon|manifest|pre|refresh/i.test(`${rel ?? httpEquiv}`)) return null;
  for (const address of /set$|^[cp]/.test(name) ? (`${value}`.match(ADDRESSES) ?? []) : [value]) {
    const refusal = refuse(address, element.getAttribute("data-purpose"));
    if (refusal !== null) return refusal;
  }
  return null;
}

function keep(element: Loose, name: string, original: unknown, purpose: Refusal): void {
  // A script that the parser made runs in its place, one that a script made does not: it says so itself while it has not run.
  const { async, ownerDocument } = element;
  if (ownerDocument === document) gate.held.set(element, { ...gate.held.get(element), async, [name]: original });
  element.setAttribute("data-kept-held", purpose);
}

/** Holds the attribute when it must be held, and answers whether it is. */
export function holdAttribute(element: Loose, name: string, value: unknown): boolean {
  const refusal = refuseAttribute(element, name, value);
  const before = gate.held.get(element);
  if (before) delete before[name];
  if (!report(refusal, element.localName, value)) return false;
  keep(element, name, value, refusal);
  element.setAttribute(`data-kept-${name}`, value);
  element.removeAttribute(name);
  return true;
}

/** A style's text without the addresses that may not be loaded. */
export function cleanStyle(text: unknown): unknown {
  return typeof text === "string"
    ? text.replace(ADDRESSES, (address) => (report(refuse(address), "style", address) ? "about:invalid" : address))
    : text;
}

/** Looks at an element before it comes into the page, or just after: the parser runs a script only after that. */
function guardElement(element: Loose): void {
  for (const { name, value } of [...element.attributes]) holdAttribute(element, name, value);
  const { localName, style, type } = element;
  const marked = element.getAttribute("data-purpose");
  if (localName === "script" && !element.src && refusePurpose(marked) !== null && type !== "text/plain") {
    keep(element, "type", type, marked);
    element.type = "text/plain";
  }
  // Through the object model: a policy without 'unsafe-inline' refuses the attribute.
  const [holder, key] = localName === "style" ? [element, "textContent"] : [style ?? {}, "cssText"];
  const text = holder[key];
  const clean = cleanStyle(text);
  if (clean !== text) {
    keep(element, "style", text, "");
    holder[key] = clean;
  }
}

/** Most elements load nothing: to ask for their attributes would cost more than all the rest. */
export function guardNode(node: Loose): void {
  if (node?.matches?.(GUARDED)) guardElement(node);
}

/** Looks at a node and everything in it. */
export function guardTree(node: Loose): void {
  guardNode(node);
  node?.querySelectorAll?.(GUARDED).forEach(guardElement);
}

const trust = (markup: string) => gate.trusted?.createHTML(markup) ?? markup;
const write = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML")?.set;

/** Markup in a string, with what may not be loaded under another name. Nothing in a template's content is ever loaded. */
export function cleanMarkup(value: unknown): unknown {
  if (!/<\w/.test(`${value}`)) return value;
  const template = document.createElement("template");
  const { length } = gate.blocked;
  write?.call(template, typeof value === "string" ? trust(value) : value);
  guardTree(template.content);
  return gate.blocked.length > length ? trust(template.innerHTML) : value;
}
