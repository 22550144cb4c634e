/** The types of built-in kinds, by what their Go declarations say. Source: k8s.io/kube-openapi/pkg/schemaconv/openapi.go. */
import { type Field, type Schemas, type SpecialKind, type Type } from '../apis/schema/schema.js';
import { type ApplyBehaviours } from '../features/apply-behaviours.js';
import {
  type Atom,
  DEDUCED,
  FieldType,
  type ListType,
  type ScalarType,
  type StructField,
  UNTYPED_ATOMIC,
} from './field-type.js';

type ListBehaviours = Pick<ApplyBehaviours, 'listKeysMayLack'>;

const known = new WeakMap<Schemas, Map<string, FieldType>>();

/** The type of a definition: `io.k8s.api.core.v1.Pod`. */
export function builtinType(schemas: Schemas, definition: string, behaviours: ListBehaviours): FieldType {
  let types = known.get(schemas);
  if (types === undefined) known.set(schemas, (types = new Map<string, FieldType>()));
  let type = types.get(definition);
  if (type === undefined) {
    type = new FieldType(() => structAtom(schemas, definition, behaviours));
    types.set(definition, type);
  }
  return type;
}

function structAtom(schemas: Schemas, definition: string, behaviours: ListBehaviours): Atom {
  const fields = schemas.fields(definition);
  const made = new Map<string, StructField>();
  const field = (name: string): StructField | undefined => {
    const found = made.get(name) ?? structField(schemas, fields.get(name), behaviours);
    if (found !== undefined) made.set(name, found);
    return found;
  };
  const element = fields.size === 0 ? DEDUCED : undefined;
  return { map: { atomic: schemas.get(definition).atomic, hasFields: fields.size > 0, field, element } };
}

function structField(schemas: Schemas, field: Field | undefined, behaviours: ListBehaviours): StructField | undefined {
  if (field === undefined) return undefined;
  return { type: fieldType(schemas, field, behaviours), default: field.default ?? zeroOf(field) };
}

/** What OpenAPI documents give fields that are always written. */
function zeroOf({ type, omit }: Field): unknown {
  if (omit !== 'never' || type.kind !== 'scalar') return undefined;
  switch (type.scalar) {
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'bytes':
    case 'any':
      return undefined;
    default:
      return 0;
  }
}

function fieldType(schemas: Schemas, field: Field, behaviours: ListBehaviours): FieldType {
  const type = typeOf(schemas, field.type, behaviours);
  return new FieldType(() => {
    const { map, list } = type.atom;
    if (list !== undefined && map === undefined) return { list: { ...list, ...relationship(field, behaviours) } };
    if (map !== undefined && list === undefined && field.mapType !== undefined) {
      return { map: { ...map, atomic: field.mapType === 'atomic' } };
    }
    return type.atom;
  });
}

/** How a list's elements are told apart: as its type says, else as it is patched. */
function relationship(
  { listType, listMapKeys, patchStrategies, patchMergeKey }: Field,
  { listKeysMayLack }: ListBehaviours,
): Pick<ListType, 'atomic' | 'keys' | 'needsAllKeys'> {
  const merged = (keys: readonly string[]): Pick<ListType, 'atomic' | 'keys' | 'needsAllKeys'> => ({
    atomic: false,
    keys,
    needsAllKeys: !listKeysMayLack,
  });
  switch (listType) {
    case 'atomic':
      return { atomic: true, keys: [] };
    case 'set':
      return merged([]);
    case 'map':
      return merged(listMapKeys);
    default:
      if (!patchStrategies.includes('merge')) return { atomic: true, keys: [] };
      return merged(patchMergeKey === undefined ? [] : [patchMergeKey]);
  }
}

function typeOf(schemas: Schemas, type: Type, behaviours: ListBehaviours): FieldType {
  switch (type.kind) {
    case 'pointer':
      return typeOf(schemas, type.element, behaviours);
    case 'struct':
      return schemas.has(type.definition) ? builtinType(schemas, type.definition, behaviours) : DEDUCED;
    case 'list':
      return new FieldType(() => ({
        list: { atomic: true, keys: [], element: typeOf(schemas, type.element, behaviours) },
      }));
    case 'map':
      return new FieldType(() => {
        const element = typeOf(schemas, type.element, behaviours);
        return { map: { atomic: false, hasFields: false, field: () => undefined, element } };
      });
    case 'scalar':
      return type.scalar === 'any' ? DEDUCED : SCALARS[scalarOf(type.scalar)];
    case 'special':
      return SPECIALS[type.special];
  }
}

function scalarOf(scalar: string): ScalarType {
  if (scalar === 'string' || scalar === 'bytes') return 'string';
  return scalar === 'bool' ? 'boolean' : 'numeric';
}

const SCALARS: Readonly<Record<ScalarType, FieldType>> = {
  string: new FieldType(() => ({ scalar: 'string' })),
  numeric: new FieldType(() => ({ scalar: 'numeric' })),
  boolean: new FieldType(() => ({ scalar: 'boolean' })),
  untyped: new FieldType(() => ({ scalar: 'untyped' })),
};

const SPECIALS: Readonly<Record<SpecialKind, FieldType>> = {
  Time: SCALARS.untyped,
  MicroTime: SCALARS.untyped,
  Quantity: SCALARS.untyped,
  Duration: SCALARS.string,
  IntOrString: DEDUCED,
  RawExtension: UNTYPED_ATOMIC,
  JSON: DEDUCED,
  FieldsV1: new FieldType(() => ({
    map: { atomic: false, hasFields: false, field: () => undefined, element: DEDUCED },
  })),
};
