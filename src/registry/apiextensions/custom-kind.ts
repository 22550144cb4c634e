/** The kind that a CustomResourceDefinition describes. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go. */
import {
  type CustomResourceDefinition,
  type CustomResourceDefinitionVersion,
  isConditionTrue,
  storageVersion,
} from '../../apiextensions/types.js';
import { newForbidden } from '../../apis/errors.js';
import { type Features } from '../../features/features.js';
import { type AnyKind, type ServedVersion, type Subresource, type WriteGuard } from '../rest.js';
import { customCodec } from './custom-codec.js';
import { customColumns } from './custom-columns.js';
import { deprecationWarning } from './custom-deprecation.js';
import { customScale } from './custom-scale.js';
import { customSelectableFields } from './custom-selectable-fields.js';
import { customStatus, customStrategy } from './custom-strategy.js';
import { CustomValidation } from './custom-validation.js';

/** The kind under its accepted names; each of its versions has a strategy, columns and fields of its own. */
export function customKind(crd: CustomResourceDefinition, features: Features): AnyKind {
  const { group, names, scope, versions } = crd.spec;
  const accepted = crd.status?.acceptedNames ?? names;
  const kind = accepted.kind === '' ? names.kind : accepted.kind;
  const storage = storageVersion(crd);
  const terminating = isTerminating(crd);
  return {
    custom: true,
    group,
    kind,
    listKind: accepted.listKind ?? `${kind}List`,
    resource: names.plural,
    singular: accepted.singular ?? kind.toLowerCase(),
    namespaced: scope === 'Namespaced',
    shortNames: accepted.shortNames ?? [],
    categories: accepted.categories ?? [],
    versions: versions.map((version) => servedVersion(crd, version, kind, features)),
    storedVersions: storage === undefined ? [] : [storage.name],
    ...(storage?.served === true ? { storageVersion: { group, version: storage.name } } : {}),
    storagePrefix: `${group}/${names.plural}`,
    strategy: {},
    subresources: allSubresources(crd, features),
    ...(terminating ? { guard: () => refusesCreations(crd, features), terminating } : {}),
    description: `A ${kind}, as the definition ${crd.metadata.name ?? ''} has it.`,
    example: { metadata: { name: `${names.plural}-1` } },
  };
}

export function isTerminating(crd: CustomResourceDefinition): boolean {
  return crd.metadata.deletionTimestamp !== undefined || isConditionTrue(crd, 'Terminating');
}

function refusesCreations({ spec }: CustomResourceDefinition, { behaviours }: Features): WriteGuard {
  const operation = behaviours.terminatingNamesOperation ? 'CREATE' : 'create';
  const cause = `${operation} not allowed while custom resource definition is terminating`;
  return {
    create({ metadata: { name = '' } }) {
      throw newForbidden({ group: spec.group, resource: spec.names.plural }, name, cause);
    },
    update: () => Promise.resolve(),
  };
}

function servedVersion(
  crd: CustomResourceDefinition,
  version: CustomResourceDefinitionVersion,
  kind: string,
  features: Features,
): ServedVersion {
  const { group, preserveUnknownFields = false } = crd.spec;
  const schema = version.schema?.openAPIV3Schema;
  const subresources = subresourcesOf(version, features);
  const lacked = ['status', 'scale'].filter((name) => !(name in subresources));
  const warning = deprecationWarning(crd.spec, version);
  return {
    version: version.name,
    schema: [...group.split('.').reverse(), version.name, kind].join('.'),
    served: () => version.served,
    openAPIV3Schema: (schema ?? {}) as Readonly<Record<string, unknown>>,
    codec: customCodec(schema, preserveUnknownFields, features),
    ...(lacked.length === 0 ? {} : { lacksSubresources: lacked }),
    ...(warning === undefined ? {} : { warning }),
    own: {
      strategy: customStrategy(new CustomValidation(version, features), version),
      selectableFields: customSelectableFields(version, features),
      columns: customColumns(version),
      subresources,
    },
  };
}

function subresourcesOf(
  version: CustomResourceDefinitionVersion,
  features: Features,
): Readonly<Record<string, Subresource>> {
  const { status, scale } = version.subresources ?? {};
  return {
    ...(status === undefined ? {} : { status: customStatus(new CustomValidation(version, features)) }),
    ...(scale === undefined ? {} : { scale: customScale(scale, version) }),
  };
}

/** For discovery and OpenAPI: what any served version has. */
function allSubresources(
  { spec }: CustomResourceDefinition,
  features: Features,
): Readonly<Record<string, Subresource>> {
  const served = spec.versions.filter((version) => version.served);
  return Object.fromEntries(served.flatMap((version) => Object.entries(subresourcesOf(version, features))));
}
