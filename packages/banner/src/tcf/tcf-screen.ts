/** The screens of the framework: who the partners are, what each does and on what ground, and a switch for everything. */
import type { BannerConfig } from "../core/banner-config.ts";
import { element, fill } from "../page/element.ts";
import { hasInterest, interestPurposes } from "./tcf-answer.ts";
import type { Named, TcfAnswer, TcfSettings } from "./tcf-settings.ts";
import { describeVendor } from "./vendor-details.ts";

export const TCF_STYLE = `
summary{cursor:pointer;font-weight:600;padding:.75rem 0;min-height:44px}
details details summary{font-weight:400;font-size:.9rem;padding:.25rem 0;min-height:24px}
.part{border-top:1px solid var(--l)}
.part ul{margin:0}
.part h3{font-size:1rem}
dl{margin:.25rem 0;font-size:.9rem}
dt{font-weight:600;margin-top:.35rem}
dd{margin:0}
.object[aria-pressed=true]{background:var(--t);color:var(--b)}
.region .actions{position:sticky;bottom:0;padding-block:.75rem;background:var(--b)}
`;

/** Below the introduction of the first layer: what the framework wants to be said there (policies, appendix B). */
export function introduceTcf(settings: TcfSettings, open: () => void): Node {
  const { texts, names, purposes, vendors } = settings;
  const listed = (list: Readonly<Record<string, Named>>, ids: readonly string[]) =>
    ids.map((id) => list[id]?.name ?? id).join(" · ");
  const features = Object.keys(names.specialFeatures);
  return element(
    "div",
    { class: "tcf" },
    element("p", { class: "small" }, fill(texts.intro, { count: String(vendors.length) })),
    element("p", { class: "small" }, `${texts.purposes}: ${listed(names.purposes, Object.keys(purposes))}`),
    features.length > 0 &&
      element("p", { class: "small" }, `${texts.specialFeatures}: ${listed(names.specialFeatures, features)}`),
    interestPurposes(settings).length > 0 && element("p", { class: "small" }, texts.someInterest),
    element("p", { class: "small" }, texts.scope),
    element(
      "p",
      { class: "links" },
      element(
        "button",
        { class: "link", type: "button", "data-action": "open-partners", click: open },
        fill(texts.partners, { count: String(vendors.length) }),
      ),
    ),
  );
}

export interface TcfScreen {
  readonly node: Node;
  /** Opens the list of partners and goes there. */
  reveal(): void;
  /** What the switches say. */
  read(): TcfAnswer;
}

/**
 * Below the site's purposes in the second layer. What is long is made when it is opened: a list of a thousand partners costs those who
 * look at it, and nobody else.
 * @param boxes switches of the site's own purposes: a purpose of the framework is never allowed without the one behind it
 */
export function tcfScreen(
  config: BannerConfig,
  settings: TcfSettings,
  answer: TcfAnswer | null,
  boxes: ReadonlyMap<string, HTMLInputElement>,
): TcfScreen {
  const { texts, names, vendors } = settings;
  const purposes = new Set(answer?.purposes);
  const optIns = new Set(answer?.specialFeatures);
  const features = Object.entries(names.specialFeatures);
  const allowed = new Set(answer?.vendors);
  // Before anybody has said anything an interest stands as it was told; a no to all is an objection.
  const interests = new Set(answer === null ? interestPurposes(settings) : answer.interests);
  const vendorInterests = new Set(
    answer === null && settings.legitimateInterests
      ? vendors.filter(hasInterest).map(({ id }) => id)
      : answer?.vendorInterests,
  );
  const purposeBoxes = new Map<number, HTMLInputElement>();
  const vendorBoxes = new Map<number, HTMLInputElement>();

  const sides = new Map<number, string>(Object.entries(settings.purposes).map(([id, own]) => [Number(id), own]));
  const setPurpose = (id: number, isOn: boolean) => {
    turn(purposes, id, isOn);
    const box = purposeBoxes.get(id);
    if (box !== undefined) box.checked = isOn;
  };
  for (const [own, box] of boxes) {
    box.addEventListener("change", () => {
      for (const [id, behind] of sides) if (behind === own) setPurpose(id, box.checked);
    });
  }

  const purposeItems = () =>
    [...sides].map(([id, own]) => {
      const box = switchBox(`tcf-purpose-${id}`, purposes.has(id), (isOn) => {
        setPurpose(id, isOn);
        const behind = boxes.get(own);
        if (isOn && behind !== undefined) behind.checked = true;
      });
      purposeBoxes.set(id, box);
      const count = vendors.filter((vendor) => vendor.purposes.includes(id)).length;
      const claims = vendors.filter((vendor) => vendor.legIntPurposes.includes(id)).length;
      return named(
        texts,
        names.purposes[id],
        box,
        element("p", { class: "small" }, fill(texts.asking, { count: String(count) })),
        claims > 0 && interestPurposes(settings).includes(id) && objection(texts, interests, id, `tcf-object-${id}`),
      );
    });

  const featureItems = () =>
    features.map(([id, feature]) =>
      named(
        texts,
        feature,
        switchBox(`tcf-feature-${id}`, optIns.has(Number(id)), (isOn) => turn(optIns, Number(id), isOn)),
      ),
    );

  const alwaysItems = () =>
    [names.specialPurposes, names.features].flatMap((list) =>
      Object.values(list).map((one) => named(texts, one, null)),
    );

  const vendorItems = () => {
    const all = switchBox(
      "tcf-all",
      vendors.every(({ id }) => allowed.has(id)),
      (isOn) => {
        for (const { id } of vendors) {
          turn(allowed, id, isOn);
          const box = vendorBoxes.get(id);
          if (box !== undefined) box.checked = isOn;
        }
      },
    );
    const items = vendors.map((vendor) => {
      const { id } = vendor;
      const box =
        vendor.purposes.length === 0
          ? null
          : switchBox(`tcf-vendor-${id}`, allowed.has(id), (isOn) => {
              turn(allowed, id, isOn);
              all.checked = vendors.every((one) => allowed.has(one.id));
            });
      if (box !== null) vendorBoxes.set(id, box);
      return element(
        "li",
        { "data-vendor": String(id) },
        row(element("bdi", {}, vendor.name), box),
        lazy(texts.details, () => [describeVendor(config, settings, vendor)]),
        settings.legitimateInterests &&
          hasInterest(vendor) &&
          objection(texts, vendorInterests, id, `tcf-object-vendor-${id}`),
      );
    });
    return [element("li", {}, row(texts.allPartners, all)), ...items];
  };

  const count = String(vendors.length);
  const part = (name: string, title: string, make: () => readonly Node[]) => {
    const made = lazy(title, () => [element("ul", {}, ...make())]);
    made.className = "part";
    made.dataset["part"] = name;
    return made;
  };
  const partners = part("vendors", fill(texts.partners, { count }), vendorItems);
  const node = element(
    "section",
    { class: "tcf", "aria-labelledby": "tcf-title" },
    element("h3", { id: "tcf-title" }, fill(texts.partners, { count })),
    element("p", { class: "small" }, texts.explain),
    element("p", { class: "small" }, settings.legitimateInterests ? texts.someInterest : texts.noInterest),
    part("purposes", `${texts.purposes} (${sides.size})`, purposeItems),
    features.length > 0 && part("features", `${texts.specialFeatures} (${features.length})`, featureItems),
    part("always", texts.always, alwaysItems),
    partners,
  );
  return {
    node,
    reveal: () => {
      partners.open = true;
      partners.scrollIntoView();
    },
    read: () => ({
      purposes: sorted(purposes),
      specialFeatures: sorted(optIns),
      vendors: sorted(allowed),
      interests: sorted(interests),
      vendorInterests: sorted(vendorInterests),
      screen: 2,
    }),
  };
}

/** What it shows is made when it is first opened. */
function lazy(title: string, make: () => readonly Node[]): HTMLDetailsElement {
  const details = element("details", {}, element("summary", {}, title));
  details.addEventListener("toggle", () => details.append(...make()), { once: true });
  return details;
}

function named(
  texts: TcfSettings["texts"],
  one: Named | undefined,
  box: HTMLInputElement | null,
  ...more: readonly (Node | false)[]
): HTMLElement {
  const examples = one?.illustrations?.filter((text) => text !== "") ?? [];
  return element(
    "li",
    {},
    row(one?.name ?? "", box),
    element("p", { class: "small" }, one?.description),
    examples.length > 0 && lazy(texts.examples, () => examples.map((text) => element("p", { class: "small" }, text))),
    ...more,
  );
}

function row(name: Node | string, box: HTMLInputElement | null): HTMLElement {
  const title = element("h3", {}, name);
  return element("div", { class: "row" }, box === null ? title : element("label", { for: box.id }, title), box);
}

function switchBox(id: string, isOn: boolean, changed: (isOn: boolean) => void): HTMLInputElement {
  const box = element("input", { type: "checkbox", role: "switch", id, change: () => changed(box.checked) });
  box.checked = isOn;
  return box;
}

/** A button and no second switch beside the one for consent: objecting is another act than agreeing. */
function objection(texts: TcfSettings["texts"], interests: Set<number>, id: number, name: string): HTMLElement {
  const show = () => {
    const isObjected = !interests.has(id);
    button.setAttribute("aria-pressed", String(isObjected));
    button.textContent = isObjected ? texts.objected : texts.object;
  };
  const click = () => {
    turn(interests, id, !interests.has(id));
    show();
  };
  const button = element("button", { type: "button", class: "object", id: name, click });
  show();
  return button;
}

function turn(set: Set<number>, id: number, isOn: boolean): void {
  if (isOn) set.add(id);
  else set.delete(id);
}

function sorted(ids: ReadonlySet<number>): readonly number[] {
  return [...ids].sort((one, other) => one - other);
}
