/** What data is used for, on what it rests, what changed and since when: for everybody, without an account. */
import type { PurposeFact, PurposeFacts, PurposeVersion } from "@kept/contract/purpose-history";
import { REGIME_NAMES } from "@kept/engine/regimes/regime";
import { html } from "hono/html";
import { formatDay } from "../centre/format.ts";
import { Layout, type PageFrame } from "../centre/layout.tsx";
import { titlesOf } from "../centre/statement-part.tsx";
import { controllerTexts } from "../fulfilment/controller-texts.ts";
import { type KeptConfig, type LocalText, localized } from "../kept-config.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { PageRouter } from "../platform/slice.ts";
import { historyTexts } from "./history-texts.ts";
import { listVersions } from "./queries.ts";

export const HISTORY_PATH = "/privacy/changes";

export function addHistoryPage(pages: PageRouter, kept: KeptConfig): void {
  pages.get(HISTORY_PATH, async (c) => {
    const frame: PageFrame = { kept, language: c.var.language, path: c.req.path };
    const versions = await listVersions(c.var.ctx, {});
    return c.html(html`<!doctype html>${<HistoryPage frame={frame} versions={versions} />}`);
  });
}

function HistoryPage({ frame, versions }: { frame: PageFrame; versions: readonly PurposeVersion[] }) {
  const texts = historyTexts[frame.language];
  const days = [...new Set(versions.map(({ since }) => since.slice(0, 10)))];
  return (
    <Layout frame={frame} title={texts.title} lead={texts.lead}>
      <div class="wrap">
        <div class="sheet">
          {versions.length === 0 ? <p>{texts.nothing}</p> : null}
          <ol class="timeline">
            {days.map((day) => (
              <li>
                <time datetime={day}>{formatDay(day, frame.language)}</time>
                {versions
                  .filter(({ since }) => since.startsWith(day))
                  .map((version) => (
                    <VersionPart frame={frame} version={version} before={earlier(versions, version)} />
                  ))}
              </li>
            ))}
          </ol>
        </div>
      </div>
    </Layout>
  );
}

function earlier(
  versions: readonly PurposeVersion[],
  { purpose, version }: PurposeVersion,
): PurposeVersion | undefined {
  return versions.find((one) => one.purpose === purpose && one.version === version - 1);
}

interface PartProps {
  readonly frame: PageFrame;
  readonly version: PurposeVersion;
  readonly before: PurposeVersion | undefined;
}

function VersionPart({ frame, version, before }: PartProps) {
  const texts = historyTexts[frame.language];
  const facts = version.facts ?? before?.facts ?? null;
  if (facts === null) return null;
  const title = localized(facts.title as LocalText, frame.language);
  const said =
    version.facts === null ? texts.ended : before === undefined || before.facts === null ? texts.begun : texts.changed;
  // What began is told whole; what changed, by what it was and what it is.
  const shown: readonly PurposeFact[] =
    version.facts === null
      ? []
      : said === texts.begun
        ? [
            "basis",
            ...(facts.basisChange === undefined ? [] : (["basisChange"] as const)),
            "categories",
            "recipients",
            "retention",
          ]
        : version.changed;
  return (
    <section class="change">
      <h2>
        {title}: {said}
      </h2>
      {shown.length === 0 ? null : (
        <dl class="facts">
          {shown.map((fact) => (
            <div>
              <dt>{texts[`fact_${fact}`]}</dt>
              <dd>
                {said === texts.changed && before?.facts ? (
                  <>
                    <del>{describe(frame, before.facts, fact)}</del>
                    <br />
                  </>
                ) : null}
                {describe(frame, facts, fact)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function describe(frame: PageFrame, facts: PurposeFacts, fact: PurposeFact): string {
  const { kept, language } = frame;
  const texts = historyTexts[language];
  if (fact === "basis") return describeBasis(facts.basis, language);
  if (fact === "categories") {
    return titlesOf(facts.categories, frame);
  }
  if (fact === "recipients") {
    const names = facts.recipients.map((name) => kept.recipients[name]?.name ?? name);
    return names.length === 0 ? texts.nobody : names.join(", ");
  }
  if (fact === "sale" || fact === "directMarketing") return facts[fact] ? texts.yes : texts.no;
  if (fact === "basisChange") {
    return facts.basisChange === undefined ? "–" : `${facts.basisChange.reason} ${texts.saidNo}`;
  }
  const text = facts[fact];
  return text === null ? "–" : localized(text as LocalText, language);
}

/** The basis that most regimes have first, then those that differ. */
function describeBasis(basis: PurposeFacts["basis"], language: Language): string {
  const texts = historyTexts[language];
  const names = controllerTexts[language];
  const nameOf = (name: string) => names[name as "consent"] ?? name;
  return Object.entries(basis)
    .toSorted(([a], [b]) => Number(b === "default") - Number(a === "default") || a.localeCompare(b))
    .map(([regime, name]) => {
      const known = REGIME_NAMES.find((one) => one === regime);
      return regime === "default" || known === undefined
        ? nameOf(name)
        : `${texts[`regime_${known}`]}: ${nameOf(name)}`;
    })
    .join("; ");
}
