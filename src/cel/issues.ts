/** What is wrong with an expression, and where. Source: cel-go common/{error,errors,source}.go. */
import { characters } from './values/characters.js';

export interface Issue {
  /** Where in the expression, in UTF-16 units; -1 where no place is to blame. */
  readonly at: number;
  readonly message: string;
}

const MOST_REPORTED = 100;
const LONGEST_SNIPPET = 16_384;

interface Place {
  readonly line: number;
  /** In code points, from 0. */
  readonly column: number;
  readonly text: string | undefined;
}

/** One text for them all, each with its line and a mark under the place. */
export function issuesText(expression: string, issues: readonly Issue[]): string {
  const placed = issues
    .slice(0, MOST_REPORTED)
    .map((issue) => ({ ...issue, place: placeOf(expression, issue.at) }))
    .toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  const texts = placed.map(({ message, place }) => issueText(message, place));
  const more = issues.length - MOST_REPORTED;
  return [...texts, ...(more > 0 ? [`${more} more errors were truncated`] : [])].join('\n');
}

function placeOf(expression: string, at: number): Place {
  if (at < 0) return { line: -1, column: -1, text: undefined };
  const before = expression.slice(0, at).split('\n');
  const line = before.length;
  return { line, column: characters(before.at(-1) ?? '').length, text: expression.split('\n')[line - 1] };
}

function issueText(message: string, { line, column, text }: Place): string {
  const head = `ERROR: <input>:${line}:${column + 1}: ${message}`;
  if (text === undefined || text.length > LONGEST_SNIPPET) return head;
  const snippet = text.replaceAll('\t', ' ');
  const shown = characters(snippet);
  const dots = shown.slice(0, column).map((character) => (isWide(character) ? '．' : '.'));
  const marked = shown[column];
  return `${head}\n | ${snippet}\n | ${dots.join('')}${marked !== undefined && isWide(marked) ? '＾' : '^'}`;
}

function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) > 0x7f;
}
