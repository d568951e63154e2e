/**
 * Words by which a message shows what it is about, as rows. A service message speaks of what the reader ordered or uses;
 * marketing advertises. A message that does both would carry advertising past a no, or lose a receipt to one.
 */

export interface MixtureRule {
  readonly rule: string;
  /** What it is a sign of. */
  readonly is: "service" | "marketing";
  /** Alternatives by language, as sources of case-insensitive expressions. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

export const MIXTURE_RULES: readonly MixtureRule[] = [
  {
    rule: "order",
    is: "service",
    words: {
      en: [
        "your (?:recent )?order (?:#|no\\.?|number|has|was|is|from|of)",
        "order confirmation",
        "thank you for your (?:order|purchase)",
      ],
      de: [
        "(?:ihre|deine) bestellung (?:#|nr|nummer|wurde|ist|vom)",
        "bestellbestätigung",
        "(?:danke|vielen dank) für (?:ihre|deine) bestellung",
      ],
      fr: ["votre commande (?:n°|no|a été|est|du)", "confirmation de commande"],
      es: ["(?:su|tu) pedido (?:n\\.?º|nº|ha sido|est[áa])", "confirmación de(?:l)? pedido"],
      it: ["il (?:suo|tuo) ordine (?:n\\.?|è)", "conferma d(?:'|’)ordine"],
      nl: ["(?:uw|je) bestelling (?:nr|nummer|is|van)", "orderbevestiging"],
    },
  },
  {
    rule: "invoice",
    is: "service",
    words: {
      en: ["your invoice", "invoice (?:#|no\\.?|number) ?\\w*\\d", "payment (?:failed|received|is due)"],
      de: [
        "(?:ihre|deine) rechnung",
        "rechnungs?(?:nr\\.?|nummer|-nr\\.?)",
        "zahlung (?:fehlgeschlagen|eingegangen|ist fällig)",
        "zahlungserinnerung",
      ],
      fr: ["votre facture"],
      es: ["(?:su|tu) factura"],
      it: ["la (?:sua|tua) fattura"],
      nl: ["(?:uw|je) factuur"],
    },
  },
  {
    rule: "parcel",
    is: "service",
    words: {
      en: ["your (?:parcel|package|delivery) (?:has|was|is|will)", "tracking (?:number|code)"],
      de: ["(?:ihr|dein) paket (?:ist|wurde|wird|kommt)", "sendungsnummer", "sendungsverfolgung"],
      fr: ["votre colis", "numéro de suivi"],
      es: ["(?:su|tu) paquete (?:ha|est|será)", "número de seguimiento"],
      it: ["il (?:suo|tuo) pacco", "numero di tracciamento"],
      nl: ["(?:uw|je) pakket (?:is|wordt)", "track ?(?:&|and) ?trace"],
    },
  },
  {
    rule: "account",
    is: "service",
    words: {
      en: [
        "(?:reset|change) your password",
        "verification code",
        "confirm your (?:e-?mail|account)",
        "new sign-?in to your account",
        "changes? to our (?:terms|privacy policy)",
      ],
      de: [
        "passwort (?:zurück(?:zu)?setzen|ändern)",
        "bestätigungscode",
        "(?:bestätigen sie|bestätige) (?:ihre|deine) e-?mail",
        "neue anmeldung (?:in|bei) (?:ihrem|deinem) konto",
        "änderung(?:en)? (?:unserer|der) (?:agb|datenschutz)",
      ],
      fr: ["réinitialise[rz] votre mot de passe", "code de vérification"],
      es: ["restablece(?:r)? (?:su|tu) contraseña", "código de verificación"],
      it: ["reimposta(?:re)? la (?:sua |tua )?password", "codice di verifica"],
      nl: ["wachtwoord (?:opnieuw instellen|resetten)", "verificatiecode"],
    },
  },
  {
    rule: "discount",
    is: "marketing",
    words: {
      en: [
        "\\d+ ?% (?:off|discount)",
        "(?:discount|coupon|promo) code",
        "special offer",
        "limited[- ]time offer",
        "save up to",
      ],
      de: [
        "\\d+ ?% (?:rabatt|auf|sparen|günstiger)",
        "rabatt-?code|gutschein-?code|aktionscode",
        "(?:sonder|top-?)angebot",
        "nur (?:noch )?für kurze zeit",
        "sparen sie bis zu|spare bis zu",
      ],
      fr: ["\\d+ ?% de (?:réduction|remise)", "code promo", "offre spéciale"],
      es: ["\\d+ ?% de descuento", "código (?:promocional|de descuento)", "oferta especial"],
      it: ["\\d+ ?% di sconto", "codice (?:promozionale|sconto)", "offerta speciale"],
      nl: ["\\d+ ?% korting", "kortingscode", "speciale aanbieding"],
    },
  },
  {
    rule: "recommendation",
    is: "marketing",
    words: {
      en: ["you (?:may|might) also like", "recommended for you", "shop now", "new arrivals", "customers also bought"],
      de: [
        "das könnte (?:ihnen|dir) (?:auch )?gefallen",
        "(?:für sie|für dich) empfohlen",
        "jetzt (?:einkaufen|shoppen|zugreifen)",
        "neu im sortiment",
        "kunden kauften auch",
      ],
      fr: ["vous aimerez aussi", "recommandé pour vous", "achetez maintenant"],
      es: ["también te puede gustar", "recomendado para (?:ti|usted)", "compra ahora"],
      it: ["potrebbe piacerti anche", "consigliat[oi] per (?:te|lei)", "acquista ora"],
      nl: ["misschien vind je dit ook leuk", "aanbevolen voor (?:jou|u)", "shop nu"],
    },
  },
  {
    rule: "invitation",
    is: "marketing",
    words: {
      en: ["subscribe to our newsletter", "refer a friend", "tell your friends"],
      de: [
        "(?:unseren )?newsletter (?:abonnieren|bestellen)",
        "freunde werben",
        "empfehlen sie uns weiter|empfiehl uns weiter",
      ],
      fr: ["abonnez-vous à notre newsletter", "parrainez un ami"],
      es: ["suscr[íi]bete a nuestro bolet[íi]n", "invita a un amigo"],
      it: ["iscriviti alla nostra newsletter", "invita un amico"],
      nl: ["(?:abonneer|schrijf) je (?:in )?(?:op|voor) onze nieuwsbrief", "nodig een vriend uit"],
    },
  },
];
