/** The swagger 2.0 document. */
import { type JsonObject, REFERENCE_PREFIX } from './definition-schemas.js';
import { type Operation, type Path } from './operations.js';
import { type Parameter } from './parameters.js';

const PRODUCES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const STREAMS = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];

export const CODE_TEXTS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  401: 'Unauthorized',
};

export const BEARER_TOKEN = {
  BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
};

export function documentV2(paths: readonly Path[], definitions: JsonObject): JsonObject {
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: 'unversioned' },
    paths: Object.fromEntries(
      paths.map((path) => [path.path, pathItem(path)]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ),
    definitions,
    securityDefinitions: BEARER_TOKEN,
    security: [{ BearerToken: [] }],
  };
}

function pathItem(path: Path): JsonObject {
  return {
    ...Object.fromEntries(path.operations.map((operation) => [operation.method, operationV2(operation, path.tag)])),
    ...(path.parameters.length === 0 ? {} : { parameters: path.parameters.map(parameter) }),
  };
}

function operationV2(operation: Operation, tag: string): JsonObject {
  const { body, action, gvk } = operation;
  const parameters = [
    ...(body === undefined ? [] : [bodyParameter(body.definition, body.required)]),
    ...operation.parameters.map(parameter),
  ];
  const answer = { schema: { $ref: REFERENCE_PREFIX.v2 + operation.answer } };
  return {
    description: operation.description,
    consumes: body?.mediaTypes ?? ['*/*'],
    produces: operation.streams === true ? [...PRODUCES, ...STREAMS] : PRODUCES,
    schemes: ['https'],
    tags: [tag],
    operationId: operation.id,
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: Object.fromEntries([
      ...operation.codes.map((code) => [code, { description: CODE_TEXTS[code], ...answer }]),
      [401, { description: CODE_TEXTS[401] }],
    ]),
    ...(action === undefined ? {} : { 'x-kubernetes-action': action }),
    ...(gvk === undefined ? {} : { 'x-kubernetes-group-version-kind': gvk }),
  };
}

function bodyParameter(definition: string, required: boolean): JsonObject {
  return {
    name: 'body',
    in: 'body',
    ...(required ? { required } : {}),
    schema: { $ref: REFERENCE_PREFIX.v2 + definition },
  };
}

function parameter({ name, in: place, type, description }: Parameter): JsonObject {
  return { uniqueItems: true, type, description, name, in: place, ...(place === 'path' ? { required: true } : {}) };
}
