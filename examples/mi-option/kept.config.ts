/** What mi Option promises, and where its data lives: the reference operator's configuration. */
import { defineKept } from "@kept/server/kept-config";

export default defineKept({
  controller: {
    name: "mi Option GmbH",
    address: ["Lindenhof 4", "10999 Berlin"],
    country: "DE",
    email: "privacy@mi-option.example.org",
    website: "https://mi-option.example.org",
    dpo: { name: "Data Protection Officer", email: "dpo@mi-option.example.org" },
    authority: {
      name: "Berliner Beauftragte für Datenschutz und Informationsfreiheit",
      url: "https://www.datenschutz-berlin.de",
    },
    zone: "Europe/Berlin",
  },
  regimes: ["eea", "uk", "ch", "us-ca", "default"],
  languages: ["en", "de"],
  recipients: {
    parcels: {
      name: "Parcel carrier",
      role: "processor",
      country: "DE",
      address: ["Frachthof 2", "14482 Potsdam", "Germany"],
      // `npm start` runs the carrier beside the shop; it is told what became of data, and of corrections what is right now.
      channel: {
        kind: "webhook",
        url: { env: "MI_OPTION_CARRIER" },
        secret: { env: "MI_OPTION_CARRIER_SECRET" },
        allowPrivateAddress: true,
      },
      correctedValues: true,
      purpose: { en: "brings what was ordered", de: "liefert Bestelltes aus" },
    },
    payments: {
      name: "Card processor",
      role: "controller",
      country: "IE",
      address: ["Quay House, 8 Dock Road", "Dublin 2", "Ireland"],
      purpose: { en: "takes card payments", de: "wickelt Kartenzahlungen ab" },
    },
    statistics: {
      name: "Visit counter",
      role: "processor",
      country: "DE",
      address: ["Zählgasse 7", "20095 Hamburg", "Germany"],
      purpose: { en: "counts visits", de: "zählt Besuche" },
    },
    videos: {
      name: "Video platform",
      role: "controller",
      country: "US",
      transfer: "standard-clauses",
      address: ["Film Platform, 100 Invented Street", "San Mateo, CA 94401", "USA"],
      purpose: { en: "shows films", de: "zeigt Filme" },
    },
    mailing: {
      name: "Mailing service",
      role: "processor",
      country: "US",
      transfer: "standard-clauses",
      address: ["Mailing Service, 5 Invented Avenue", "Portland, OR 97201", "USA"],
      purpose: { en: "sends the newsletter", de: "verschickt den Newsletter" },
    },
    // Has data only of people who had theirs sent there.
    "swap-circle": {
      name: "Swap Circle",
      role: "controller",
      country: "AT",
      address: ["Tauschplatz 3", "1070 Vienna", "Austria"],
      gets: "recorded",
      purpose: { en: "takes in what people bring along", de: "nimmt auf, was Menschen mitbringen" },
    },
  },
  channels: {
    email: { title: { en: "E-mail", de: "E-Mail" }, kind: "email" },
  },
  purposes: {
    account: {
      title: { en: "Run your account", de: "Ihr Konto führen", fr: "Tenir votre compte", ar: "إدارة حسابك" },
      consequence: {
        en: "We have to close your account.",
        de: "Wir müssen Ihr Konto schließen.",
        fr: "Nous devons fermer votre compte.",
        ar: "علينا إغلاق حسابك.",
      },
      basis: { default: "contract" },
      categories: ["name", "contact", "identity.username", "identity.birth-date", "credential", "content.media"],
      retention: { en: "as long as the account exists", de: "solange das Konto besteht" },
    },
    orders: {
      title: { en: "Deliver orders and subscriptions", de: "Bestellungen und Abos liefern" },
      consequence: {
        en: "We cannot deliver what you order; running subscriptions end.",
        de: "Wir können Bestelltes nicht liefern; laufende Abos enden.",
      },
      dependsOn: ["account"],
      basis: { default: "contract" },
      categories: ["contact.address", "financial", "amount"],
      recipients: ["parcels", "payments"],
      retention: { en: "until the order is settled", de: "bis die Bestellung abgeschlossen ist" },
    },
    bookkeeping: {
      title: { en: "Keep the books", de: "Bücher führen" },
      basis: { default: "legal-obligation" },
      categories: ["name", "contact.address", "amount"],
      retention: { en: "ten years from the invoice", de: "zehn Jahre ab Rechnung" },
    },
    community: {
      title: { en: "Forum, reviews and messages", de: "Forum, Bewertungen und Nachrichten" },
      consequence: { en: "You can read, and no longer write.", de: "Sie können lesen, aber nicht mehr schreiben." },
      dependsOn: ["account"],
      basis: { default: "contract" },
      categories: ["content.text"],
      retention: { en: "until you delete them or leave", de: "bis Sie sie löschen oder gehen" },
    },
    safety: {
      title: { en: "Keep the place safe", de: "Für Sicherheit sorgen" },
      consequence: {
        en: "We weigh your objection; until then we stop.",
        de: "Wir wägen Ihren Widerspruch ab; bis dahin hören wir auf.",
      },
      basis: { default: "legitimate-interests" },
      interests: { en: "fraud prevention and fair moderation", de: "Betrugsabwehr und faire Moderation" },
      categories: ["online", "identity.government-id"],
      retention: { en: "90 days; documents until the check is done", de: "90 Tage; Ausweise bis zur Prüfung" },
    },
    newsletter: {
      title: { en: "Send the newsletter", de: "Newsletter schicken" },
      description: {
        en: "News from the shop and the forum, about twice a month.",
        de: "Neues aus Shop und Forum, etwa zweimal im Monat.",
      },
      consequence: {
        en: "You get no news from us; everything else stays as it is.",
        de: "Sie bekommen keine Neuigkeiten; alles andere bleibt, wie es ist.",
      },
      basis: { default: "consent" },
      categories: ["contact.email"],
      recipients: ["mailing"],
      retention: { en: "until you unsubscribe", de: "bis zur Abmeldung" },
      channels: ["email"],
      topics: {
        shop: { title: { en: "New in the shop", de: "Neu im Shop" } },
        forum: { title: { en: "From the forum", de: "Aus dem Forum" } },
      },
      directMarketing: true,
      askedIn: ["centre", "form"],
    },
    statistics: {
      title: {
        en: "See how the site is used",
        de: "Sehen, wie die Seite benutzt wird",
        fr: "Voir comment le site est utilisé",
        ar: "معرفة كيفية استخدام الموقع",
      },
      description: {
        en: "We count which pages are read, to make them better.",
        de: "Wir zählen, welche Seiten gelesen werden, um sie besser zu machen.",
        fr: "Nous comptons les pages lues, pour les améliorer.",
        ar: "نحصي الصفحات التي تُقرأ لكي نحسّنها.",
      },
      consequence: {
        en: "Nothing stops working.",
        de: "Alles funktioniert weiter.",
        fr: "Tout continue de fonctionner.",
        ar: "لا شيء يتوقف عن العمل.",
      },
      basis: { default: "consent", "us-ca": "none-required" },
      sale: true,
      categories: ["online"],
      recipients: ["statistics"],
      retention: { en: "14 months", de: "14 Monate" },
      askedIn: ["banner", "centre"],
    },
    videos: {
      title: { en: "Show films", de: "Filme zeigen", fr: "Montrer des films", ar: "عرض الأفلام" },
      description: {
        en: "Films come from another company, which learns that you watch them.",
        de: "Filme kommen von einem anderen Unternehmen; es erfährt, dass Sie sie sehen.",
        fr: "Les films viennent d’une autre entreprise, qui apprend que vous les regardez.",
        ar: "تأتي الأفلام من شركة أخرى تعلم أنك تشاهدها.",
      },
      consequence: {
        en: "Films are not shown.",
        de: "Filme werden nicht gezeigt.",
        fr: "Les films ne sont pas montrés.",
        ar: "لا تُعرض الأفلام.",
      },
      basis: { default: "consent" },
      categories: ["online"],
      recipients: ["videos"],
      retention: { en: "as long as the other company keeps it", de: "solange das andere Unternehmen sie behält" },
      askedIn: ["banner", "centre"],
    },
  },
  choices: {
    // Where `npm start` serves the website.
    origins: ["http://127.0.0.1:4610", "http://localhost:4610"],
    session: {
      algorithm: "HS256",
      key: { env: "MI_OPTION_SESSION_KEY" },
      issuer: "https://mi-option.example.org",
    },
  },
  cookies: {
    mi_option_session: {
      purpose: "account",
      lifetime: {
        en: "until you sign out",
        de: "bis Sie sich abmelden",
        fr: "jusqu’à la déconnexion",
        ar: "حتى تسجيل الخروج",
      },
    },
    "count_*": {
      purpose: "statistics",
      lifetime: { en: "14 months", de: "14 Monate", fr: "14 mois", ar: "14 شهرًا" },
      hosts: ["count.example.org"],
    },
  },
  banner: {
    hosts: { "count.example.org": "statistics", "video.example.org": "videos" },
    wayBack: "own",
    policyHeader: true,
    theme: { background: "#fbfaf7", text: "#1d2321", accent: "#0b6e5f", accentText: "#ffffff" },
  },
  systems: {
    shop: {
      title: { en: "Shop and community", de: "Shop und Community" },
      url: { env: "MI_OPTION_DATABASE" },
      map: "maps/shop.yaml",
    },
    archive: {
      title: { en: "Newsletter and support archive", de: "Newsletter- und Support-Archiv" },
      url: { env: "MI_OPTION_ARCHIVE" },
      secret: { env: "MI_OPTION_ARCHIVE_SECRET" },
      allowPrivateAddress: true,
    },
  },
  // `npm start` takes mail for both on port 4612 of this machine; a real operator names `imap: { env: … }` here.
  mailboxes: {
    rights: { addresses: ["privacy@mi-option.example.org"], purpose: "rights" },
    questions: { addresses: ["hello@mi-option.example.org"], purpose: "questions" },
  },
  // `npm start` takes what the shop sends on port 4613 (SMTP; user: the stream, password: an API key).
  streams: {
    newsletter: {
      title: { en: "Newsletter", de: "Newsletter" },
      class: "marketing",
      purpose: "newsletter",
      from: "mi Option <news@mi-option.example.org>",
      // Customers of these hear of them too, unless they said no.
      softOptIn: { similarTo: ["kitchen", "home"] },
    },
    forum: {
      title: { en: "News from the forum", de: "Neues aus dem Forum" },
      class: "marketing",
      purpose: "newsletter",
      topic: "forum",
      from: "mi Option Forum <forum@mi-option.example.org>",
      several: "split",
    },
    orders: {
      title: { en: "About your order", de: "Zu Ihrer Bestellung" },
      class: "service",
      purpose: "orders",
      from: "mi Option <orders@mi-option.example.org>",
    },
  },
  // Decided by a program alone: who is refused can have a person look again.
  automatedDecisions: {
    instalments: {
      title: { en: "Payment in instalments", de: "Ratenzahlung" },
      logic: {
        en: "A program looks at payments that came late in the last twelve months, at sums that are open, and at how long the account has existed.",
        de: "Ein Programm sieht auf verspätete Zahlungen der letzten zwölf Monate, auf offene Beträge und auf das Alter des Kontos.",
      },
      significance: {
        en: "Whoever is refused pays at once, or not at all: the order is not held.",
        de: "Wer abgelehnt wird, zahlt sofort oder gar nicht: die Bestellung wird nicht zurückgelegt.",
      },
      ground: "contract",
    },
  },
  // `npm start` runs the other company, too, and says here where it listens when that is somewhere else.
  transfers: {
    destinations: {
      "swap-circle": {
        title: { en: "Swap Circle", de: "Swap Circle" },
        endpoint: "http://127.0.0.1:4615/items/",
        authorise: "http://127.0.0.1:4615/authorise",
        token: "http://127.0.0.1:4615/token",
        clientId: "mi-option",
        sends: ["social-posts", "blobs"],
        posts: [{ system: "shop", table: "posts", content: "body", published: "created_at" }],
        recipient: "swap-circle",
        allowPrivateAddress: true,
      },
    },
  },
  centre: {
    brand: "mi Option",
    colours: { primary: "#0b6e5f", onPrimary: "#ffffff", accent: "#e0a030", background: "#fbfaf7", text: "#1d2321" },
    intro: {
      en: "Your data is yours. See what we hold, take it with you, or have it erased; you need no account here.",
      de: "Ihre Daten gehören Ihnen. Sehen Sie ein, was wir haben, nehmen Sie es mit oder lassen Sie es löschen; ein Konto brauchen Sie hier nicht.",
    },
  },
  requests: { erasureWaitingPeriod: "PT2M" },
  // Nothing leaves this machine: what would go out by SMS is shown at /dev/sms.
  sms: { sender: { kind: "outbox" }, from: "mi Option" },
  // Asked only where the mailbox alone does not suffice, of everybody alike.
  verification: {
    questions: {
      "last-order": {
        title: {
          en: "On which day did you last order something?",
          de: "An welchem Tag haben Sie zuletzt etwas bestellt?",
        },
        system: "shop",
        table: "orders",
        column: "placed_at",
        newestBy: "placed_at",
        form: "day",
      },
      card: {
        title: {
          en: "The last four digits of a card that you paid with",
          de: "Die letzten vier Ziffern einer Karte, mit der Sie bezahlt haben",
        },
        system: "shop",
        table: "payment_methods",
        column: "card_last4",
        form: "last-four",
      },
    },
    phone: { system: "shop", table: "accounts", column: "phone" },
    documents: true,
  },
});
