/** Somebody has shown who they are: what has happened by that. */
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestRow } from "../requests/queries.ts";
import { formTexts } from "./form-texts.ts";
import { formatDay } from "./format.ts";
import { MessagePage, type PageFrame } from "./layout.tsx";

export function ConfirmedPage({ frame, request }: { frame: PageFrame; request: RequestRow | undefined }) {
  const texts = formTexts[frame.language];
  const day = formatDay(request?.due_on ?? "", frame.language);
  return <MessagePage frame={frame} {...confirmedWords(texts, request, day)} />;
}

/** A search has begun, a use has stopped, or all is done: what was said counts, or what was asked is answered. */
function confirmedWords(texts: (typeof formTexts)["en"], request: RequestRow | undefined, day: string) {
  // Only what a person says about uses takes hold by having been said, and before it is weighed.
  const counts = request !== undefined && requestKind(request.kind).act === "choose";
  if (request?.state === "done") {
    return counts
      ? { title: texts.confirmedDoneTitle, text: texts.confirmedDoneText }
      : { title: texts.confirmedAnsweredTitle, text: texts.confirmedAnsweredText };
  }
  return counts && request.state === "awaiting_approval"
    ? { title: texts.confirmedStoppedTitle, text: texts.confirmedStoppedText(day) }
    : { title: texts.confirmedTitle, text: texts.confirmedText(day) };
}
