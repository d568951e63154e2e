/** The front page: what a person can do here, how it goes, and who is responsible. */
import type { REQUEST_KINDS } from "@kept/contract/request-kinds";
import { COOKIES_PATH } from "../banner/cookies-page.tsx";
import { cookiesTexts } from "../banner/cookies-texts.ts";
import { childPath } from "../children/child-parts.ts";
import { childTexts } from "../children/child-texts.ts";
import { choicePath } from "../choices/choice-links.ts";
import { choiceTexts } from "../choices/choice-texts.ts";
import { complaintPath } from "../complaints/complaint-parts.ts";
import { complaintTexts } from "../complaints/complaint-texts.ts";
import { localized } from "../kept-config.ts";
import { mandatePath } from "../mandates/mandate-links.ts";
import { mandateTexts } from "../mandates/mandate-texts.ts";
import { HISTORY_PATH } from "../purposes/history-page.tsx";
import { historyTexts } from "../purposes/history-texts.ts";
import { kindTexts } from "../requests/kind-texts.ts";
import { centrePath } from "../requests/request-links.ts";
import { frameTexts } from "./frame-texts.ts";
import { homeTexts } from "./home-texts.ts";
import { Layout, link, type PageFrame } from "./layout.tsx";

export function HomePage(props: { frame: PageFrame; kinds: readonly (typeof REQUEST_KINDS)[number][] }) {
  const { frame } = props;
  const more = props.kinds.filter((kind) => !kind.leads);
  const { kept, language } = frame;
  const texts = homeTexts[language];
  const lead =
    kept.centre.intro === undefined ? texts.homeLead(kept.controller.name) : localized(kept.centre.intro, language);
  return (
    <Layout frame={frame} title={texts.homeTitle} lead={lead} high>
      <div class="wrap">
        <ul class="sheet rights">
          {props.kinds
            .filter((kind) => kind.leads)
            .map((kind) => {
              const words = kindTexts(kind.kind, language);
              return (
                <li>
                  <a href={link(frame, centrePath.form(kind.form))}>
                    <h2>{words.title}</h2>
                    <p>{words.lead}</p>
                    <span class="go">
                      <Arrow />
                    </span>
                  </a>
                </li>
              );
            })}
          {Object.keys(kept.purposes).length === 0 ? null : (
            <li>
              <a href={link(frame, choicePath.start())}>
                <h2>{choiceTexts[language].homeTitle}</h2>
                <p>{choiceTexts[language].homeText}</p>
                <span class="go">
                  <Arrow />
                </span>
              </a>
            </li>
          )}
          <li>
            <a href={link(frame, complaintPath.form())}>
              <h2>{complaintTexts[language].homeTitle}</h2>
              <p>{complaintTexts[language].homeText}</p>
              <span class="go">
                <Arrow />
              </span>
            </a>
          </li>
        </ul>
        <section class="part" aria-labelledby="more">
          <h2 id="more">{texts.moreTitle}</h2>
          <ul class="more-rights">
            {more.map((kind) => (
              <li>
                <a href={link(frame, centrePath.form(kind.form))}>{kindTexts(kind.kind, language).title}</a>
              </li>
            ))}
            <li>
              <a href={link(frame, childPath.parent())}>{childTexts[language].homeTitle}</a>
            </li>
            {Object.keys(kept.cookies).length + Object.keys(kept.banner.hosts).length === 0 ? null : (
              <li>
                <a href={link(frame, COOKIES_PATH)}>{cookiesTexts[language].title}</a>
              </li>
            )}
            <li>
              <a href={link(frame, mandatePath.form())}>{mandateTexts[language].title}</a>
            </li>
          </ul>
        </section>
      </div>
      <div class="wrap columns">
        <section aria-labelledby="how">
          <h2 id="how">{texts.howTitle}</h2>
          <ol class="steps">
            <Step title={texts.howAsk} text={texts.howAskText} />
            <Step title={texts.howConfirm} text={texts.howConfirmText} />
            <Step title={texts.howAnswer} text={texts.howAnswerText} />
          </ol>
          <p>
            <a href={link(frame, centrePath.find())}>{texts.findLink}</a>
          </p>
          <p>
            <a href={link(frame, HISTORY_PATH)}>{historyTexts[language].link}</a>
          </p>
        </section>
        <section aria-labelledby="who">
          <h2 id="who">{texts.whoTitle}</h2>
          <Controller frame={frame} />
        </section>
      </div>
    </Layout>
  );
}

function Step(props: { title: string; text: string }) {
  return (
    <li>
      <div>
        <strong>{props.title}</strong>
        <span class="soft">{props.text}</span>
      </div>
    </li>
  );
}

function Controller({ frame }: { frame: PageFrame }) {
  const { controller, centre } = frame.kept;
  const texts = homeTexts[frame.language];
  return (
    <dl class="facts">
      <div>
        <dt>{frameTexts[frame.language].controller}</dt>
        <dd>
          {controller.name}
          {controller.address.map((line) => (
            <>
              <br />
              {line}
            </>
          ))}
        </dd>
      </div>
      <div>
        <dt>{texts.contact}</dt>
        <dd>
          <a href={`mailto:${controller.email}`}>{controller.email}</a>
          {controller.phone === undefined ? null : (
            <>
              <br />
              {controller.phone}
            </>
          )}
        </dd>
      </div>
      {controller.dpo === undefined ? null : (
        <div>
          <dt>{texts.officer}</dt>
          <dd>
            {controller.dpo.name}
            <br />
            <a href={`mailto:${controller.dpo.email}`}>{controller.dpo.email}</a>
          </dd>
        </div>
      )}
      {controller.authority === undefined ? null : (
        <div>
          <dt>{texts.authority}</dt>
          <dd>
            <a href={controller.authority.url}>{controller.authority.name}</a>
            <br />
            <span class="soft small">{texts.authorityText}</span>
          </dd>
        </div>
      )}
      {centre.policyUrl === undefined ? null : (
        <div>
          <dt>{texts.policy}</dt>
          <dd>
            <a href={centre.policyUrl}>{centre.policyUrl}</a>
          </dd>
        </div>
      )}
    </dl>
  );
}

function Arrow() {
  return (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="2.2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d="M3.5 10h13M11 4.5 16.5 10 11 15.5" />
    </svg>
  );
}
