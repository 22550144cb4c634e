/** Reads and writes custom objects: metadata is typed, all else is as the version's schema specifies it. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go (unstructuredSchemaCoercer). */
import { applyDefaults } from '../../apiextensions/default.js';
import { coerceEmbedded, decodeMetadata, EmbeddedError, encodeMetadata } from '../../apiextensions/embedded.js';
import { prune, pruneNulls } from '../../apiextensions/prune.js';
import { type JSONSchemaProps } from '../../apiextensions/schema.js';
import { fieldErrorText } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { DecodeError } from '../../apis/schema/decode-error.js';
import { duplicateFields } from '../../apis/schema/json-text.js';
import { loadSchemas } from '../../apis/schema/load.js';
import { compareGoStrings, isPlainObject } from '../../apis/schema/plain-object.js';
import { type Features } from '../../features/features.js';
import { type Codec } from '../rest.js';

export function customCodec(
  schema: JSONSchemaProps | undefined,
  preserveUnknownFields: boolean,
  features: Features,
): Codec {
  const schemas = loadSchemas(features.version.minor);
  const coerce = (object: Record<string, unknown>): string[] => {
    const pruned = preserveUnknownFields ? [] : prune(object, schema);
    if (!preserveUnknownFields) pruneNulls(object, schema);
    const unknown = pruned.map((path) => `unknown field "${path}"`);
    return [...unknown, ...coerceEmbedded(object, schema, schemas)];
  };
  return {
    decode(value) {
      const duplicates = duplicateFields(value).map((path) => `duplicate field "${path}"`);
      const { metadata, ...rest } = structuredClone(value);
      try {
        const decoded = decodeMetadata(schemas, metadata, 'metadata');
        const found = coerce(rest);
        applyDefaults(rest, schema);
        const object = { ...rest, metadata: decoded.metadata };
        return { object, strictErrors: [...duplicates, ...decoded.strictErrors, ...found] };
      } catch (error) {
        if (error instanceof EmbeddedError) throw new DecodeError(fieldErrorText(error.field));
        throw error;
      }
    },
    coerce(object) {
      const { metadata, ...rest } = object;
      coerce(rest);
      return { ...rest, metadata };
    },
    default: (object) => applyDefaults(object, schema),
    encode: (object) => ({
      ...(sorted(object) as KubeObject),
      metadata: encodeMetadata(schemas, object.metadata),
    }),
  };
}

/** A copy with its keys in order, as Go writes maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlainObject(value)) return value;
  const members = Object.entries(value).sort(([a], [b]) => compareGoStrings(a, b));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
