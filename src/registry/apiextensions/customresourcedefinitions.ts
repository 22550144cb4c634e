/** Source: k8s.io/apiextensions-apiserver/pkg/{registry/customresourcedefinition,apis/apiextensions/validation}. */
import { itemsOf, type JSONSchemaProps } from '../../apiextensions/schema.js';
import { type CustomResourceDefinition, isConditionTrue } from '../../apiextensions/types.js';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type Features } from '../../features/features.js';
import { nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { type TableColumn } from '../rest.js';

const SPEC = Path.of('spec');
const GO_VERSIONS = '[]apiextensions.CustomResourceDefinitionVersion{}';
const SCOPES = ['Cluster', 'Namespaced'];
const APPROVAL = 'api-approved.kubernetes.io';
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

function validateDefinition(crd: CustomResourceDefinition, { behaviours }: Features): FieldError[] {
  const { spec, metadata } = crd;
  const { group, names, scope, versions } = spec;
  const errors: FieldError[] = [];
  if (metadata.name !== `${names.plural}.${group}`) {
    errors.push(invalid(Path.of('metadata', 'name'), metadata.name, 'must be spec.names.plural+"."+spec.group'));
  }
  if (/(^|\.)(k8s\.io|kubernetes\.io)$/.test(group) && metadata.annotations?.[APPROVAL] === undefined) {
    const text = `protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`;
    errors.push(required(Path.of('metadata', 'annotations').key(APPROVAL), text));
  }
  if (group === '') errors.push(required(SPEC.child('group')));
  else {
    const texts = nameIsDNSSubdomain(group, false);
    errors.push(...texts.map((text) => invalid(SPEC.child('group'), group, text)));
    if (!group.includes('.')) {
      errors.push(invalid(SPEC.child('group'), group, 'should be a domain with at least one dot'));
    }
  }
  if (!SCOPES.includes(scope)) {
    errors.push(scope === '' ? required(SPEC.child('scope')) : notSupported(SPEC.child('scope'), scope, SCOPES));
  }
  if (versions.filter((version) => version.storage).length !== 1) {
    const text = 'must have exactly one version marked as storage version';
    const names = versions.map(({ name }) => name);
    errors.push(invalidStructure(SPEC.child('versions'), names, GO_VERSIONS, text, behaviours));
  }
  const hoisted = versions.length === 1;
  versions.forEach(({ schema }, i) => {
    const at = SPEC.child('versions').index(i).child('schema', 'openAPIV3Schema');
    const own = schema?.openAPIV3Schema;
    if (own === undefined) errors.push(required(at, behaviours.missingSchemasExplained ? 'schemas are required' : ''));
    else errors.push(...structuralErrors(own, hoisted ? SPEC.child('validation', 'openAPIV3Schema') : at));
  });
  const stored = crd.status?.storedVersions ?? [];
  if (stored.length === 0) {
    const text = 'must have at least one stored version';
    errors.push(invalidStructure(Path.of('status', 'storedVersions'), null, '[]string(nil)', text, behaviours));
  }
  return errors;
}

/** What keeps a schema from being structural: every field, item and value has a type. Source: pkg/apiserver/schema/validation.go. */
function structuralErrors(schema: JSONSchemaProps, path: Path, kind = 'at the root'): FieldError[] {
  const { properties = {}, additionalProperties } = schema;
  const items = itemsOf(schema);
  const free = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const errors: FieldError[] = [];
  if ((schema.type ?? '') === '' && (!free || kind === 'at the root')) {
    errors.push(required(path.child('type'), `must not be empty ${kind}`));
  } else if (kind === 'at the root' && schema.type !== 'object') {
    errors.push(invalid(path.child('type'), schema.type, 'must be object at the root'));
  }
  for (const [key, property] of Object.entries(properties)) {
    errors.push(...structuralErrors(property, path.child('properties').key(key), 'for specified object fields'));
  }
  if (items !== undefined) {
    errors.push(...structuralErrors(items, path.child('items'), 'for specified array items'));
  }
  if (typeof additionalProperties === 'object') {
    const at = path.child('additionalProperties');
    if (Object.keys(properties).length > 0) {
      errors.push(forbidden(at, 'additionalProperties and properties are mutual exclusive'));
    }
    errors.push(...structuralErrors(additionalProperties, at, 'for specified object fields'));
  }
  return errors;
}

function fillDefaults(crd: CustomResourceDefinition): void {
  const { spec } = crd;
  spec.names.singular ??= spec.names.kind.toLowerCase();
  if (spec.names.singular === '') spec.names.singular = spec.names.kind.toLowerCase();
  if ((spec.names.listKind ?? '') === '') spec.names.listKind = `${spec.names.kind}List`;
  spec.conversion ??= { strategy: 'None' };
}

function addStoredVersion(crd: CustomResourceDefinition): void {
  const storage = crd.spec.versions.find((version) => version.storage)?.name;
  const stored = crd.status?.storedVersions ?? [];
  if (storage === undefined || stored.includes(storage)) return;
  crd.status = { ...crd.status, storedVersions: [...stored, storage] };
}

function detail(
  name: string,
  description: string,
  cell: (crd: CustomResourceDefinition) => string | boolean,
  priority = 1,
): TableColumn<CustomResourceDefinition> {
  const shown = ({ behaviours }: Features): boolean => behaviours.definitionTables;
  return { name, type: 'string', description, priority, cell, shown };
}

/** `v1(storage),v1beta1`. */
function servedVersions({ spec }: CustomResourceDefinition): string {
  const served = spec.versions.filter((version) => version.served);
  return served
    .map(({ name, storage }) => (storage ? `${name}(storage)` : name))
    .sort()
    .join(',');
}

export const customresourcedefinitions = defineBehaviour<CustomResourceDefinition>({
  group: 'apiextensions.k8s.io',
  resource: 'customresourcedefinitions',
  strategy: {
    default: fillDefaults,
    prepareForCreate(crd) {
      crd.status = { acceptedNames: { plural: '', kind: '' } };
      addStoredVersion(crd);
    },
    prepareForUpdate: addStoredVersion,
    validate: (crd, { features }) => validateDefinition(crd, features),
    validateUpdate(crd, old, { features }) {
      const errors = validateDefinition(crd, features);
      if (isConditionTrue(old, 'Established') && crd.spec.scope !== old.spec.scope) {
        errors.unshift(invalid(SPEC.child('scope'), crd.spec.scope, 'field is immutable'));
      }
      return errors;
    },
    termination: {
      begin(crd) {
        const { finalizers = [] } = crd.metadata;
        const marked = finalizers.includes(CLEANUP_FINALIZER) ? finalizers : [...finalizers, CLEANUP_FINALIZER];
        return { ...crd, metadata: { ...crd.metadata, finalizers: marked } };
      },
      finished: ({ metadata }) => (metadata.finalizers ?? []).length === 0,
    },
  },
  columns: [
    nameColumn,
    detail('Scope', 'Cluster or Namespaced.', ({ spec }) => spec.scope, 0),
    detail('Versions', 'The versions that are served.', servedVersions, 0),
    {
      name: 'Created At',
      type: 'date',
      description: 'When the definition was created.',
      priority: 0,
      cell: ({ metadata }) => metadata.creationTimestamp ?? '0001-01-01T00:00:00Z',
    },
    detail('Group', 'The group of its API.', ({ spec }) => spec.group),
    detail('Kind', 'The kind of its objects.', ({ spec }) => spec.names.kind),
    detail('ShortNames', 'Names for less typing.', ({ spec }) => (spec.names.shortNames ?? []).join(',')),
    {
      ...detail('Established', 'Whether it is served.', (crd) => isConditionTrue(crd, 'Established')),
      type: 'boolean',
    },
  ],
  description: 'A kind of object that the API serves because this definition says so.',
});
