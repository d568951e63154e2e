/** What a person chose and when, with the receipt of each time. */
import type { ChoiceEvent } from "@kept/contract/choices";
import { formatInstant } from "../centre/format.ts";
import { Layout, link, type PageFrame } from "../centre/layout.tsx";
import { localized } from "../kept-config.ts";
import { choicePath } from "./choice-links.ts";
import { choiceTexts } from "./choice-texts.ts";

export function HistoryPage(props: {
  frame: PageFrame;
  events: readonly ChoiceEvent[];
  next: string | null;
  token: string;
  /** Receipts are of everything that was said at once: a link to one purpose has none. */
  hasReceipts: boolean;
}) {
  const { frame, events, token } = props;
  const { language, kept } = frame;
  const texts = choiceTexts[language];
  const records = [...Map.groupBy(events, (event) => event.receipt)];
  return (
    <Layout frame={frame} title={texts.history}>
      <div class="wrap">
        <div class="sheet">
          {records.length === 0 ? <p>{texts.historyEmpty}</p> : null}
          <ol class="timeline">
            {records.map(([receipt, said]) => (
              <li>
                <time datetime={said[0]?.at}>
                  {formatInstant(said[0]?.at ?? "", language, kept.controller.zone)},{" "}
                  {texts[`surface_${said[0]?.surface ?? "api"}`]}
                </time>
                {said.map((event) => (
                  <div>
                    <strong>{titleOf(frame, event)}</strong>:{" "}
                    {texts[`act_${event.act.replaceAll("-", "_")}` as "act_given"]}
                  </div>
                ))}
                {props.hasReceipts ? (
                  <a href={choicePath.receipt(token, receipt)} download={`${receipt}.json`}>
                    {texts.receiptFile}
                  </a>
                ) : null}
              </li>
            ))}
          </ol>
          <p class="actions">
            <a class="button" href={link(frame, choicePath.one(token))}>
              {texts.backToChoices}
            </a>
            {props.next === null ? null : (
              <a href={`${choicePath.history(token)}?${new URLSearchParams({ before: props.next, lang: language })}`}>
                {texts.more}
              </a>
            )}
          </p>
        </div>
      </div>
    </Layout>
  );
}

function titleOf({ kept, language }: PageFrame, event: ChoiceEvent): string {
  const purpose = kept.purposes[event.purpose];
  if (purpose === undefined) return choiceTexts[language].everything;
  const channel = event.channel === null ? undefined : kept.channels[event.channel]?.title;
  const topic = event.topic === null ? undefined : purpose.topics[event.topic]?.title;
  const parts = [channel, topic].filter((part) => part !== undefined).map((part) => localized(part, language));
  return [localized(purpose.title, language), ...parts].join(" · ");
}
