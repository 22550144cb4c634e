/** What a definition must keep to; what an older one broke already may stay broken. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
import { isDeepStrictEqual } from 'node:util';
import { Path } from '../../apis/field/path.js';
import { prune } from '../prune.js';
import { itemsOf, type JSONSchemaProps, schemaHas } from '../schema.js';
import { type CustomResourceDefinition, isConditionTrue } from '../types.js';
import { caBundleProblem, namesKnownReviewVersion } from './conversion.js';
import { hoisted, schemasOf } from './hoisted.js';
import { isAtomic, mapKeyErrors } from './list-type-rules.js';
import { type SchemaRequirements } from './schema-rules.js';
import { MOST_SELECTABLE_FIELDS } from './selectable-fields.js';
import { validateStructural } from './structural.js';
import { isType, structuralProblem } from './supported-members.js';

export interface Requirements extends SchemaRequirements {
  readonly schemas: boolean;
  readonly structural: boolean;
  readonly prunedDefaults: boolean;
  readonly immutableNames: boolean;
  readonly knownReviewVersion: boolean;
  readonly validCABundle: boolean;
  /** Versions ('' for the whole) that may have too many selectable fields. */
  readonly tooManySelectableFields: readonly string[];
}

export const ALL_REQUIREMENTS: Requirements = {
  schemas: true,
  structural: true,
  prunedDefaults: true,
  validTypes: true,
  atomicSets: true,
  listKeys: true,
  immutableNames: false,
  knownReviewVersion: true,
  // The conversion is not in use before the definition is established.
  validCABundle: false,
  tooManySelectableFields: [],
};

export function requirementsOfUpdate(crd: CustomResourceDefinition, old: CustomResourceDefinition): Requirements {
  const schemas = schemasOf(old.spec);
  const none = (is: (schema: JSONSchemaProps) => boolean): boolean => !schemas.some((schema) => schemaHas(schema, is));
  const established = isConditionTrue(old, 'Established');
  const caBundle = old.spec.conversion?.webhook?.clientConfig?.caBundle ?? '';
  return {
    schemas: old.spec.versions.every(({ schema }) => schema?.openAPIV3Schema !== undefined),
    structural: schemas.every(isStructural),
    prunedDefaults: !schemas.some(hasUnprunedDefaults),
    validTypes: none((schema) => !isType(schema)),
    atomicSets: none(hasNonAtomicItems),
    listKeys: none((schema) => mapKeyErrors(schema, Path.of()).length > 0),
    immutableNames: established,
    knownReviewVersion: old.spec.conversion === undefined || namesKnownReviewVersion(old.spec.conversion),
    validCABundle: established && (caBundle === '' || caBundleProblem(caBundle) === undefined),
    tooManySelectableFields: tooManyBefore(crd, old),
  };
}

function isStructural(schema: JSONSchemaProps): boolean {
  return structuralProblem(schema) === undefined && validateStructural(schema, Path.of()).length === 0;
}

function hasNonAtomicItems(schema: JSONSchemaProps): boolean {
  const items = itemsOf(schema);
  return schema['x-kubernetes-list-type'] === 'set' && items !== undefined && !isAtomic(items);
}

function hasUnprunedDefaults(schema: JSONSchemaProps): boolean {
  return schemaHas(schema, (one) => {
    const value = structuredClone(one.default ?? null);
    return value !== null && prune({ value }, { properties: { value: one } }).length > 0;
  });
}

function tooManyBefore(crd: CustomResourceDefinition, old: CustomResourceDefinition): readonly string[] {
  const [now, before] = [hoisted(crd.spec), hoisted(old.spec)];
  const pairs = [
    { name: '', own: now.whole, was: before.whole },
    ...now.versions.map((version) => ({
      name: version.name,
      own: version,
      was: before.versions.find(({ name }) => name === version.name),
    })),
  ];
  return pairs
    .filter(({ own, was }) => {
      const fields = was?.selectableFields ?? [];
      return fields.length > MOST_SELECTABLE_FIELDS && isDeepStrictEqual(own.selectableFields, fields);
    })
    .map(({ name }) => name);
}
