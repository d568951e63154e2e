/** What nouns say of tables: which name people, organisations, catalogues, lookups and machinery. Data, in several languages. */
import { toSingular, toStem } from "./names.ts";

/** On which side of the counter a kind of people stands: it decides whose row it is when two of them are named. */
export type Side = "user" | "customer" | "staff" | "contact";

export interface PersonNoun {
  readonly side: Side;
  /** `strong` names people by itself; `weak` needs identifying columns beside it; `catalogue` needs a login or an address. */
  readonly strength: "strong" | "weak" | "catalogue";
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

const PEOPLE: readonly (readonly [Side, PersonNoun["strength"], string])[] = [
  [
    "user",
    "strong",
    "user usr appuser webuser enduser utilisateur usuario benutzer nutzer anwender utente gebruiker anvandare bruger bruker utilizador usager internaute pengguna kayttaja uzytkownik uzivatel korisnik kullanici",
  ],
  ["user", "weak", "account login profile identity principal compte cuenta konto registration signup"],
  [
    "customer",
    "strong",
    `customer client member patient student subscriber visitor guest buyer shopper donor passenger traveler traveller borrower
     citizen resident voter person individual consumer policyholder pupil learner renter reader patron debtor creditor
     mitglied kunde kundin patientin schuler studentin besteller abonnent spender gast
     cliente adherent membre abonne personne eleve etudiant acheteur visiteur
     miembro socio alumno estudiante paciente persona comprador huesped donante
     socia paziente studente iscritto klant lid kund medlem klient osoba czlonek asiakas musteri zakaznik clen kisi henkilo aluno paciente pessoa membro
     persoon huurder bewoner inwoner deelnemer leerling bezoeker woningzoekende mieter bewohner teilnehmer bewerber
     versicherter locataire candidat usager habitant beneficiaire inquilino huesped ciudadano vecino cidadao morador
     associado hospede doador allievo alunno cittadino ospite donatore socio
     apprenant stagiaire parrain filleul assure famille adoptant administre electeur societaire joueur
     afiliado asegurado arrendatario propietario apoderado tutorado becario beneficiado feligres asistente invitado
     comprador locatario segurado contribuinte passageiro torcedor dizimista aprendiz tutelado proprietario
     assicurato contribuente passeggero tesserato abbonato condomino
     fahrgast versicherungsnehmer steuerzahler burgerin schulerin azubi praktikant fordermitglied vereinsmitglied
     kursteilnehmer eigentumer vermieter jugendlicher
     leerlinge verzekerde eigenaar verhuurder lidmaat donateur patienten
     elev patienter resenar hyresgast kursist student kandidat uczen pacjent mieszkaniec ucastnik zak pacient
     pelanggan siswa mahasiswa anggota pasien warga nasabah santri jemaat ogrenci hasta uye yolcu oppilas jasen`,
  ],
  [
    "customer",
    "weak",
    "fan listener viewer camper runner hiker diner lodger lessee lessor landlord homeowner claimant plaintiff defendant taxpayer cardholder shareholder investor lender seller bidder supporter petitioner inmate refugee pensioner participant attendee applicant candidate registrant respondent tenant player follower friend payer recipient insured inhabitant occupant partner affiliate submitter signer signatory party",
  ],
  ["contact", "strong", "child dependent beneficiary guardian parent relative"],
  [
    "contact",
    "weak",
    "contact lead prospect invitee kontakt contacto contatto kontaktperson contactpersoon interlocuteur prospecto interesado invite ansprechpartner interessent",
  ],
  [
    "staff",
    "strong",
    `employee staff worker teacher instructor doctor nurse physician therapist dentist admin administrator technician cashier
     salesperson salesman courier trainer tutor lecturer professor recruiter volunteer personnel colleague freelancer
     mitarbeiter angestellter lehrer arzt verkaufer employe salarie personnel enseignant medecin vendeur
     empleado trabajador maestro profesor medico vendedor dipendente impiegato docente medewerker werknemer anstalld
     medarbejder ansatt pracownik zamestnanec zaposlenik funcionario professor
     monteur technicus techniker tecnico docent begeleider vrijwilliger behandelaar dozent pfleger ehrenamtlicher benevole
     technicien conseiller voluntario docente volontario istruttore collaboratore operatore
     administrateur instructeur gestionnaire animateur formateur livreur infirmier infirmiere medecins professeur
     encadrant moniteur educateur intervenant praticien soignant chauffeur caissier secretaire comptable surveillant
     entraineur arbitre prestataire responsable salaries technicienne
     enfermero enfermera instructor entrenador capacitador cajero secretaria contador chofer conductor mesero mecanico
     fisioterapeuta terapeuta odontologo veterinario administrador gerente encargado recepcionista repartidor tecnico
     docentes personal catedratico asesor abogado arbitro bibliotecario vigilante
     funcionaria colaborador atendente vendedora enfermeiro medica motorista entregador garcom mecanica advogado
     dentista nutricionista instrutor treinador recepcionista tecnica gestora administradora barbeiro cabeleireiro
     infermiere insegnante dottore autista cassiere cuoco commesso addetto amministratore allenatore
     pflegekraft krankenschwester lehrkraft lehrerin arztin fahrer trainerin betreuer ubungsleiter erzieher kassierer
     sachbearbeiter hausmeister techniker verwalter disponent kellner friseur berater anwalt steuerberater schiedsrichter
     verpleegkundige leraar docenten chauffeur begeleidster beheerder coach trainer kassier arts leerkracht
     larare lakare tranare medarbetare lekarz nauczyciel kierowca sprzedawca ucitel lekar
     karyawan pegawai guru dosen dokter perawat petugas sopir ogretmen doktor calisan personel`,
  ],
  [
    "staff",
    "weak",
    `clinician educator caretaker caregiver carer midwife pharmacist surgeon optician psychologist veterinarian inspector
     auditor officer engineer mechanic plumber electrician cleaner gardener chef cook barber hairdresser stylist attorney
     lawyer solicitor notary judge pilot steward attendant guide dispatcher clerk receptionist secretary accountant advisor
     adviser counselor counsellor supervisor foreman guard porter developer designer analyst curator librarian dean
     assistant apprentice intern trainee nanny sitter broker underwriter examiner practitioner scientist researcher
     agent driver operator manager contractor coach moderator rider crew waiter consultant representative rep host`,
  ],
  [
    "customer",
    "catalogue",
    "artist actor author composer director singer musician writer athlete character celebrity performer speaker narrator illustrator politician band cast producer artiste auteur autor artista autore kunstler",
  ],
];

const PERSON_NOUNS = new Map<string, PersonNoun>();
for (const [side, strength, nouns] of PEOPLE) {
  for (const noun of words(nouns)) if (!PERSON_NOUNS.has(noun)) PERSON_NOUNS.set(noun, { side, strength });
}
/** Feminine, plural and inflected forms of the languages above meet here; short or English-looking stems stay out. */
const PERSON_STEMS = new Map<string, { readonly noun: string; readonly person: PersonNoun }>();
for (const [noun, person] of PERSON_NOUNS) {
  const stem = toStem(noun);
  if (stem.length >= 4 && !PERSON_STEMS.has(stem)) PERSON_STEMS.set(stem, { noun, person });
}

/** What a word says of people, or undefined. `inflected` also accepts endings of other languages. */
export function findPersonNoun(word: string, inflected = false): PersonNoun | undefined {
  const exact = PERSON_NOUNS.get(word) ?? PERSON_NOUNS.get(toSingular(word));
  if (exact !== undefined || !inflected) return exact;
  const found = PERSON_STEMS.get(toStem(word));
  // Of one stem are `kunde` and `kunden`, and also a worker and his works.
  return found !== undefined && word.startsWith(found.noun.slice(0, -1)) ? found.person : undefined;
}

/** Nouns by which a table's head is recognised, in the plural and inflected too. */
export interface NounSet {
  has(word: string): boolean;
}

const set = (text: string): NounSet => {
  const exact = new Set(words(text));
  const stems = new Set([...exact].map(toStem).filter((stem) => stem.length >= 5));
  const known = new Map<string, boolean>();
  return {
    has(word) {
      let answer = known.get(word);
      if (answer === undefined) {
        // Of one stem are an office and an officer, who is no organisation.
        answer =
          exact.has(word) ||
          exact.has(toSingular(word)) ||
          (stems.has(toStem(word)) && findPersonNoun(word) === undefined);
        if (known.size < 20_000) known.set(word, answer);
      }
      return answer;
    },
  };
};

const exactly = (text: string): NounSet => new Set(words(text));

/** Words before a person noun that make it a program: `oauth client`, `bank account`. */
export const NOT_PEOPLE_BEFORE: NounSet = exactly(
  "card badge barcode chip rfid meter oauth oauth2 oidc api http app application smtp bank ledger gl billing payment credit savings service chart system bot email mail advertising ads web robot machine device socket redis database delayed background queue job cron celery sidekiq thread process pool paypal stripe",
);

/** Organisations: not people, unless a person to contact stands in the row. */
export const ORGANISATIONS: NounSet = set(
  `company organisation organization org supplier vendor shipper carrier store shop branch school university college
   department team hospital clinic bank merchant brand publisher manufacturer agency club firm business employer office
   warehouse restaurant hotel institution charity venue distributor retailer dealer insurer airline
   gym federation association foundation municipality ministry authority embassy parish church congregation library museum
   laboratory pharmacy editorial imprint sponsor syndicate cooperative
   verein schule universitat krankenhaus praxis kirche gemeinde behorde verlag verband werkstatt
   ecole universite hopital clinique eglise mairie commune etablissement antenne editeur pharmacie laboratoire
   escuela colegio universidad clinica iglesia municipio institucion sede sucursal laboratorio farmacia fundacion
   escola faculdade igreja prefeitura instituicao filial
   scuola universita ospedale clinica chiesa comune sede
   school universiteit ziekenhuis kerk gemeente vereniging stichting vestiging uitgeverij
   firma unternehmen lieferant hersteller filiale entreprise societe fournisseur magasin empresa proveedor tienda azienda
   fornitore negozio bedrijf leverancier fornecedor loja foretag leverantor spolka dostawca`,
);

/** What the house itself is made of, or what no person is: an address there is the house's. */
export const HOUSES: NounSet = set(
  `organisation organization org school university college department hospital clinic ward branch facility depot warehouse
   office team federation association foundation municipality ministry authority embassy church parish congregation library
   museum laboratory institution schule universitat krankenhaus kirche gemeinde behorde ecole universite hopital eglise mairie
   commune etablissement escuela colegio universidad iglesia municipio institucion sede sucursal escola faculdade igreja
   prefeitura instituicao scuola universita ospedale chiesa comune universiteit ziekenhuis kerk vestiging`,
);

/** Organisations that one buys from: no dealing with them is the own of the person to contact there. */
export const SUPPLYING: NounSet = set(
  `supplier vendor shipper carrier manufacturer distributor publisher brand lieferant hersteller fournisseur proveedor
   fornitore leverancier fornecedor leverantor dostawca`,
);

/** Papers and dealings: whoever is named in one row of them is named in others too, so that no row is a person. */
export const DEALINGS: NounSet = set(
  `order invoice payment booking reservation ticket shipment delivery transaction quote quotation contract subscription
   receipt refund address bestellung rechnung zahlung buchung adresse commande facture paiement pedido factura pago ordine
   fattura pagamento bestelling factuur betaling`,
);

/** What a program signs in to, by a user name and a password: nobody's. */
export const SIGNED_INTO: NounSet = set(
  `database host server connection storage instance endpoint integration gateway provider configuration config setting tool
   proxy device node cluster datasource mailbox feed repository backend printer camera router webhook channel smtp ftp ldap`,
);

/** Containers that many people share: what is in them is not their founder's. */
export const COLLECTIVES: NounSet = set(
  `organisation organization org company tenant workspace team group department site store shop branch school brand
   community forum board server club channel room space instance realm domain guild chapter cohort class classroom circle
   firma filiale gruppe equipe groupe empresa equipo grupo squadra gruppo`,
);

/** Things that rows point at without belonging to them. */
export const LOOKUPS: NounSet = set(
  `category type status state rate tariff country city region district language locale currency genre unit tax role permission group
   tag label topic plan tier level grade rank size color colour brand model make source priority reason method
   territory zone timezone warehouse store shop branch location skill badge achievement provider
   kategorie land stadt sprache wahrung steuer rolle gruppe categorie pays ville langue statut taxe categoria pais ciudad
   idioma moneda estado rol citta lingua valuta stato ruolo`,
);

/** Things on offer: the row that names one does not belong to whoever offers it. */
export const CATALOGUE: NounSet = set(
  `product item article good sku variant film movie song track album book title event course lesson property listing room
   vehicle car service offer package menu dish recipe game show episode season seat flight trip route product inventory
   stock campaign template survey quiz question exam test form policy voucher coupon promotion job vacancy position
   category catalog catalogue medication drug procedure treatment
   produkt artikel ware buch produit livre articulo producto libro prodotto articolo libro kurs cours curso corso`,
);

/** Rows that stand under a person's row though the reference goes from the person to them. */
export const HELD: NounSet = set(
  `address profile setting preference contact avatar photo picture image card credential detail info information passport
   document attachment upload file media blob biography bio wallet mailbox signature
   adresse anschrift direccion indirizzo endereco adres profil perfil profilo einstellung bild foto`,
);

/** Machinery of frameworks and databases: no personal data in their own columns. */
export const MACHINERY: NounSet = exactly(
  `migration schema setting config configuration option parameter feature flag cache lock version sequence metadata
   seed changelog job queue cron schedule permission`,
);

/** A pointer at one of several children, not a parent: `first_post_id`. */
export const POINTERS: NounSet = exactly(
  "first last latest current primary default featured best top accepted pinned selected active main cover head winning preferred newest oldest previous next recent final",
);

/** Words of other firms' identifiers: they point outside. */
export const OUTSIDE: NounSet = exactly(
  `stripe paypal google facebook github gitlab apple twitter braintree shopify external remote foreign provider openid
   hubspot salesforce zendesk intercom mailchimp twilio aws azure auth0 firebase discord slack linkedin microsoft instagram
   telegram whatsapp steam adyen klarna mollie square plaid xero quickbooks legacy remote upstream vendor client_side
   oauth oidc saml ldap sso keycloak okta clerk cognito supabase segment mixpanel amplitude sendgrid mailgun gateway
   device session anonymous visitor request trace correlation message_id fcm apns push`,
);
