/** Defaults of schemas fit their own schema. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go. */
import { type FieldError, fieldErrorText } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { isPlainObject } from '../../apis/schema/plain-object.js';
import { type Schemas } from '../../apis/schema/schema.js';
import { invalidJson } from '../../apis/validation/structure.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { coerceEmbedded, EmbeddedError, validateEmbedded } from '../embedded.js';
import { prune, pruneUnder } from '../prune.js';
import { asResource, itemsOf, type JSONSchemaProps } from '../schema.js';
import { validateBySchema, type ValidationRules } from '../validation/schema-validator.js';

export interface DefaultChecks {
  readonly schemas: Schemas;
  readonly wording: ValidationWording;
  readonly rules: ValidationRules;
  /** False where an older definition has defaults with fields that it does not know. */
  readonly pruned: boolean;
  /** Errors of the rules of a schema for its default, which is valid otherwise. */
  readonly byRules: (value: unknown, schema: JSONSchemaProps, path: Path, isResource: boolean) => readonly FieldError[];
}

/** Wraps a value in what it is in: the resource around a default. */
type Surround = (value: unknown) => unknown;

interface Place {
  readonly path: Path;
  /** The resource that the schema belongs to. */
  readonly resource: JSONSchemaProps;
  readonly surround: Surround;
  /** True for what is typed by itself: apiVersion, kind, metadata. */
  readonly insideMetadata: boolean;
}

export function validateDefaults(schema: JSONSchemaProps, path: Path, checks: DefaultChecks): FieldError[] {
  const resource = asResource(schema);
  return validate(resource, { path, resource, surround: withTypes, insideMetadata: false }, checks);
}

const withTypes: Surround = (value) => ({ kind: 'Validation', apiVersion: 'validation/v1', ...(value as object) });

function validate(schema: JSONSchemaProps, given: Place, checks: DefaultChecks): FieldError[] {
  const isResource = schema['x-kubernetes-embedded-resource'] === true;
  const place = isResource ? { ...given, resource: schema, surround: withTypes, insideMetadata: false } : given;
  const { path, surround } = place;
  const items = itemsOf(schema);
  const hasDefault = (schema.default ?? null) !== null;
  return [
    ...(hasDefault ? defaultErrors(schema, place, isResource, checks) : []),
    ...(items === undefined
      ? []
      : validate(items, { ...place, path: path.child('items'), surround: (value) => surround([value]) }, checks)),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
      const typed = isResource && ['metadata', 'apiVersion', 'kind'].includes(key);
      const below: Place = {
        ...place,
        path: path.child('properties').key(key),
        surround: (value) => surround({ [key]: value }),
        insideMetadata: place.insideMetadata || typed,
      };
      return validate(property, below, checks);
    }),
  ];
}

function defaultErrors(
  schema: JSONSchemaProps,
  place: Place,
  isResource: boolean,
  checks: DefaultChecks,
): FieldError[] {
  const at = place.path.child('default');
  const value = structuredClone(schema.default);
  const errors = place.insideMetadata
    ? metadataErrors(schema.default, place, at, checks)
    : [...unknownFields(schema, isResource, at, checks), ...embeddedErrors(value, schema, at, checks)];
  const blocked = place.insideMetadata ? errors.length > 0 : errors.some(({ detail }) => detail !== UNKNOWN_FIELDS);
  if (blocked) return errors;
  const bySchema = validateBySchema(value, schema, checks.rules, { root: at.toString() });
  if (bySchema.length > 0) return [...errors, ...bySchema];
  return [...errors, ...checks.byRules(value, schema, at, isResource)];
}

const UNKNOWN_FIELDS = 'must not have unknown fields';

function unknownFields(schema: JSONSchemaProps, isResource: boolean, at: Path, checks: DefaultChecks): FieldError[] {
  if (!checks.pruned) return [];
  const value = structuredClone(schema.default);
  const pruned = isResource && isPlainObject(value) ? prune(value, schema) : pruneUnder(value, schema);
  return pruned.length === 0 ? [] : [invalidJson(at, schema.default, UNKNOWN_FIELDS, checks.wording)];
}

function embeddedErrors(
  value: unknown,
  schema: JSONSchemaProps,
  at: Path,
  checks: DefaultChecks,
): readonly FieldError[] {
  try {
    coerceEmbedded(value, schema, checks.schemas, at);
    return validateEmbedded(value, schema, checks.schemas, checks.wording, at);
  } catch (error) {
    if (!(error instanceof EmbeddedError)) throw error;
    return [error.field];
  }
}

function metadataErrors(value: unknown, place: Place, at: Path, checks: DefaultChecks): FieldError[] {
  const { schemas, wording } = checks;
  const around = place.surround(structuredClone(value));
  const refuse = (text: string): FieldError[] => [
    invalidJson(at, value, `must result in valid metadata: ${text}`, wording),
  ];
  try {
    coerceEmbedded(around, place.resource, schemas);
  } catch (error) {
    if (!(error instanceof EmbeddedError)) throw error;
    return refuse(fieldErrorText(error.field));
  }
  const found = validateEmbedded(around, place.resource, schemas, wording).map(fieldErrorText);
  if (found.length === 0) return [];
  return refuse(found.length === 1 ? (found[0] ?? '') : `[${found.join(', ')}]`);
}
