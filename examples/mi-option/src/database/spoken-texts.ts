/** What members write to each other, about products and to support. */

export interface Dialogue {
  readonly subject: string | null;
  /** One after the other, usually in turns; a conversation may break off anywhere after the third. */
  readonly lines: readonly string[];
}

export const dialogues: readonly Dialogue[] = [
  {
    subject: "About the swap",
    lines: [
      "Hello, is the offer from the forum still open?",
      "Yes, it is. Would Saturday suit you?",
      "Saturday is perfect. I can come by around eleven.",
      "I have put it aside for you, with a note on how much water it wants.",
      "Thank you! I will bring a jar of something in return.",
      "You really do not have to. But I like jars.",
    ],
  },
  {
    subject: "Sharing a box?",
    lines: [
      "Shall we share one between us? It is too much for one person.",
      "Good idea. I will take the odd months.",
      "Then I take the even ones, and we settle the price at Christmas.",
      "Agreed. Yours or mine for the delivery?",
      "Mine, there is always somebody at home.",
    ],
  },
  {
    subject: "Thursday's walk",
    lines: [
      "There is a walk planned for Thursday. Want to join?",
      "I would love to. Where do we meet?",
      "By the bench, as always, at six.",
      "Is it the long one? I have new shoes.",
      "The short one, and there is soup at the end.",
      "Then I am in, shoes or no shoes.",
      "It was lovely, thank you for taking me along.",
    ],
  },
  {
    subject: "A question about your review",
    lines: [
      "I read your review, and now I am undecided. Would you take it again?",
      "I would, but only from autumn to spring.",
      "Sorry for the late answer, it was a long week. That helps a lot.",
      "No hurry at all. Tell me how you like it.",
    ],
  },
  {
    subject: "Tomato seeds",
    lines: [
      "I have far too many tomato seeds. May I send you some?",
      "Please! The striped ones, if there are any left.",
      "There are. They leave with tomorrow's post.",
      "The envelope arrived this morning, all in one piece.",
      "Sow them in March, not sooner, whatever the packet says.",
      "First leaves today. I am absurdly proud.",
    ],
  },
  {
    subject: null,
    lines: [
      "How did the second batch turn out?",
      "Better than the first. I left it an hour longer.",
      "An hour! I would have eaten it by then.",
      "That is what the first batch was for.",
    ],
  },
  {
    subject: "Borrowing the camera",
    lines: [
      "Are you done with the camera? I would take it over from you.",
      "One roll left. I can hand it over on Monday.",
      "Monday works. Anything I should know?",
      "The light meter exaggerates. Believe half of it.",
      "Noted. Half of it.",
    ],
  },
];

export interface ReviewText {
  readonly stars: number;
  readonly headline: string;
  readonly body: string | null;
}

export const reviewTexts: readonly ReviewText[] = [
  {
    stars: 5,
    headline: "The nicest post I get",
    body: "I look forward to it all week, and it has never yet been the same twice.",
  },
  {
    stars: 5,
    headline: "Exactly what it says",
    body: "No tricks, no extras that one has to decline, good paper. I have given two as presents since.",
  },
  { stars: 5, headline: "Keeps surprising me", body: null },
  {
    stars: 4,
    headline: "Very good, slightly too much of it",
    body: "A lovely thing. For one person every second month would do, so I pause a lot.",
  },
  {
    stars: 4,
    headline: "Good once you get the hang of it",
    body: "The first try went wrong and that was my own doing. The second was splendid.",
  },
  { stars: 4, headline: "Well made", body: "Sturdy, thoughtful, repairable. The packaging could be smaller." },
  { stars: 4, headline: "Would take it again", body: null },
  {
    stars: 3,
    headline: "Nice, but not for me",
    body: "I can see the care that goes into it. It just was not my thing, and leaving was easy.",
  },
  {
    stars: 3,
    headline: "Mixed seasons",
    body: "Spring was wonderful, summer was a repetition. Waiting to see what autumn brings.",
  },
  {
    stars: 2,
    headline: "Arrived late twice",
    body: "The thing itself is fine. I had planned a birthday around it, though.",
  },
  { stars: 5, headline: "My father loves it", body: "Given as a present and now discussed at every meal." },
  { stars: 5, headline: "Small and perfect", body: "It does one thing and does it well." },
];

export interface TicketText {
  readonly subject: string;
  readonly question: string;
  readonly answer: string;
  readonly thanks: string;
}

export const ticketTexts: readonly TicketText[] = [
  {
    subject: "Parcel marked as delivered, but not here",
    question: "The tracking says delivered on Tuesday. Neither I nor the neighbours have seen it.",
    answer: "We are sorry. A new parcel leaves today, and if the first one turns up, please keep it.",
    thanks: "That is generous, thank you. It came this morning.",
  },
  {
    subject: "Pausing for the summer",
    question: "I am away from June to August. Can everything be paused in one go?",
    answer: "Done: all your options rest until the first of September. You can wake them sooner on your account page.",
    thanks: "Perfect.",
  },
  {
    subject: "Wrong grind",
    question: "I asked for whole beans and received ground coffee.",
    answer: "Our mistake. The right bag is on its way, and the setting is corrected for the future.",
    thanks: "Thank you, that was quick.",
  },
  {
    subject: "Change of address",
    question: "We are moving at the end of the month. Does the next box know?",
    answer: "It does now. We changed the delivery address of everything that has not left yet.",
    thanks: "Wonderful, one thing less to think about.",
  },
  {
    subject: "Invoice for my tax return",
    question: "I need last year's invoices as one file.",
    answer: "You find them all on your account page, newest first. I have sent you the collected file as well.",
    thanks: "Found it. Thanks.",
  },
  {
    subject: "A missing needle",
    question: "The set should hold six needles, I count five.",
    answer: "You count well. The sixth is in an envelope to you.",
    thanks: "It arrived. A very small envelope.",
  },
];
