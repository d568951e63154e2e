/** The forms: asking for a right, confirming it, and getting lost links again. */
import type { RequestKind, RequestQuestion } from "@kept/contract/request-kinds";
import { REQUEST_KINDS, type RequestKindName } from "@kept/contract/request-kinds";
import { kindTexts } from "../requests/kind-texts.ts";
import { centrePath } from "../requests/request-links.ts";
import type { CorrectionChoice } from "./correction-choices.ts";
import { CountryField } from "./country-field.tsx";
import { AnyOf, Field, FormSheet, WordsField } from "./form-sheet.tsx";
import { formTexts } from "./form-texts.ts";
import { link, type PageFrame } from "./layout.tsx";
import { CorrectionField, GroundField } from "./question-fields.tsx";
import type { ScopeChoice, UseChoice } from "./scope-choices.ts";
import { undoTexts } from "./undo-texts.ts";

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
  const texts = formTexts[frame.language];
  const words = kindTexts(kind.kind, frame.language);
  // Whoever is about to do what cannot be undone is offered what keeps a copy.
  const copy = REQUEST_KINDS.find((other) => other.givesPackage);
  return (
    <FormSheet
      frame={frame}
      title={words.title}
      lead={words.lead}
      action={link(frame, centrePath.form(kind.form))}
      button={words.button}
      notes={[
        { title: texts.outcomeTitle, text: words.outcome },
        { title: texts.freeTitle, text: texts.free },
      ]}
    >
      <EmailField frame={frame} values={values} />
      <CountryField frame={frame} value={values.country} inferred={inferredCountry} />
      {asks("uses") && choices.uses.length > 0 ? <UsesField frame={frame} uses={choices.uses} values={values} /> : null}
      {asks("correction") ? <CorrectionField frame={frame} choices={choices.corrections} values={values} /> : null}
      {/* How the person sees what was decided: they may say so now, or later to each decision. */}
      {asks("view") ? (
        <WordsField id="statement" label={texts.view} hint={texts.viewHint} rows={5} value={values.statement} />
      ) : null}
      {asks("ground") ? <GroundField frame={frame} chosen={values.ground} kind={kind.kind} /> : null}
      {asks("scope") && choices.scope.length + choices.scopeUses.length > 0 ? (
        <ScopeField
          frame={frame}
          choices={choices.scope}
          uses={choices.scopeUses}
          values={values}
          copy={kind.givesPackage ? undefined : copy}
        />
      ) : null}
      {kind.final ? (
        <div class="aside">
          <p>
            {frame.kept.requests.undo === null ? texts.finalNote : undoTexts[frame.language].formNote}{" "}
            {copy === undefined ? null : <a href={link(frame, centrePath.form(copy.form))}>{texts.copyFirst}</a>}
          </p>
        </div>
      ) : null}
    </FormSheet>
  );
}

export function EmailField(props: {
  frame: PageFrame;
  values: Pick<FormValues, "email" | "error">;
  /** Where the address need not be one that is known here. */
  hint?: string;
  label?: string;
  /** No field before it is wrong. @defaultValue true */
  takesFocus?: boolean;
}) {
  const texts = formTexts[props.frame.language];
  const { error, email } = props.values;
  return (
    <Field
      id="email"
      label={props.label ?? texts.email}
      hint={props.hint ?? texts.emailHint}
      error={error === null ? null : texts[error]}
      takesFocus={props.takesFocus ?? true}
    >
      {(described) => (
        <input
          {...described}
          type="email"
          name="email"
          value={email}
          autocomplete="email"
          spellcheck={false}
          autocapitalize="off"
          maxlength={320}
          required
        />
      )}
    </Field>
  );
}

function ScopeField(props: {
  frame: PageFrame;
  choices: readonly ScopeChoice[];
  uses: readonly UseChoice[];
  values: FormValues;
  /** The right by which single entries come to be seen. */
  copy: RequestKind | undefined;
}) {
  const { frame, choices, uses, values, copy } = props;
  const texts = formTexts[frame.language];
  return (
    <details class="more" open={values.categories.length + values.purposes.length > 0}>
      <summary>{texts.scopeSummary}</summary>
      <p class="hint">{texts.scopeHint}</p>
      {choices.length === 0 ? null : (
        <fieldset>
          <legend>{texts.scopeLegend}</legend>
          <AnyOf
            name="category"
            ticked={values.categories}
            of={choices.map(({ category, title }) => ({ value: category, title }))}
          />
        </fieldset>
      )}
      {uses.length === 0 ? null : (
        <fieldset>
          <legend>{texts.scopeUses}</legend>
          <AnyOf name="purpose" ticked={values.purposes} of={listUses(uses)} />
        </fieldset>
      )}
      {copy === undefined ? null : (
        <p class="hint">
          {texts.scopeRows} <a href={link(frame, centrePath.form(copy.form))}>{texts.scopeRowsLink}</a>
        </p>
      )}
    </details>
  );
}

function UsesField(props: { frame: PageFrame; uses: readonly UseChoice[]; values: FormValues }) {
  const texts = formTexts[props.frame.language];
  return (
    <fieldset aria-describedby="uses-hint">
      <legend>{texts.usesLegend}</legend>
      <p class="hint" id="uses-hint">
        {texts.usesHint}
      </p>
      <AnyOf name="purpose" ticked={props.values.purposes} of={listUses(props.uses)} />
    </fieldset>
  );
}

function listUses(uses: readonly UseChoice[]) {
  return uses.map(({ purpose, title }) => ({ value: purpose, title }));
}

/** GET shows it, POST confirms: programs that open every link of a message confirm nothing. */
export function ConfirmPage(props: { frame: PageFrame; kind: RequestKindName; token: string }) {
  const { frame } = props;
  const texts = formTexts[frame.language];
  return (
    <FormSheet
      frame={frame}
      title={texts.confirmTitle}
      lead={texts.confirmText(kindTexts(props.kind, frame.language).noun)}
      action={link(frame, centrePath.confirm(props.token))}
      button={texts.confirmButton}
    >
      <p class="soft">{texts.confirmNot}</p>
    </FormSheet>
  );
}

export function FindPage({ frame, values }: { frame: PageFrame; values: FormValues }) {
  const texts = formTexts[frame.language];
  return (
    <FormSheet
      frame={frame}
      title={texts.findTitle}
      lead={texts.findText}
      action={link(frame, centrePath.find())}
      button={texts.findButton}
    >
      <EmailField frame={frame} values={values} />
    </FormSheet>
  );
}
