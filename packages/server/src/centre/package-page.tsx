/** The page before the download: what is inside, how large it is, and until when it can be fetched. */
import type { RequestDetail } from "@kept/contract/requests";
import { centrePath } from "../requests/request-links.ts";
import { dataTexts } from "./data-texts.ts";
import { downloadTexts } from "./download-texts.ts";
import { formatBytes, formatDay, formatNumber } from "./format.ts";
import { Layout, link, type PageFrame } from "./layout.tsx";

export function PackagePage(props: {
  frame: PageFrame;
  pack: NonNullable<RequestDetail["package"]>;
  token: string;
  /** ISO instant at which the link ends. */
  expiresAt: string;
  /** It is the person's own link, and not that of somebody who acts for them. */
  mayLook: boolean;
}) {
  const { frame, pack, token } = props;
  const { language } = frame;
  const texts = downloadTexts[language];
  const until = [props.expiresAt, pack.expiresAt ?? props.expiresAt].sort()[0] ?? props.expiresAt;
  return (
    <Layout frame={frame} title={texts.packageTitle} lead={texts.packageLead}>
      <div class="wrap">
        <div class="sheet">
          <div class="state">
            <p class="leaf">
              <span class="label">{texts.records}</span>
              <span class="day">{compact(pack.rows, language)}</span>
              <span class="month">{formatBytes(pack.bytes, language)}</span>
            </p>
            <form method="post" action={link(frame, centrePath.package(token))}>
              <p>{texts.downloadNote}</p>
              <p class="soft">
                {texts.available} <strong>{formatDay(until.slice(0, 10), language)}</strong>
              </p>
              <p class="actions">
                <button class="button" type="submit">
                  {texts.download}
                </button>
              </p>
            </form>
          </div>
          {props.mayLook ? (
            <div class="aside">
              <p>{dataTexts[language].lookText}</p>
              <p>
                <a href={link(frame, centrePath.data(token))}>{dataTexts[language].look}</a>
              </p>
            </div>
          ) : null}
        </div>
      </div>
      <div class="wrap columns">
        <section aria-labelledby="inside">
          <h2 id="inside">{texts.packageInside}</h2>
          <dl class="facts">
            <div>
              <dt>{texts.insidePage}</dt>
              <dd>{texts.insidePageText}</dd>
            </div>
            <div>
              <dt>{texts.insideTables}</dt>
              <dd>{texts.insideTablesText}</dd>
            </div>
            <div>
              <dt>{texts.insideContext}</dt>
              <dd>{texts.insideContextText}</dd>
            </div>
          </dl>
        </section>
        <section>
          <h2>{texts.checksum}</h2>
          <p class="mono small soft seal">{pack.sha256}</p>
          <p class="soft small">
            {texts.records}: {formatNumber(pack.rows, language)}
          </p>
        </section>
      </div>
    </Layout>
  );
}

/** Few characters, so that a large number fits where a small one does. */
function compact(value: number, language: PageFrame["language"]): string {
  return new Intl.NumberFormat(language, { notation: value >= 10_000 ? "compact" : "standard" }).format(value);
}
