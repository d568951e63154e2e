/** The forms: asking for a right, confirming it, and getting lost links again. */
import type { RequestKind, RequestQuestion } from "@kept/contract/request-kinds";
import { REQUEST_KINDS, type RequestKindName } from "@kept/contract/request-kinds";
import { kindTexts } from "../requests/kind-texts.ts";
import { centrePath } from "../requests/request-links.ts";
import { centreTexts } from "./centre-texts.ts";
import type { CorrectionChoice } from "./correction-choices.ts";
import { CountryField } from "./country-field.tsx";
import { Layout, link, type PageFrame } from "./layout.tsx";
import { CorrectionField, GroundField } from "./question-fields.tsx";
import type { ScopeChoice, UseChoice } from "./scope-choices.ts";

export interface FormValues {
  readonly email: string;
  readonly categories: readonly string[];
  /** Uses of data, by their names in the configuration. */
  readonly purposes: readonly string[];
  /** "DE", "US-CA"; empty: not stated. */
  readonly country: string;
  /** Ground of a restriction; empty: none was chosen. */
  readonly ground: string;
  /** What is wrong (a category), what is right, and the person's own words. */
  readonly wrong: string;
  readonly right: string;
  readonly statement: string;
  /** The form asks what is wrong, and neither of the two ways of saying so was used. */
  readonly correctionMissing: boolean;
  readonly error: "emailMissing" | "emailWrong" | null;
}

export const EMPTY_FORM: FormValues = {
  email: "",
  categories: [],
  purposes: [],
  country: "",
  ground: "",
  wrong: "",
  right: "",
  statement: "",
  correctionMissing: false,
  error: null,
};

export interface FormChoices {
  readonly scope: readonly ScopeChoice[];
  /** Uses by which a scope can be named. */
  readonly scopeUses: readonly UseChoice[];
  /** Uses that the right can be about. */
  readonly uses: readonly UseChoice[];
  readonly corrections: readonly CorrectionChoice[];
}

export function RequestFormPage(props: {
  frame: PageFrame;
  kind: RequestKind & { readonly kind: RequestKindName };
  choices: FormChoices;
  values: FormValues;
  /** What the caller's address suggests; null: nothing. */
  inferredCountry: string | null;
}) {
  const { frame, kind, choices, values, inferredCountry } = props;
  const asks = (question: RequestQuestion) => kind.asks.includes(question);
  const texts = centreTexts[frame.language];
  const words = kindTexts(kind.kind, frame.language);
  // Whoever is about to do what cannot be undone is offered what keeps a copy.
  const copy = REQUEST_KINDS.find((other) => other.givesPackage);
  return (
    <Layout frame={frame} title={words.title} lead={words.lead}>
      <div class="wrap">
        <div class="sheet">
          <form method="post" action={link(frame, centrePath.form(kind.form))} novalidate>
            <EmailField frame={frame} values={values} />
            <CountryField frame={frame} value={values.country} inferred={inferredCountry} />
            {asks("uses") && choices.uses.length > 0 ? (
              <UsesField frame={frame} uses={choices.uses} values={values} />
            ) : null}
            {asks("correction") ? (
              <CorrectionField frame={frame} choices={choices.corrections} values={values} />
            ) : null}
            {asks("view") ? <ViewField frame={frame} values={values} /> : null}
            {asks("ground") ? <GroundField frame={frame} values={values} kind={kind.kind} /> : null}
            {asks("scope") && choices.scope.length + choices.scopeUses.length > 0 ? (
              <ScopeField frame={frame} choices={choices.scope} uses={choices.scopeUses} values={values} />
            ) : null}
            {kind.final ? (
              <div class="aside">
                <p>
                  {texts.finalNote}{" "}
                  {copy === undefined ? null : <a href={link(frame, centrePath.form(copy.form))}>{texts.copyFirst}</a>}
                </p>
              </div>
            ) : null}
            <p class="actions">
              <button class="button" type="submit">
                {words.button}
              </button>
            </p>
          </form>
        </div>
      </div>
      <div class="wrap columns">
        <section>
          <h2>{texts.outcomeTitle}</h2>
          <p class="soft">{words.outcome}</p>
        </section>
        <section>
          <h2>{texts.freeTitle}</h2>
          <p class="soft">{texts.free}</p>
        </section>
      </div>
    </Layout>
  );
}

export function EmailField(props: {
  frame: PageFrame;
  values: Pick<FormValues, "email" | "error">;
  /** Where the address need not be one that is known here. */
  hint?: string;
}) {
  const { frame, values } = props;
  const texts = centreTexts[frame.language];
  const { error } = values;
  const described = error === null ? "email-hint" : "email-hint email-error";
  return (
    <div class="field">
      <label for="email">{texts.email}</label>
      <p class="hint" id="email-hint">
        {props.hint ?? texts.emailHint}
      </p>
      {error === null ? null : (
        <p class="error" id="email-error" role="alert">
          {texts[error]}
        </p>
      )}
      <input
        type="email"
        id="email"
        name="email"
        value={values.email}
        autocomplete="email"
        spellcheck={false}
        autocapitalize="off"
        maxlength={320}
        required
        aria-describedby={described}
        {...(error === null ? {} : { "aria-invalid": "true", autofocus: true })}
      />
    </div>
  );
}

/** How the person sees what was decided: they may say so now, or later to each decision. */
function ViewField({ frame, values }: { frame: PageFrame; values: FormValues }) {
  const texts = centreTexts[frame.language];
  return (
    <div class="field">
      <label for="statement">{texts.view}</label>
      <p class="hint" id="view-hint">
        {texts.viewHint}
      </p>
      <textarea id="statement" name="statement" rows={5} maxlength={4000} aria-describedby="view-hint">
        {values.statement}
      </textarea>
    </div>
  );
}

function ScopeField(props: {
  frame: PageFrame;
  choices: readonly ScopeChoice[];
  uses: readonly UseChoice[];
  values: FormValues;
}) {
  const texts = centreTexts[props.frame.language];
  return (
    <details class="more" open={props.values.categories.length + props.values.purposes.length > 0}>
      <summary>{texts.scopeSummary}</summary>
      <p class="hint">{texts.scopeHint}</p>
      <fieldset hidden={props.choices.length === 0}>
        <legend>{texts.scopeLegend}</legend>
        <TickBoxes
          name="category"
          ticked={props.values.categories}
          boxes={props.choices.map(({ category, title }) => ({ value: category, title }))}
        />
      </fieldset>
      {props.uses.length === 0 ? null : (
        <fieldset>
          <legend>{texts.scopeUses}</legend>
          <TickBoxes
            name="purpose"
            ticked={props.values.purposes}
            boxes={props.uses.map(({ purpose, title }) => ({ value: purpose, title }))}
          />
        </fieldset>
      )}
    </details>
  );
}

function TickBoxes(props: {
  readonly name: string;
  readonly ticked: readonly string[];
  readonly boxes: readonly { readonly value: string; readonly title: string }[];
}) {
  return (
    <div class="choices">
      {props.boxes.map(({ value, title }) => (
        <label>
          <input type="checkbox" name={props.name} value={value} checked={props.ticked.includes(value)} />
          <span>{title}</span>
        </label>
      ))}
    </div>
  );
}

function UsesField(props: { frame: PageFrame; uses: readonly UseChoice[]; values: FormValues }) {
  const texts = centreTexts[props.frame.language];
  return (
    <fieldset aria-describedby="uses-hint">
      <legend>{texts.usesLegend}</legend>
      <p class="hint" id="uses-hint">
        {texts.usesHint}
      </p>
      <div class="choices">
        {props.uses.map((use) => (
          <label>
            <input
              type="checkbox"
              name="purpose"
              value={use.purpose}
              checked={props.values.purposes.includes(use.purpose)}
            />
            <span>{use.title}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** GET shows it, POST confirms: programs that open every link of a message confirm nothing. */
export function ConfirmPage(props: { frame: PageFrame; kind: RequestKindName; token: string }) {
  const { frame } = props;
  const texts = centreTexts[frame.language];
  return (
    <Layout
      frame={frame}
      title={texts.confirmTitle}
      lead={texts.confirmText(kindTexts(props.kind, frame.language).noun)}
    >
      <div class="wrap">
        <div class="sheet">
          <form method="post" action={link(frame, centrePath.confirm(props.token))}>
            <p class="soft">{texts.confirmNot}</p>
            <p class="actions">
              <button class="button" type="submit">
                {texts.confirmButton}
              </button>
            </p>
          </form>
        </div>
      </div>
    </Layout>
  );
}

export function FindPage({ frame, values }: { frame: PageFrame; values: FormValues }) {
  const texts = centreTexts[frame.language];
  return (
    <Layout frame={frame} title={texts.findTitle} lead={texts.findText}>
      <div class="wrap">
        <div class="sheet">
          <form method="post" action={link(frame, centrePath.find())} novalidate>
            <EmailField frame={frame} values={values} />
            <p class="actions">
              <button class="button" type="submit">
                {texts.findButton}
              </button>
            </p>
          </form>
        </div>
      </div>
    </Layout>
  );
}
