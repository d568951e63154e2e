import type { GateConfig } from "@kept/banner/core/gate-config";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guardResponse } from "./guard-response.ts";
import { readPageState } from "./page-state.ts";
import { createHtmlRewriter } from "./rewrite-html.ts";

const config: GateConfig = {
  cookie: "kept-choice",
  model: "opt-in",
  askAgainDays: 182,
  purposes: [
    { id: "necessary", necessary: true, version: "1" },
    { id: "analytics", version: "1", signal: true },
  ],
  hosts: { "t.example": "analytics", "cdn.example": "necessary" },
  names: {},
};
const url = new URL("https://www.example.org/page");
const GRANTED = "kept-choice=1.accept.zzzzzz.-.dev_x.analytics:1:1";

function rewrite(html: string, cookies = "", cut = html.length): string {
  const rewriter = createHtmlRewriter({ state: readPageState(config, cookies, "", Date.now()), url });
  return rewriter.push(html.slice(0, cut)) + rewriter.push(html.slice(cut)) + rewriter.end();
}

/** Addresses of the tracker that a browser would load: in attributes of their own name, or in a style that is not kept. */
const isHarmless = (html: string) =>
  !/\s(?:src|srcset|href|data|poster|background|action|ping)\s*=\s*["']?[^"'>]*t\.example/i.test(
    html.replace(/<a\s[^>]*>/g, ""),
  );

describe("the rewrite", () => {
  it.each([
    '<script src="https://t.example/a.js"></script>',
    "<script async type=module src=//t.example/a.js></script>",
    "<SCRIPT\n SRC='https://t.example/a.js' ></SCRIPT>",
    '<img alt="a > b" src="https://t.example/a.gif">',
    '<img src="&#104;ttps&colon;//t.example/a.gif">',
    '<img src="ht\ntps://t.example/a.gif">',
    '<img srcset="/own.png 1x, https://t.example/b.png 2x">',
    '<iframe src="https://t.example/"></iframe>',
    '<link rel="stylesheet" href="https://t.example/a.css">',
    '<link href="https://t.example/a.js" rel=modulepreload>',
    '<video poster="https://t.example/a.png"></video>',
    '<object data="https://t.example/a"></object>',
    '<meta http-equiv="Refresh" content="0; url=https://t.example/">',
    '<table background="https://t.example/a.png"></table>',
    '<svg><image xlink:href="https://t.example/a.png"/></svg>',
    '<form action="https://t.example/collect" method="post"></form>',
    '<noscript><img src="https://t.example/a.gif"></noscript>',
    '<base href="https://t.example/"><script src="relative.js"></script>',
    '<script src="https://t.example/a.js"/ async></script>',
  ])("makes %s harmless, and lets it be where it is allowed", (html) => {
    const harmless = rewrite(html);
    expect(isHarmless(harmless.replace(/<base[^>]*>/, ""))).toBe(true);
    expect(harmless).toContain("data-kept-held=");
    expect(rewrite(html, GRANTED)).toBe(html);
  });

  it.each([
    "<p>A page of our own, with <b>5 < 6</b> & &amp; <!-- <script src=https://t.example/x> --> and more",
    '<script src="/own.js"></script><script src="https://cdn.example/x.js"></script>',
    '<link rel="canonical" href="https://t.example/a"><a href="https://t.example/">a link</a>',
    '<textarea><img src="https://t.example/a.gif"></textarea>',
    "<script>const x = '<img src=https://t.example/>';</script>",
    "<!doctype html><html lang=en><head><title>t</title></head><body class='a'>ä</body></html>",
  ])("changes nothing in %s", (html) => {
    expect(rewrite(html)).toBe(html);
  });

  it("holds scripts that import, speculate or are marked", () => {
    for (const html of [
      '<script type="module">import "https://t.example/a.js"</script>',
      '<script>import("https://t.example/a.js")</script>',
      '<script type="speculationrules">{"prefetch":[{"urls":["https://t.example/"]}]}</script>',
      '<script data-purpose="analytics">track()</script>',
    ]) {
      expect(rewrite(html)).toContain('data-kept-held="analytics" type="text/plain"');
      expect(rewrite(html, GRANTED)).toBe(html);
    }
    expect(rewrite('<script type="module">import "https://u.example/a.js"</script>', GRANTED)).toContain('held=""');
  });

  it("cleans styles, and keeps what they were", () => {
    const html =
      '<style>.a{background:url(https://t.example/a.png)}</style><p style="background:url(//t.example/b)">x</p>';
    const clean = rewrite(html);
    expect(clean.replace(/data-kept-style="[^"]*"/g, "")).not.toContain("t.example");
    expect(clean).toContain('data-kept-style=".a{background:url(https://t.example/a.png)}"');
    expect(rewrite("<style>.a{background:url(\\68ttps://t.example/a)}</style>")).toContain("about:invalid");
  });

  it("does the same wherever the stream is cut", () => {
    const html =
      '<!doctype html><html><head><script src="https://t.example/a.js"></script><style>a{background:url(https://t.example/q)}</style></head><body><!-- c --><img alt=\'x>y\' src=https://t.example/b.gif><p style="color:red">é</p></body></html>';
    const whole = rewrite(html);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: html.length }), (cut) => void expect(rewrite(html, "", cut)).toBe(whole)),
    );
  });

  it("loses nothing of any text, and never fails", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "<!--",
      "-->",
      "<p ",
      'a="',
      "'",
      "=",
      "/",
      "<script>",
      "</script>",
      "x",
      "&",
      " ",
      "<style",
      "</",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        // An address may well be changed.
        fc.pre(!pieces.join("").includes("//"));
        // Ends whatever was begun; the bracket keeps the quote from opening a value that nothing would end.
        const html = `${pieces.join("")})">'>--></script></style>`;
        expect(rewrite(html)).toBe(html);
      }),
    );
  });

  it("rewrites pages in frames that stand in an attribute", () => {
    const clean = rewrite('<iframe srcdoc="&lt;img src=&quot;https://t.example/a&quot;&gt;"></iframe>');
    expect(clean).toContain("data-kept-src=&quot;https://t.example/a&quot;");
  });
});

describe("a guarded answer", () => {
  const answer = (body: string, headers: Record<string, string>, cookies = "") =>
    guardResponse(new Request(url, { headers: { cookie: cookies } }), new Response(body, { headers }), { config });

  it("carries the policy of the state, and says what it depends on", async () => {
    const page = answer("<p>x</p>", { "content-type": "text/html" });
    expect(page.headers.get("content-security-policy")).not.toContain("t.example");
    expect(page.headers.get("vary")).toBe("Cookie, Sec-GPC");
    const granted = answer("<p>x</p>", { "content-type": "text/html" }, GRANTED);
    expect(granted.headers.get("content-security-policy")).toContain("t.example");
    expect(await granted.text()).toBe("<p>x</p>");
  });

  it("joins the site's own policy, and drops preloads in headers", () => {
    const page = answer("x", {
      "content-type": "text/html",
      "content-security-policy": "default-src *",
      link: "<https://t.example/a.js>; rel=preload, </own.css>; rel=preload",
    });
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src \*, default-src 'self'/);
    expect(page.headers.get("link")?.trim()).toBe("</own.css>; rel=preload");
  });

  it("puts the snippet first", async () => {
    const page = guardResponse(
      new Request(url),
      new Response("<html><head><title>t</title></head></html>", { headers: { "content-type": "text/html" } }),
      { config, first: '<script src="/head.js"></script>' },
    );
    expect(await page.text()).toBe('<html><head><script src="/head.js"></script><title>t</title></head></html>');
  });

  it("does not touch what it cannot read, and says so", async () => {
    const reasons: string[] = [];
    const page = guardResponse(
      new Request(url),
      new Response("xyz", { headers: { "content-type": "text/html", "content-encoding": "br" } }),
      { config, onUnreadable: (reason) => reasons.push(reason) },
    );
    expect(await page.text()).toBe("xyz");
    expect(reasons).toHaveLength(1);
    expect(page.headers.get("content-security-policy")).not.toBeNull();
  });

  it("leaves other files alone", async () => {
    const file = answer('<img src="https://t.example/a">', { "content-type": "application/json" });
    expect(await file.text()).toBe('<img src="https://t.example/a">');
    expect(file.headers.get("content-security-policy")).toBeNull();
  });
});
