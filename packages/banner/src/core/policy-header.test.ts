import { describe, expect, it } from "vitest";
import { exampleConfig as config } from "../testing/example-config.ts";
import { consentModeDefault, consentModeValues } from "./consent-mode.ts";
import { buildPolicy } from "./policy-header.ts";

const directive = (policy: string, name: string) =>
  policy
    .split("; ")
    .find((one) => one.startsWith(`${name} `))
    ?.split(" ")
    .slice(1);

describe("the policy header", () => {
  it("names no host of a purpose that is not allowed, and none that nobody declared", () => {
    const policy = buildPolicy(config, { allowed: new Set(["necessary"]) });
    expect(policy).not.toContain("example");
    expect(directive(policy, "script-src")).toEqual(["'self'"]);
    expect(directive(policy, "form-action")).toEqual(["'self'"]);
  });

  it("opens what is allowed, and only that", () => {
    const policy = buildPolicy(config, { allowed: new Set(["maps"]), nonce: "abc" });
    expect(directive(policy, "img-src")).toContain("*.maps.example.org");
    expect(directive(policy, "script-src")).toEqual(["'self'", "*.maps.example.org", "'nonce-abc'"]);
    expect(directive(policy, "connect-src")).toContain("wss://*.maps.example.org");
    expect(policy).not.toContain("stats.example.net");
  });

  it("adds what the site needs and enforces trusted types", () => {
    const more = { "object-src": ["'self'"], "report-to": ["csp"] };
    const policy = buildPolicy(config, { allowed: new Set(), more, trustedTypes: true });
    expect(directive(policy, "object-src")).toEqual(["'self'"]);
    expect(directive(policy, "report-to")).toEqual(["csp"]);
    expect(directive(policy, "trusted-types")).toEqual(["kept"]);
    expect(directive(policy, "require-trusted-types-for")).toEqual(["'script'"]);
  });
});

describe("consent mode", () => {
  const mapping = { ad_storage: ["ads"], analytics_storage: ["analytics", "maps"] };

  it("grants a signal only when all purposes behind it are allowed", () => {
    expect(consentModeValues(mapping, (id) => id === "analytics")).toMatchObject({
      ad_storage: "denied",
      analytics_storage: "denied",
      security_storage: "granted",
      ad_user_data: "denied",
    });
    expect(consentModeValues(mapping, (id) => id !== "ads")["analytics_storage"]).toBe("granted");
  });

  it("has a default of at most 400 bytes that queues an arguments object", () => {
    const code = consentModeDefault(mapping);
    expect(code.length).toBeLessThanOrEqual(400);
    const window: { dataLayer?: unknown[]; gtag?: unknown } = {};
    new Function(
      "window",
      "dataLayer",
      "gtag",
      code.replaceAll("dataLayer.push", "window.dataLayer.push").replace(/;gtag\(/, ";window.gtag("),
    )(window);
    expect(Object.prototype.toString.call(window.dataLayer?.[0])).toBe("[object Arguments]");
  });
});
