/** The form by which somebody asks for somebody else. */
import { RELATIONS, type RelationName } from "@kept/contract/relations";
import type { RequestKind } from "@kept/contract/request-kinds";
import type { RequestSummary } from "@kept/contract/requests";
import { CountryField } from "../centre/country-field.tsx";
import { Field, FormSheet, OneOf } from "../centre/form-sheet.tsx";
import { link, type PageFrame } from "../centre/layout.tsx";
import { kindTexts } from "../requests/kind-texts.ts";
import { mandatePath } from "./mandate-links.ts";
import { mandateTexts } from "./mandate-texts.ts";

export interface MandateValues {
  readonly kind: string;
  readonly relation: RelationName;
  readonly email: string;
  readonly name: string;
  readonly organisation: string;
  readonly yourEmail: string;
  readonly words: string;
  readonly country: string;
  readonly error: "missing" | "paperMissing" | "paperWrong" | null;
}

export function MandateFormPage(props: { frame: PageFrame; kinds: readonly RequestKind[]; values: MandateValues }) {
  const { frame, kinds, values } = props;
  const texts = mandateTexts[frame.language];
  return (
    <FormSheet
      frame={frame}
      title={texts.title}
      lead={texts.lead}
      action={link(frame, mandatePath.form())}
      button={texts.button}
      holdsFile
    >
      {values.error === null ? null : (
        <p class="error" role="alert">
          {texts[values.error]}
        </p>
      )}
      <Field id="kind" label={texts.right}>
        {(described) => (
          <select {...described} name="kind">
            {kinds.map(({ kind }) => (
              <option value={kind} selected={values.kind === kind}>
                {kindTexts(kind as RequestSummary["kind"], frame.language).short}
              </option>
            ))}
          </select>
        )}
      </Field>
      <fieldset class="field">
        <legend>{texts.relation}</legend>
        <OneOf
          name="relation"
          chosen={values.relation}
          of={RELATIONS.map(({ relation }) => ({ value: relation, title: texts[relation] }))}
        />
      </fieldset>
      <Text name="email" type="email" label={texts.theirEmail} value={values.email} />
      <CountryField frame={frame} value={values.country} inferred={null} label={texts.theirCountry} />
      <Text name="name" type="text" label={texts.yourName} value={values.name} />
      <Text name="organisation" type="text" label={texts.organisation} value={values.organisation} />
      <Text name="yourEmail" type="email" label={texts.yourEmail} value={values.yourEmail} hint={texts.yourEmailHint} />
      <Field id="words" label={texts.words}>
        {(described) => (
          <textarea {...described} name="words" rows={3} maxlength={2000}>
            {values.words}
          </textarea>
        )}
      </Field>
      <Field id="paper" label={texts.paper} hint={texts.paperHint}>
        {(described) => <input {...described} type="file" name="paper" accept="image/jpeg,image/png" />}
      </Field>
    </FormSheet>
  );
}

function Text(props: { name: string; type: "text" | "email"; label: string; value: string; hint?: string }) {
  const { name, type, label, value, hint } = props;
  return (
    <Field id={name} label={label} {...(hint === undefined ? {} : { hint })}>
      {(described) => (
        <input
          {...described}
          type={type}
          name={name}
          value={value}
          maxlength={type === "email" ? 320 : 80}
          spellcheck={false}
        />
      )}
    </Field>
  );
}
