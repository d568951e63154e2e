/** The form of a complaint. */
import { CountryField } from "../centre/country-field.tsx";
import { EmailField, type FormValues } from "../centre/form-pages.tsx";
import { Layout, link, type PageFrame } from "../centre/layout.tsx";
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
  return (
    <Layout frame={frame} title={texts.formTitle} lead={texts.formLead}>
      <div class="wrap">
        <div class="sheet">
          <form method="post" action={link(frame, complaintPath.form())} novalidate>
            <div class="field">
              <label for="statement">{texts.words}</label>
              <p class="hint" id="words-hint">
                {texts.wordsHint}
              </p>
              {values.wordsMissing ? (
                <p class="error" id="words-error" role="alert">
                  {texts.wordsMissing}
                </p>
              ) : null}
              <textarea
                id="statement"
                name="statement"
                rows={7}
                maxlength={4000}
                required
                {...(values.wordsMissing
                  ? { "aria-invalid": "true", "aria-describedby": "words-hint words-error" }
                  : { "aria-describedby": "words-hint" })}
              >
                {values.words}
              </textarea>
            </div>
            <EmailField frame={frame} values={values} hint={texts.emailHint} />
            <CountryField frame={frame} value={values.country} inferred={props.inferredCountry} />
            <div class="field">
              <label for="about">{texts.about}</label>
              <p class="hint" id="about-hint">
                {texts.aboutHint}
              </p>
              <input
                type="text"
                id="about"
                name="about"
                value={values.about}
                maxlength={40}
                autocomplete="off"
                spellcheck={false}
                aria-describedby="about-hint"
              />
            </div>
            <p class="actions">
              <button class="button" type="submit">
                {texts.button}
              </button>
            </p>
          </form>
        </div>
      </div>
      <div class="wrap columns">
        <section>
          <h2>{texts.nextTitle}</h2>
          <p class="soft">{texts.next}</p>
        </section>
        <section>
          <h2>{texts.elsewhereTitle}</h2>
          <p class="soft">{texts.elsewhere}</p>
          <p>
            <a href={link(frame, complaintPath.authorities())}>{texts.authorityLink}</a>
          </p>
        </section>
      </div>
    </Layout>
  );
}
