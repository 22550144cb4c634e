/** Definitions as JSON schemas, in the dialects of OpenAPI 2 and 3. Source: k8s.io/kube-openapi/pkg/generators. */
import { type GroupVersionKind } from '../apis/meta/v1.js';
import { type Definition, dereference, type Field, type Schemas, type Type } from '../apis/schema/schema.js';
import { describeDefinition, describeField } from './descriptions.js';

export interface JsonObject {
  [key: string]: unknown;
}

export type Dialect = 'v2' | 'v3';

export const REFERENCE_PREFIX = { v2: '#/definitions/', v3: '#/components/schemas/' } as const;

/** Types with a JSON form of their own. */
const SPECIAL: Readonly<Record<string, Readonly<Record<Dialect, JsonObject>>>> = {
  Time: same({ type: 'string', format: 'date-time' }),
  MicroTime: same({ type: 'string', format: 'date-time' }),
  Duration: same({ type: 'string' }),
  Quantity: { v2: { type: 'string' }, v3: { oneOf: [{ type: 'string' }, { type: 'number' }] } },
  IntOrString: {
    v2: { type: 'string', format: 'int-or-string' },
    v3: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  },
  RawExtension: same({ type: 'object' }),
  FieldsV1: same({ type: 'object' }),
  JSON: same({}),
};

const SCALAR: Readonly<Record<string, JsonObject>> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  uint8: { type: 'integer', format: 'byte' },
  uint32: { type: 'integer', format: 'int64' },
  float64: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
  any: {},
};

const ZERO: Readonly<Record<string, unknown>> = { string: '', boolean: false, integer: 0, number: 0 };

/** Makes the schemas of what documents name, and of all that those reach. */
export class DefinitionSchemas {
  readonly #schemas: Schemas;
  readonly #dialect: Dialect;
  readonly #kinds: ReadonlyMap<string, readonly GroupVersionKind[]>;
  readonly #descriptions: ReadonlyMap<string, string>;

  /** `descriptions` go before the table in descriptions.ts. */
  constructor(
    schemas: Schemas,
    dialect: Dialect,
    kinds: ReadonlyMap<string, readonly GroupVersionKind[]>,
    descriptions: ReadonlyMap<string, string>,
  ) {
    this.#schemas = schemas;
    this.#dialect = dialect;
    this.#kinds = kinds;
    this.#descriptions = descriptions;
  }

  /** In order of name. */
  reachable(roots: Iterable<string>): JsonObject {
    const found = new Map<string, JsonObject>();
    const queue = [...roots];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (!found.has(name)) found.set(name, this.#definition(name, queue));
    }
    return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #definition(name: string, queue: string[]): JsonObject {
    const description = this.#descriptions.get(name) ?? describeDefinition(name);
    const gvks = this.#kinds.get(name);
    return {
      ...(description === undefined ? {} : { description }),
      ...(this.#schemas.has(name) ? this.#struct(this.#schemas.get(name), queue) : special(name, this.#dialect)),
      ...(gvks === undefined ? {} : { 'x-kubernetes-group-version-kind': gvks }),
    };
  }

  #struct(definition: Definition, queue: string[]): JsonObject {
    const declared = [...this.#schemas.fields(definition.name).values()];
    const required = declared.filter((field) => field.required).map((field) => field.json);
    const fields = declared.sort((a, b) => (a.json < b.json ? -1 : 1));
    const properties = Object.fromEntries(
      fields.map((field) => [field.json, this.#property(definition.name, field, queue)]),
    );
    return {
      type: 'object',
      ...(required.length === 0 ? {} : { required }),
      ...(fields.length === 0 ? {} : { properties }),
      ...(definition.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    };
  }

  #property(definition: string, field: Field, queue: string[]): JsonObject {
    const description = describeField(definition, field.json);
    return {
      ...(description === undefined ? {} : { description }),
      ...this.#type(field.type, queue),
      ...(this.#dialect === 'v3' ? fallback(field) : {}),
      ...(field.patchStrategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': field.patchStrategies.join(',') }),
      ...(field.patchMergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
      ...(field.listType === undefined ? {} : { 'x-kubernetes-list-type': field.listType }),
      ...(field.listMapKeys.length === 0 ? {} : { 'x-kubernetes-list-map-keys': field.listMapKeys }),
      ...(field.mapType === undefined ? {} : { 'x-kubernetes-map-type': field.mapType }),
    };
  }

  #type(type: Type, queue: string[]): JsonObject {
    switch (type.kind) {
      case 'pointer':
        return this.#type(type.element, queue);
      case 'list':
        return { type: 'array', items: this.#element(type.element, queue) };
      case 'map':
        return { type: 'object', additionalProperties: this.#element(type.element, queue) };
      case 'scalar':
        return { ...SCALAR[type.scalar] };
      case 'struct':
      case 'special': {
        queue.push(type.definition);
        const reference = this.#reference(type.definition);
        // In OpenAPI 3.0 nothing may stand beside a $ref.
        return this.#dialect === 'v3' ? { allOf: [reference] } : reference;
      }
    }
  }

  #element(type: Type, queue: string[]): JsonObject {
    const inner = dereference(type);
    if (inner.kind !== 'struct' && inner.kind !== 'special') return this.#type(type, queue);
    queue.push(inner.definition);
    return this.#reference(inner.definition);
  }

  #reference(definition: string): JsonObject {
    return { $ref: REFERENCE_PREFIX[this.#dialect] + definition };
  }
}

function same(schema: JsonObject): Readonly<Record<Dialect, JsonObject>> {
  return { v2: schema, v3: schema };
}

function special(name: string, dialect: Dialect): JsonObject {
  return { ...SPECIAL[name.slice(name.lastIndexOf('.') + 1)]?.[dialect] };
}

/** The default: the marker's, else the zero value of what is always there. */
function fallback(field: Field): JsonObject {
  if (field.default !== undefined) return { default: field.default };
  if (field.type.kind === 'struct') return { default: {} };
  if (field.type.kind !== 'scalar' || field.omit !== 'never') return {};
  const zero = ZERO[SCALAR[field.type.scalar]?.type as string];
  return zero === undefined || field.type.scalar === 'bytes' ? {} : { default: zero };
}
