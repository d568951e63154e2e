/** A problem as a page, for people who followed a link. */
import type { Problem } from "@kept/contract/problems";
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { Language } from "../i18n/language.ts";
import { defineMessages } from "../i18n/messages.ts";
import { PAGE_CSS_PATH } from "./page-style.ts";

const texts = defineMessages({
  en: {
    internal: "Something went wrong on our side. Please try again in a moment.",
    gone: "This link no longer works.",
    goneHelp: "It has expired, was used already, or was not copied whole. Ask for a new one.",
    missing: "There is nothing at this address.",
    missingHelp: "Check that the address was copied whole.",
    busy: "That was a little fast.",
    busyHelp: "Wait a minute and try again.",
    refused: "This cannot be done.",
    home: "To the start page",
    reference: (id: string) => `If you write to us about it, name ${id}.`,
  },
  de: {
    internal: "Auf unserer Seite ist etwas schiefgegangen. Bitte versuchen Sie es gleich noch einmal.",
    gone: "Dieser Link funktioniert nicht mehr.",
    goneHelp: "Er ist abgelaufen, wurde schon benutzt oder nicht ganz kopiert. Fordern Sie einen neuen an.",
    missing: "Unter dieser Adresse gibt es nichts.",
    missingHelp: "Prüfen Sie, ob die Adresse ganz kopiert wurde.",
    busy: "Das ging etwas schnell.",
    busyHelp: "Warten Sie eine Minute und versuchen Sie es noch einmal.",
    refused: "Das geht nicht.",
    home: "Zur Startseite",
    reference: (id: string) => `Wenn Sie uns deswegen schreiben, nennen Sie ${id}.`,
  },
});

/** The doctype that every page begins with: `<>{DOCTYPE}<html>…</html></>`. */
export const DOCTYPE = raw("<!DOCTYPE html>");

/** A page of the platform itself. `bar`: what stands beside the product's mark; without one the page has no bar. */
export function PlainPage(props: {
  title: string;
  language: Language;
  bar?: string;
  wide?: boolean;
  /** A style sheet beside the common one. */
  css?: string;
  children: Child;
}) {
  return (
    <>
      {DOCTYPE}
      <html lang={props.language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{props.title}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={PAGE_CSS_PATH} />
          {props.css === undefined ? null : <link rel="stylesheet" href={props.css} />}
        </head>
        <body>
          {props.bar === undefined ? null : (
            <header class="bar">
              <Mark />
              Kept <span>{props.bar}</span>
            </header>
          )}
          <main class={props.wide === true ? "wide" : "narrow"}>{props.children}</main>
        </body>
      </html>
    </>
  );
}

/** The product's mark, as the console has it. */
function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--link)" />
      <path
        d="M10 7v18M10 16h4M14 16l8-9M14 16l8 9"
        fill="none"
        stroke="var(--on-link)"
        stroke-width="3.2"
        stroke-linecap="square"
      />
    </svg>
  );
}

/** People come here from links in messages: it says what happened, what to do, and leads on. It shows no product. */
export function ErrorPage(props: { problem: Problem; language: Language }) {
  const { problem, language } = props;
  const [title, help] = explain(problem, language);
  return (
    <PlainPage title={title} language={language}>
      <div class="sheet">
        <h1>{title}</h1>
        {help === "" ? null : <p>{help}</p>}
        <p>
          <a href={`/?lang=${language}`}>{texts[language].home}</a>
        </p>
        <p class="soft reference-number">{texts[language].reference(problem.requestId)}</p>
      </div>
    </PlainPage>
  );
}

function explain(problem: Problem, language: Language): readonly [title: string, help: string] {
  const text = texts[language];
  if (problem.status >= 500) return [text.internal, ""];
  if (problem.code.startsWith("link_")) return [text.gone, text.goneHelp];
  if (problem.status === 404) return [text.missing, text.missingHelp];
  if (problem.status === 429) return [text.busy, text.busyHelp];
  // The catalogue is in English; its words are better than none.
  return [text.refused, language === "en" ? `${problem.title}. ${problem.action}` : ""];
}
