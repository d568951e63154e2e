/** The form by which a parent tells of a child. */
import type { PARENT_WISHES } from "@kept/contract/children";
import { EmailField, type FormValues } from "../centre/form-pages.tsx";
import { Field, FormSheet, OneOf, WordsField } from "../centre/form-sheet.tsx";
import { link, type PageFrame } from "../centre/layout.tsx";
import { childPath } from "./child-parts.ts";
import { childTexts } from "./child-texts.ts";

export interface ParentValues extends Pick<FormValues, "email" | "error"> {
  readonly child: string;
  readonly childMissing: boolean;
  readonly wish: (typeof PARENT_WISHES)[number];
  readonly words: string;
}

/** The order in which parents ask most. */
const WISHES = ["delete", "refuse", "review"] as const satisfies readonly (typeof PARENT_WISHES)[number][];

export function ParentFormPage({ frame, values }: { frame: PageFrame; values: ParentValues }) {
  const texts = childTexts[frame.language];
  return (
    <FormSheet
      frame={frame}
      title={texts.formTitle}
      lead={texts.formLead}
      action={link(frame, childPath.parent())}
      button={texts.button}
      notes={[
        { title: texts.nextTitle, text: texts.next },
        { title: texts.proofTitle, text: texts.proof },
      ]}
    >
      <Field
        id="child"
        label={texts.child}
        hint={texts.childHint}
        error={values.childMissing ? texts.childMissing : null}
      >
        {(described) => (
          <input
            {...described}
            type="text"
            name="child"
            value={values.child}
            maxlength={320}
            autocomplete="off"
            spellcheck={false}
            autocapitalize="off"
            required
          />
        )}
      </Field>
      <fieldset>
        <legend>{texts.wishLegend}</legend>
        <OneOf
          name="wish"
          chosen={values.wish}
          of={WISHES.map((wish) => ({ value: wish, title: texts[`wish_${wish}`] }))}
        />
      </fieldset>
      <EmailField frame={frame} values={values} hint={texts.emailHint} takesFocus={!values.childMissing} />
      <WordsField id="statement" label={texts.words} hint={texts.wordsHint} rows={4} value={values.words} />
    </FormSheet>
  );
}
