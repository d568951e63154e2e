/** Makes elements without markup in strings: nothing here needs a trusted type or an inline style. */

type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | boolean | null | undefined | ((event: Event) => void)>>;

/** @param attributes functions listen to the event of that name; true is an empty attribute, false and null are none */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false && value != null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== false && child != null));
  return made;
}

/** Fills `{name}` in. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

/** A line of links; null when there is none. */
export function linksOf(
  links: readonly (readonly [url: string | null | undefined, text: string])[],
): HTMLElement | null {
  const made = links.flatMap(([url, text]) => (url == null ? [] : [element("a", { href: url }, text)]));
  return made.length === 0 ? null : element("p", { class: "links" }, ...made);
}
