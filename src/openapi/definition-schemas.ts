/** Definitions as JSON schemas, in the dialects of OpenAPI 2 and 3. Source: k8s.io/kube-openapi/pkg/generators. */
import { type GroupVersionKind } from '../apis/meta/v1.js';
import {
  type Definition,
  dereference,
  type Field,
  type Schemas,
  type SpecialKind,
  type Type,
} from '../apis/schema/schema.js';
import { type OpenAPIFacts } from './facts.js';
import { definitionSentence, fieldSentence } from './sentences.js';

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

/** What a version's definitions are made of. */
export interface DefinitionSource {
  readonly schemas: Schemas;
  readonly facts: OpenAPIFacts;
  /** Definition name → what it is called on the wire. */
  readonly kinds: ReadonlyMap<string, readonly GroupVersionKind[]>;
  /** The kinds' own words, by definition. */
  readonly descriptions: ReadonlyMap<string, string>;
  /** True where enumerations are shown. */
  readonly enumerations: boolean;
  /** True where the elements of lists and maps have defaults too. */
  readonly itemDefaults: boolean;
  /** True where times, quantities and their like have defaults as structs have. */
  readonly specialDefaults: boolean;
  /** Definitions that are written already: those of custom kinds. */
  readonly custom: ReadonlyMap<string, JsonObject>;
}

/** Makes the schemas of what documents name, and of all that those reach; each is made once. */
export class DefinitionSchemas {
  readonly #source: DefinitionSource;
  readonly #schemas: Schemas;
  readonly #dialect: Dialect;
  readonly #made = new Map<string, { readonly schema: JsonObject; readonly reaches: readonly string[] }>();

  constructor(source: DefinitionSource, dialect: Dialect) {
    this.#source = source;
    this.#schemas = source.schemas;
    this.#dialect = dialect;
  }

  /** In order of name. `own`: keeps to the names of that group and version where every group knows a type. */
  reachable(roots: Iterable<string>, own?: Pick<GroupVersionKind, 'group' | 'version'>): JsonObject {
    const found = new Map<string, JsonObject>();
    const queue = [...roots];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (found.has(name)) continue;
      const { schema, reaches } = this.#definition(name);
      found.set(name, own === undefined ? schema : withOwnNames(schema, own));
      queue.push(...reaches);
    }
    return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #definition(name: string): { readonly schema: JsonObject; readonly reaches: readonly string[] } {
    let made = this.#made.get(name);
    if (made === undefined) {
      const reaches: string[] = [];
      const custom = this.#source.custom.get(name);
      if (custom !== undefined) collectReferences(custom, REFERENCE_PREFIX[this.#dialect], reaches);
      made = { schema: custom ?? this.#whole(name, reaches), reaches };
      this.#made.set(name, made);
    }
    return made;
  }

  #whole(name: string, reaches: string[]): JsonObject {
    const { kinds, descriptions, facts } = this.#source;
    const gvks = kinds.get(name);
    const unions = facts.unions(name);
    return {
      description: definitionSentence(name, descriptions.get(name)),
      ...(this.#schemas.has(name) ? this.#struct(this.#schemas.get(name), reaches) : special(name, this.#dialect)),
      ...(gvks === undefined ? {} : { 'x-kubernetes-group-version-kind': gvks }),
      ...(unions === undefined ? {} : { 'x-kubernetes-unions': unions }),
    };
  }

  #struct(definition: Definition, reaches: string[]): JsonObject {
    const declared = [...this.#schemas.fields(definition.name).values()];
    const required = declared.filter((field) => field.required).map((field) => field.json);
    const fields = declared.sort((a, b) => (a.json < b.json ? -1 : 1));
    const properties = Object.fromEntries(
      fields.map((field) => [field.json, this.#property(definition.name, field, reaches)]),
    );
    return {
      type: 'object',
      ...(required.length === 0 ? {} : { required }),
      ...(fields.length === 0 ? {} : { properties }),
      ...(definition.atomic ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    };
  }

  #property(definition: string, field: Field, queue: string[]): JsonObject {
    const values = (path: string): JsonObject => this.#enumeration(definition, path);
    return {
      description: fieldSentence(definition, field.json, field.type),
      ...this.#type(field.type, queue, (suffix) => values(field.json + suffix)),
      ...values(field.json),
      ...(this.#dialect === 'v3' ? this.#fallback(field) : {}),
      ...(field.patchStrategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': field.patchStrategies.join(',') }),
      ...(field.patchMergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
      ...(field.listType === undefined ? {} : { 'x-kubernetes-list-type': field.listType }),
      ...(field.listMapKeys.length === 0 ? {} : { 'x-kubernetes-list-map-keys': field.listMapKeys }),
      ...(field.mapType === undefined ? {} : { 'x-kubernetes-map-type': field.mapType }),
    };
  }

  #enumeration(definition: string, path: string): JsonObject {
    if (!this.#source.enumerations) return {};
    const values = this.#source.facts.enumeration(definition, path);
    return values === undefined ? {} : { enum: values };
  }

  #type(type: Type, queue: string[], ofElements: (suffix: '[]' | '{}') => JsonObject = () => ({})): JsonObject {
    switch (type.kind) {
      case 'pointer':
        return this.#type(type.element, queue, ofElements);
      case 'list':
        return { type: 'array', items: { ...this.#element(type.element, queue), ...ofElements('[]') } };
      case 'map':
        return { type: 'object', additionalProperties: { ...this.#element(type.element, queue), ...ofElements('{}') } };
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
    const withDefaults = this.#dialect === 'v3' && this.#source.itemDefaults && type.kind !== 'pointer';
    if (inner.kind !== 'struct' && inner.kind !== 'special') {
      return { ...this.#type(type, queue), ...(withDefaults ? zeroOf(inner) : {}) };
    }
    queue.push(inner.definition);
    const reference = this.#reference(inner.definition);
    if (!withDefaults || !this.#hasZero(inner)) return reference;
    return { allOf: [reference], default: {} };
  }

  /** The default: the marker's, else the zero value of what is always there. */
  #fallback(field: Field): JsonObject {
    if (field.default !== undefined) return { default: field.default };
    if (this.#hasZero(field.type)) return { default: {} };
    return field.omit === 'never' ? zeroOf(field.type) : {};
  }

  #hasZero(type: Type): boolean {
    if (type.kind === 'struct') return true;
    return this.#source.specialDefaults && type.kind === 'special' && SPECIAL_STRUCTS.has(type.special);
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

function zeroOf(type: Type): JsonObject {
  if (type.kind !== 'scalar' || type.scalar === 'bytes') return {};
  const zero = ZERO[SCALAR[type.scalar]?.type as string];
  return zero === undefined ? {} : { default: zero };
}

/** Go's structs among the special types. */
const SPECIAL_STRUCTS: ReadonlySet<SpecialKind> = new Set([
  'Time',
  'MicroTime',
  'Duration',
  'Quantity',
  'IntOrString',
  'RawExtension',
  'FieldsV1',
  'JSON',
]);

const NAMES = 'x-kubernetes-group-version-kind';

function withOwnNames(schema: JsonObject, own: Pick<GroupVersionKind, 'group' | 'version'>): JsonObject {
  const names = schema[NAMES] as readonly GroupVersionKind[] | undefined;
  if (names === undefined || names.length < 2) return schema;
  const isOwn = ({ group, version }: GroupVersionKind): boolean =>
    (group === '' && version === 'v1') || (group === own.group && version === own.version);
  return { ...schema, [NAMES]: names.filter(isOwn) };
}

function collectReferences(value: unknown, prefix: string, found: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (key === '$ref' && typeof each === 'string' && each.startsWith(prefix)) found.push(each.slice(prefix.length));
    else collectReferences(each, prefix, found);
  }
}
