/** The page of the age screen: a whole birth date, nothing filled in, no age named. */
import { FormSheet } from "../centre/form-sheet.tsx";
import { link, MessagePage, type PageFrame } from "../centre/layout.tsx";
import { childPath } from "./child-parts.ts";
import { childTexts } from "./child-texts.ts";

export interface AgeValues {
  readonly isWrong: boolean;
  /** Where the visitor goes on; null: nowhere. */
  readonly returnTo: string | null;
}

/** What was typed is never shown again: whoever comes after at this device reads nothing of it. */
export function AgePage({ frame, values }: { frame: PageFrame; values: AgeValues }) {
  const texts = childTexts[frame.language];
  const months = Array.from({ length: 12 }, (_, index) =>
    new Date(Date.UTC(2024, index, 1)).toLocaleString(frame.language, { month: "long", timeZone: "UTC" }),
  );
  const described = values.isWrong ? { "aria-describedby": "date-error", "aria-invalid": "true" } : {};
  return (
    <FormSheet
      frame={frame}
      title={texts.ageTitle}
      lead={texts.ageLead}
      action={link(frame, childPath.age())}
      button={texts.ageButton}
      remembersNothing
    >
      {values.returnTo === null ? null : <input type="hidden" name="to" value={values.returnTo} />}
      {values.isWrong ? (
        <p class="error" id="date-error" role="alert">
          {texts.dateWrong}
        </p>
      ) : null}
      <div class="date">
        <div class="field">
          <label for="day">{texts.day}</label>
          <input type="text" inputmode="numeric" id="day" name="day" maxlength={2} required {...described} />
        </div>
        <div class="field">
          <label for="month">{texts.month}</label>
          <select id="month" name="month" required {...described}>
            <option value="" />
            {months.map((name, index) => (
              <option value={String(index + 1)}>{name}</option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="year">{texts.year}</label>
          <input type="text" inputmode="numeric" id="year" name="year" maxlength={4} required {...described} />
        </div>
      </div>
    </FormSheet>
  );
}

export function AgeAnswerPage({ frame, passed }: { frame: PageFrame; passed: boolean }) {
  const texts = childTexts[frame.language];
  return passed ? (
    <MessagePage frame={frame} title={texts.passedTitle} text={texts.passedText} />
  ) : (
    <MessagePage frame={frame} title={texts.notNowTitle} text={texts.notNowText} />
  );
}
