/** What a strategic merge patch must know of a type. Source: k8s.io/apimachinery/pkg/util/strategicpatch/meta.go. */
import { dereference, type Schemas, type Type } from './schema.js';

export interface PatchField {
  readonly mergeKey?: string;
  /** The values of the patchStrategy tag: `merge`, `replace`, `retainKeys`. */
  readonly strategies: readonly string[];
  /** `map` for structs and maps; `list` for lists of those; `primitiveList` for lists of scalars. */
  readonly kind: 'map' | 'list' | 'primitiveList' | 'scalar';
  /** The type of the struct or map itself, or of a list's elements; absent for scalars. */
  readonly element?: PatchSchema;
}

export interface PatchSchema {
  /** The struct's name in Go: `ConfigMap`; '' for a map. */
  readonly name: string;
  /** Undefined for a field that the type does not have; a map answers for every key. */
  field(name: string): PatchField | undefined;
}

/** The patch schema of a definition; made once per definition. */
export function patchSchema(schemas: Schemas, definition: string): PatchSchema {
  let known = cache.get(schemas);
  if (known === undefined) cache.set(schemas, (known = new Map<string, PatchSchema>()));
  let schema = known.get(definition);
  if (schema === undefined) known.set(definition, (schema = structSchema(schemas, definition)));
  return schema;
}

const cache = new WeakMap<Schemas, Map<string, PatchSchema>>();

function structSchema(schemas: Schemas, definition: string): PatchSchema {
  const fields = new Map<string, PatchField>();
  return {
    name: schemas.get(definition).goName,
    field(name) {
      const known = fields.get(name);
      if (known !== undefined) return known;
      const field = schemas.fields(definition).get(name);
      if (field === undefined) return undefined;
      const made: PatchField = {
        ...shape(schemas, field.type),
        ...(field.patchMergeKey === undefined ? {} : { mergeKey: field.patchMergeKey }),
        strategies: field.patchStrategies,
      };
      fields.set(name, made);
      return made;
    },
  };
}

function shape(schemas: Schemas, declared: Type): Pick<PatchField, 'kind' | 'element'> {
  const type = dereference(declared);
  switch (type.kind) {
    case 'struct':
      return { kind: 'map', element: patchSchema(schemas, type.definition) };
    case 'map':
      return { kind: 'map', element: mapSchema(schemas, type.element) };
    case 'list': {
      const element = shape(schemas, type.element);
      return element.element === undefined ? { kind: 'primitiveList' } : { kind: 'list', element: element.element };
    }
    default:
      return { kind: 'scalar' };
  }
}

function mapSchema(schemas: Schemas, element: Type): PatchSchema {
  const field: PatchField = { ...shape(schemas, element), strategies: [] };
  return { name: '', field: () => field };
}
