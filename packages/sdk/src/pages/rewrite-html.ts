/** Makes HTML harmless before it reaches the browser: what may not be loaded stands under another name, and waits. */
import { type Attribute, createTokenizer, decodeEntities, encodeAttribute, type Token } from "./html-tokens.ts";
import type { PageState } from "./page-state.ts";
import { rewriteCss } from "./rewrite-css.ts";

export interface RewriteOptions {
  readonly state: PageState;
  /** Address of the page. */
  readonly url: URL;
  /** Markup that comes first in the head: the snippet. */
  readonly first?: string;
}

export interface HtmlRewriter {
  push(chunk: string): string;
  end(): string;
}

const LOADING =
  /^(\w+ (\w*src(set)?|poster|ping|background)|object data|meta content|(link|image|feimage|script|use) (xlink:)?href|applet code(base)?|form action|(input|button) formaction)$/;
const LOADING_LINK = /style|icon|manifest|pre/i;
const SEVERAL = /set$|^ping$|^content$/;
/** Scripts that are data for the browser and may make it load. */
const LOADING_DATA = /^(importmap|speculationrules)$/i;
const IMPORTS = /\bimport\b[^;"'`]*["'`]((?:https?:)?\/\/[^"'`]+)/g;

/** One page's rewriter: push the chunks as they come, then end. */
export function createHtmlRewriter(options: RewriteOptions): HtmlRewriter {
  const tokenizer = createTokenizer();
  let base = options.url;
  let isFirstDue = options.first !== undefined;

  const write = (tokens: readonly Token[]): string => tokens.map(writeToken).join("");

  function writeToken(token: Token): string {
    if (token.kind === "text") return token.text;
    // Relative addresses count from the first base of the page.
    if (token.name === "base" && base === options.url) {
      const href = valueOfAttribute(token.attributes, "href");
      if (href !== undefined && URL.canParse(href, base.href)) base = new URL(href, base);
    }
    const written =
      token.kind === "raw" ? writeRaw(token) : writeTag(token.name, token.attributes, token.selfClosing, token.text);
    if (!isFirstDue || token.name === "html") return written;
    isFirstDue = false;
    return token.name === "head" ? written + (options.first ?? "") : (options.first ?? "") + written;
  }

  const refuse = (address: string): string | null => {
    const own = options.state.refuse(address, options.url);
    // What counts as the site's own is the page's host, whatever the base says.
    return base === options.url || !URL.canParse(address, base.href)
      ? own
      : options.state.refuse(new URL(address, base).href, options.url);
  };

  function refusedPurpose(name: string, attributes: readonly Attribute[], attribute: Attribute): string | null {
    if (!LOADING.test(`${name} ${attribute.name}`) || attribute.raw === null) return null;
    if (name === "link" && !LOADING_LINK.test(valueOfAttribute(attributes, "rel") ?? "")) return null;
    if (name === "meta" && !/^refresh$/i.test(valueOfAttribute(attributes, "http-equiv")?.trim() ?? "")) return null;
    const marked = valueOfAttribute(attributes, "data-purpose");
    if (marked && !options.state.allowed.has(marked)) return marked;
    const value = decodeEntities(attribute.raw);
    const addresses = SEVERAL.test(attribute.name)
      ? (value.match(/(?:https?:)?\/\/[^\s"',;)]+/gi) ?? [])
      : [value.trim()];
    for (const address of addresses) {
      const refusal = refuse(address);
      if (refusal !== null) return refusal;
    }
    return null;
  }

  function writeTag(name: string, attributes: readonly Attribute[], selfClosing: boolean, text: string): string {
    let held: string | null = null;
    let isChanged = false;
    const written = attributes.map((attribute) => {
      const refusal = refusedPurpose(name, attributes, attribute);
      if (refusal !== null) {
        held = refusal;
        return writeAttribute({ ...attribute, name: `data-kept-${attribute.name.replace("xlink:", "")}` });
      }
      const changed = cleanAttribute(attribute);
      if (changed !== null) isChanged = true;
      return changed ?? writeAttribute(attribute);
    });
    if (held === null && !isChanged) return text;
    const isScript = name === "script" && held !== null;
    const kept = held === null ? [] : [`data-kept-held="${encodeAttribute(held)}"`];
    // A form without its address would post to the page itself; with this method it does nothing.
    if (name === "form" && held !== null) {
      const method = written.map((attribute) => attribute.replace(/^method(?==)/, "data-kept-method"));
      return `<form ${[...method, ...kept, 'method="dialog"'].join(" ")}>`;
    }
    const parts = isScript ? [...written.map(hideType), ...kept, 'type="text/plain"'] : [...written, ...kept];
    return `<${name} ${parts.join(" ")}${selfClosing ? " /" : ""}>`;
  }

  /** Styles and frames with a page of their own in an attribute; null when there is nothing to change. */
  function cleanAttribute(attribute: Attribute): string | null {
    if (attribute.raw === null) return null;
    const value = decodeEntities(attribute.raw);
    if (attribute.name === "srcdoc") {
      const inner = createHtmlRewriter({ state: options.state, url: options.url, ...firstOf(options) });
      return `srcdoc="${encodeAttribute(inner.push(value) + inner.end())}"`;
    }
    if (attribute.name !== "style") return null;
    const clean = rewriteCss(value, refuse);
    return clean === value
      ? null
      : `style="${encodeAttribute(clean)}" data-kept-held="" data-kept-style="${encodeAttribute(value)}"`;
  }

  function writeRaw(token: Extract<Token, { kind: "raw" }>): string {
    const { name, attributes, text, content } = token;
    if (name === "style") {
      const clean = rewriteCss(content, refuse);
      if (clean === content) return text + content;
      const kept = `data-kept-held="" data-kept-style="${encodeAttribute(content)}"`;
      return `<style ${[...attributes.map(writeAttribute), kept].join(" ")}>${clean}`;
    }
    const tag = writeTag(name, attributes, false, text);
    if (name !== "script" || tag !== text) return tag + content;
    const refusal = refuseInline(attributes, content);
    if (refusal === null) return text + content;
    const kept = [`data-kept-held="${encodeAttribute(refusal)}"`, 'type="text/plain"'];
    return `<script ${[...attributes.map(writeAttribute).map(hideType), ...kept].join(" ")}>${content}`;
  }

  function refuseInline(attributes: readonly Attribute[], content: string): string | null {
    const type = valueOfAttribute(attributes, "type") ?? "";
    if (type === "text/plain") return null;
    const marked = valueOfAttribute(attributes, "data-purpose");
    if (marked && !options.state.allowed.has(marked)) return marked;
    const addresses = LOADING_DATA.test(type)
      ? (content.match(/(?:https?:)?\/\/[^\s"']+/gi) ?? [])
      : [...content.matchAll(IMPORTS)].map(([, address]) => address ?? "");
    for (const address of addresses) {
      const refusal = refuse(address);
      if (refusal !== null) return refusal;
    }
    return null;
  }

  return { push: (chunk) => write(tokenizer.push(chunk)), end: () => write(tokenizer.end()) };
}

function firstOf({ first }: RewriteOptions): { first?: string } {
  return first === undefined ? {} : { first };
}

function valueOfAttribute(attributes: readonly Attribute[], name: string): string | undefined {
  const raw = attributes.find((attribute) => attribute.name === name)?.raw;
  return raw === undefined || raw === null ? undefined : decodeEntities(raw);
}

function writeAttribute({ name, raw, quote }: Attribute): string {
  return raw === null ? name : `${name}=${quote}${raw}${quote}`;
}

/** Of a script that waits, the type is under another name: it would not be known again otherwise. */
function hideType(attribute: string): string {
  return attribute.replace(/^type(?==)/, "data-kept-type");
}
