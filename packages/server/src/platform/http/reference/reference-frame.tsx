/** The frame of every page of the reference: the mark, the search, and the way to all other pages. */
import { type EndpointGroup, endpointGroups } from "@kept/contract/endpoints";
import type { Child } from "hono/jsx";
import { DOCTYPE } from "../error-page.tsx";

/** Where the reference is; problems name it in their `type`. */
export const REFERENCE_PATH = "/docs/api";
export const REFERENCE_CSS_PATH = "/docs/api.css";

/** The address of a group's page. */
export function groupPath(group: EndpointGroup): string {
  return `${REFERENCE_PATH}/${group.name}`;
}

export function ReferenceFrame(props: {
  title: string;
  version: string;
  /** The group whose page it is; null on the first page. */
  group: EndpointGroup | null;
  search?: string;
  children: Child;
}) {
  return (
    <>
      {DOCTYPE}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{props.title}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={REFERENCE_CSS_PATH} />
        </head>
        <body>
          <header class="top">
            <a class="skip" href="#content">
              To the content
            </a>
            <a class="home" href={REFERENCE_PATH}>
              Kept API <span class="soft">{props.version}</span>
            </a>
            <search>
              <form action={REFERENCE_PATH} method="get">
                <input
                  type="search"
                  name="search"
                  maxlength={100}
                  value={props.search ?? ""}
                  placeholder="Find an endpoint or an error"
                  aria-label="Find an endpoint or an error"
                />
                <button type="submit">Find</button>
              </form>
            </search>
          </header>
          <div class="reference">
            <nav class="side" aria-label="Reference">
              <Contents group={props.group} />
            </nav>
            {/* On narrow screens, where the list would stand before everything else. */}
            <nav class="folded" aria-label="Reference">
              <details>
                <summary>Contents</summary>
                <Contents group={props.group} />
              </details>
            </nav>
            <main id="content">{props.children}</main>
          </div>
        </body>
      </html>
    </>
  );
}

function Contents(props: { group: EndpointGroup | null }) {
  return (
    <ul class="contents">
      {endpointGroups.map((group) => (
        <li>
          <a href={groupPath(group)} aria-current={group === props.group ? "page" : undefined}>
            {group.title}
          </a>
          {group === props.group ? <EndpointLinks group={group} /> : null}
        </li>
      ))}
      <li class="apart">
        <a href={`${REFERENCE_PATH}#permissions`}>Permissions</a>
      </li>
      <li>
        <a href={`${REFERENCE_PATH}#errors`}>Errors</a>
      </li>
    </ul>
  );
}

function EndpointLinks(props: { group: EndpointGroup }) {
  return (
    <ul>
      {props.group.endpoints.map((endpoint) => (
        <li>
          <a href={`#${endpoint.id}`}>{endpoint.summary}</a>
        </li>
      ))}
    </ul>
  );
}

/** What stands between backticks is code. */
export function withCode(text: string) {
  return text.split("`").map((part, position) => (position % 2 === 1 ? <code>{part}</code> : part));
}
