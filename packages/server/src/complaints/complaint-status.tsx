/** The page of one complaint: what happened so far, by when it is answered, and where else to go. */
import { formatDay } from "../centre/format.ts";
import { Layout, type PageFrame } from "../centre/layout.tsx";
import type { Authority } from "../requests/authorities.ts";
import { complaintTexts } from "./complaint-texts.ts";
import type { ComplaintRow } from "./queries.ts";

export function ComplaintStatusPage(props: {
  frame: PageFrame;
  row: ComplaintRow;
  answers: readonly { readonly kind: "update" | "decision"; readonly at: string; readonly text: string | null }[];
  authorities: readonly Authority[];
  /** Null once it is answered. */
  dueOn: string | null;
}) {
  const { frame, row, answers, authorities, dueOn } = props;
  const texts = complaintTexts[frame.language];
  const day = (at: string): string => formatDay(at.slice(0, 10), frame.language);
  const lead =
    dueOn === null ? texts.statusDecided : `${texts.statusOpen} ${texts.statusDue(formatDay(dueOn, frame.language))}`;
  return (
    <Layout frame={frame} title={texts.statusTitle(row.reference)} lead={lead}>
      <div class="wrap">
        <div class="sheet">
          <ol class="timeline">
            <li>
              <strong>{texts.arrived}</strong>
              <time datetime={row.arrived_at.toISOString()}>{day(row.arrived_at.toISOString())}</time>
            </li>
            {row.acknowledged_at === null ? null : (
              <li>
                <strong>{texts.acknowledged}</strong>
                <time datetime={row.acknowledged_at.toISOString()}>{day(row.acknowledged_at.toISOString())}</time>
              </li>
            )}
            {answers.map(({ kind, at, text }) => (
              <li>
                <strong>{texts[kind]}</strong>
                <time datetime={at}>{day(at)}</time>
                {(text ?? texts.forgotten).split(/\n{2,}/).map((paragraph) => (
                  <p>{paragraph}</p>
                ))}
              </li>
            ))}
            {dueOn === null ? null : (
              <li class="next">
                <strong>{texts.decision}</strong>
                <time datetime={dueOn}>{formatDay(dueOn, frame.language)}</time>
              </li>
            )}
          </ol>
        </div>
      </div>
      <div class="wrap columns">
        <section>
          <h2>{texts.wherever}</h2>
          {authorities.length === 0 ? <p>{texts.anyAuthority}</p> : <p>{texts.whereverText}</p>}
          <ul>
            {authorities.map(({ name, url, email }) => (
              <li>
                <a href={url}>{name}</a>
                {email === null ? null : (
                  <>
                    , <a href={`mailto:${email}`}>{email}</a>
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Layout>
  );
}
