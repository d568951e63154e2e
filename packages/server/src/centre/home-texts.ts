/** The words of the front page. */
import { defineMessages } from "../platform/i18n/messages.ts";

export const homeTexts = defineMessages({
  en: {
    homeTitle: "Your data, your decision.",
    homeLead: (controller: string) =>
      `${controller} answers within one month, free of charge. You need no account, only your e-mail address.`,
    howTitle: "What happens then",
    howAsk: "You ask",
    howAskText: "Say what you want and which e-mail address you use with us.",
    howConfirm: "You confirm",
    howConfirmText: "We send a link to that address, so that nobody else can ask in your name.",
    howAnswer: "We answer",
    howAnswerText: "You can follow every step on a page of your own, and get the result there.",
    whoTitle: "Who is responsible",
    contact: "Contact",
    officer: "Data protection officer",
    authority: "Supervisory authority",
    authorityText: "You may complain there at any time.",
    policy: "Privacy policy",
    findLink: "You have asked already? Get the link to your request",
    moreTitle: "More rights",
  },
  de: {
    homeTitle: "Ihre Daten, Ihre Entscheidung.",
    homeLead: (controller) =>
      `${controller} antwortet binnen eines Monats und kostenlos. Sie brauchen kein Konto, nur Ihre E-Mail-Adresse.`,
    howTitle: "Wie es dann weitergeht",
    howAsk: "Sie fragen",
    howAskText: "Sagen Sie, was Sie möchten und welche E-Mail-Adresse Sie bei uns verwenden.",
    howConfirm: "Sie bestätigen",
    howConfirmText: "Wir schicken einen Link an diese Adresse, damit niemand in Ihrem Namen fragen kann.",
    howAnswer: "Wir antworten",
    howAnswerText: "Jeden Schritt sehen Sie auf einer eigenen Seite, und dort erhalten Sie das Ergebnis.",
    whoTitle: "Wer verantwortlich ist",
    contact: "Kontakt",
    officer: "Datenschutzbeauftragte Person",
    authority: "Aufsichtsbehörde",
    authorityText: "Dort können Sie sich jederzeit beschweren.",
    policy: "Datenschutzerklärung",
    findLink: "Schon gefragt? Link zu Ihrer Anfrage anfordern",
    moreTitle: "Weitere Rechte",
  },
});
