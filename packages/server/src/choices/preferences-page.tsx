/** The page of choices: every purpose with what it means, what a no costs, and one way to say either. */
import type { PurposeStanding, Standing } from "@kept/contract/choices";
import { basisOf } from "@kept/engine/choices/policy";
import { EmailField } from "../centre/form-pages.tsx";
import { FormSheet } from "../centre/form-sheet.tsx";
import { formatDay } from "../centre/format.ts";
import { Layout, link, type PageFrame } from "../centre/layout.tsx";
import { categoryGroupTitle } from "../centre/scope-choices.ts";
import { localized } from "../kept-config.ts";
import { choicePath } from "./choice-links.ts";
import type { ChoiceParts } from "./choice-parts.ts";
import { choiceTexts } from "./choice-texts.ts";
import { wordsFor } from "./save-preferences.ts";

interface PageProps {
  readonly frame: PageFrame;
  readonly parts: ChoiceParts;
  readonly standing: Standing;
  /** The one purpose that the link is about; null: all. */
  readonly purpose: string | null;
  readonly token: string;
  readonly saved: "yes" | "same" | null;
}

export function PreferencesPage(props: PageProps) {
  const { frame, parts, standing, token, saved } = props;
  const texts = choiceTexts[frame.language];
  const shown = standing.purposes.filter(({ purpose }) => props.purpose === null || purpose === props.purpose);
  const isAsked = ({ purpose }: PurposeStanding): boolean => {
    const words = wordsFor(parts, purpose, standing.regime);
    return words !== null && words.no !== "objected";
  };
  const asked = shown.filter(isAsked);
  const others = shown.filter((each) => !isAsked(each) && basisName(parts, each.purpose, standing) !== undefined);
  const isRestricted = standing.purposes.some(({ reason }) => reason === "restricted" || reason === "frozen");
  return (
    <Layout frame={frame} title={texts.title} lead={props.purpose === null ? texts.lead : texts.leadOne}>
      <div class="wrap">
        <div class="sheet">
          {saved === null ? null : (
            <p class="told" role="status">
              {saved === "yes" ? texts.saved : texts.alreadySaved}
            </p>
          )}
          {standing.gpc.seen ? (
            <div class="aside">
              <p>
                <strong>{texts.signalTitle}</strong>
              </p>
              <p>{texts.signalText}</p>
            </div>
          ) : null}
          {isRestricted ? (
            <div class="aside">
              <p>
                <strong>{texts.limitedTitle}</strong>
              </p>
              <p>{texts.limitedText}</p>
            </div>
          ) : null}
          <form method="post" action={link(frame, choicePath.one(token))}>
            {asked.map((now) => (
              <AskedPurpose {...props} now={now} />
            ))}
            {others.length === 0 ? null : (
              <section class="others" aria-labelledby="always">
                <h2 id="always">{texts.always}</h2>
                <p class="soft">{texts.alwaysText}</p>
                {others.map((now) => (
                  <OtherPurpose {...props} now={now} />
                ))}
              </section>
            )}
            <p class="actions">
              <button class="button" type="submit">
                {texts.save}
              </button>
              {asked.length > 1 ? (
                <button class="button" type="submit" name="all" value="no">
                  {texts.denyAll}
                </button>
              ) : null}
              <a href={link(frame, choicePath.history(token))}>{texts.history}</a>
            </p>
          </form>
        </div>
      </div>
    </Layout>
  );
}

function AskedPurpose({ frame, parts, standing, now }: PageProps & { now: PurposeStanding }) {
  const { language, kept } = frame;
  const texts = choiceTexts[language];
  const purpose = kept.purposes[now.purpose];
  if (purpose === undefined) return null;
  const name = now.purpose;
  const radio = (value: "yes" | "no", isOn: boolean, label: string) => (
    <label>
      <input type="radio" name={`p_${name}`} value={value} checked={isOn} aria-describedby={`d-${name}`} />
      <span>{label}</span>
    </label>
  );
  const isDecided = now.act !== null || now.allowed;
  const needs = purpose.dependsOn.map((other) => localized(kept.purposes[other]?.title ?? other, language));
  return (
    <fieldset class="purpose">
      <legend>{localized(purpose.title, language)}</legend>
      <div id={`d-${name}`}>
        {purpose.description === undefined ? null : <p>{localized(purpose.description, language)}</p>}
        {purpose.consequence === undefined ? null : (
          <p>
            {texts.consequence}: {localized(purpose.consequence, language)}
          </p>
        )}
        {needs.length === 0 ? null : <p class="soft">{texts.dependsOn(needs.join(", "))}</p>}
      </div>
      <div class="either">
        {radio("yes", now.allowed, texts.allow)}
        {/* Nothing is ticked for somebody who has not answered (Planet49, C-673/17). */}
        {radio("no", isDecided && !now.allowed, texts.deny)}
      </div>
      <Parts
        legend={texts.channelsLegend}
        hint={now.allowed ? null : texts.partsHint}
        name={`c_${name}`}
        parts={purpose.channels.map((channel) => ({
          value: channel,
          title: localized(kept.channels[channel]?.title ?? channel, language),
          isOn: now.allowed && now.channels[channel] === true,
        }))}
      />
      <Parts
        legend={texts.topicsLegend}
        hint={now.allowed ? null : texts.partsHint}
        name={`t_${name}`}
        parts={Object.entries(purpose.topics).map(([topic, { title }]) => ({
          value: topic,
          title: localized(title, language),
          isOn: now.allowed && now.topics[topic] === true,
        }))}
      />
      <Facts frame={frame} parts={parts} standing={standing} now={now} />
    </fieldset>
  );
}

function Parts(props: {
  legend: string;
  hint: string | null;
  name: string;
  parts: readonly { readonly value: string; readonly title: string; readonly isOn: boolean }[];
}) {
  if (props.parts.length === 0) return null;
  return (
    <fieldset class="inner">
      <legend>{props.legend}</legend>
      {props.hint === null || props.parts.length < 2 ? null : <p class="hint">{props.hint}</p>}
      <div class="choices">
        {props.parts.map((part) => (
          <label>
            <input type="checkbox" name={props.name} value={part.value} checked={part.isOn} />
            <span>{part.title}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function OtherPurpose({ frame, parts, standing, now }: PageProps & { now: PurposeStanding }) {
  const { language, kept } = frame;
  const texts = choiceTexts[language];
  const purpose = kept.purposes[now.purpose];
  if (purpose === undefined) return null;
  const words = wordsFor(parts, now.purpose, standing.regime);
  const hasObjected = now.reason === "objected" || now.reason === "refused";
  return (
    <section class="other">
      <h3 id={`o-${now.purpose}`}>{localized(purpose.title, language)}</h3>
      {purpose.description === undefined ? null : <p>{localized(purpose.description, language)}</p>}
      {purpose.consequence === undefined || words === null ? null : (
        <p>
          {texts.consequence}: {localized(purpose.consequence, language)}
        </p>
      )}
      <Facts frame={frame} parts={parts} standing={standing} now={now} />
      {words === null ? (
        <p class="soft small">{texts.noObject}</p>
      ) : (
        <div class="choices">
          <label>
            <input
              type="checkbox"
              name={`o_${now.purpose}`}
              checked={hasObjected}
              aria-describedby={`o-${now.purpose}`}
            />
            <span>{hasObjected ? texts.objected : texts.object}</span>
          </label>
        </div>
      )}
    </section>
  );
}

/** What must be said before a choice counts, folded away so that the choice itself is in sight. */
function Facts(props: { frame: PageFrame; parts: ChoiceParts; standing: Standing; now: PurposeStanding }) {
  const { frame, parts, now } = props;
  const { language, kept } = frame;
  const texts = choiceTexts[language];
  const purpose = kept.purposes[now.purpose];
  const basis = basisName(parts, now.purpose, props.standing);
  if (purpose === undefined || basis === undefined) return null;
  const recipients = purpose.recipients.map((name) => {
    const recipient = kept.recipients[name];
    return recipient === undefined ? name : `${recipient.name} (${recipient.country})`;
  });
  const basisText = texts[`basis_${basis.replaceAll("-", "_")}` as "basis_consent"];
  return (
    <details class="more">
      <summary>{texts.details}</summary>
      <dl class="facts">
        <Fact term={texts.basis} text={basisText} />
        <Fact term={texts.data} text={kindsOf(purpose.categories, language)} />
        {recipients.length === 0 ? null : <Fact term={texts.recipients} text={recipients.join(", ")} />}
        <Fact term={texts.retention} text={localized(purpose.retention, language)} />
        {now.until === null ? null : <Fact term={texts.until} text={formatDay(now.until.slice(0, 10), language)} />}
      </dl>
    </details>
  );
}

function kindsOf(categories: readonly string[], language: PageFrame["language"]): string {
  return [...new Set(categories.map((name) => categoryGroupTitle(name, language)))].join(", ");
}

function Fact({ term, text }: { term: string; text: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function basisName(parts: ChoiceParts, name: string, standing: Standing): string | undefined {
  const purpose = parts.policy.purposes[name];
  return purpose === undefined ? undefined : basisOf(purpose, standing.regime);
}

/** Where somebody without a link begins. */
export function StartPage(props: { frame: PageFrame; email: string; error: "emailMissing" | "emailWrong" | null }) {
  const { frame, error } = props;
  const texts = choiceTexts[frame.language];
  return (
    <FormSheet
      frame={frame}
      title={texts.startTitle}
      lead={texts.startLead}
      action={link(frame, choicePath.start())}
      button={texts.startButton}
    >
      <EmailField frame={frame} values={{ email: props.email, error }} hint={texts.startText} />
    </FormSheet>
  );
}
