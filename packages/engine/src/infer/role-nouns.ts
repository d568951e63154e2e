/** What the words of a reference to a person say of the role: who owns the row, and who merely acted on it. Data. */

import { toSingular } from "./names.ts";
import { findPersonNoun } from "./nouns.ts";

export type RoleNoun =
  /** The row is theirs. */
  | "owner"
  /** They made it: the row is theirs when nobody else's. */
  | "creator"
  /** They did something to it. */
  | "actor"
  /** They serve somebody in it: theirs only when the row names nobody else. */
  | "server"
  /** One of two ends: both own a message, but the sender of a notification merely acts. */
  | "from"
  | "to";

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

const TABLE: readonly (readonly [RoleNoun, string])[] = [
  [
    "owner",
    `user customer client member owner author buyer seller subscriber patient student holder poster submitter requester
     requestor reporter applicant candidate follower followee followed following viewer viewed friend liker inquilino arrendatario interesado avalista fiador locataire mieter vermieter voter borrower tenant renter
     payer payee beneficiary donor attendee guest participant passenger reader learner player traveler traveller person
     contact account profile commenter subject blocker blocked muter muted visitor shopper consumer bidder purchaser
     invitee invited registrant respondent debtor creditor winner loser pupil child parent guardian billing shipping
     primary secondary main purchased ordered booked bought sold owned requested borrowed rented
     kunde benutzer nutzer besitzer autor mitglied kaufer verkaufer eigentumer inhaber
     utilisateur proprietaire auteur membre acheteur usuario propietario cliente titular miembro comprador utente
     proprietario autore gebruiker eigenaar a b 1 2 one two complainant claimant insured victim witness addressee bearer new
     consignor consignee proposer nominee contributor commentator questioner asker responder voter gifter loaner lender backer pledger renewer
     proposer geadresseerde melder aanvrager indiener bezoeker klager lener bewoner deelnemer opdrachtgever
     antragsteller auftraggeber teilnehmer bewerber halter melderin bewohner versicherter
     titulaire demandeur emprunteur candidat beneficiaire assure usager
     solicitante beneficiario participante candidato alumno paciente inquilino requerente morador richiedente intestatario
     partecipante paziente iscritto socio zahler giver keeper speaker`,
  ],
  ["from", "from sender source src origin absender afzender expediteur remitente mittente debitor giver"],
  [
    "to",
    "to recipient receiver destination dest target empfanger ontvanger destinataria destinataire destinatario receptor taker",
  ],
  [
    "creator",
    `who creator created create initiator writer written posted submitted authored uploader uploaded sent placed reported performer
     performed actor causer caused changed made added add recorder recorded registered entered generated done ersteller erstellt createur cree creado creador creato
     angelegt initiated opened started aangemaakt verstuurd ingediend toegevoegd erfasst ajoute envoye ecrit enviado inviato inserito inserido
     cad cadastro cadastrador cadastrado criado criador inclusao incluido saisi saisie utworzyl dodal zalozyl oprettet skapad vytvoril`,
  ],
  [
    "actor",
    `editor edited updater updated modifier modified modifikator modificateur modificatore modificador bearbeiter moderator moderated approver approved approve reviewer reviewed
     assignee assigned assigner handler handled manager managed supervisor superior boss reports administrator admin
     deleter deleted remover removed hidden hider closed closer locked locker archived published publisher verified
     verifier validated validator confirmed rejected rejecter cancelled canceled canceler resolved resolver answered
     processed processor granted granter grantor revoked revoker inviter invite referrer referred refer referral
     banned banner suspended flagged flagger restored signed accepted completed executed checked checker inspected
     inspector authorised authorized authorizer authorised authorizing support responsible cashier last latest
     triggered triggerer impersonator impersonated sponsor introducer received packed shipped delivered dispatched
     picked counted doer merger audit auditor merged escalated acknowledged investigated issued issuer finalized printed imported exported
     modif valid maj cloture refuse change update edit modify delete remove lock close cancel verify reject assign seconder nominator nominated proofreader copyeditor typesetter translator annotator deactivator announcer delegate
     delegated delegator auditor investigator finisher pinned unlocked mod whodunnit whodunit opened_by seen read reopened disabled enabled blocked_by refunded
     bearbeiter bearbeitet geandert geprueft genehmigt freigegeben vorgesetzter parrain marraine padrino modifie modifiee valide responsable
     modificado aprobado asignado asignada captado registrado registrada actualizado superviseur modificato approvato
     beheerder goedgekeurd toegewezen afgehandeld gewijzigd verantwoordelijke leidinggevende beoordeeld gecontroleerd
     zugewiesen verantwortlich verantwortlicher zustandiger freigabe gestionnaire approbateur validateur affecte
     assegnato gestore gestor encargado aprovador aprobador verificador responsavel atribuido jefe chefe capo
     exc exclusao excluido rev revisor alteracao alterado modificacion baja supprime suppression annule anulado cancelado editado eliminado
     borrado geloscht storniert verwijderd zmienil usunal andret slettet andrad raderad upravil smazal`,
  ],
  [
    "server",
    `doctor physician nurse dentist therapist teacher instructor trainer tutor coach driver agent rep representative
     salesperson salesman sales employee staff worker technician courier operator consultant advisor adviser lawyer host
     organizer organiser lead leader captain lecturer professor recruiter interviewer waiter counselor provider
     practitioner prescriber clinician educator caretaker carer dean examiner marker coordinator clerk rider mentor counsellor accountant executive officer head chief chair planner buyer_agent chef pilot
     mitarbeiter arzt lehrer verkaeufer sachbearbeiter betreuer berater gp vendeur medecin employe empleado vendedor medico
     begeleider behandelaar docent medewerker monteur technicus dozent pfleger fahrer trainerin
     technicien conseiller moniteur entraineur enseignant tecnico docente insegnante istruttore operatore addetto atendente
     entrenador profesor professore assistente substitute deputy replacement sitter leiter sostituto supplente vertreter vervanger remplacant suplente`,
  ],
];

const NOUNS = new Map<string, RoleNoun>();
for (const [role, nouns] of TABLE) for (const noun of words(nouns)) if (!NOUNS.has(noun)) NOUNS.set(noun, role);

/** The role a single word names, or undefined. */
export function findRoleNoun(word: string): RoleNoun | undefined {
  return NOUNS.get(word);
}

/**
 * What the words of a reference say, without those that name the table it points at; undefined when they say nothing known.
 * `by` at the end turns any verb into an actor; `to` belongs to the verb before it (`assigned to`, `reports to`).
 */
export function readRoleWords(roleWords: readonly string[]): RoleNoun | undefined {
  const last = roleWords.at(-1);
  if (last === undefined) return undefined;
  const before = roleWords.slice(0, -1);
  const beforeLast = before.at(-1);
  if (BY.has(last)) {
    const verb = beforeLast === undefined ? undefined : NOUNS.get(beforeLast);
    // `price_changed_by`: one thing about the row, and not the row.
    if (beforeLast === "changed" && before.length > 1) return "actor";
    if (verb === "creator") return "creator";
    if (beforeLast !== undefined && BOUGHT_BY.has(beforeLast)) return "creator";
    return "actor";
  }
  if (last === "with" && beforeLast !== undefined) return "to";
  if (beforeLast !== undefined && endsLikeTo(roleWords))
    return NOUNS.get(beforeLast) === "creator" || GIVEN.test(beforeLast) ? "to" : "actor";
  // "account manager", "sales rep", "last editor": the head decides, and a participle or "last" before it makes an actor.
  if (
    before.some(
      (word) => /^(last|latest|featured|recent|frequent)$/.test(word) || OF_A_PROGRAM.has(word) || DOING.has(word),
    )
  )
    return "actor";
  // `closed_on_user_id`: whoever did it on that day.
  if (DONE_ON.test(before.slice(-2).join(" "))) return "actor";
  const head = NOUNS.get(last);
  if (head !== undefined) return head;
  for (const word of before.toReversed()) {
    const role = NOUNS.get(word);
    if (role !== undefined) return role;
  }
  // Reviewee, mentee, trainee: the one it is done to.
  if (isDoneTo(last)) return "owner";
  const person = findPersonNoun(last, true);
  if (person !== undefined && person.strength !== "catalogue" && person.side !== "contact")
    return person.side === "staff" ? "server" : "owner";
  return /(ed|ing)$/.test(last) && last.length > 5 ? "actor" : undefined;
}

/** `acting_user_id`: whoever does something to the row. */
const DOING: ReadonlySet<string> = new Set(
  words(
    "acting performing triggering executing impersonating modifying updating editing deleting approving reviewing assigning inviting",
  ),
);

const DONE_ON = /^[a-z]{3,}(ed|awn|en) on$/;

/** A system's account is in its service. */
const OF_A_PROGRAM: ReadonlySet<string> = new Set(words("system bot robot technical"));

/** Reviewee, mentee, trainee; a committee is none. */
function isDoneTo(word: string): boolean {
  return /[^e]ee$/.test(word) && word.length > 5 && !/^(committee|coffee|toffee|degree|employee|guarantee)$/.test(word);
}

/** "By" in the languages of the nouns. */
export const BY: ReadonlySet<string> = new Set(words("by von durch par por da door av przez"));

/** "To" after a verb, in the same. */
const TO: ReadonlySet<string> = new Set(words("to aan an al pour naar til till"));

function endsLikeTo(roleWords: readonly string[]): boolean {
  const last = roleWords.at(-1) ?? "";
  const before = roleWords.at(-2);
  return before !== undefined && (TO.has(last) || (/^(a|ao|ad)$/.test(last) && /[aiu][dt][oa]$/.test(before)));
}

/** To what somebody was asked, and something was moved. */
const TO_PLACES = /^(invited|moved|linked|attached|applied|redirected|converted|mapped|bound|related)$/;

/** What somebody is given is meant for them. */
const GIVEN =
  /^(checked|handed|given|lent|loaned|issued|sold|paid|shipped|delivered|awarded|refunded|rented|leased)?(out|over)?$/;

/** `checked out to`, `sent to`: what is `addon to` or `belongs to` another is a thing. */
const DONE_TO_SOMEBODY = /(ed|en)(out|over|back)?$|^(out|over|back|sent|sold|lent|paid|told|shown|report|reports)$/;

/** Doing one of these makes the row one's own, when nobody else is named. */
const BOUGHT_BY: ReadonlySet<string> = new Set(
  words(
    "owned bought purchased ordered booked requested borrowed rented liked followed voted donated paid used held earned redeemed",
  ),
);

/** Words that make a column a reference to a person though no table has that name; `withId`: it ends like a key. */
export function namesPersonRole(roleWords: readonly string[], withId: boolean): boolean {
  const last = roleWords.at(-1);
  if (withId && roleWords.length === 1 && last !== undefined && RELATIONS.has(last)) return true;
  if (withId && roleWords.length > 1 && last !== undefined && BESIDE_ANOTHER.has(last)) return true;
  if (last === undefined || NOT_BY_THEMSELVES.has(last)) return false;
  // `usage_per_customer` and `downloads_bought` are numbers.
  if (roleWords.includes("per") || (!withId && /^(bought|sold|paid|held|made|sent|left)$/.test(last))) return false;
  const before = roleWords.at(-2);
  const isOfThings =
    before !== undefined && (TO_PLACES.test(before) || !(DONE_TO_SOMEBODY.test(before) || NOUNS.has(before)));
  if (last === "to" && isOfThings) return false;
  // A copy of another row.
  if (BY.has(last) && before !== undefined && /^(kopie|copie|copia|duplikat|teil|parte|version)$/.test(before))
    return false;
  if (BY.has(last) || endsLikeTo(roleWords) || last === "with")
    return readRoleWords(roleWords) !== undefined && roleWords.length > 1 && !isBetweenThings(roleWords);
  if (withId && (isDoneTo(last) || findPersonNoun(toSingular(last), true)?.strength === "strong")) return true;
  return NOUNS.has(last) && !/(ed|ing)$/.test(last);
}

/**
 * Words formed like those for people who do something (`examiner`, `avalista`), and known for nothing else: a reference to
 * people where its values bear it out.
 */
export function looksLikeAgent(roleWords: readonly string[]): boolean {
  const last = roleWords.at(-1) ?? "";
  return (
    last.length >= 5 && AGENT.test(last) && !THINGS.test(last) && !OF_THINGS.test(last) && !NOT_BY_THEMSELVES.has(last)
  );
}

const AGENT = /(er|or|ist|ian|ant|man|woman|eur|euse|trice|ista|ario|aria|dor|dora|ado|ada|ante|tore|ender|leiter)$/;
const THINGS =
  /^(order|number|server|printer|container|folder|filter|layer|sensor|color|error|letter|header|footer|register|cluster|router|counter|timer|trigger|parameter|buffer|meter|chapter|paper|poster|master|center|centre|identifier|pointer|tracker|floor|sector|door|flavor|vector|cursor|connector|adapter|answer|descendant|handler|listener|worker|controller|provider|carrier|supplier|vendor|offer|tender|voucher|banner|newsletter|distributor|producer|retailer|wholesaler|importer|exporter|employer|insurer|publisher|render|quarter|semester|trimester|period|power|water|tower|cover|river|paper|sticker|ticker|wrapper|helper|parser|loader|builder|validator|generator|calculator|processor|indicator|factor|behavior|monitor|motor|mirror|corridor|variant|plant|tenant|grant|restaurant|constant|list|checklist|playlist|wishlist|waitlist|blacklist|allowlist|denylist|transfer|barrier|border|bucket|corner|dimmer|driver|encoder|decoder|formatter|freezer|gender|integer|ledger|locker|marker|member|mixer|modifier|number|partner|planner|reminder|scanner|scooter|shutter|slider|speaker|starter|summer|winter|trailer|transformer|barcode|estado|calendario|horario|inventario|formulario|comentario|salario|escenario|pedido|tabla|entrada|parada|jornada|temporada|indicador|categoria|historia|factura)$/;

/** `itemnumber`, `mailserver`: of a thing, written in one word. */
const OF_THINGS = /[a-z](number|counter|server|folder|letter|paper|order)$/;

/** A word for somebody who does something, or to whom it is done (`tippee`). */
export function soundsLikePerson(roleWords: readonly string[]): boolean {
  return looksLikeAgent(roleWords) || isDoneTo(roleWords.at(-1) ?? "");
}

/** Of these endings nearly every key is one of people (`proofreader`, `radiologist`), if no table has the name. */
export function isSurelyAgent(roleWords: readonly string[]): boolean {
  return looksLikeAgent(roleWords) && SURE_AGENT.test(roleWords.at(-1) ?? "");
}

const SURE_AGENT = /(er|or|ist|eur|euse|trice|dor|dora|[it]tore|atore)$/;

/** Words for those who do something that are also words for machines: people where the values spread over people's keys. */
export function mayBeAgent(roleWords: readonly string[]): boolean {
  return roleWords.length === 1 && OR_MACHINES.has(roleWords[0] ?? "");
}

/** What was done, without the "by" (`created_id`): whoever did it, where values bear it out. */
export function saysWhatWasDone(roleWords: readonly string[]): boolean {
  return roleWords.length === 1 && DONE.has(roleWords[0] ?? "");
}

const DONE: ReadonlySet<string> = new Set(
  words(
    `created modified updated edited changed approved reviewed scheduled deleted submitted verified confirmed uploaded authored
     recorded entered registered rejected cancelled closed`,
  ),
);

const OR_MACHINES: ReadonlySet<string> = new Set(
  words("resolver handler issuer operator validator processor mod sponsor publisher"),
);

/** What things are to things: `overlapped_by`, and `linked_to`, though somebody may have linked them. */
function isBetweenThings(roleWords: readonly string[]): boolean {
  const verb = roleWords.at(-2) ?? "";
  return BY_THINGS.has(verb) || (TO_THINGS.has(verb) && !BY.has(roleWords.at(-1) ?? ""));
}

const BY_THINGS: ReadonlySet<string> = new Set(
  words("overlapped superseded succeeded preceded caused covered offset balanced backed powered"),
);
const TO_THINGS: ReadonlySet<string> = new Set(
  words(
    `linked related relative attached connected derived copied redirected mapped moved merged duplicated translated matched
     paired bound tied belongs`,
  ),
);

/** Ends of a relation between people, which only a key-like name makes sure of. */
const RELATIONS: ReadonlySet<string> = new Set(words("followed following muted blocked invited"));

/** With a word before, these are people: `point_of_contact_id`, `team_lead_id`. */
const BESIDE_ANOTHER: ReadonlySet<string> = new Set(words("contact lead"));

/** Role words that mean too many other things when no noun of a table stands beside them. */
const NOT_BY_THEMSELVES: ReadonlySet<string> = new Set(
  words(
    `a b 1 2 one two from source src origin destination target last latest read seen main primary secondary billing shipping
     parent child subject provider support sales account profile blocked hidden sent made done add opened started changed
     contact host publisher lead new banner invite create refer referral received sold lock validator processor
     mod processed checked signed service sponsor issuer resolver handler operator registered reports approve`,
  ),
);
