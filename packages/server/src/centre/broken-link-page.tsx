/** Links that do not work (any more): what happened, without blame, and the way on. */
import { centrePath } from "../requests/request-links.ts";
import { frameTexts } from "./frame-texts.ts";
import { link, MessagePage, type PageFrame } from "./layout.tsx";

export function BrokenLinkPage(props: {
  frame: PageFrame;
  reason: "unknown" | "expired" | "used";
  /** Where a new link is to be had: the page that finds requests, the beginning, or a page of its own. */
  again: "find" | "start" | { readonly href: string };
}) {
  const { frame, reason, again } = props;
  const texts = frameTexts[frame.language];
  const action =
    typeof again === "object"
      ? { label: texts.newLink, href: again.href }
      : again === "find"
        ? { label: texts.newLink, href: link(frame, centrePath.find()) }
        : { label: texts.startOver, href: link(frame, centrePath.home()) };
  return <MessagePage frame={frame} title={texts[`${reason}Title`]} text={texts[`${reason}Text`]} action={action} />;
}
