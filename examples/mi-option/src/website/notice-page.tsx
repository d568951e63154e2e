/** A page that says that something is not there or did not work. */
import type { WebsiteContext } from "./environment.ts";
import { Page } from "./layout.tsx";

interface NoticePageProps {
  readonly context: WebsiteContext;
  readonly title: string;
  readonly text: string;
}

export function NoticePage({ context, title, text }: NoticePageProps) {
  return (
    <Page context={context} title={title}>
      <div class="wrap narrow notice">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <p>
          <a class="button" href="/">
            To the start page
          </a>
        </p>
      </div>
    </Page>
  );
}
