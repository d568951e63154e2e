/** Every schema that inference is scored on, with foreign keys and with them stripped, and what its data says. */

import type { RowStore } from "@kept/connectors/connector";
import { gatherEvidence } from "@kept/connectors/rights/gather-evidence";
import { loadSample, type SampleName, whySampleMissing } from "@kept/connectors/testing/load-sample";
import { createTestSqlite, whyMissing } from "@kept/connectors/testing/test-database";
import type { Evidence } from "@kept/engine/infer/evidence";
import type { Stated } from "@kept/engine/infer/stated";
import { TRUTHS } from "@kept/engine/infer/testing/truth-schemas";
import type { SystemSchema } from "@kept/engine/schema";
import type { PeopleTruth, SketchCase, Written } from "./cases.ts";
import { findFewPeople } from "./few-people.ts";
import { rememberAnswers } from "./remember-answers.ts";
import { chinook } from "./samples/chinook.ts";
import { flarum } from "./samples/flarum.ts";
import { northwind } from "./samples/northwind.ts";
import { sakila } from "./samples/sakila.ts";
import { agileBoards } from "./schemas/agile-boards.ts";
import { arena } from "./schemas/arena.ts";
import { assetRegister } from "./schemas/asset-register.ts";
import { association } from "./schemas/association.ts";
import { attributeShop } from "./schemas/attribute-shop.ts";
import { bookingPages } from "./schemas/booking-pages.ts";
import { bookkeeping } from "./schemas/bookkeeping.ts";
import { bulletinBoard } from "./schemas/bulletin-board.ts";
import { care } from "./schemas/care.ts";
import { channelShop } from "./schemas/channel-shop.ts";
import { clinic } from "./schemas/clinic.ts";
import { clinicalTrials } from "./schemas/clinical-trials.ts";
import { club } from "./schemas/club.ts";
import { coaching } from "./schemas/coaching.ts";
import { codeHosting } from "./schemas/code-hosting.ts";
import { college } from "./schemas/college.ts";
import { communityChat } from "./schemas/community-chat.ts";
import { condominium } from "./schemas/condominium.ts";
import { conferences } from "./schemas/conferences.ts";
import { constituents } from "./schemas/constituents.ts";
import { coreFacilities } from "./schemas/core-facilities.ts";
import { courierMarket } from "./schemas/courier-market.ts";
import { courseEvaluation } from "./schemas/course-evaluation.ts";
import { courtVolunteers } from "./schemas/court-volunteers.ts";
import { dating } from "./schemas/dating.ts";
import { devices } from "./schemas/devices.ts";
import { discussionForum } from "./schemas/discussion-forum.ts";
import { diseaseSurveillance } from "./schemas/disease-surveillance.ts";
import { erp } from "./schemas/erp.ts";
import { eventTickets } from "./schemas/event-tickets.ts";
import { familyDoctor } from "./schemas/family-doctor.ts";
import { farmShares } from "./schemas/farm-shares.ts";
import { federatedForum } from "./schemas/federated-forum.ts";
import { federation } from "./schemas/federation.ts";
import { fieldService } from "./schemas/field-service.ts";
import { fleetTracking } from "./schemas/fleet-tracking.ts";
import { foodCoop } from "./schemas/food-coop.ts";
import { fundraising } from "./schemas/fundraising.ts";
import { gameServer } from "./schemas/game-server.ts";
import { grading } from "./schemas/grading.ts";
import { gym } from "./schemas/gym.ts";
import { haulage } from "./schemas/haulage.ts";
import { healthInsurance } from "./schemas/health-insurance.ts";
import { helpdesk } from "./schemas/helpdesk.ts";
import { hospital } from "./schemas/hospital.ts";
import { identityServer } from "./schemas/identity-server.ts";
import { invoicing } from "./schemas/invoicing.ts";
import { learningPlatform } from "./schemas/learning-platform.ts";
import { lettings } from "./schemas/lettings.ts";
import { library } from "./schemas/library.ts";
import { magazine } from "./schemas/magazine.ts";
import { marketingAutomation } from "./schemas/marketing-automation.ts";
import { marketplace } from "./schemas/marketplace.ts";
import { medicalRecords } from "./schemas/medical-records.ts";
import { microblog } from "./schemas/microblog.ts";
import { microfinance } from "./schemas/microfinance.ts";
import { municipalSchools } from "./schemas/municipal-schools.ts";
import { newsletters } from "./schemas/newsletters.ts";
import { newsroom } from "./schemas/newsroom.ts";
import { omnichannelInbox } from "./schemas/omnichannel-inbox.ts";
import { onlineStore } from "./schemas/online-store.ts";
import { personnel } from "./schemas/personnel.ts";
import { petSitting } from "./schemas/pet-sitting.ts";
import { photoLibrary } from "./schemas/photo-library.ts";
import { projectTracker } from "./schemas/project-tracker.ts";
import { publicLibrary } from "./schemas/public-library.ts";
import { publishing } from "./schemas/publishing.ts";
import { readingServer } from "./schemas/reading-server.ts";
import { recruiting } from "./schemas/recruiting.ts";
import { repairShop } from "./schemas/repair-shop.ts";
import { savingsBank } from "./schemas/savings-bank.ts";
import { scheduling } from "./schemas/scheduling.ts";
import { schoolOffice } from "./schemas/school-office.ts";
import { serviceDesk } from "./schemas/service-desk.ts";
import { shopOffice } from "./schemas/shop-office.ts";
import { signing } from "./schemas/signing.ts";
import { studios } from "./schemas/studios.ts";
import { supportDesk } from "./schemas/support-desk.ts";
import { teamChat } from "./schemas/team-chat.ts";
import { telehealth } from "./schemas/telehealth.ts";
import { ticketDesk } from "./schemas/ticket-desk.ts";
import { ticketOffice } from "./schemas/ticket-office.ts";
import { till } from "./schemas/till.ts";
import { timeSheets } from "./schemas/time-sheets.ts";
import { timeTracking } from "./schemas/time-tracking.ts";
import { trading } from "./schemas/trading.ts";
import { tradingHouse } from "./schemas/trading-house.ts";
import { tutoring } from "./schemas/tutoring.ts";
import { university } from "./schemas/university.ts";
import { vaults } from "./schemas/vaults.ts";
import { verhuur } from "./schemas/verhuur.ts";
import { village } from "./schemas/village.ts";
import { virtualAirline } from "./schemas/virtual-airline.ts";
import { webShop } from "./schemas/web-shop.ts";
import { workplaceChat } from "./schemas/workplace-chat.ts";
import { workspaces } from "./schemas/workspaces.ts";
import { sketchStatements } from "./sketch-sql.ts";

/**
 * What is known of a schema. `declared`: as it stands, with its data. `stripped`: without foreign keys, with its data.
 * `unread`: without either. `loose`: with its data, and of constraints only the primary keys, as old applications have it.
 */
const KNOWN = ["declared", "stripped", "unread", "loose"] as const;
type Known = (typeof KNOWN)[number];

/** One schema as it stands in its database (or was written down), with the evidence that was asked for. */
export interface Variant {
  readonly name: string;
  readonly keys: Known;
  readonly written: Written | "sample";
  readonly database: string;
  readonly schema: SystemSchema;
  readonly evidence: Evidence | undefined;
  /** Asks the database again, where something was stated about it; only until the next variant is taken. */
  gather(stated: Stated): Promise<Evidence | undefined>;
  readonly truth: PeopleTruth;
  /** False where the truth was written without this kind of statement. */
  readonly scored: { readonly parts: boolean; readonly identifying: boolean };
}

/** A case that cannot be had here, and why. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

export const sketches: readonly SketchCase[] = [
  hospital,
  workspaces,
  publishing,
  trading,
  courierMarket,
  university,
  dating,
  lettings,
  library,
  care,
  telehealth,
  studios,
  village,
  magazine,
  verhuur,
  fieldService,
  erp,
  gym,
  tutoring,
  arena,
  fundraising,
  attributeShop,
  petSitting,
  newsroom,
  supportDesk,
  coaching,
  foodCoop,
  vaults,
  scheduling,
  courseEvaluation,
  helpdesk,
  federatedForum,
  newsletters,
  devices,
  till,
  clinic,
  communityChat,
  haulage,
  club,
  municipalSchools,
  grading,
  timeSheets,
  condominium,
  gameServer,
  clinicalTrials,
  virtualAirline,
  savingsBank,
  fleetTracking,
  readingServer,
  coreFacilities,
  college,
  association,
  federation,
  eventTickets,
  signing,
  marketplace,
  bulletinBoard,
  healthInsurance,
  repairShop,
  codeHosting,
  recruiting,
  publicLibrary,
  courtVolunteers,
  familyDoctor,
  personnel,
  ticketDesk,
  assetRegister,
  webShop,
  medicalRecords,
  constituents,
  schoolOffice,
  microfinance,
  serviceDesk,
  conferences,
  timeTracking,
  tradingHouse,
  marketingAutomation,
  learningPlatform,
  channelShop,
  microblog,
  invoicing,
  projectTracker,
  teamChat,
  shopOffice,
  omnichannelInbox,
  ticketOffice,
  identityServer,
  discussionForum,
  bookingPages,
  bookkeeping,
  workplaceChat,
  agileBoards,
  onlineStore,
  farmShares,
  photoLibrary,
  diseaseSurveillance,
];

const samples: readonly { readonly name: SampleName; readonly sqlite: boolean; readonly truth: PeopleTruth }[] = [
  { name: "chinook", sqlite: true, truth: chinook },
  { name: "northwind", sqlite: false, truth: northwind },
  { name: "sakila", sqlite: false, truth: sakila },
  { name: "flarum", sqlite: false, truth: flarum },
];

/** The schema without its foreign keys, as an application that declares none would have it. */
function stripForeignKeys(schema: SystemSchema): SystemSchema {
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, foreignKeys: [] })) };
}

/** The schema without anything but primary keys to hold its rows together. */
function loosenSchema(schema: SystemSchema): SystemSchema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      foreignKeys: [],
      uniqueKeys: [],
      columns: table.columns.map((column) => ({ ...column, nullable: !table.primaryKey.includes(column.name) })),
    })),
  };
}

/** All variants, or those of some groups or of some keys, one after the other, so that no more than one database is open. */
export async function* loadVariants(
  onSkip: (skipped: Skipped) => void,
  only: readonly string[] | null = null,
  keys: readonly Known[] = KNOWN,
): AsyncGenerator<Variant> {
  const isWanted = (written: Variant["written"]) => only === null || only.includes(written);
  for (const sample of isWanted("sample") ? samples : []) {
    const kind = sample.sqlite ? "sqlite" : whyMissing("postgres") === null ? "postgres" : "pglite";
    const missing = whySampleMissing(sample.name, kind);
    if (missing !== null) {
      onSkip({ name: sample.name, reason: missing });
      continue;
    }
    const { database } = await loadSample(sample.name, kind);
    if (database === null) continue;
    try {
      await using store = await database.open({ system: sample.name });
      yield* variantsOf(
        store,
        { name: sample.name, written: "sample", database: kind, truth: sample.truth },
        true,
        keys,
      );
    } finally {
      await database.drop();
    }
  }
  for (const sketch of sketches.filter(({ written }) => isWanted(written))) {
    const database = await createTestSqlite();
    try {
      await database.execute(sketchStatements(sketch, findFewPeople(sketch.truth)));
      await using store = await database.open({ system: sketch.name });
      yield* variantsOf(
        store,
        { name: sketch.name, written: sketch.written, database: "sqlite", truth: sketch.truth },
        sketch.declares,
        keys,
      );
    } finally {
      await database.drop();
    }
  }
  if (isWanted("tuned")) for (const variant of writtenDown()) if (keys.includes(variant.keys)) yield variant;
}

type Head = Pick<Variant, "name" | "written" | "database" | "truth">;

async function* variantsOf(
  store: RowStore,
  head: Head,
  declares: boolean,
  wanted: readonly Known[],
): AsyncGenerator<Variant> {
  const schema = await store.introspect();
  const answers = rememberAnswers(store);
  const scored = { parts: true, identifying: true };
  const read = async (keys: Known, of: SystemSchema): Promise<Variant> => {
    const gather = (stated?: Stated) => gatherEvidence(answers, of, stated);
    return { ...head, keys, schema: of, evidence: await gather(), gather, scored };
  };
  const isWanted = (keys: Known) => wanted.includes(keys);
  if (declares && isWanted("declared")) yield await read("declared", schema);
  const stripped = stripForeignKeys(schema);
  if (isWanted("stripped")) yield await read("stripped", stripped);
  if (isWanted("unread"))
    yield { ...head, keys: "unread", schema: stripped, evidence: undefined, gather: async () => undefined, scored };
  if (isWanted("loose")) yield await read("loose", loosenSchema(schema));
}

/** The engine's own invented schemas: no database, evidence as written beside them. */
function* writtenDown(): Generator<Variant> {
  for (const { name, schema, evidence, declared, truth } of TRUTHS) {
    const head = {
      name,
      written: "tuned" as const,
      database: "none",
      evidence,
      gather: async () => evidence,
      truth: { ...truth, either: truth.extensions ?? [], identifying: [] },
      scored: { parts: false, identifying: false },
    };
    if (declared) yield { ...head, keys: "declared", schema };
    yield { ...head, keys: "stripped", schema: stripForeignKeys(schema) };
    yield { ...head, keys: "loose", schema: loosenSchema(schema) };
  }
}
