/** What lists that are sets or maps need. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { goStrings, invalidJson, invalidStructure } from '../../apis/validation/structure.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { itemsOf, type JSONSchemaProps } from '../schema.js';

const LIST_TYPE = 'x-kubernetes-list-type';
const KEYS = 'x-kubernetes-list-map-keys';
const MAP_TYPE = 'x-kubernetes-map-type';
const LIST_TYPES = ['atomic', 'set', 'map'];

export function listTypeErrors(
  schema: JSONSchemaProps,
  path: Path,
  atomicSets: boolean,
  wording: ValidationWording,
): FieldError[] {
  const listType = schema[LIST_TYPE];
  const keys = schema[KEYS] ?? [];
  const errors: FieldError[] = [];
  if (listType !== undefined) {
    errors.push(...arrayErrors(schema, path, atomicSets, wording));
    if (!LIST_TYPES.includes(listType)) errors.push(notSupported(path.child(LIST_TYPE), listType, LIST_TYPES));
  }
  if (keys.length > 0 && listType !== 'map') {
    const text = `must be map if ${KEYS} is non-empty`;
    const at = path.child(LIST_TYPE);
    errors.push(listType === undefined ? required(at, text) : invalid(at, listType, text));
  }
  if (listType === 'map') errors.push(...mapErrors(schema, path, wording));
  return errors;
}

function arrayErrors(
  schema: JSONSchemaProps,
  path: Path,
  atomicSets: boolean,
  wording: ValidationWording,
): FieldError[] {
  const { type = '' } = schema;
  if (type !== 'array') {
    const text = `must be array if ${LIST_TYPE} is specified`;
    return [type === '' ? required(path.child('type'), text) : invalid(path.child('type'), type, text)];
  }
  const items = itemsOf(schema);
  if (!atomicSets || schema[LIST_TYPE] !== 'set' || items === undefined || isAtomic(items)) return [];
  const text = `must be atomic as item of a list with ${LIST_TYPE}=set`;
  const at = path.child('items', items.type === 'array' ? LIST_TYPE : MAP_TYPE);
  return [invalidJson(at, items[LIST_TYPE] ?? null, text, wording)];
}

/** True for an item of a set that is changed as a whole. */
export function isAtomic(items: JSONSchemaProps): boolean {
  if (items.type === 'array') return (items[LIST_TYPE] ?? 'atomic') === 'atomic';
  return items.type !== 'object' || items[MAP_TYPE] === 'atomic';
}

function mapErrors(schema: JSONSchemaProps, path: Path, wording: ValidationWording): FieldError[] {
  const keys = schema[KEYS] ?? [];
  const items = itemsOf(schema);
  const errors: FieldError[] = [];
  if (keys.length === 0) errors.push(required(path.child(KEYS), `must not be empty if ${LIST_TYPE} is map`));
  if (schema.items === undefined) {
    errors.push(required(path.child('items'), `must have a schema if ${LIST_TYPE} is map`));
  } else if (items === undefined) {
    errors.push(invalid(path.child('items'), schema.items, `must only have a single schema if ${LIST_TYPE} is map`));
  } else if (items.type === 'object') errors.push(...keyErrors(keys, items, path, wording));
  else {
    const text = `must be object if parent array's ${LIST_TYPE} is map`;
    errors.push(invalid(path.child('items', 'type'), items.type ?? '', text));
  }
  return errors;
}

function keyErrors(
  keys: readonly string[],
  items: JSONSchemaProps,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const wrong = (text: string): FieldError => invalidStructure(path.child(KEYS), keys, goStrings(keys), text, wording);
  return keys.flatMap((key, i) => {
    const property = items.properties?.[key];
    const composite = property?.type === 'array' || property?.type === 'object';
    const at = path.child('items', 'properties').key(key).child('type');
    return [
      ...(property === undefined ? [wrong('entries must all be names of item properties')] : []),
      ...(composite ? [invalid(at, items.type, `must be a scalar type if parent array's ${LIST_TYPE} is map`)] : []),
      ...(keys.indexOf(key) < i ? [wrong('must not contain duplicate entries')] : []),
    ];
  });
}

/** Keys are always there, and never null. */
export function mapKeyErrors(schema: JSONSchemaProps, path: Path): FieldError[] {
  const items = itemsOf(schema);
  const listType = schema[LIST_TYPE] ?? '';
  if (items === undefined || (listType !== 'set' && listType !== 'map')) return [];
  const at = path.child('items');
  const errors: FieldError[] = [];
  if (items.nullable === true) {
    errors.push(forbidden(at.child('nullable'), `cannot be nullable when ${LIST_TYPE} is ${listType}`));
  }
  if (listType === 'set') return errors;
  for (const key of schema[KEYS] ?? []) {
    const property = items.properties?.[key];
    if (property === undefined) continue;
    const place = at.child('properties').key(key);
    const text = `this property is in ${KEYS}, so it`;
    if (items.required?.includes(key) !== true && (property.default ?? null) === null) {
      errors.push(required(place.child('default'), `${text} must have a default or be a required property`));
    }
    if (property.nullable === true) errors.push(forbidden(place.child('nullable'), `${text} cannot be nullable`));
  }
  return errors;
}
