/** The age screen as elements of a page: no markup in strings, no style of its own, labels tied to their fields. */
import { element } from "../page/element.ts";
import type { AgeScreen, AgeState } from "./age-screen.ts";

/** Names no age, and says to nobody what they are. */
export interface AgeTexts {
  readonly title: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly button: string;
  readonly wrong: string;
  readonly failed: string;
  readonly notNow: string;
}

export const AGE_TEXTS: Readonly<Record<"en" | "de", AgeTexts>> = {
  en: {
    title: "When were you born?",
    day: "Day",
    month: "Month",
    year: "Year",
    button: "Go on",
    wrong: "This is not a date. Enter day, month and year as numbers.",
    failed: "That did not work. Please try again.",
    notNow: "You cannot go on right now. We keep nothing of what you entered.",
  },
  de: {
    title: "Wann sind Sie geboren?",
    day: "Tag",
    month: "Monat",
    year: "Jahr",
    button: "Weiter",
    wrong: "Das ist kein Datum. Geben Sie Tag, Monat und Jahr als Zahlen an.",
    failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
    notNow: "Im Moment geht es nicht weiter. Wir behalten nichts von dem, was Sie eingegeben haben.",
  },
};

const FIELDS = ["day", "month", "year"] as const;

let screens = 0;

/** Shows the screen in `host` until what it answers is called. */
export function mountAgeScreen(host: Element, screen: AgeScreen, texts: AgeTexts = AGE_TEXTS.en): () => void {
  screens += 1;
  const id = `kept-age-${screens}`;
  const fields = FIELDS.map((name) =>
    element("input", {
      id: `${id}-${name}`,
      name,
      type: "text",
      inputmode: "numeric",
      maxlength: name === "year" ? "4" : "2",
      // Nothing is filled in: what a browser remembers of another is no answer.
      autocomplete: "off",
      required: true,
      "aria-describedby": `${id}-said`,
    }),
  );
  const said = element("p", { id: `${id}-said`, role: "alert" });
  const button = element("button", { type: "submit" }, texts.button);
  const form = element(
    "form",
    { class: "kept-age", novalidate: true, autocomplete: "off" },
    element("h2", {}, texts.title),
    said,
    ...FIELDS.map((name, index) =>
      element("p", {}, element("label", { for: `${id}-${name}` }, texts[name]), fields[index]),
    ),
    element("p", {}, button),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [day = "", month = "", year = ""] = fields.map(({ value }) => value);
    void screen.submit({ day, month, year });
  });
  const show = (state: AgeState) => {
    const isOver = state.step === "passed" || state.step === "not-now";
    // Whoever comes after at this device reads nothing of it.
    if (isOver) for (const field of fields) field.value = "";
    for (const field of fields) field.disabled = isOver;
    button.disabled = state.step !== "asking";
    form.hidden = state.step === "passed";
    said.textContent =
      state.step === "not-now"
        ? texts.notNow
        : state.step === "asking" && state.trouble !== "none"
          ? texts[state.trouble]
          : "";
  };
  show(screen.snapshot());
  const end = screen.subscribe(show);
  host.append(form);
  return () => {
    end();
    form.remove();
  };
}
