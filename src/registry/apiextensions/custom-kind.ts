/** The kind that a CustomResourceDefinition describes. Source: k8s.io/apiextensions-apiserver/pkg/{apiserver/customresource_handler.go,registry/customresource/strategy.go}. */
import { valueAt } from '../../apiextensions/columns.js';
import { applyDefaults } from '../../apiextensions/default.js';
import { prune } from '../../apiextensions/prune.js';
import {
  type CustomResourceColumnDefinition,
  type CustomResourceDefinition,
  type CustomResourceDefinitionVersion,
  type JSONSchemaProps,
} from '../../apiextensions/types.js';
import { validateCustomObject } from '../../apiextensions/validate.js';
import { type FieldError } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { decodeObject } from '../../apis/schema/decode.js';
import { encodeObject } from '../../apis/schema/encode.js';
import { loadSchemas } from '../../apis/schema/load.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { translateTimestampSince } from '../../printers/duration.js';
import { type AnyKind, type Codec, type ServedVersion, type Strategy, type TableColumn } from '../rest.js';

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

interface CustomObject extends KubeObject {
  status?: unknown;
}

/** The kind under its accepted names. */
export function customKind(crd: CustomResourceDefinition, features: Features): AnyKind {
  const { group, names, scope, versions } = crd.spec;
  const storage = versions.find((version) => version.storage) ?? versions[0];
  const schema = schemaOf(storage);
  const hasStatus = storage?.subresources?.status !== undefined;
  const served = versions.filter((version) => version.served);
  return {
    custom: true,
    group,
    kind: names.kind,
    resource: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    namespaced: scope === 'Namespaced',
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    versions: versions.map((version) => servedVersion(crd, version, features)),
    storedVersions: storage === undefined ? [] : [storage.name],
    storagePrefix: `${group}/${names.plural}`,
    strategy: strategyOf(schema, hasStatus),
    ...(hasStatus ? { subresources: { status: statusSubresource(schema) } } : {}),
    selectableFields: Object.fromEntries(
      served
        .flatMap(({ selectableFields = [] }) => selectableFields)
        .map(({ jsonPath }) => [jsonPath.slice(1), (object: KubeObject) => textOf(valueAt(object, jsonPath))]),
    ),
    columns: columnsOf(storage?.additionalPrinterColumns),
    description: `A ${names.kind}, as the definition ${crd.metadata.name ?? ''} has it.`,
    example: { metadata: { name: `${names.plural}-1` } },
  };
}

function schemaOf(version: CustomResourceDefinitionVersion | undefined): JSONSchemaProps {
  return version?.schema?.openAPIV3Schema ?? {};
}

function servedVersion(
  { spec: { group, names } }: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
  features: Features,
): ServedVersion {
  const schema = schemaOf(version);
  return {
    version: version.name,
    schema: [...group.split('.').reverse(), version.name, names.kind].join('.'),
    served: () => version.served,
    openAPIV3Schema: schema as Readonly<Record<string, unknown>>,
    codec: codecOf(schema, features),
    ...(version.subresources?.status === undefined ? { lacksSubresources: ['status'] } : {}),
  };
}

/** Unstructured objects: metadata is typed, all else is as the schema specifies it. */
function codecOf(schema: JSONSchemaProps, features: Features): Codec {
  const schemas = loadSchemas(features.version.minor);
  return {
    decode(value) {
      const { metadata, ...rest } = structuredClone(value);
      const pruned = prune(rest, schema);
      applyDefaults(rest, schema);
      const decoded = decodeObject(schemas, OBJECT_META, metadata ?? {});
      const metadataErrors = decoded.strictErrors.map((text) => text.replace('field "', 'field "metadata.'));
      const strictErrors = [...metadataErrors, ...pruned.sort().map((path) => `unknown field "${path}"`)];
      return { object: { ...rest, metadata: decoded.object }, strictErrors };
    },
    encode: (object) => ({
      ...(sorted(object) as KubeObject),
      metadata: encodeObject(schemas, OBJECT_META, object.metadata, { nullCreationTimestamp: false }),
    }),
  };
}

/** A copy with its keys in order, as Go writes maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}

function strategyOf(schema: JSONSchemaProps, hasStatus: boolean): Strategy<CustomObject> {
  return {
    default: (object) => applyDefaults(object, schema),
    prepareForCreate(object) {
      if (hasStatus) delete object.status;
    },
    prepareForUpdate(object, old) {
      if (hasStatus) keepStatus(object, old);
    },
    validate: (object, { features }) => errorsOf(object, schema, features, false),
    validateUpdate: (object, _old, { features }) => errorsOf(object, schema, features, true),
    allowUnconditionalUpdate: false,
    countsGenerations: true,
  };
}

function keepStatus(object: CustomObject, old: CustomObject): void {
  if (old.status === undefined) delete object.status;
  else object.status = structuredClone(old.status);
}

function statusSubresource(schema: JSONSchemaProps): NonNullable<AnyKind['subresources']>[string] {
  return {
    type: 'stored',
    verbs: ['get', 'patch', 'update'],
    strategy: {
      prepareForUpdate(object: CustomObject, old: CustomObject) {
        const { status } = object;
        const { managedFields, resourceVersion } = object.metadata;
        for (const key of Object.keys(object)) Reflect.deleteProperty(object, key);
        Object.assign(object, structuredClone(old), status === undefined ? {} : { status });
        if (status === undefined) delete object.status;
        if (resourceVersion !== undefined) object.metadata.resourceVersion = resourceVersion;
        if (managedFields !== undefined) object.metadata.managedFields = managedFields;
      },
      validateUpdate: (object, _old, { features }) => errorsOf(object, schema, features, true),
    },
  };
}

function errorsOf(object: KubeObject, schema: JSONSchemaProps, features: Features, isUpdate: boolean): FieldError[] {
  const namesLastField = isUpdate && features.enabled('CRDValidationRatcheting');
  const { customErrorsHaveReasons, customTextsAreLonger, tooLongPhrase } = features.behaviours;
  return validateCustomObject(object, schema, {
    namesLastField,
    hasReasons: customErrorsHaveReasons,
    tooLongText: (maximum) =>
      customTextsAreLonger ? `may not be longer than ${String(maximum)}` : `${tooLongPhrase} ${String(maximum)} bytes`,
  });
}

function columnsOf(columns: readonly CustomResourceColumnDefinition[] = []): readonly TableColumn[] {
  return columns.length === 0 ? [nameColumn, ageColumn] : [nameColumn, ...columns.map(columnOf)];
}

function columnOf({
  name,
  type,
  format = '',
  description,
  priority = 0,
  jsonPath,
}: CustomResourceColumnDefinition): TableColumn {
  return {
    name,
    type: type as TableColumn['type'],
    format,
    description: description ?? `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    priority,
    cell: (object, now) => cellOf(valueAt(object, jsonPath), type, now),
  };
}

function cellOf(value: unknown, type: string, now: number): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? translateTimestampSince(value, now) : null;
    default:
      return textOf(value);
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
