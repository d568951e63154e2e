/** Messages to the person that did not reach them: which, why, and what an operator can do about it. */
import type { Undelivered } from "@kept/contract/requests";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";
import { describeUndelivered } from "./describe-undelivered.ts";

export function UndeliveredView({ messages }: { readonly messages: readonly Undelivered[] }) {
  return (
    <Section
      title="Did not arrive"
      lead="The person may not know what these say. What is answered stands on the page of their request: they get a new link to it in the privacy centre, or you tell them by telephone or by post."
    >
      <Table
        label="Messages that did not arrive"
        columns={[{ label: "Message" }, { label: "Why, and what to do" }, { label: "Known" }]}
      >
        {messages.map((message) => {
          const { label, tone, says } = describeUndelivered(message);
          return (
            <tr key={message.id}>
              <Cell wide>
                {message.what ?? "News of the request"}
                <div className="muted">{message.way === "sms" ? "Text message" : "E-mail"}</div>
              </Cell>
              <Cell wide>
                <Badge tone={tone}>{label}</Badge>
                <div>
                  {says} {message.code === null ? null : <span className="muted mono">{message.code}</span>}
                </div>
              </Cell>
              <Cell label="Known">
                <When at={message.at} />
              </Cell>
            </tr>
          );
        })}
      </Table>
    </Section>
  );
}
