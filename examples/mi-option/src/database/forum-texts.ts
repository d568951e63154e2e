/** What is said in the generated forum: openings by topic, and replies that fit a section. */

export type Section = "welcome" | "options" | "swap" | "how-to" | "feedback";

export interface TopicText {
  readonly section: Section;
  readonly title: string;
  readonly opening: string;
  /** Slug of the product that the topic is about. */
  readonly product?: string;
}

export const topicTexts: readonly TopicText[] = [
  {
    section: "welcome",
    title: "Introduce yourself, one sentence is plenty",
    opening:
      "New members tend to read for weeks before they dare to post. So here is a low door: say hello, name one option you have taken and one you are thinking of.",
  },
  {
    section: "how-to",
    title: "My starter smells of pear drops. Friend or foe?",
    opening:
      "Second week with the kit. It doubled nicely on Tuesday, then sulked, and since this morning it smells like nail varnish and pears. Feed it or bury it?",
    product: "sunday-bread",
  },
  {
    section: "options",
    title: "Which month of Slow Coffee was your favourite?",
    opening:
      "I keep the cards on the fridge and there are nine now. For me it was the one from the cooperative in the hills, the one that tasted of apricots. Yours?",
    product: "slow-coffee",
  },
  {
    section: "swap",
    title: "Swap: too many tomatoes, too few beans",
    opening:
      "The seed library was generous and my balcony is not. I have three kinds of tomato seed to give away and would love a climbing bean that copes with wind.",
    product: "seed-library",
  },
  {
    section: "how-to",
    title: "Invisible mending on a very visible elbow",
    opening:
      "The elbow of my favourite jumper has opened. The booklet says to embrace the contrast. I would rather not embrace it. How do you match a wool that is no longer made?",
    product: "the-mending-box",
  },
  {
    section: "feedback",
    title: "Could pausing be possible from the e-mail itself?",
    opening:
      "I always remember to pause when the reminder arrives, and then I have to sign in, and then the kettle boils. A link in the reminder would be lovely.",
  },
  {
    section: "options",
    title: "Letters from Elsewhere: who has written back?",
    opening:
      "The letter from the lighthouse keeper moved me so much that I answered. Five weeks later I had a second letter, just for me. Has this happened to others?",
    product: "letters-from-elsewhere",
  },
  {
    section: "how-to",
    title: "Basil on a north window, yes really",
    opening:
      "Everybody says it cannot be done. Four months in, mine is knee high. I am happy to tell how, but first I want to hear what has failed for you.",
    product: "window-garden",
  },
  {
    section: "options",
    title: "Is the Bike Care Plan worth it for an old bicycle?",
    opening:
      "Mine is from before I was born and has opinions. Do the mechanics mind? Is it still cheaper than my local shop?",
    product: "bike-care-plan",
  },
  {
    section: "swap",
    title: "Offering: an unopened Tea Drawer",
    opening:
      "Received two as presents on the same birthday, from two people who both know me well. One of them is looking for a home. Postage is enough.",
    product: "tea-drawer",
  },
  {
    section: "how-to",
    title: "Ink that survives a rainy envelope",
    opening:
      "I address all my letters by hand, and the last three arrived as watercolours. Which of the monthly colours are waterproof?",
    product: "ink-and-paper",
  },
  {
    section: "options",
    title: "City Walks in winter: your tips",
    opening:
      "The October walk was splendid, the November one was mostly puddles. What do you wear, and which walks are good after dark?",
    product: "city-walks",
  },
  {
    section: "feedback",
    title: "Less cardboard, please",
    opening:
      "My order of one binder came in a box that would have held six. I know boxes come in sizes; could we be asked whether a padded envelope is fine?",
  },
  {
    section: "welcome",
    title: "House rules, in the words of members",
    opening:
      "Be kind, be brief, be specific. If you disagree, say with what. If you sell something for a living, say that too. We change these rules once a year, here.",
  },
  {
    section: "options",
    title: "Film Club, this month: that ending",
    opening:
      "No summary, because some of you watch on Sundays. But the last shot. Was the door open before she turned around? I have watched it four times.",
    product: "film-club",
  },
  {
    section: "how-to",
    title: "Saving seed from squash without surprises",
    opening:
      "Last year I saved seed and grew something that was neither pumpkin nor courgette and tasted of neither. How far apart do they have to be?",
    product: "seed-library",
  },
  {
    section: "swap",
    title: "Looking for the April strip of Pocket Puzzles",
    opening: "Mine went through the wash with one clue left, and it will not let me sleep. A photograph would do.",
    product: "pocket-puzzles",
  },
  {
    section: "options",
    title: "Three thin books: what made the Small Shelf this season",
    opening:
      "I finished all three on one long train journey, which is either praise or a complaint. Which one would you hand to a friend?",
    product: "small-shelf",
  },
  {
    section: "how-to",
    title: "First roll of film: what I wish I had known",
    opening:
      "Out of thirty-six pictures, eleven are of my own thumb. Here is what I learnt; please add to it so that the next borrower gets twelve good ones.",
    product: "camera-loan",
  },
  {
    section: "feedback",
    title: "A shared option for a household",
    opening:
      "There are three of us at this address and two of us get the same coffee. One option, several people, one box: could that work?",
  },
  {
    section: "options",
    title: "Wool Share: I met my sheep",
    opening:
      "We drove to the farm on the open day. She was unimpressed with me and quite magnificent. The label will never be just a label again.",
    product: "wool-share",
  },
  {
    section: "how-to",
    title: "Grinding whole spices without a grinder",
    opening:
      "I own a mortar, a rolling pin and a hand-cranked coffee mill that is not allowed to smell of cumin. What do you use?",
    product: "spice-atlas",
  },
  {
    section: "swap",
    title: "A jar of starter for anyone in walking distance",
    opening: "It is lively, it is called nothing, and it needs to be halved every other day anyway. Bring a jar.",
  },
  {
    section: "options",
    title: "Night Sky Card: what can one see from a city?",
    opening:
      "Four street lamps and a supermarket sign. I found two planets and a very patient aeroplane. Is there any hope for more?",
    product: "night-sky-card",
  },
  {
    section: "feedback",
    title: "Thank you for the honest delivery dates",
    opening:
      "It said Thursday, it came on Thursday. Twice. I only ever write when something is wrong, so today I am writing because it was right.",
  },
  {
    section: "how-to",
    title: "Fungus gnats, chapter two",
    opening:
      "Sand on top, sticky traps, less water, harsh words. They are still here. The plant doctor says patience; I would like something stronger.",
    product: "desk-plant-doctor",
  },
];

/** Replies by section; a post is one or two of them. */
export const replyTexts: Readonly<Record<Section, readonly string[]>> = {
  welcome: [
    "Hello from a rainy kitchen. Took the bread kit, thinking about the walks.",
    "Welcome! It took me a year to write my first post, so you are quick.",
    "Hi all. I came for one thing and now own a drawer of tea.",
    "Good to have you here. The swap section is where the nice surprises happen.",
    "Just joined, still reading. It is calmer here than anywhere else.",
    "Be specific is the rule I like best.",
    "Third year for me. Most of what I know about plants I know from this place.",
  ],
  options: [
    "I had the same thought, and then the second delivery won me over.",
    "For me it was worth it from the first month, mostly because I would never have chosen it myself.",
    "I paused it over the summer and took it up again without any fuss.",
    "It depends on where you live, I think. Ours always comes a day late.",
    "The card that comes with it is half of the pleasure.",
    "I gave it to my father and now he asks questions that I cannot answer.",
    "Not for me in the end, but I see why people love it.",
    "Took it for a quarter, left it, missed it, took it again.",
    "The price went up a little this year, and so did the quality.",
    "We share one between two flats, which works better than I expected.",
  ],
  swap: [
    "I would take one, if it is still there. Happy to pay the postage.",
    "Still looking? I have two left and a padded envelope.",
    "That is very kind. Something small from my balcony in return?",
    "Mine is yours, I finished with it weeks ago.",
    "Posted yesterday. Please shout if it has not come by Friday.",
    "It arrived, and in good health. Thank you!",
    "Could we meet halfway? I pass the station every morning.",
  ],
  "how-to": [
    "Warmth, in my experience. Put it on top of the fridge for a day.",
    "Less is more here. I did nothing for a week and it sorted itself out.",
    "Take a photograph every day; one sees the change only in a row.",
    "I tried exactly this and it failed, but failed interestingly.",
    "A soft pencil and patience. Really, that is the whole method.",
    "Do a small test piece first. I did not, and I regret it weekly.",
    "The booklet is right about this, even if it sounds odd.",
    "Rain water instead of tap water made the difference for me.",
    "Half the amount, twice as often.",
    "My grandmother would have said: leave it in peace. So did I, and it worked.",
  ],
  feedback: [
    "Seconded. It would save me a reminder on the fridge.",
    "I asked for the same last spring and was told that it is on the list.",
    "Small thing, big difference. Please do.",
    "I like it as it is, to be honest, but would not mind the choice.",
    "Support answered me within a day about this, and kindly.",
    "Agreed, and could it also work for presents?",
    "This is the only shop where such threads lead to something.",
  ],
};

/** Replies that fit anywhere. */
export const anyReplyTexts: readonly string[] = [
  "Following this one with interest.",
  "I had wondered about this too and never dared to ask.",
  "Same here, word for word.",
  "Somebody told me the opposite last week, so now I am curious.",
  "This is the most useful thing I have read today.",
  "Not my experience at all, but I would like it to be.",
  "I wrote it on a note and put it where I can see it.",
  "Give it another month before you decide.",
  "We do it differently at ours, and it seems to work as well.",
  "There was a thread about it in spring; the gist was: start small.",
  "Yes, and in winter even more so.",
  "I laughed out loud on the tram.",
];

/** Sentences that any reply may end with. */
export const closings: readonly string[] = [
  "Let us know how it goes.",
  "Report back, please.",
  "Greetings from the balcony.",
  "That is all I know.",
  "I may be wrong, of course.",
  "Good luck!",
];
