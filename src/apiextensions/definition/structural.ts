/** What makes a schema structural: every value has a type that no condition changes. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/{validation,complete}.go. */
import { isDeepStrictEqual } from 'node:util';
import { type FieldError, fieldErrorText, forbidden, invalid, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { goRegExp, GoRegExpError } from '../../apis/validation/go-regexp.js';
import { additionalOf, itemsOf, type JSONSchemaProps, preserves } from '../schema.js';

type Level = 'root' | 'item' | 'field';

/** Errors in order of their text, as upstream sorts them; the schema has none of the members that are never allowed. */
export function validateStructural(schema: JSONSchemaProps, path: Path): FieldError[] {
  const errors = [...invariants(schema, 'root', path), ...completeness(schema, schema, path, path)];
  return errors
    .map((error) => ({ error, text: fieldErrorText(error) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ error }) => error);
}

const EMPTY_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

function invariants(schema: JSONSchemaProps, level: Level, path: Path): FieldError[] {
  const { type = '', properties = {}, additionalProperties } = schema;
  const items = itemsOf(schema);
  const additional = additionalOf(schema);
  return [
    ...(type === 'array' && items === undefined ? [required(path.child('items'), 'must be specified')] : []),
    ...(items === undefined ? [] : invariants(items, 'item', path.child('items'))),
    ...Object.entries(properties).flatMap(([key, property]) =>
      invariants(property, 'field', path.child('properties').key(key)),
    ),
    ...(additionalProperties !== undefined && level === 'root'
      ? [forbidden(path.child('additionalProperties'), 'must not be used at the root')]
      : []),
    ...(additional === undefined ? [] : invariants(additional, 'field', path.child('additionalProperties'))),
    ...extensionErrors(schema, path),
    ...valueValidation(schema, path, {
      skipsAnyOf: isIntOrString(schema.anyOf),
      skipsFirstAllOf: isIntOrString(schema.allOf?.[0]?.anyOf),
    }),
    ...typeErrors(schema, level, path),
    ...metadataErrors(schema, level, path),
    ...(schema['x-kubernetes-embedded-resource'] === true && !preserves(schema) && Object.keys(properties).length === 0
      ? [required(path.child('properties'), `must not be empty if ${EMBEDDED} is true without ${PRESERVE}`)]
      : []),
  ];
}

const EMBEDDED = 'x-kubernetes-embedded-resource';
const PRESERVE = 'x-kubernetes-preserve-unknown-fields';
const EITHER = 'x-kubernetes-int-or-string';

function extensionErrors(schema: JSONSchemaProps, path: Path): FieldError[] {
  if (schema[EITHER] !== true) return [];
  return ([PRESERVE, EMBEDDED] as const)
    .filter((name) => schema[name] === true)
    .map((name) => invalid(path.child(name), true, `must be false if ${EITHER} is true`));
}

function typeErrors(schema: JSONSchemaProps, level: Level, path: Path): FieldError[] {
  const { type = '', additionalProperties } = schema;
  const at = path.child('type');
  const errors: FieldError[] = [];
  const embedded = schema[EMBEDDED] === true;
  if (embedded && type !== 'object') {
    const text = `must be object if ${EMBEDDED} is true`;
    errors.push(type === '' ? required(at, text) : invalid(at, type, text));
  } else if (type === '' && schema[EITHER] !== true && !preserves(schema)) errors.push(required(at, EMPTY_TYPE[level]));
  if (embedded && additionalProperties !== undefined) {
    errors.push(forbidden(path.child('additionalProperties'), `must not be used if ${EMBEDDED} is set`));
  }
  if (level === 'root' && type !== '' && type !== 'object') {
    errors.push(invalid(at, type, 'must be object at the root'));
  }
  return errors;
}

function metadataErrors(schema: JSONSchemaProps, level: Level, path: Path): FieldError[] {
  const { properties = {} } = schema;
  const checked = level === 'root' || schema[EMBEDDED] === true;
  const texts = ['kind', 'apiVersion'].flatMap((key) => {
    const type = properties[key]?.type ?? '';
    if (!checked || properties[key] === undefined || type === 'string') return [];
    return [invalid(path.child('properties').key(key).child('type'), type, 'must be string')];
  });
  const { metadata } = properties;
  if (metadata === undefined) return texts;
  const at = path.child('properties').key('metadata');
  return [
    ...texts,
    ...(checked && metadata.type !== 'object'
      ? [invalid(at.child('type'), metadata.type ?? '', 'must be object')]
      : []),
    ...(level === 'root' && !restrictsNamesAlone(metadata)
      ? [
          forbidden(
            at,
            'must not specify anything other than name and generateName, but metadata is implicitly specified',
          ),
        ]
      : []),
  ];
}

function restrictsNamesAlone({ properties = {}, ...rest }: JSONSchemaProps): boolean {
  const names = Object.keys(properties);
  const others = Object.keys(rest).filter((key) => key !== 'type' && key !== 'default');
  return others.length === 0 && names.every((name) => name === 'name' || name === 'generateName');
}

const INT_OR_STRING: readonly JSONSchemaProps[] = [{ type: 'integer' }, { type: 'string' }];

function isIntOrString(anyOf: readonly JSONSchemaProps[] | undefined): boolean {
  return isDeepStrictEqual(anyOf, INT_OR_STRING);
}

interface Skipped {
  readonly skipsAnyOf?: boolean;
  readonly skipsFirstAllOf?: boolean;
}

function valueValidation(schema: JSONSchemaProps, path: Path, skipped: Skipped = {}): FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern = '' } = schema;
  const { skipsAnyOf = false, skipsFirstAllOf = false } = skipped;
  return [
    ...(skipsAnyOf ? [] : anyOf.flatMap((one, i) => nested(one, path.child('anyOf').index(i)))),
    ...allOf.flatMap((one, i) => nested(one, path.child('allOf').index(i), { skipsAnyOf: skipsFirstAllOf && i === 0 })),
    ...oneOf.flatMap((one, i) => nested(one, path.child('oneOf').index(i))),
    ...(not === undefined ? [] : nested(not, path.child('not'))),
    ...patternErrors(pattern, path.child('pattern')),
  ];
}

function patternErrors(pattern: string, path: Path): FieldError[] {
  try {
    if (pattern !== '') goRegExp(pattern);
    return [];
  } catch (error) {
    if (!(error instanceof GoRegExpError)) throw error;
    return [invalid(path, pattern, `must be a valid regular expression, but isn't: ${error.message}`)];
  }
}

/** What a condition may not say, and how that is told. */
const FORBIDDEN: readonly (readonly [keyof JSONSchemaProps, string])[] = [
  ['default', 'undefined'],
  ['title', 'empty'],
  ['description', 'empty'],
  ['nullable', 'false'],
  [PRESERVE, 'false'],
  [EMBEDDED, 'false'],
  [EITHER, 'false'],
  ['x-kubernetes-list-map-keys', 'empty'],
  ['x-kubernetes-list-type', 'undefined'],
  ['x-kubernetes-map-type', 'undefined'],
  ['x-kubernetes-validations', 'empty'],
];

/** A condition under a logical junctor: it may narrow values, and not say what they are. */
function nested(schema: JSONSchemaProps, path: Path, skipped: Skipped = {}): FieldError[] {
  const { properties = {}, type = '' } = schema;
  const items = itemsOf(schema);
  const hasAdditional = schema.additionalProperties !== undefined && schema.additionalProperties !== false;
  return [
    ...valueValidation(schema, path, skipped),
    ...(items === undefined ? [] : nested(items, path.child('items'))),
    ...Object.entries(properties).flatMap(([key, property]) => nested(property, path.child('properties').key(key))),
    ...(type === '' ? [] : [forbidden(path.child('type'), 'must be empty to be structural')]),
    ...(hasAdditional ? [forbidden(path.child('additionalProperties'), 'must be undefined to be structural')] : []),
    ...FORBIDDEN.filter(([key]) => isSet(schema[key])).map(([key, text]) =>
      forbidden(path.child(key), `must be ${text} to be structural`),
    ),
    ...(Object.hasOwn(properties, 'metadata')
      ? [forbidden(path.child('properties').key('metadata'), 'must not be specified in a nested context')]
      : []),
  ];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false && !isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Every field or item that a condition is about is known outside of conditions too. */
function completeness(
  condition: JSONSchemaProps,
  schema: JSONSchemaProps | undefined,
  path: Path,
  at: Path,
): FieldError[] {
  const { allOf = [], anyOf = [], oneOf = [], not } = condition;
  const named: readonly (readonly [string, readonly JSONSchemaProps[]])[] = [
    ['allOf', allOf],
    ['anyOf', anyOf],
    ['oneOf', oneOf],
  ];
  return [
    ...(not === undefined ? [] : nestedCompleteness(not, schema, path, at.child('not'))),
    ...named.flatMap(([name, list]) =>
      list.flatMap((one, i) => nestedCompleteness(one, schema, path, at.child(name).index(i))),
    ),
  ];
}

function nestedCompleteness(
  condition: JSONSchemaProps,
  schema: JSONSchemaProps | undefined,
  path: Path,
  at: Path,
): FieldError[] {
  if (schema === undefined) return [required(path, `because it is defined in ${at.toString()}`)];
  const items = itemsOf(condition);
  return [
    ...completeness(condition, schema, path, at),
    ...(items === undefined ? [] : nestedCompleteness(items, itemsOf(schema), path.child('items'), at.child('items'))),
    ...Object.entries(condition.properties ?? {}).flatMap(([key, property]) =>
      nestedCompleteness(
        property,
        schema.properties?.[key],
        path.child('properties').key(key),
        at.child('properties').key(key),
      ),
    ),
  ];
}
