/** Which of our categories each category of the fideslang taxonomy means, as data. A name stands for all below it. */

/** Null: it says nothing that a map needs, because the schema or inference tells it. */
const MEANINGS: Readonly<Record<string, string | null>> = {
  user: "identity.profile",
  "user.account": "identity.profile",
  "user.account.settings": "preference",
  "user.account.username": "identity.username",
  "user.authorization": "credential",
  "user.behavior": "identity.profile",
  "user.biometric": "special.biometric",
  "user.biometric_health": "special.biometric",
  "user.browsing_history": "identity.profile",
  "user.childrens": "family",
  "user.contact": "contact.address",
  "user.contact.address": "contact.address",
  "user.contact.email": "contact.email",
  "user.contact.fax_number": "contact.phone",
  "user.contact.organization": "employment",
  "user.contact.phone_number": "contact.phone",
  "user.contact.social_url": "contact.link",
  "user.contact.url": "contact.link",
  "user.content": "content.text",
  "user.content.photo": "content.media",
  "user.content.self_image": "content.media",
  "user.credentials": "credential",
  "user.criminal_history": "special.criminal",
  "user.date_of_birth": "identity.birth-date",
  "user.demographic": "identity.profile",
  "user.demographic.age_range": "identity.birth-date",
  "user.demographic.date_of_birth": "identity.birth-date",
  "user.demographic.gender": "identity.gender",
  "user.demographic.language": "preference",
  "user.demographic.marital_status": "family",
  "user.demographic.political_opinion": "special.politics",
  "user.demographic.race_ethnicity": "special.ethnicity",
  "user.demographic.religious_belief": "special.religion",
  "user.demographic.sexual_orientation": "special.sexuality",
  "user.device": "online.device",
  "user.device.cookie": "online.device",
  "user.device.ip_address": "online.ip",
  "user.device.telemetry": "online.user-agent",
  "user.financial": "amount",
  "user.financial.account_number": "financial.account",
  "user.financial.bank_account": "financial.account",
  "user.financial.credit_card": "financial.card",
  "user.gender": "identity.gender",
  "user.genetic": "special.biometric",
  "user.government_id": "identity.government-id",
  "user.health_and_medical": "special.health",
  "user.job_title": "employment",
  "user.location": "location.approximate",
  "user.location.precise": "location.precise",
  "user.media_consumption": "identity.profile",
  "user.name": "name",
  "user.non_specific_age": "identity.birth-date",
  "user.observed": "identity.profile",
  "user.organization": "employment",
  "user.payment": "financial.card",
  "user.political_opinion": "special.politics",
  "user.privacy_preferences": "preference",
  "user.profiling": "identity.profile",
  "user.race": "special.ethnicity",
  "user.religious_belief": "special.religion",
  "user.search_history": "content.text",
  "user.sensor": "identity.profile",
  "user.sexual_orientation": "special.sexuality",
  "user.social": "identity.profile",
  "user.telemetry": "online.user-agent",
  "user.unique_id": null,
  "user.user_sensor": "identity.profile",
  "user.workplace": "employment",
  system: null,
};

export interface CategoryMeaning {
  /** Null: nothing to write. */
  readonly category: string | null;
  /** False: only a part of the name was understood, so that the meaning is broader. */
  readonly isExact: boolean;
}

/** What a fideslang category means here; undefined when no part of its name is known. */
export function readCategory(name: string): CategoryMeaning | undefined {
  // Older annotations say how the data was come by before they say what it is.
  const plain = name.replace(/^user\.(provided|derived)(\.(identifiable|nonidentifiable))?(?=\.|$)/, "user");
  for (let known = plain; known !== ""; known = known.slice(0, Math.max(0, known.lastIndexOf(".")))) {
    const category = MEANINGS[known];
    if (category !== undefined) return { category, isExact: known === plain || known.split(".").length > 1 };
  }
  return undefined;
}
