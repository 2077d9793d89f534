/** Letters that no decomposition reduces to plain ones. */
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  þ: "th",
  ı: "i",
};

/** The words of a text as they are compared: lower case, without accents, letters and digits only. */
export function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[ßæœøđðłþı]/g, (letter) => letters[letter] ?? letter);
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** Words with a space on either side, so that ` mill` is found where a word begins with it. */
export const foldedText = (text: string): string => ` ${wordsOf(text).join(" ")} `;

/** A house number as it is compared: "12 bis" is "12bis". */
export const foldedNumber = (number: string): string => wordsOf(number).join("");
