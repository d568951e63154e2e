/** Answers a message from a draft; the operator's own words are never overwritten. */
import type { AnswerTemplate, MessageDetail } from "@kept/contract/mailbox";
import { answerMessage, listTemplates } from "@kept/contract/mailbox-endpoints";
import type { Language } from "@kept/contract/requests";
import { useEffect, useState } from "react";
import { type Answer, call } from "../api/call.ts";
import { LANGUAGE_TEXTS } from "../requests/request-texts.ts";
import { SelectField, TextArea } from "../ui/fields.tsx";
import { TEMPLATE_TEXTS } from "./inbox-texts.ts";
import { MessageDialog } from "./message-dialog.tsx";

interface AnswerDialogProps {
  readonly message: MessageDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

type Templates = Answer<typeof listTemplates>["templates"];

export function AnswerDialog({ message, open, onClose }: AnswerDialogProps) {
  const [templates, setTemplates] = useState<Templates>([]);
  const [template, setTemplate] = useState<AnswerTemplate>("free");
  const [language, setLanguage] = useState<Language>(message.language === "de" ? "de" : "en");
  const [text, setText] = useState("");
  const draftOf = (name: AnswerTemplate, inLanguage: Language) =>
    templates.find((one) => one.template === name && one.language === inLanguage)?.text ?? "";
  useEffect(() => {
    if (!open || templates.length > 0) return;
    // Without drafts the operator still writes.
    void call(listTemplates, {}).then(
      (answer) => setTemplates(answer.templates),
      () => undefined,
    );
  }, [open, templates.length]);
  const choose = (name: AnswerTemplate, inLanguage: Language) => {
    if (text.trim() === "" || text === draftOf(template, language)) setText(draftOf(name, inLanguage));
    setTemplate(name);
    setLanguage(inLanguage);
  };
  const languages = [...new Set(templates.map((one) => one.language))];
  return (
    <MessageDialog
      title={`Answer ${message.sender}`}
      open={open}
      onClose={onClose}
      submit={() =>
        call(answerMessage, { params: { messageId: message.id }, body: { template, text: text.trim(), language } })
      }
      label="Send the answer"
      done="The answer is on its way."
      ready={text.trim() !== ""}
      wide
    >
      <SelectField
        label="Begin from"
        value={template}
        onChange={(value) => choose(value as AnswerTemplate, language)}
        options={templates
          .filter((one) => one.language === language)
          .map((one) => ({ value: one.template, label: TEMPLATE_TEXTS[one.template] }))}
      />
      {languages.length < 2 ? null : (
        <SelectField
          label="Language"
          value={language}
          onChange={(value) => choose(template, value as Language)}
          options={languages.map((one) => ({ value: one, label: LANGUAGE_TEXTS[one] }))}
        />
      )}
      <TextArea
        label="Answer"
        help="Kept adds your company's name and address and a reference, and puts it into the same thread."
        required
        rows={9}
        value={text}
        onChange={setText}
      />
    </MessageDialog>
  );
}
