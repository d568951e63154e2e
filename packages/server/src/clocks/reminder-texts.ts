/** The words of the reminders to operators. In English, as everything for operators is. */
export const reminderTexts = {
  reminderSubject: (requests: number) => `${requests} ${requests === 1 ? "request is" : "requests are"} due soon`,
  reminderTitle: "Due soon",
  escalationSubject: (requests: number) => `${requests} ${requests === 1 ? "request" : "requests"}: due now or overdue`,
  escalationTitle: "Due now, or overdue",
  reminderText:
    "The first date is the earliest that can be argued, and the one to keep; the date in brackets is how the rule is commonly read.",
  reminderLine: (purpose: string, safe: string, legal: string, left: number) =>
    `${purpose} by ${safe} (${legal}): ${left < 0 ? `${-left} ${left === -1 ? "day" : "days"} over` : left === 0 ? "today" : `${left} ${left === 1 ? "day" : "days"} left`}`,
  caseReminderSubject: (cases: number) => `${cases} ${cases === 1 ? "case is" : "cases are"} due soon`,
  caseEscalationSubject: (cases: number) => `${cases} ${cases === 1 ? "case" : "cases"}: due now or overdue`,
  noticeReminderSubject: (notices: number) =>
    `${notices} ${notices === 1 ? "recipient has" : "recipients have"} not been told, or not answered, in time`,
  noticeReminderTitle: "Recipients that are late",
  noticeReminderText:
    "They got data that was erased, corrected or restricted here. Tell them again, record what they answered, or record why telling them is impossible.",
  noticeLate: (day: string) => `since ${day}`,
  mandateReminderSubject: (mandates: number) =>
    `${mandates} ${mandates === 1 ? "mandate waits" : "mandates wait"} for your decision`,
  mandateReminderTitle: "Mandates that wait for you",
  mandateReminderText:
    "Somebody asks for somebody else, and nobody has looked yet at what shows that they may. The time to answer runs from the day on which they asked.",
  mandateSince: (day: string) => `waits since ${day}`,
  mandateReminderButton: "See who waits",
  reminderButton: "See what is due",
} as const;
