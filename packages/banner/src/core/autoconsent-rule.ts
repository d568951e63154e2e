/** How automatic refusers (DuckDuckGo's autoconsent) operate the banner: the contract that its selectors are. */

const root = "#kept-choice";
const button = (action: string) => [root, `[data-action="${action}"]`];

/** The rule as autoconsent reads it; selector lists go through the open shadow root. */
export function autoconsentRule() {
  return {
    name: "kept",
    vendorUrl: "https://www.npmjs.com/package/@kept/banner",
    prehideSelectors: [],
    detectCmp: [{ exists: root }],
    detectPopup: [{ visible: button("reject-all") }],
    optIn: [{ waitForThenClick: button("accept-all") }],
    optOut: [{ waitForThenClick: button("reject-all") }],
    openCmp: [{ waitForThenClick: button("open-preferences") }],
    test: [{ cookieContains: "kept-choice=1.reject" }],
  };
}
