/** Words that all pages share which work with keys of this browser. */
export const common = {
  refused: (sentence: string) => `Refused: ${sentence.replace(/^./, (c) => c.toLowerCase())}`,
  unexpected: "Something happened that this page does not know.",
  unchanged: "Nothing was changed.",
  code: "Code",
  copy: "Copy",
  copied: "Copied.",
  needsBrowser: "This page needs JavaScript",
  keyStays:
    "It works with a key that is made in your browser and never leaves it, so a program must run here. It is part of this service, asks no other, and you can read it.",
  counterTitle: "Without it",
} as const;
