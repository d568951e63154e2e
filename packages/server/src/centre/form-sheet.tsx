/** What every form of the privacy centre looks like: the sheet with its fields and one button, and what is good to know below. */
import type { Child } from "hono/jsx";
import { Layout, type PageFrame } from "./layout.tsx";

export interface FormSheetProps {
  readonly frame: PageFrame;
  readonly title: string;
  readonly lead?: string;
  /** Address that the form is sent to; null: its own, with all that stands in it. */
  readonly action: string | null;
  /** Words of the button; null: the form brings its own. */
  readonly button: string | null;
  /** The form holds a file. */
  readonly holdsFile?: boolean;
  /** Browsers are told not to offer again what was typed. */
  readonly remembersNothing?: boolean;
  /** Below the sheet, side by side. */
  readonly notes?: readonly FormNote[];
  readonly children?: Child;
}

interface FormNote {
  readonly title: string;
  readonly text: string;
  readonly more?: Child;
}

/** Nothing is checked by the browser: what is wrong is said by the page, in its language. */
export function FormSheet(props: FormSheetProps) {
  const { frame, title, lead, action, button, notes = [] } = props;
  return (
    <Layout frame={frame} title={title} {...(lead === undefined ? {} : { lead })}>
      <div class="wrap">
        <div class="sheet">
          <form
            method="post"
            {...(action === null ? {} : { action })}
            novalidate
            {...(props.holdsFile === true ? { enctype: "multipart/form-data" } : {})}
            {...(props.remembersNothing === true ? { autocomplete: "off" } : {})}
          >
            {props.children}
            {button === null ? null : (
              <p class="actions">
                <button class="button" type="submit">
                  {button}
                </button>
              </p>
            )}
          </form>
        </div>
      </div>
      {notes.length === 0 ? null : (
        <div class="wrap columns">
          {notes.map((note) => (
            <section>
              <h2>{note.title}</h2>
              <p class="soft">{note.text}</p>
              {note.more}
            </section>
          ))}
        </div>
      )}
    </Layout>
  );
}

/** What ties a control to its hint and to its error; spread into it. */
export interface Described {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: "true";
  readonly autofocus?: true;
}

/** A label, a hint and an error around one control. */
export function Field(props: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** What is wrong; null: nothing is. */
  readonly error?: string | null;
  /** The first field that is wrong takes the focus. @defaultValue true */
  readonly takesFocus?: boolean;
  readonly children: (described: Described) => Child;
}) {
  const { id, label, hint, error = null, takesFocus = true } = props;
  const by = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === null ? [] : [`${id}-error`])].join(" ");
  const described: Described = {
    id,
    ...(by === "" ? {} : { "aria-describedby": by }),
    ...(error === null ? {} : { "aria-invalid": "true" }),
    ...(error === null || !takesFocus ? {} : { autofocus: true }),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error === null ? null : (
        <p class="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
      {props.children(described)}
    </div>
  );
}

/** Words that a person writes. */
export function WordsField(props: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly rows: number;
  readonly isRequired?: boolean;
  readonly value?: string;
}) {
  const { rows, isRequired = false, value = "", ...field } = props;
  return (
    <Field {...field}>
      {(described) => (
        <textarea {...described} name={field.id} rows={rows} maxlength={4000} required={isRequired}>
          {value}
        </textarea>
      )}
    </Field>
  );
}

export interface Choice {
  readonly value: string;
  readonly title: string;
}

/** One of several: round marks below each other. */
export function OneOf(props: { readonly name: string; readonly chosen: string; readonly of: readonly Choice[] }) {
  return (
    <div class="choices single">
      {props.of.map(({ value, title }) => (
        <label>
          <input type="radio" name={props.name} value={value} checked={props.chosen === value} />
          <span>{title}</span>
        </label>
      ))}
    </div>
  );
}

/** Any of several: boxes to tick. */
export function AnyOf(props: {
  readonly name: string;
  readonly ticked: readonly string[];
  readonly of: readonly Choice[];
}) {
  return (
    <div class="choices">
      {props.of.map(({ value, title }) => (
        <label>
          <input type="checkbox" name={props.name} value={value} checked={props.ticked.includes(value)} />
          <span>{title}</span>
        </label>
      ))}
    </div>
  );
}
