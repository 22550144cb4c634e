/**
 * A swagger 2.0 document as protobuf, for what our documents have in them. kubectl asks for /openapi/v2 in this form.
 * Source: OpenAPIv2.proto of github.com/google/gnostic-models.
 */
import { type JsonObject } from './definition-schemas.js';
import { any, extensions, list, named, object, text, texts } from './gnostic.js';
import { ProtobufWriter } from './protobuf-writer.js';

export function gnosticV2(document: JsonObject): Uint8Array {
  const info = object(document.info);
  const out = new ProtobufWriter()
    .string(1, text(document.swagger))
    .message(2, (inner) => inner.string(1, text(info.title)).string(2, text(info.version)))
    .message(8, (inner) => named(inner, 2, document.paths, pathItem))
    .message(9, (inner) => named(inner, 1, document.definitions, schema));
  if (document.parameters !== undefined) {
    out.message(10, (inner) =>
      named(inner, 1, document.parameters, (value, each) => plainParameter(value, object(each))),
    );
  }
  for (const requirement of list(document.security)) {
    out.message(12, (inner) => named(inner, 1, requirement, (value, scopes) => value.strings(1, texts(scopes))));
  }
  return out.message(13, (inner) => named(inner, 1, document.securityDefinitions, securityDefinition)).finish();
}

const METHODS = { get: 2, put: 3, post: 4, delete: 5, options: 6, head: 7, patch: 8 } as const;

function pathItem(out: ProtobufWriter, value: unknown): void {
  const item = object(value);
  for (const [method, field] of Object.entries(METHODS)) {
    const found = item[method];
    if (found !== undefined) out.message(field, (inner) => operation(inner, object(found)));
  }
  for (const each of list(item.parameters)) out.message(9, (inner) => parameter(inner, object(each)));
}

function operation(out: ProtobufWriter, value: JsonObject): void {
  out
    .strings(1, texts(value.tags))
    .string(3, text(value.description))
    .string(5, text(value.operationId))
    .strings(6, texts(value.produces))
    .strings(7, texts(value.consumes));
  for (const each of list(value.parameters)) out.message(8, (inner) => parameter(inner, object(each)));
  out
    .message(9, (responses) => named(responses, 1, value.responses, (inner, each) => response(inner, object(each))))
    .strings(10, texts(value.schemes));
  extensions(out, 13, value);
}

/** ResponseValue → Response → SchemaItem → Schema. */
function response(out: ProtobufWriter, value: JsonObject): void {
  out.message(1, (inner) => {
    inner.string(1, text(value.description));
    if (value.schema !== undefined) inner.message(2, (item) => item.message(1, (found) => schema(found, value.schema)));
  });
}

/** ParametersItem → Parameter or JsonReference. */
function parameter(out: ProtobufWriter, value: JsonObject): void {
  const reference = text(value.$ref);
  if (reference !== undefined) out.message(2, (inner) => inner.string(1, reference));
  else out.message(1, (inner) => plainParameter(inner, value));
}

/** Parameter → BodyParameter, or NonBodyParameter → …SubSchema. */
function plainParameter(out: ProtobufWriter, value: JsonObject): void {
  if (value.in === 'body') out.message(1, (body) => bodyParameter(body, value));
  else out.message(2, (inner) => subSchema(inner, value));
}

function bodyParameter(out: ProtobufWriter, value: JsonObject): void {
  out
    .string(1, text(value.description))
    .string(2, text(value.name))
    .string(3, text(value.in))
    .bool(4, value.required === true)
    .message(5, (inner) => schema(inner, value.schema));
}

/** The numbers of query and path parameters differ by one from `type` on. */
function subSchema(out: ProtobufWriter, value: JsonObject): void {
  const query = value.in === 'query';
  out.message(query ? 3 : 4, (inner) =>
    inner
      .bool(1, value.required === true)
      .string(2, text(value.in))
      .string(3, text(value.description))
      .string(4, text(value.name))
      .string(query ? 6 : 5, text(value.type))
      .bool(query ? 20 : 19, value.uniqueItems === true),
  );
}

const NUMBERS = { multipleOf: 6, maximum: 7, minimum: 9 } as const;
const COUNTS = {
  maxLength: 11,
  minLength: 12,
  maxItems: 14,
  minItems: 15,
  maxProperties: 17,
  minProperties: 18,
} as const;
const SWITCHES = { exclusiveMaximum: 8, exclusiveMinimum: 10, uniqueItems: 16 } as const;

function schema(out: ProtobufWriter, json: unknown): void {
  const value = object(json);
  const { type, items, additionalProperties, properties } = value;
  out.string(1, text(value.$ref)).string(2, text(value.format)).string(3, text(value.title));
  out.string(4, text(value.description));
  for (const [name, field] of Object.entries(NUMBERS)) out.double(field, value[name]);
  for (const [name, field] of Object.entries(SWITCHES)) out.bool(field, value[name] === true);
  for (const [name, field] of Object.entries(COUNTS)) out.varint(field, value[name]);
  out.string(13, text(value.pattern)).strings(19, texts(value.required));
  for (const each of list(value.enum)) out.message(20, (inner) => any(inner, each));
  if (typeof additionalProperties === 'boolean') out.message(21, (item) => item.oneofBool(2, additionalProperties));
  else if (additionalProperties !== undefined) {
    out.message(21, (item) => item.message(1, (inner) => schema(inner, additionalProperties)));
  }
  if (type !== undefined) out.message(22, (item) => item.string(1, text(type)));
  if (items !== undefined) out.message(23, (item) => item.message(1, (inner) => schema(inner, items)));
  if (properties !== undefined) out.message(25, (inner) => named(inner, 1, properties, schema));
  extensions(out, 31, value);
}

/** SecurityDefinitionsItem → ApiKeySecurity. */
function securityDefinition(out: ProtobufWriter, json: unknown): void {
  const value = object(json);
  out.message(2, (key) =>
    key
      .string(1, text(value.type))
      .string(2, text(value.name))
      .string(3, text(value.in))
      .string(4, text(value.description)),
  );
}
