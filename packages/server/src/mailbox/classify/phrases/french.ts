/** What people write in French. */
import type { PhraseTable } from "./phrase-table.ts";

const DATA = "données|informations|compte|profil|coordonnées|dossier|fichiers|renseignements";
const ERASE =
  "supprimer|supprimez|suppression|effacer|effacez|effacement|supprime|retirer|retirez|détruire|détruisez|efface";
const CHILD = "fils|fille|enfant|enfants|petit+fils|petite+fille";

export const french: PhraseTable = {
  language: "fr",
  common: "le les des et je vous que est pour dans mon mes une pas avec sur votre vos bonjour merci ce qui ai de du la",
  negations: "pas jamais aucun aucune",
  asking: [
    "comment puis|peut|faire|supprimer|effacer|obtenir",
    "est+ce+que je|vous|on",
    "puis je",
    "est il possible",
    "que se passe",
    "où puis",
    "pourquoi",
  ],
  telling: ["par erreur", "restaurer|récupérer", "a|ont|est été supprimé*", "j ai supprimé", "déjà supprimé*"],
  rights: {
    access: [
      [
        1,
        `communiqu*|connaître|savoir|consulter|voir|obtenir|accès & dossier|fichier|fiche|données|informations & mon|ma|mes|moi`,
      ],
      [
        1,
        `quelles|quels|quel|tout|toutes|ensemble|ce+que|copie|si|liste & possède*|détien*|détenez|avez|conserv*|dispos*|savez|enregistr*|trait*|collect*|stock*|a & moi|mon+sujet|me+concern*|ma+personne|mon+nom|mon+compte`,
      ],
      [1, "droit d accès|demande d accès|droit+d+acces"],
      [
        1,
        "copie|liste|ensemble|communication … de|des … mes|données|informations … personnelles|données|me+concernant|concernant|moi",
      ],
      [
        1,
        "quelles|quel|ce+que … données|informations|vous … détenez|avez|conservez|possédez|stockez|savez|collectez … moi|sujet|me+concernant",
      ],
      [1, "quelles|toutes … données|informations … me+concernant|sur+moi|à+mon+sujet|vous|possédez|détenez"],
      [1, "accéder|accès|consulter|obtenir|recevoir|communiquer|transmettre|envoyer … à|mes|les|toutes … données"],
      [1, "savoir … vous … savez|avez|détenez|conservez … moi"],
      [1, "à+qui … mes données … transmises|communiquées|vendues|partagées"],
    ],
    rectification: [
      [
        1,
        `nom|prénom|adresse|téléphone|numéro|mail|date & n+est+pas+le+mien|n+est+pas+la+mienne|n+est+pas+correct*|pas+bon|pas+bonne`,
      ],
      [1, `corrig*|rectifi*|modifi*|faute|erreur & nom|prénom|adresse|date|données|numéro|orthographe & mon|ma|mes`],
      [1, "rectifi*"],
      [
        1,
        "corriger|corrigez|modifier|modifiez|changer|mettre+à+jour|correction … mon|ma|mes|l … nom|adresse|date|prénom|numéro|données|informations|coordonnées|orthographe",
      ],
      [
        1,
        "nom|adresse|date+de+naissance|données|informations|prénom|orthographe … est|sont … faux|fausse|fausses|incorrect*|erroné*|inexact*|mal",
      ],
      [1, "erreur … dans|sur … mon|ma|mes … nom|adresse|date|données"],
    ],
    erasure: [
      [1, `disparaître|effac*|supprim*|enlev* & trace|traces|tout & moi|mon|ma|mes|me`],
      [
        1,
        `disparaître|disparaisse*|ôter|ôtez|virer|virez|débarrass* & données|informations|compte|profil|photos|dossier|site & mon|ma|mes|moi|me|m`,
      ],
      [
        1,
        `supprim*|effac*|suppression|effacement|détrui*|retirer|retirez|enlever|enlevez|éliminer|éliminez & données|informations|compte|profil|tout|photos|dossier|renseignements|fichier|fichiers & mon|ma|mes|moi|me|m`,
      ],
      [1, `${ERASE} … mon|mes|ma|toutes|tous|tout|l+ensemble|définitivement … ${DATA}`],
      [1, "droit+à+l+oubli|droit+à+l+effacement|l+oubli|être+oublié*|suppression+de+compte"],
      [1, `mes|mon … ${DATA} … supprimé*|effacé*|supprimer|effacer|détruit*|suppression`],
      [1, `${ERASE} … tout … ce+que|vous|sur+moi`],
      [1, "supprimez|effacez|retirez moi … base*|système*|fichier*"],
      [0.6, "fermer|clôturer|résilier|désactiver|fermeture|clôture … mon|de … compte"],
    ],
    restriction: [
      [
        1,
        `tant+que|jusqu|en+attendant & ne|pas|plus|seulement & utilis*|traite*|touche*|conserve* & données|informations|compte`,
      ],
      [1, "limitation … traitement|données"],
      [1, "limiter|limitez|geler|gelez|bloquer|bloquez|suspendre|suspendez … traitement|utilisation|données"],
      [1, "droit+à+la+limitation"],
    ],
    portability: [
      [
        1,
        `récupér*|recevoir|envoye*|export*|emporter|emmener & csv|json|xml|format|lisible|autre+service & données|historique|commandes|listes|tout|informations|les`,
      ],
      [1, "portabilité"],
      [1, "données … format … structuré|lisible|machine|csv|json"],
      [
        1,
        "transférer|transférez|transmettre|transmettez|transfert … mes données … à|vers … autre|nouveau|prestataire|opérateur|fournisseur",
      ],
    ],
    objection: [
      [1, `pas|refuse|oppose & profil*|analys*|suiv* & mes|mon|me|moi`],
      [1, "droit+d+opposition"],
      [1, "m+oppose|opposer|oppose|opposition … traitement|utilisation|prospection|profilage|marketing|données|usage"],
      [1, "cessez|arrêtez|cesser|arrêter … traiter|utiliser|profiler|l+utilisation|le+traitement … mes|données|me"],
      [1, "ne … veux|souhaite|accepte … pas|plus … mes données … utilis*|traité*"],
    ],
    "human-review": [
      [1, `automatique*|automatisé*|algorithme|ordinateur & refus*|rejet*|décision`],
      [1, "décision|refus|refusé*|rejet* … automatisé*|automatique*|algorithme|machine|ordinateur"],
      [1, "automatisé*|automatique*|algorithme … décision|refus|refusé*|rejet*"],
      [1, "intervention+humaine|réexamen"],
      [1, "être+humain|humain|personne|quelqu+un … réexamin*|revoir|vérifi*|examin*"],
    ],
    "consent-withdrawal": [
      [1, "retirer|retire|retrait|révoquer|révoque|annuler … mon|de|le … consentement|accord|autorisation"],
      [1, "ne … consens|consent … plus"],
    ],
    "opt-out-of-sale": [
      [1, "ne|pas|refuse|arrêtez|cessez|oppose … vendre|vendez|vente|revendre|cession … mes|données|de"],
    ],
    "shine-the-light": [[1, "tiers … prospection|marketing+direct … communiqué*|californie|californien*"]],
    child: [
      [
        1,
        `~ mon|ma|mes|notre|nos & fils|fille|enfant|enfants|jumeaux & cinq|six|sept|huit|neuf|dix|onze|douze|5|6|7|8|9|10|11|12|mineur*|trop+jeune & compte|profil|application|appli|inscrit*|site`,
      ],
      [
        1,
        `mon|ma|notre & fils|fille|enfant & sans+notre|sans+mon|sans+ma|pas+autorisé*|n+ai+jamais|en+cachette|sans+permission|sans+autorisation`,
      ],
      [1, `mon|ma|mes|notre … ${CHILD} … compte|données|inscrit*|créé|profil|mineur*|photos`],
      [1, `compte|données|profil … de|d … mon|ma|notre ${CHILD}`],
      [1, "en+tant+que|qualité+de … parent|mère|père|représentant+légal|tuteur"],
    ],
    complaint: [
      [
        1,
        `écrit|demandé|courrier|courriers|relance|relances|contacté|demande|lettre|lettres & aucune|jamais|personne|pas|malgré|rien & réponse|répondu|change|continuez|réagi|suite & données|informations|accès|effacement|copie|dossier|rgpd|numéro`,
      ],
      [
        1,
        `mécontent*|inadmissible|inacceptable|scandaleux|furieux|déçu* & données|informations|demande|vie+privée & traite*|gérez|façon|manière|utilis*`,
      ],
      [1, "plainte|réclamation|plaindre|saisir|signaler … cnil|autorité|protection+des+données|rgpd|données|auprès"],
      [1, "cnil … plainte|saisir|réclamation|signaler|saisirai"],
      [1, "violation|violé|enfreint|non+respect … rgpd|vie+privée|mes+droits|données"],
      [0.6, "plainte|réclamation"],
    ],
    unsubscribe: [
      [1, `retir*|enlev*|supprim*|désinscri* & liste|diffusion|newsletter|infolettre|mailing & me|moi|m|mon`],
      [1, `plus|arrêt*|cess*|stop & mails|emails|newsletter*|publicité*|courriels|spam & recevoir|envoy*|votre|vos|me`],
      [1, "désabonn*|désinscri*|désinscription|me+désabonner"],
      [
        1,
        "ne … plus … recevoir|envoyer|envoyez|recevoir … newsletter*|mails|emails|courriels|publicité*|messages|e+mails|offres|infolettre",
      ],
      [1, "arrêtez|cessez|stop … envoyer|m+envoyer|mails|newsletter*|publicité*|courriels|emails|spam"],
      [
        1,
        "retirez|retirer|supprimez|supprimer|enlevez … moi|mon+adresse|mon+email|adresse … liste|newsletter|diffusion",
      ],
      [1, "plus … aucun|aucune … mail|email|newsletter|publicité|courriel"],
    ],
  },
  unspecified: [
    [0.6, "rgpd … demande|droits|droit"],
    [0.6, "exercer|exercice … mes|mon|de … droits|droit"],
    [0.6, "délégué+à+la+protection|dpo|protection+des+données … demande|droits"],
  ],
  autoReply: [
    "réponse automatique",
    "absent|absence … bureau",
    "absence+du+bureau|message+d+absence",
    "en congé|congés|vacances",
    "accusé+de+réception",
  ],
  spam: [
    "référencement|seo|backlinks",
    "crédit|prêt … rapide|immédiat",
    "casino|bitcoin|crypto*",
    "gagné|gagnant|loterie|héritage",
    "création … site",
    "devis+gratuit|audit+gratuit",
  ],
};
