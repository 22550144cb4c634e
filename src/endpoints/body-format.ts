/** The formats a body may come in. Source: k8s.io/apimachinery/pkg/runtime/serializer, endpoints/handlers/negotiation. */
import { newUnsupportedMediaType } from '../apis/errors.js';
import { DecodeError } from '../apis/schema/decode.js';
import { parseJsonText } from '../apis/schema/json-text.js';
import { decodeMessage, openEnvelope } from '../apis/schema/protobuf-decode.js';
import { type Schemas } from '../apis/schema/schema.js';
import { type ApiRequest, header } from './request.js';
import { yamlLibrary } from './serializers/yaml-library.js';

/** `definitionOf` names the schema of a kind, for formats that cannot be read without. */
type Parser = (body: Uint8Array, schemas: Schemas, definitionOf: DefinitionOf) => unknown;

/** The schema's name of a kind; undefined where the kind is not known. */
export type DefinitionOf = (apiVersion: string, kind: string) => string | undefined;

/** One row a format. */
const FORMATS: readonly (readonly [mediaType: string, parse: Parser])[] = [
  ['application/json', (body) => parseJson(textOf(body))],
  ['application/yaml', (body) => parseYaml(textOf(body))],
  ['application/vnd.kubernetes.protobuf', parseProtobuf],
];

const ACCEPTED = FORMATS.map(([mediaType]) => mediaType);

/** Chooses the format at once (415), and parses when called: @throws DecodeError with upstream's text. */
export function parseBody(request: ApiRequest, schemas: Schemas, definitionOf: DefinitionOf): () => unknown {
  const contentType = header(request, 'content-type') ?? '';
  const mediaType = contentType === '' ? 'application/json' : (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const format = FORMATS.find(([name]) => name === mediaType);
  if (format === undefined) throw newUnsupportedMediaType(ACCEPTED);
  const [, parse] = format;
  return () => parse(request.body, schemas, definitionOf);
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body).toString('utf8');
}

function parseProtobuf(body: Uint8Array, schemas: Schemas, definitionOf: DefinitionOf): unknown {
  const { apiVersion, kind, raw } = openEnvelope(body);
  const definition = definitionOf(apiVersion, kind);
  // A kind that is not known is refused by name, whatever is in it.
  const object = definition === undefined ? {} : decodeMessage(schemas, definition, raw);
  return { kind, apiVersion, ...object };
}

function parseJson(text: string): unknown {
  try {
    return parseJsonText(text);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(`couldn't get version/kind; json parse error: ${error.message}`);
  }
}

function parseYaml(text: string): unknown {
  // YAML 1.1, in which kubectl's and the API server's library read `yes` as true and `0777` as octal.
  const document = yamlLibrary().parseDocument(text, { version: '1.1', merge: true, uniqueKeys: true });
  const [problem] = document.errors;
  if (problem === undefined) return document.toJS() as unknown;
  const line = problem.linePos?.[0].line ?? 1;
  const cause = problem.message.split(' at line')[0] ?? problem.message;
  throw new DecodeError(`error converting YAML to JSON: yaml: line ${line}: ${cause}`);
}
