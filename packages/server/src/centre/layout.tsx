/** The frame of every page of the privacy centre. */
import type { Child } from "hono/jsx";
import type { KeptConfig } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";
import { centrePath } from "../requests/request-links.ts";
import { frameTexts } from "./frame-texts.ts";

/** What every page is made with. */
export interface PageFrame {
  readonly kept: KeptConfig;
  readonly language: Language;
  /** Path of this page, for the switch of languages. */
  readonly path: string;
}

/** Names of languages in themselves. */
const LANGUAGE_NAMES = { en: "English", de: "Deutsch" } as const satisfies Record<Language, string>;

/** The address with the language that the visitor reads in, where there is a choice. */
export function link(frame: PageFrame, path: string): string {
  return frame.kept.languages.length > 1 ? `${path}?lang=${frame.language}` : path;
}

export function Layout(props: {
  frame: PageFrame;
  title: string;
  lead?: string;
  /** The front page has a high band. */
  high?: boolean;
  children: Child;
}) {
  const { frame, title } = props;
  const { kept, language } = frame;
  const texts = frameTexts[language];
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – ${kept.centre.brand}`}</title>
        <link rel="stylesheet" href={centrePath.style()} />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <a class="skip" href="#content">
          {texts.skip}
        </a>
        <header class={props.high === true ? "band" : "band low"}>
          <div class="wrap top">
            <a class="brand" href={link(frame, centrePath.home())}>
              {kept.centre.logo === undefined ? null : <img src={kept.centre.logo} alt="" />}
              <span>
                {kept.centre.brand} <span class="place">· {texts.centre}</span>
              </span>
            </a>
            <Languages frame={frame} />
          </div>
          <div class="wrap hero">
            {props.high === true ? <Ring /> : null}
            <h1>{title}</h1>
            {props.lead === undefined ? null : <p>{props.lead}</p>}
          </div>
        </header>
        <main id="content">{props.children}</main>
        <footer>
          <div class="wrap">
            <p>
              {kept.controller.name}, {kept.controller.address.join(", ")}
            </p>
            <p>
              <a href={`mailto:${kept.controller.email}`}>{kept.controller.email}</a>
            </p>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** The seal of a kept promise, as large as a watermark; the receipt carries it small. */
function Ring() {
  return (
    <svg class="ring" viewBox="0 0 140 140" fill="none" stroke="currentColor" aria-hidden="true">
      <circle cx="70" cy="70" r="66" stroke-width="3" />
      <circle cx="70" cy="70" r="57" stroke-width="1.5" stroke-dasharray="2 4" />
      <path d="M45 72l18 18 33-36" stroke-width="9" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

function Languages({ frame }: { frame: PageFrame }) {
  if (frame.kept.languages.length < 2) return null;
  return (
    <nav aria-label={frameTexts[frame.language].languages}>
      <ul class="languages">
        {frame.kept.languages.map((language) => (
          <li>
            <a
              href={`${frame.path}?lang=${language}`}
              lang={language}
              hreflang={language}
              {...(language === frame.language ? { "aria-current": "true" } : {})}
            >
              {LANGUAGE_NAMES[language]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A page that says one thing and offers a way on. */
export function MessagePage(props: {
  frame: PageFrame;
  title: string;
  text: string;
  notes?: readonly string[];
  action?: { readonly label: string; readonly href: string };
}) {
  return (
    <Layout frame={props.frame} title={props.title}>
      <div class="wrap">
        <div class="sheet">
          <p>{props.text}</p>
          {(props.notes ?? []).map((note) => (
            <p class="soft">{note}</p>
          ))}
          {props.action === undefined ? null : (
            <p class="actions">
              <a class="button" href={props.action.href}>
                {props.action.label}
              </a>
            </p>
          )}
        </div>
      </div>
    </Layout>
  );
}
