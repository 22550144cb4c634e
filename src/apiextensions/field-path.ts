/** Paths of fields that a schema knows: of selectable fields and of rules. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go (ValidFieldPath). */
import { Path } from '../apis/field/path.js';
import { additionalOf, type JSONSchemaProps } from './schema.js';

export interface FoundField {
  readonly path: Path;
  /** The names on the way, the outermost first. */
  readonly names: readonly string[];
  readonly schema: JSONSchemaProps;
}

/** A path that leads nowhere; the message is upstream's. */
export class FieldPathError extends Error {
  override readonly name = 'FieldPathError';
}

const NO_FIELD = 'does not refer to a valid field';
const TOO_SHORT = 'unexpected end of JSON path';

/** @throws FieldPathError */
export function findField(text: string, root: JSONSchemaProps, allowsBrackets: boolean): FoundField {
  let found: FoundField = { path: Path.of(), names: [], schema: root };
  const tokens = tokensOf(text);
  const next = (): string => {
    const token = tokens.shift();
    if (token === undefined) throw new FieldPathError(TOO_SHORT);
    return token;
  };
  while (tokens.length > 0) {
    const token = next();
    if (token === '.') found = memberIn(found, next());
    else if (token !== '[') throw new FieldPathError(`expected [ or . but got: ${token}`);
    else {
      if (!allowsBrackets) throw new FieldPathError('array notation is not allowed');
      const quoted = next();
      const name = /^'([^]*)'$/.exec(quoted)?.[1];
      if (name === undefined || quoted.length < 2) {
        throw new FieldPathError(`expected single quoted string but got ${quoted}`);
      }
      found = memberIn(found, unescaped(name));
      const end = next();
      if (end !== ']') throw new FieldPathError(`expected ] but got ${end}`);
    }
  }
  return found;
}

function memberIn({ path, names, schema }: FoundField, name: string): FoundField {
  const { properties = {} } = schema;
  const additional = additionalOf(schema);
  if (Object.keys(properties).length > 0) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) throw new FieldPathError(NO_FIELD);
    return { path: path.child(name), names: [...names, name], schema: property };
  }
  if (additional === undefined) throw new FieldPathError(NO_FIELD);
  return { path: path.key(name), names: [...names, name], schema: additional };
}

/** Dots, brackets, quoted texts and what is between them. */
function tokensOf(text: string): string[] {
  return text.match(/[.[\]]|'(?:[^'\\]|\\[^])*'|[^.[\]]+/g) ?? [];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', "'": "'", '\\': '\\', '"': '"' };

function unescaped(text: string): string {
  return text.replace(/\\([^])/g, (_, char: string) => {
    const value = ESCAPES[char];
    if (value === undefined) throw new FieldPathError('invalid string literal: invalid syntax');
    return value;
  });
}
