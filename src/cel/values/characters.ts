/** The characters of a text, as CEL counts them: Unicode's code points. */
export function characters(text: string): readonly string[] {
  return Array.from(text);
}
