/** The form of a complaint. */
import { CountryField } from "../centre/country-field.tsx";
import { EmailField, type FormValues } from "../centre/form-pages.tsx";
import { Field, FormSheet, WordsField } from "../centre/form-sheet.tsx";
import { link, type PageFrame } from "../centre/layout.tsx";
import { complaintPath } from "./complaint-parts.ts";
import { complaintTexts } from "./complaint-texts.ts";

export interface ComplaintValues extends Pick<FormValues, "email" | "error" | "country"> {
  readonly words: string;
  readonly wordsMissing: boolean;
  /** Reference of a request, as it was typed. */
  readonly about: string;
}

export function ComplaintFormPage(props: {
  frame: PageFrame;
  values: ComplaintValues;
  inferredCountry: string | null;
}) {
  const { frame, values } = props;
  const texts = complaintTexts[frame.language];
  const authorities = (
    <p>
      <a href={link(frame, complaintPath.authorities())}>{texts.authorityLink}</a>
    </p>
  );
  return (
    <FormSheet
      frame={frame}
      title={texts.formTitle}
      lead={texts.formLead}
      action={link(frame, complaintPath.form())}
      button={texts.button}
      notes={[
        { title: texts.nextTitle, text: texts.next },
        { title: texts.elsewhereTitle, text: texts.elsewhere, more: authorities },
      ]}
    >
      <WordsField
        id="statement"
        label={texts.words}
        hint={texts.wordsHint}
        error={values.wordsMissing ? texts.wordsMissing : null}
        rows={7}
        isRequired
        value={values.words}
      />
      <EmailField frame={frame} values={values} hint={texts.emailHint} takesFocus={!values.wordsMissing} />
      <CountryField frame={frame} value={values.country} inferred={props.inferredCountry} />
      <Field id="about" label={texts.about} hint={texts.aboutHint}>
        {(described) => (
          <input
            {...described}
            type="text"
            name="about"
            value={values.about}
            maxlength={40}
            autocomplete="off"
            spellcheck={false}
          />
        )}
      </Field>
    </FormSheet>
  );
}
