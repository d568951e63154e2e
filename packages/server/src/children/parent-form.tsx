/** The form by which a parent tells of a child. */
import type { PARENT_WISHES } from "@kept/contract/children";
import { EmailField, type FormValues } from "../centre/form-pages.tsx";
import { Layout, link, type PageFrame } from "../centre/layout.tsx";
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
    <Layout frame={frame} title={texts.formTitle} lead={texts.formLead}>
      <div class="wrap">
        <div class="sheet">
          <form method="post" action={link(frame, childPath.parent())} novalidate>
            <div class="field">
              <label for="child">{texts.child}</label>
              <p class="hint" id="child-hint">
                {texts.childHint}
              </p>
              {values.childMissing ? (
                <p class="error" id="child-error" role="alert">
                  {texts.childMissing}
                </p>
              ) : null}
              <input
                type="text"
                id="child"
                name="child"
                value={values.child}
                maxlength={320}
                autocomplete="off"
                spellcheck={false}
                autocapitalize="off"
                required
                {...(values.childMissing
                  ? { "aria-invalid": "true", "aria-describedby": "child-hint child-error" }
                  : { "aria-describedby": "child-hint" })}
              />
            </div>
            <fieldset>
              <legend>{texts.wishLegend}</legend>
              <div class="choices single">
                {WISHES.map((wish) => (
                  <label>
                    <input type="radio" name="wish" value={wish} checked={wish === values.wish} />
                    <span>{texts[`wish_${wish}`]}</span>
                  </label>
                ))}
              </div>
            </fieldset>
            <EmailField frame={frame} values={values} hint={texts.emailHint} />
            <div class="field">
              <label for="statement">{texts.words}</label>
              <p class="hint" id="words-hint">
                {texts.wordsHint}
              </p>
              <textarea id="statement" name="statement" rows={4} maxlength={4000} aria-describedby="words-hint">
                {values.words}
              </textarea>
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
          <h2>{texts.proofTitle}</h2>
          <p class="soft">{texts.proof}</p>
        </section>
      </div>
    </Layout>
  );
}
