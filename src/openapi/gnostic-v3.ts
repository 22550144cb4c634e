/**
 * An OpenAPI 3.0 document as protobuf, for what our documents have in them.
 * Source: OpenAPIv3.proto of github.com/google/gnostic-models.
 */
import { type JsonObject } from './definition-schemas.js';
import { any, extensions, list, named, object, text, texts, type Write } from './gnostic.js';
import { ProtobufWriter } from './protobuf-writer.js';

export function gnosticV3(document: JsonObject): Uint8Array {
  const info = object(document.info);
  const { schemas, securitySchemes } = object(document.components);
  return new ProtobufWriter()
    .string(1, text(document.openapi))
    .message(2, (inner) => inner.string(1, text(info.title)).string(6, text(info.version)))
    .message(4, (inner) => named(inner, 1, document.paths, pathItem))
    .message(5, (inner) => {
      if (schemas !== undefined) inner.message(1, (all) => named(all, 1, schemas, schemaOrReference));
      inner.message(7, (all) => named(all, 1, securitySchemes, securityScheme));
    })
    .finish();
}

const METHODS = { get: 4, put: 5, post: 6, delete: 7, options: 8, head: 9, patch: 10 } as const;

function pathItem(out: ProtobufWriter, value: unknown): void {
  const item = object(value);
  for (const [method, field] of Object.entries(METHODS)) {
    const found = item[method];
    if (found !== undefined) out.message(field, (inner) => operation(inner, object(found)));
  }
  for (const each of list(item.parameters)) out.message(13, (inner) => parameter(inner, object(each)));
}

function operation(out: ProtobufWriter, value: JsonObject): void {
  out.strings(1, texts(value.tags)).string(3, text(value.description)).string(5, text(value.operationId));
  for (const each of list(value.parameters)) out.message(6, (inner) => parameter(inner, object(each)));
  if (value.requestBody !== undefined) out.message(7, (inner) => requestBody(inner, object(value.requestBody)));
  out.message(8, (responses) => named(responses, 2, value.responses, (inner, each) => response(inner, object(each))));
  extensions(out, 13, value);
}

/** RequestBodyOrReference → RequestBody. */
function requestBody(out: ProtobufWriter, value: JsonObject): void {
  out.message(1, (body) => {
    content(body, 2, value.content);
    body.bool(3, value.required === true);
  });
}

/** ResponseOrReference → Response. */
function response(out: ProtobufWriter, value: JsonObject): void {
  out.message(1, (inner) => {
    inner.string(1, text(value.description));
    content(inner, 3, value.content);
  });
}

function content(out: ProtobufWriter, field: number, value: unknown): void {
  if (value === undefined) return;
  const mediaType: Write = (inner, each) =>
    inner.message(1, (schema) => schemaOrReference(schema, object(each).schema));
  out.message(field, (all) => named(all, 1, value, mediaType));
}

/** ParameterOrReference → Parameter. */
function parameter(out: ProtobufWriter, value: JsonObject): void {
  out.message(1, (inner) =>
    inner
      .string(1, text(value.name))
      .string(2, text(value.in))
      .string(3, text(value.description))
      .bool(4, value.required === true)
      .message(10, (schema) => schemaOrReference(schema, value.schema)),
  );
}

function schemaOrReference(out: ProtobufWriter, json: unknown): void {
  const reference = text(object(json).$ref);
  if (reference !== undefined) out.message(2, (inner) => inner.string(1, reference));
  else out.message(1, (inner) => schema(inner, object(json)));
}

const NUMBERS = { multipleOf: 10, maximum: 11, minimum: 13 } as const;
const COUNTS = {
  maxLength: 15,
  minLength: 16,
  maxItems: 18,
  minItems: 19,
  maxProperties: 21,
  minProperties: 22,
} as const;
const SWITCHES = { nullable: 1, exclusiveMaximum: 12, exclusiveMinimum: 14, uniqueItems: 20 } as const;
const JUNCTORS = { allOf: 26, oneOf: 27, anyOf: 28 } as const;

function schema(out: ProtobufWriter, value: JsonObject): void {
  const { items, properties, additionalProperties, not } = value;
  for (const [name, field] of Object.entries(SWITCHES)) out.bool(field, value[name] === true);
  for (const [name, field] of Object.entries(NUMBERS)) out.double(field, value[name]);
  for (const [name, field] of Object.entries(COUNTS)) out.varint(field, value[name]);
  out.string(9, text(value.title)).string(17, text(value.pattern)).strings(23, texts(value.required));
  for (const each of list(value.enum)) out.message(24, (inner) => any(inner, each));
  out.string(25, text(value.type));
  for (const [name, field] of Object.entries(JUNCTORS)) {
    for (const each of list(value[name])) out.message(field, (inner) => schemaOrReference(inner, each));
  }
  if (not !== undefined) out.message(29, (inner) => schema(inner, object(not)));
  if (items !== undefined) out.message(30, (item) => item.message(1, (inner) => schemaOrReference(inner, items)));
  if (properties !== undefined) out.message(31, (inner) => named(inner, 1, properties, schemaOrReference));
  if (typeof additionalProperties === 'boolean') out.message(32, (item) => item.oneofBool(2, additionalProperties));
  else if (additionalProperties !== undefined) {
    out.message(32, (item) => item.message(1, (inner) => schemaOrReference(inner, additionalProperties)));
  }
  fallback(out, value.default);
  out.string(34, text(value.description)).string(35, text(value.format));
  extensions(out, 36, value);
}

/** DefaultType knows numbers, switches and texts alone. */
function fallback(out: ProtobufWriter, value: unknown): void {
  if (typeof value === 'number') out.message(33, (inner) => inner.oneofDouble(1, value));
  else if (typeof value === 'boolean') out.message(33, (inner) => inner.oneofBool(2, value));
  else if (typeof value === 'string') out.message(33, (inner) => inner.oneofString(3, value));
}

/** SecuritySchemeOrReference → SecurityScheme. */
function securityScheme(out: ProtobufWriter, json: unknown): void {
  const value = object(json);
  out.message(1, (scheme) =>
    scheme
      .string(1, text(value.type))
      .string(2, text(value.description))
      .string(3, text(value.name))
      .string(4, text(value.in)),
  );
}
