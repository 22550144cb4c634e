/** The OpenAPI 3.0 document of one group and version. */
import { type JsonObject, REFERENCE_PREFIX } from './definition-schemas.js';
import { type Operation, type Path } from './operation.js';
import { type Parameter } from './parameters.js';
import { BEARER_TOKEN, CODE_TEXTS } from './v2.js';

/** `bodies`: true where it is said which bodies are required. */
export function documentV3(version: string, paths: readonly Path[], schemas: JsonObject, bodies: boolean): JsonObject {
  const sorted = paths.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const found = Object.keys(schemas).length === 0 ? {} : { schemas };
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version },
    paths: Object.fromEntries(sorted.map((path) => [path.path, pathItem(path, bodies)])),
    components: { ...found, securitySchemes: BEARER_TOKEN },
  };
}

function pathItem(path: Path, bodies: boolean): JsonObject {
  return {
    ...Object.fromEntries(
      path.operations.map((operation) => [operation.method, operationV3(operation, path.tag, bodies)]),
    ),
    ...(path.parameters.length === 0 ? {} : { parameters: path.parameters.map(parameter) }),
  };
}

function operationV3(operation: Operation, tag: string, bodies: boolean): JsonObject {
  const { body, action, gvk, answer } = operation;
  const answered = answer === undefined ? {} : { content: content(operation.produces.toSorted(), answer) };
  return {
    tags: [tag],
    description: operation.description,
    operationId: operation.id,
    ...(operation.parameters.length === 0 ? {} : { parameters: operation.parameters.map(parameter) }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            content: content(operation.consumes.toSorted(), body.definition),
            ...(body.required && bodies ? { required: true } : {}),
          },
        }),
    responses: Object.fromEntries([
      ...operation.codes.map((code) => [code, { description: CODE_TEXTS[code], ...answered }]),
      [401, { description: CODE_TEXTS[401] }],
    ]),
    ...(action === undefined ? {} : { 'x-kubernetes-action': action }),
    ...(gvk === undefined ? {} : { 'x-kubernetes-group-version-kind': gvk }),
  };
}

function content(mediaTypes: readonly string[], definition: string): JsonObject {
  const schema = definition === 'string' ? { type: 'string' } : { $ref: REFERENCE_PREFIX.v3 + definition };
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema }]));
}

function parameter({ name, in: place, type, description }: Parameter): JsonObject {
  const required = place === 'path' ? { required: true } : {};
  return { name, in: place, description, ...required, schema: { type, uniqueItems: true } };
}
