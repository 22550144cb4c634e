/** The formats a body may come in. Source: k8s.io/apimachinery/pkg/runtime/serializer, endpoints/handlers/negotiation. */
import type { Document, LineCounter } from 'yaml';
import { newUnsupportedMediaType } from '../apis/errors.js';
import { DecodeError } from '../apis/schema/decode.js';
import { parseJsonText } from '../apis/schema/json-text.js';
import { Envelope } from '../apis/schema/protobuf-decode.js';
import { type ApiRequest, header } from './request.js';
import { yamlLibrary } from './serializers/yaml-library.js';

type Parser = (body: Uint8Array) => Parsed;

/** One row a format. */
const FORMATS: readonly (readonly [mediaType: string, parse: Parser])[] = [
  ['application/json', (body) => parseJson(textOf(body))],
  ['application/yaml', (body) => parseYaml(textOf(body))],
  ['application/vnd.kubernetes.protobuf', (body) => ({ value: new Envelope(body), strictErrors: [] })],
];

const ACCEPTED = FORMATS.map(([mediaType]) => mediaType);

/** What a body holds, and what strict field validation finds wrong with its text. */
export interface Parsed {
  /** An Envelope where the format cannot be read further without knowing the kind. */
  readonly value: unknown;
  readonly strictErrors: readonly string[];
}

/** Chooses the format at once (415), and parses when called: @throws DecodeError with upstream's text. */
export function parseBody(request: ApiRequest): () => Parsed {
  const contentType = header(request, 'content-type') ?? '';
  const mediaType = contentType === '' ? 'application/json' : (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const format = FORMATS.find(([name]) => name === mediaType);
  if (format === undefined) throw newUnsupportedMediaType(ACCEPTED);
  const [, parse] = format;
  return () => parse(request.body);
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

/** @throws DecodeError with upstream's text. */
export function parseJson(text: string): Parsed {
  try {
    return { value: parseJsonText(text), strictErrors: [] };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(`couldn't get version/kind; json parse error: ${error.message}`);
  }
}

// What YAML's specification calls printable.
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** @throws DecodeError with upstream's text. */
export function parseYaml(text: string): Parsed {
  if (CONTROL.test(text)) throw new DecodeError('yaml: control characters are not allowed');
  const { LineCounter, parseDocument } = yamlLibrary();
  const lineCounter = new LineCounter();
  // YAML 1.1, in which kubectl's and the API server's library read `yes` as true and `0777` as octal.
  const document = parseDocument(text, { version: '1.1', merge: true, uniqueKeys: false, lineCounter });
  // Of several documents the first one counts.
  const [problem] = document.errors.filter(({ code }) => code !== 'MULTIPLE_DOCS');
  if (problem === undefined) {
    return { value: document.toJS() as unknown, strictErrors: repeatedKeys(document, lineCounter) };
  }
  const line = problem.linePos?.[0].line ?? 1;
  const cause = PROBLEMS[problem.code] ?? problem.message.split(' at line')[0] ?? problem.message;
  // What Go's scanner finds in the first line, it finds nowhere.
  const where = line === 1 && SCANNER_PROBLEMS.includes(problem.code) ? '' : `line ${line}: `;
  throw new DecodeError(`yaml: ${where}${cause}`);
}

/** How Go's library puts the same problem. Source: go.yaml.in/yaml/v2/parserc.go. */
const PROBLEMS: Readonly<Record<string, string>> = {
  BAD_INDENT: 'did not find expected node content',
  BLOCK_AS_IMPLICIT_KEY: 'mapping values are not allowed in this context',
  TAB_AS_INDENT: 'found character that cannot start any token',
};

const SCANNER_PROBLEMS: readonly string[] = ['BLOCK_AS_IMPLICIT_KEY', 'TAB_AS_INDENT'];

/** Keys that a map has already, in one text as the library's strict mode gives it. */
function repeatedKeys(document: Document.Parsed, lines: LineCounter): string[] {
  const { isScalar, visit } = yamlLibrary();
  const found: string[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found.push(
            `  line ${lines.linePos(key.range?.[0] ?? 0).line}: key ${JSON.stringify(key.value)} already set in map`,
          );
        }
        seen.add(key.value);
      }
    },
  });
  return found.length === 0 ? [] : [`yaml: unmarshal errors:\n${found.join('\n')}`];
}
