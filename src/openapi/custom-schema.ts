/** A custom kind's own schema as definitions of either dialect. Source: k8s.io/apiextensions-apiserver/pkg/controller/openapi/{builder/builder.go,v2/conversion.go}. */
import { type Dialect, type JsonObject, REFERENCE_PREFIX } from './definition-schemas.js';
import { type ServedKind } from './served-kinds.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const PRESERVE = 'x-kubernetes-preserve-unknown-fields';

/** `example.com`, `v1`, `Widget` → `com.example.v1.Widget`. */
export function customDefinition({ kind, version }: ServedKind): string {
  return [...kind.group.split('.').reverse(), version.version, kind.kind].join('.');
}

/** The definitions of a custom kind and of its list, by name. */
export function customDefinitions(served: ServedKind, dialect: Dialect): readonly (readonly [string, JsonObject])[] {
  const { kind: definition, version } = served;
  const name = customDefinition(served);
  const { group, kind } = definition;
  const called = (text: string): JsonObject => ({
    'x-kubernetes-group-version-kind': [{ group, kind: text, version: version.version }],
  });
  const own = version.openAPIV3Schema ?? {};
  return [
    [name, { ...objectSchema(own, dialect), ...called(kind) }],
    [`${name}List`, { ...listSchema(name, kind, definition.resource, dialect), ...called(`${kind}List`) }],
  ];
}

function objectSchema(schema: JsonObject, dialect: Dialect): JsonObject {
  // Clients that read version 2 cannot take fields beside those that are not known.
  if (Object.keys(schema).length === 0 || (dialect === 'v2' && schema[PRESERVE] === true)) return { type: 'object' };
  const shown = converted(schema, dialect);
  return {
    ...shown,
    properties: sorted({ ...(shown.properties as JsonObject | undefined), ...typeProperties(dialect) }),
  };
}

function listSchema(name: string, kind: string, resource: string, dialect: Dialect): JsonObject {
  const items = { type: 'array', items: { $ref: REFERENCE_PREFIX[dialect] + name } };
  return {
    description: `A list of objects of kind ${kind}.`,
    type: 'object',
    required: ['items'],
    properties: sorted({
      ...typeProperties(dialect, 'ListMeta'),
      items: { description: `The ${resource}.`, ...items },
    }),
  };
}

/** What every object has. */
function typeProperties(dialect: Dialect, metadata = 'ObjectMeta'): JsonObject {
  const reference = { $ref: `${REFERENCE_PREFIX[dialect]}${META}.${metadata}` };
  return {
    apiVersion: {
      description: 'APIVersion defines the group and version that this object is written in: group/version.',
      type: 'string',
    },
    kind: { description: 'The kind of this object.', type: 'string' },
    metadata: {
      description: "Standard object's metadata: name, namespace, labels and what the server keeps about the object.",
      ...(dialect === 'v3' ? { allOf: [reference] } : reference),
    },
  };
}

function converted(schema: JsonObject, dialect: Dialect): JsonObject {
  const inner = mapChildren(schema, (child) => converted(child, dialect));
  return dialect === 'v3' ? v3Node(inner) : v2Node(inner, schema);
}

function v3Node(node: JsonObject): JsonObject {
  if (node['x-kubernetes-int-or-string'] === true && node.anyOf === undefined && node.allOf === undefined) {
    return { ...node, anyOf: [{ type: 'integer' }, { type: 'string' }] };
  }
  if (node['x-kubernetes-embedded-resource'] !== true) return node;
  const required = new Set([...((node.required ?? []) as string[]), 'kind', 'apiVersion']);
  const properties = sorted({ ...(node.properties as JsonObject | undefined), ...typeProperties('v3') });
  return { ...node, required: [...required], properties };
}

const LEFT_OUT_OF_V2 = ['allOf', 'oneOf', 'anyOf', 'not', 'nullable', 'default'];

function v2Node(node: JsonObject, original: JsonObject): JsonObject {
  const shown: Record<string, unknown> = { ...node };
  for (const key of LEFT_OUT_OF_V2) Reflect.deleteProperty(shown, key);
  const preserves = node[PRESERVE] === true;
  if (node.nullable === true || preserves) {
    delete shown.items;
    delete shown.properties;
  }
  const untyped =
    node.nullable === true ||
    (shown.items === undefined && shown.type === 'array') ||
    (preserves && shown.type === 'object');
  if (untyped) delete shown.type;
  const required = requiredOfV2(original);
  if (required.length === 0) delete shown.required;
  else shown.required = required;
  return shown;
}

/** What can be null cannot be required. */
function requiredOfV2({ required, properties, additionalProperties }: JsonObject): readonly string[] {
  if ((additionalProperties as JsonObject | undefined)?.nullable === true) return [];
  const all = (properties ?? {}) as Record<string, JsonObject>;
  return ((required ?? []) as string[]).filter((name) => all[name]?.nullable !== true);
}

function mapChildren(schema: JsonObject, change: (child: JsonObject) => JsonObject): JsonObject {
  const { properties, items, additionalProperties } = schema;
  const all = Object.entries((properties ?? {}) as Record<string, JsonObject>);
  return {
    ...schema,
    ...(properties === undefined
      ? {}
      : { properties: sorted(Object.fromEntries(all.map(([k, v]) => [k, change(v)]))) }),
    ...(isSchema(items) ? { items: change(items) } : {}),
    ...(isSchema(additionalProperties) ? { additionalProperties: change(additionalProperties) } : {}),
  };
}

function isSchema(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

function sorted(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
}
