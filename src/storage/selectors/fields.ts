/** The query's fieldSelector. Source: k8s.io/apimachinery/pkg/fields/selector.go. */
import { newBadRequest } from '../../apis/errors.js';

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

export interface FieldSelector {
  /** In alphabetical order of their texts; all of them must hold. */
  readonly requirements: readonly FieldRequirement[];
  /** True where every object matches. */
  readonly empty: boolean;
  /** `fields`: the values of an object's selectable fields; one that is missing counts as ''. */
  matches(fields: Readonly<Record<string, string>>): boolean;
  /** The value that `field` must have; undefined where the selector leaves that open. */
  requiresExactMatch(field: string): string | undefined;
}

/** The selector of a text as `metadata.name=a,status.phase!=b`. @throws StatusError 400 with upstream's text. */
export function parseFieldSelector(text: string): FieldSelector {
  return fieldSelector(
    splitTerms(text)
      .sort()
      .filter((term) => term !== '')
      .map((term) => parseTerm(term, text)),
  );
}

/** The selector that all of `requirements` make. */
export function fieldSelector(requirements: readonly FieldRequirement[]): FieldSelector {
  return {
    requirements,
    empty: requirements.length === 0,
    matches: (fields) =>
      requirements.every(({ field, operator, value }) => ((fields[field] ?? '') === value) === (operator === '=')),
    requiresExactMatch: (field) => requirements.find((r) => r.field === field && r.operator === '=')?.value,
  };
}

function parseTerm(term: string, whole: string): FieldRequirement {
  const match = /!=|==|=/.exec(term);
  if (match === null) throw newBadRequest(`invalid selector: '${whole}'; can't understand '${term}'`);
  const value = unescapeValue(term.slice(match.index + match[0].length));
  return { field: term.slice(0, match.index), operator: match[0] === '!=' ? '!=' : '=', value };
}

// A comma behind a backslash belongs to the value.
function splitTerms(text: string): string[] {
  const terms = [''];
  let escaped = false;
  for (const character of text) {
    if (character === ',' && !escaped) {
      terms.push('');
      continue;
    }
    escaped = character === '\\' && !escaped;
    terms.push(`${terms.pop() ?? ''}${character}`);
  }
  return terms;
}

function unescapeValue(text: string): string {
  let value = '';
  let escaped = false;
  for (const character of text) {
    const special = character === '\\' || character === ',' || character === '=';
    if (escaped) {
      if (!special) throw invalidEscape(`\\${character}`);
      value += character;
      escaped = false;
    } else if (character === '\\') {
      escaped = true;
    } else if (special) {
      // Go prints a rune with %v as its number.
      const rune = String(character.charCodeAt(0));
      throw newBadRequest(`invalid field selector: unescaped character in value: ${rune}`);
    } else {
      value += character;
    }
  }
  if (escaped) throw invalidEscape('\\');
  return value;
}

function invalidEscape(sequence: string): Error {
  return newBadRequest(`invalid field selector: invalid escape sequence: ${sequence}`);
}
