/** Reads what webhooks answer, as client-go's decoders do. Source: k8s.io/apimachinery/pkg/runtime/serializer. */
import { type KubeObject } from '../apis/meta/v1.js';
import { DecodeError } from '../apis/schema/decode-error.js';
import { decodeObject } from '../apis/schema/decode.js';
import { type Schemas } from '../apis/schema/schema.js';
import { typeMetaOf } from '../apis/schema/type-meta.js';
import { parseJson, parseYaml } from '../endpoints/body-format.js';
import { type Features } from '../features/features.js';
import { type AnswerDecoder } from '../transport/webhook.js';

/** All versions of a kind that webhooks answer with are read by the newest one's schema. */
const VERSIONS = ['v1', 'v1beta1'];

export function answerDecoder(schemas: Schemas, { behaviours }: Features): AnswerDecoder {
  const decode = <T extends KubeObject>(question: T, body: string): T => {
    const value = parse(body);
    const asked = { kind: question.kind ?? '', ...groupVersionOf(question.apiVersion) };
    const meta = typeMetaOf(value);
    const { kind = asked.kind, apiVersion = question.apiVersion ?? '' } = meta;
    const { group, version } = groupVersionOf(apiVersion);
    const familiar = kind === asked.kind && group === asked.group && VERSIONS.includes(version);
    const known = schemas.has(`io.k8s.api.${group === '' ? 'core' : firstLabel(group)}.${version}.${kind}`);
    if (!familiar && !known && !(kind === 'Status' && apiVersion === 'v1')) {
      throw new DecodeError(
        `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "${behaviours.schemeName}"`,
      );
    }
    const definition = `io.k8s.api.${firstLabel(asked.group)}.v1.${asked.kind}`;
    const namesEmbeddedStructs = behaviours.decodeErrorsNameEmbeddedStructs;
    const { object } = decodeObject(schemas, definition, value, { namesEmbeddedStructs });
    if (kind !== asked.kind || version !== asked.version) {
      throw new DecodeError(`converting (${version}.${kind}) to (${asked.version}.${asked.kind}): unknown conversion`);
    }
    return object as unknown as T;
  };
  return (question, body) => {
    try {
      return decode(question, body);
    } catch (error) {
      throw error instanceof DecodeError ? new Error(error.message, { cause: error }) : error;
    }
  };
}

/** What does not begin as JSON is taken for YAML. */
function parse(body: string): unknown {
  return (body.trimStart().startsWith('{') ? parseJson(body) : parseYaml(body)).value;
}

function firstLabel(group: string): string {
  return group.split('.', 1)[0] ?? '';
}

function groupVersionOf(apiVersion = ''): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(0, slash)), version: apiVersion.slice(slash + 1) };
}
