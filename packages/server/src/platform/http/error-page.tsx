/** A problem as a page, for people who followed a link. */
import type { Problem } from "@kept/contract/problems";
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { Language } from "../i18n/language.ts";
import { defineMessages } from "../i18n/messages.ts";

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
    reference: (id: string) => `Wenn Sie uns deswegen schreiben, nennen Sie ${id}.`,
  },
});

/** The doctype that every page begins with: `<>{DOCTYPE}<html>…</html></>`. */
export const DOCTYPE = raw("<!DOCTYPE html>");

/** A bare page with our style sheet. */
export function PlainPage(props: { title: string; language: Language; wide?: boolean; children: Child }) {
  return (
    <>
      {DOCTYPE}
      <html lang={props.language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{props.title}</title>
          <link rel="stylesheet" href="/docs/api.css" />
        </head>
        <body>
          <main class={props.wide === true ? "wide" : "narrow"}>{props.children}</main>
        </body>
      </html>
    </>
  );
}

export function ErrorPage(props: { problem: Problem; language: Language }) {
  const { problem, language } = props;
  const [title, help] = explain(problem, language);
  return (
    <PlainPage title={title} language={language}>
      <h1>{title}</h1>
      {help === "" ? null : <p>{help}</p>}
      <p class="soft">{texts[language].reference(problem.requestId)}</p>
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
