/** What mi Option sells: twenty options, each something one can take, pause or leave. */

export interface CatalogueEntry {
  readonly slug: string;
  readonly name: string;
  readonly tagline: string;
  readonly description: string;
  readonly category: string;
  readonly billing: "once" | "monthly" | "quarterly";
  readonly priceCents: number;
}

function entry(
  category: string,
  billing: CatalogueEntry["billing"],
  priceCents: number,
  name: string,
  tagline: string,
  description: string,
): CatalogueEntry {
  const slug = name.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  return { slug, name, tagline, description, category, billing, priceCents };
}

/** The catalogue, in the order in which products are numbered. */
export const catalogue: readonly CatalogueEntry[] = [
  entry(
    "Kitchen",
    "monthly",
    1650,
    "Slow Coffee",
    "One roaster a month, roasted the day before it leaves.",
    "Three hundred grams from a small roaster you have not met yet, whole or ground for your pot, with a card about the people who grew it. Skip a month whenever the cupboard is full.",
  ),
  entry(
    "Kitchen",
    "monthly",
    1290,
    "Sunday Bread",
    "A sourdough kit and a starter that forgives.",
    "Flour for two loaves, a fresh jar of starter if yours has given up, and a recipe that fits around a real weekend. Rye in winter, spelt in spring.",
  ),
  entry(
    "Kitchen",
    "quarterly",
    2400,
    "Spice Atlas",
    "Six spices from one place, four times a year.",
    "Whole spices in tins that you keep and refill, with a fold-out map of where they come from and six dishes cooked there on weekdays.",
  ),
  entry(
    "Kitchen",
    "once",
    3200,
    "Tea Drawer",
    "Twelve teas for twelve kinds of afternoon.",
    "A wooden drawer with twelve small packets, from smoky to grassy, and labels you can write on. Refills are sold by the packet.",
  ),
  entry(
    "Home",
    "quarterly",
    3450,
    "Window Garden",
    "Something green that wants to live on your sill.",
    "Seeds, a clay pot, soil that was not dug out of a bog and a reminder when it is time to sow. Made for north windows too.",
  ),
  entry(
    "Home",
    "once",
    4900,
    "The Mending Box",
    "Needles, wool, glue, courage.",
    "Everything for a dropped hem, a moth hole, a loose chair leg and a cracked cup. The booklet has no photographs of finished perfection.",
  ),
  entry(
    "Home",
    "monthly",
    890,
    "Desk Plant Doctor",
    "Send a photo, get an honest diagnosis.",
    "A gardener looks at your picture and answers within a day: water, light, or a dignified goodbye. Up to five plants a month.",
  ),
  entry(
    "Home",
    "once",
    2750,
    "Rain Kit",
    "For bikes, bags and people who go anyway.",
    "A mudguard that clips on, a saddle cover, reflective tape and a cape that packs into its own pocket.",
  ),
  entry(
    "Reading",
    "monthly",
    950,
    "Letters from Elsewhere",
    "A real letter from a town you have never been to.",
    "Each month somebody writes four pages about the place they live in, and we print it, fold it and put a stamp on it. You may write back.",
  ),
  entry(
    "Reading",
    "quarterly",
    3900,
    "Small Shelf",
    "Three thin books, chosen by one bookseller.",
    "Nothing over two hundred pages, nothing from a bestseller list. The bookseller changes each season and explains every choice on a single sheet.",
  ),
  entry(
    "Reading",
    "once",
    1800,
    "Field Notes Binder",
    "A ring binder that survives a pocket.",
    "Waterproof cover, squared paper, and dividers for birds, bakeries or whatever you are keeping track of this year.",
  ),
  entry(
    "Reading",
    "monthly",
    700,
    "Pocket Puzzles",
    "Thirty puzzles that fit a bus ride.",
    "Crosswords, number grids and one terrible pun, printed on a strip that folds to the size of a ticket. Solutions arrive with the next strip.",
  ),
  entry(
    "Outside",
    "quarterly",
    4200,
    "Bike Care Plan",
    "A mechanic who comes to your bicycle.",
    "One visit a season: brakes, gears, chain and air, done in front of your door in under an hour. Parts at cost.",
  ),
  entry(
    "Outside",
    "monthly",
    1100,
    "City Walks",
    "A walk a month that starts where you live.",
    "Four to nine kilometres, printed as a strip map, with one bench worth sitting on and one shop worth entering. Works in forty cities so far.",
  ),
  entry(
    "Outside",
    "once",
    2600,
    "Night Sky Card",
    "Turn the wheel, find the planet.",
    "A star wheel for your own latitude, a red torch and a calendar of everything that is worth staying up for.",
  ),
  entry(
    "Outside",
    "quarterly",
    1950,
    "Seed Library",
    "Borrow seeds, bring some back.",
    "Five old varieties a season. Sow them, save a spoonful and send it back for the next member: the library has grown to six hundred kinds.",
  ),
  entry(
    "Making",
    "monthly",
    2150,
    "Ink and Paper",
    "A colour a month, and paper that deserves it.",
    "Thirty millilitres of fountain-pen ink mixed for members, and twenty sheets that neither feather nor bleed.",
  ),
  entry(
    "Making",
    "quarterly",
    3800,
    "Wool Share",
    "A share in a flock you can visit.",
    "Four skeins a season from one of three farms, undyed or dyed with plants. The name of your sheep is on the label.",
  ),
  entry(
    "Making",
    "once",
    5400,
    "Camera Loan",
    "A film camera for two weeks, film included.",
    "Choose one of nine cameras, shoot two rolls, send everything back in the same box. Scans and prints come a week later.",
  ),
  entry(
    "Making",
    "monthly",
    1400,
    "Film Club",
    "One old film, one short essay, one evening of talk.",
    "A restored film to watch at home, a page of context before and an hour of conversation after, with people who stay polite about endings.",
  ),
];
