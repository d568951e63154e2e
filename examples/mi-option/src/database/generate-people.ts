/** Generates the members, their households, and what each of them has of their own: photos, papers, devices, sessions. */
import type { Row } from "./insert-rows.ts";
import { bios, devices as deviceModels, firstNames, lastNames, type Place, places } from "./names.ts";
import type { People, Person } from "./person.ts";
import { drawIdentityDocument, drawPortrait, storageKeyOf } from "./pictures.ts";
import type { Random } from "./random.ts";
import { staffCount } from "./staff.ts";
import { dayAgo, daysAgo, laterBy, someTimeAfter } from "./timeline.ts";

interface PeopleRows {
  readonly addresses: Row[];
  readonly accounts: Row[];
  readonly profile_photos: Row[];
  readonly identity_documents: Row[];
  readonly devices: Row[];
  readonly sessions: Row[];
}

/** Generates `count` members; Ada Lind and Bo Okafor are always among them. */
export function generatePeople(random: Random, count: number): { readonly people: People; readonly rows: PeopleRows } {
  const rows: PeopleRows = {
    addresses: [],
    accounts: [],
    profile_photos: [],
    identity_documents: [],
    devices: [],
    sessions: [],
  };
  const adaIndex = Math.min(6, count - 2);
  const boIndex = Math.min(11, count - 1);
  const named = new Map<number, string>([
    [adaIndex - 1, "Signe Lind"],
    [adaIndex, "Ada Lind"],
    [boIndex, "Bo Okafor"],
    [14, "Ines Duarte"],
  ]);
  const taken = new Set(named.values());
  const all: Person[] = [];
  for (let index = 0; index < count; index++) {
    const isDemo = index === adaIndex || index === boIndex;
    const name = named.get(index) ?? inventName(random, taken);
    const ago = 4330 * (1 - index / count) ** 1.4 + 2;
    const previous = all[index - 1];
    const livesWithPrevious = index === adaIndex || (!isDemo && !named.has(index) && random.chance(0.18));
    const housemate = livesWithPrevious && previous?.addressId ? previous : undefined;
    const home = housemate ?? inventHome(random, rows, ago, named.has(index));
    const person: Person = {
      id: index + 1,
      email:
        isDemo || index === 14
          ? `${asciiName(name.split(" ")[0] ?? name)}@example.org`
          : `${asciiName(name)}@example.org`,
      displayName: isDemo || random.chance(0.8) ? name : (name.split(" ")[0] ?? name),
      fullName: isDemo || random.chance(0.9) ? name : null,
      joinedAt: daysAgo(ago),
      place: home.place,
      addressId: home.addressId,
      addressLine: home.addressLine,
      activity: isDemo ? 1 : random.next() ** 1.7,
      referredBy: chooseReferrer(random, index, adaIndex, boIndex),
      isDemo,
    };
    all.push(person);
    addAccount(random, rows, person, index === adaIndex || (index > 0 && index % 67 === 0));
  }
  return { people: { all, ada: all[adaIndex] as Person, bo: all[boIndex] as Person }, rows };
}

function chooseReferrer(random: Random, index: number, adaIndex: number, boIndex: number): number | null {
  if (index === boIndex) return adaIndex + 1;
  if (index === adaIndex) return 1;
  return index > 2 && random.chance(0.22) ? random.between(1, index) : null;
}

function addAccount(random: Random, rows: PeopleRows, person: Person, isCommunityModerator: boolean): void {
  const hasPhoto = person.isDemo || person.activity > 0.25;
  const photoId = hasPhoto ? addPhotos(random, rows, person) : null;
  rows.accounts.push({
    id: person.id,
    email: person.email,
    display_name: person.displayName,
    full_name: person.fullName,
    phone: person.isDemo || random.chance(0.8) ? inventPhone(person) : null,
    birth_date: person.isDemo || random.chance(0.75) ? dayAgo(random.between(7000, 27000)) : null,
    password_hash: `scrypt$16384$8$1$${random.hex(32)}$${random.hex(64)}`,
    bio: person.isDemo || random.chance(0.4) ? random.pick(bios) : null,
    avatar_photo_id: photoId,
    home_address_id: person.addressId,
    referred_by: person.referredBy,
    is_community_moderator: isCommunityModerator ? 1 : 0,
    post_count: 0,
    locale: person.place.locale,
    created_at: person.joinedAt,
    last_seen_at: person.isDemo ? daysAgo(0.1) : random.chance(0.92) ? someTimeAfter(random, person.joinedAt) : null,
  });
  if (person.isDemo || random.chance(person.activity * 0.4)) addIdentityDocument(random, rows, person);
  const deviceCount = person.isDemo ? 2 : random.between(0, 1 + Math.round(person.activity * 2));
  for (let device = 0; device < deviceCount; device++) addDevice(random, rows, person);
}

function addPhotos(random: Random, rows: PeopleRows, person: Person): number {
  const count = person.isDemo || random.chance(0.15) ? 2 : 1;
  for (let photo = 0; photo < count; photo++) {
    const content = drawPortrait(random);
    rows.profile_photos.push({
      id: rows.profile_photos.length + 1,
      account_id: person.id,
      storage_key: `photos/${storageKeyOf(content)}`,
      media_type: "image/png",
      content,
      uploaded_at: someTimeAfter(random, person.joinedAt),
    });
  }
  return rows.profile_photos.length;
}

function addIdentityDocument(random: Random, rows: PeopleRows, person: Person): void {
  const content = drawIdentityDocument(random);
  rows.identity_documents.push({
    id: rows.identity_documents.length + 1,
    account_id: person.id,
    document_type: random.pick(["passport", "identity_card", "driving_licence"]),
    document_number: `${random.pick(["X", "K", "R"])}${random.hex(8).toUpperCase()}`,
    issuing_country: person.place.countryCode,
    expires_on: dayAgo(-random.between(30, 3000)),
    storage_key: `identity/${storageKeyOf(content)}`,
    content,
    checked_by: person.isDemo || random.chance(0.8) ? random.between(1, staffCount) : null,
    uploaded_at: laterBy(person.joinedAt, random.between(1, 60)),
  });
}

function addDevice(random: Random, rows: PeopleRows, person: Person): void {
  const model = random.pick(deviceModels);
  const ip = inventIp(random);
  const id = rows.devices.length + 1;
  rows.devices.push({
    id,
    account_id: person.id,
    name: model.name,
    platform: model.platform,
    push_token: model.platform === "web" ? null : `push-${random.hex(24)}`,
    last_ip: ip,
    first_seen_at: someTimeAfter(random, person.joinedAt),
  });
  const sessionCount = person.isDemo ? 2 : random.between(0, 2);
  for (let session = 0; session < sessionCount; session++) {
    const ago = random.next() * 25;
    rows.sessions.push({
      token_hash: random.hex(64),
      account_id: person.id,
      device_id: random.chance(0.85) ? id : null,
      ip_address: random.chance(0.6) ? ip : inventIp(random),
      user_agent: model.userAgent,
      created_at: daysAgo(ago),
      expires_at: daysAgo(ago - 30),
    });
  }
}

function inventHome(
  random: Random,
  rows: PeopleRows,
  ago: number,
  mustHave: boolean,
): { readonly place: Place; readonly addressId: number | null; readonly addressLine: string } {
  const place = random.pick(places);
  if (!mustHave && random.chance(0.15))
    return { place, addressId: null, addressLine: `${place.city}, ${place.countryCode}` };
  const street = `${random.pick(place.streets)} ${random.between(1, 140)}`;
  const postalCode = `${place.postalCode}${random.between(1, 9)}`;
  const id = rows.addresses.length + 1;
  rows.addresses.push({
    id,
    street,
    postal_code: postalCode,
    city: place.city,
    country_code: place.countryCode,
    delivery_note: random.chance(0.15)
      ? random.pick(["Ring twice", "Leave with the neighbour", "Second courtyard"])
      : null,
    created_at: daysAgo(ago),
  });
  return { place, addressId: id, addressLine: `${street}, ${postalCode} ${place.city}, ${place.countryCode}` };
}

/** Adds a middle initial only once the plain combinations are used up. */
function inventName(random: Random, taken: Set<string>): string {
  for (let tries = 0; ; tries++) {
    const middle = tries < 30 ? "" : `${random.pick(firstNames)} `;
    const name = `${random.pick(firstNames)} ${middle}${random.pick(lastNames)}`;
    const key = asciiName(name);
    if (taken.has(key)) continue;
    taken.add(key);
    return name;
  }
}

const foldedLetters: Readonly<Record<string, string>> = { ø: "o", ł: "l", ı: "i", æ: "ae", ß: "ss" };

function asciiName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[øłıæß]/g, (letter) => foldedLetters[letter] ?? letter)
    .normalize("NFD")
    .replaceAll(/[^a-z ]/g, "")
    .replaceAll(" ", ".");
}

/** 555-0100 to 555-0199 is reserved for fiction; the rest of the number keeps people apart. */
function inventPhone(person: Person): string {
  const line = String(100 + (person.id % 100)).padStart(4, "0");
  const area = Number(person.place.areaCode) + Math.floor(person.id / 100);
  return `+1 ${area} 555 ${line}`;
}

/** Addresses that RFC 5737 sets aside for documentation. */
export function inventIp(random: Random): string {
  return `${random.pick(["192.0.2", "198.51.100", "203.0.113"])}.${random.between(1, 254)}`;
}
