/** Metadata of custom objects and of the resources in them, which is typed though the rest is not. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta. */
import { type FieldError, invalid, required } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { type ObjectMeta } from '../apis/meta/v1.js';
import { decodeObject } from '../apis/schema/decode.js';
import { DecodeError } from '../apis/schema/decode-error.js';
import { encodeObject } from '../apis/schema/encode.js';
import { isPlainObject } from '../apis/schema/plain-object.js';
import { type Schemas } from '../apis/schema/schema.js';
import { isDNS1035Label, nameIsPathSegment } from '../apis/validation/names.js';
import { validateObjectMeta } from '../apis/validation/object-meta.js';
import { type ValidationWording } from '../apis/validation/wording.js';
import { additionalOf, itemsOf, type JSONSchemaProps } from './schema.js';

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

export interface DecodedMetadata {
  readonly metadata: ObjectMeta;
  /** Unknown and repeated fields: `unknown field "metadata.foo"`. */
  readonly strictErrors: readonly string[];
}

/** Metadata without what it does not know. `path`: where it is, for the errors. @throws DecodeError for values of a wrong type. */
export function decodeMetadata(schemas: Schemas, metadata: unknown, path: string): DecodedMetadata {
  const { object, strictErrors } = decodeObject(schemas, OBJECT_META, metadata ?? {});
  return { metadata: object, strictErrors: strictErrors.map((text) => text.replace('field "', `field "${path}.`)) };
}

/** As it is stored and answered. */
export function encodeMetadata(schemas: Schemas, metadata: ObjectMeta): ObjectMeta {
  return encodeObject(schemas, OBJECT_META, metadata, { nullCreationTimestamp: false });
}

/**
 * Types the metadata of embedded resources in place, and returns what strict field validation finds there.
 * @throws EmbeddedError for what is no resource
 */
export function coerceEmbedded(
  value: unknown,
  schema: JSONSchemaProps | undefined,
  schemas: Schemas,
  root = Path.of(),
): string[] {
  const found: string[] = [];
  coerce(value, schema, root, (object, path) => {
    for (const key of ['apiVersion', 'kind'] as const) {
      if (Object.hasOwn(object, key) && typeof object[key] !== 'string') {
        throw new EmbeddedError(invalid(path.child(key), object[key], 'must be a string'));
      }
    }
    if (!Object.hasOwn(object, 'metadata')) return;
    const at = path.child('metadata');
    try {
      const { metadata, strictErrors } = decodeMetadata(schemas, object.metadata, at.toString());
      found.push(...strictErrors);
      object.metadata = encodeMetadata(schemas, metadata);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      throw new EmbeddedError(invalid(at, object.metadata, error.message));
    }
  });
  return found;
}

/** An embedded resource that is none. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
  readonly field: FieldError;

  constructor(field: FieldError) {
    super(field.detail);
    this.field = field;
  }
}

type Visit = (object: Record<string, unknown>, path: Path) => void;

function coerce(value: unknown, schema: JSONSchemaProps | undefined, path: Path, visit: Visit): void {
  if (schema === undefined) return;
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    value.forEach((item: unknown, i) => coerce(item, items, path.index(i), visit));
  } else if (isPlainObject(value)) {
    if (schema['x-kubernetes-embedded-resource'] === true) visit(value, path);
    const { properties = {} } = schema;
    for (const [key, member] of Object.entries(value)) {
      if (Object.hasOwn(properties, key)) coerce(member, properties[key], path.child(key), visit);
      else coerce(member, additionalOf(schema), path.key(key), visit);
    }
  }
}

/** Field errors of the resources in an object. */
export function validateEmbedded(
  value: unknown,
  schema: JSONSchemaProps | undefined,
  schemas: Schemas,
  wording: ValidationWording,
  root = Path.of(),
): FieldError[] {
  const errors: FieldError[] = [];
  coerce(value, schema, root, (object, path) => errors.push(...resourceErrors(object, path, schemas, wording)));
  return errors;
}

function resourceErrors(
  object: Record<string, unknown>,
  path: Path,
  schemas: Schemas,
  wording: ValidationWording,
): FieldError[] {
  const lacking = ['apiVersion', 'kind'].filter((key) => !Object.hasOwn(object, key));
  return [
    ...lacking.map((key) => required(path.child(key))),
    ...(lacking.includes('apiVersion') ? [] : apiVersionErrors(object.apiVersion, path.child('apiVersion'))),
    ...(lacking.includes('kind') ? [] : kindErrors(object.kind, path.child('kind'))),
    ...(Object.hasOwn(object, 'metadata')
      ? metadataErrors(object.metadata, path.child('metadata'), schemas, wording)
      : []),
  ];
}

function apiVersionErrors(value: unknown, path: Path): FieldError[] {
  if (typeof value !== 'string') return [invalid(path, value, 'must be a string')];
  if (value === '') return [invalid(path, value, 'must not be empty')];
  return value.split('/').length > 2 ? [invalid(path, value, `unexpected GroupVersion string: ${value}`)] : [];
}

function kindErrors(value: unknown, path: Path): FieldError[] {
  if (typeof value !== 'string') return [invalid(path, value, 'must be a string')];
  if (value === '') return [invalid(path, value, 'must not be empty')];
  const texts = isDNS1035Label(value.toLowerCase());
  return texts.length === 0 ? [] : [invalid(path, value, `${MIXED_CASE}${texts.join(',')}`)];
}

export const MIXED_CASE = 'may have mixed case, but should otherwise match: ';

function metadataErrors(value: unknown, path: Path, schemas: Schemas, wording: ValidationWording): FieldError[] {
  try {
    const { metadata } = decodeMetadata(schemas, value, '');
    // A resource in another needs no name.
    const named = { ...metadata, name: (metadata.name ?? '') === '' ? 'fakename' : metadata.name };
    const namespaced = (metadata.namespace ?? '') !== '';
    return validateObjectMeta(named as ObjectMeta, namespaced, nameIsPathSegment, wording, path, true);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return [invalid(path, value, error.message)];
  }
}
