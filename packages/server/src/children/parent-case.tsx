/** The page of a parent's case: where it stands, and what the parent may do now. Who the child is does not stand on it. */

import { Field } from "../centre/form-sheet.tsx";
import { formatDay } from "../centre/format.ts";
import { Layout, link, type PageFrame } from "../centre/layout.tsx";
import { childPath } from "./child-parts.ts";
import { childTexts } from "./child-texts.ts";
import { type ParentAct, parentMay } from "./parent-acts.ts";
import type { CaseRow } from "./queries.ts";

interface CaseProps {
  readonly frame: PageFrame;
  readonly row: CaseRow;
  readonly token: string;
  readonly signatureMissing: boolean;
  /** The parent has asked to see what is held, and waits for the answer. */
  readonly isShown: boolean;
}

export function ParentCasePage(props: CaseProps) {
  const { frame, row, isShown } = props;
  const texts = childTexts[frame.language];
  const may = parentMay(row, isShown);
  return (
    <Layout frame={frame} title={texts.caseTitle(row.reference)} lead={leadOf(row, frame)}>
      <div class="wrap">
        <div class="sheet">
          {notesOf(row, frame).map((note) => (
            <p>{note}</p>
          ))}
          {may.includes("confirm") ? <ActForm {...props} act="confirm" button={texts.confirmButton} /> : null}
          {isShown ? <p>{texts.seeWaits}</p> : null}
          {may.includes("see") ? (
            <section>
              <h2>{texts.seeTitle}</h2>
              <p class="soft">{texts.seeText}</p>
              <ActForm {...props} act="see" button={texts.seeButton} />
            </section>
          ) : null}
          {may.includes("erase") ? (
            <section {...(may.includes("see") ? { class: "others" } : {})}>
              <h2>{texts.eraseTitle}</h2>
              <p class="soft">{texts.eraseText}</p>
              <ActForm {...props} act="erase" button={texts.eraseButton} />
            </section>
          ) : null}
          {may.includes("consent") ? (
            <section class="others">
              <h2>{texts.consentTitle}</h2>
              <p class="soft">{texts.consentText}</p>
              <ActForm {...props} act="consent" button={texts.consentButton} />
            </section>
          ) : null}
          {may.includes("withdraw") ? (
            <section>
              <h2>{texts.withdrawTitle}</h2>
              <p class="soft">{texts.withdrawText}</p>
              <ActForm {...props} act="withdraw" button={texts.withdrawButton} />
            </section>
          ) : null}
        </div>
      </div>
    </Layout>
  );
}

function ActForm(props: CaseProps & { readonly act: ParentAct; readonly button: string }) {
  const { frame, act, button, token, signatureMissing } = props;
  const texts = childTexts[frame.language];
  return (
    <form method="post" action={link(frame, childPath.one(token))} novalidate>
      {act === "consent" ? (
        <Field id="signature" label={texts.signature} error={signatureMissing ? texts.signatureMissing : null}>
          {(described) => (
            <input {...described} type="text" name="signature" maxlength={200} autocomplete="name" required />
          )}
        </Field>
      ) : null}
      <p class="actions">
        <button class={act === "consent" ? "button quiet" : "button"} type="submit" name="act" value={act}>
          {button}
        </button>
      </p>
    </form>
  );
}

function leadOf(row: CaseRow, frame: PageFrame): string {
  const texts = childTexts[frame.language];
  if (row.state === "claimed") return texts.claimedLead;
  if (row.state === "frozen") return texts.frozenLead;
  if (row.state === "erasing") return texts.erasingLead;
  return row.outcome === "consented" && row.sealed !== null ? texts.consentedLead : texts.closedLead;
}

function notesOf(row: CaseRow, frame: PageFrame): readonly string[] {
  const texts = childTexts[frame.language];
  const until = row.window_ends_at?.toISOString().slice(0, 10);
  return [
    ...(row.state === "claimed" ? [row.parent_confirmed_at === null ? texts.confirmLead : texts.confirmedNote] : []),
    ...(row.erasure_ended === null ? [] : [texts.refusedNote]),
    ...(row.state !== "frozen"
      ? []
      : row.consent_said_at !== null
        ? [texts.consentSaid]
        : [until === undefined ? texts.frozenOpen : texts.frozenWindow(formatDay(until, frame.language))]),
    ...(row.outcome === "erased" || row.outcome === "not_a_child" ? [texts.closedLead] : []),
  ];
}
