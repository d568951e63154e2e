/** The configuration of the operator that decisions are measured on: eight places, as one of middle size has. */
export const choosingKept = {
  controller: {
    name: "Bench GmbH",
    address: ["Musterstraße 1"],
    country: "DE",
    email: "privacy@example.org",
    zone: "Europe/Berlin",
  },
  regimes: ["eea", "default"],
  languages: ["en"],
  channels: { email: { title: "E-mail", kind: "email" }, sms: { title: "SMS", kind: "sms" } },
  purposes: {
    newsletter: {
      title: "Newsletter",
      basis: { default: "consent" },
      categories: ["contact.email"],
      retention: "until withdrawn",
      channels: ["email", "sms"],
      topics: { news: { title: "News" }, offers: { title: "Offers" } },
    },
    statistics: { title: "Statistics", basis: { default: "consent" }, categories: ["online"], retention: "14 months" },
    safety: {
      title: "Safety",
      basis: { default: "legitimate-interests" },
      categories: ["online"],
      retention: "90 days",
    },
  },
  centre: { brand: "Bench" },
} as const;
