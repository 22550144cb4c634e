/** Fields of definitions that a gate turns off, unless they are in use. Source: k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go (dropDisabledFields). */
import { additionalOf, itemsOf, type JSONSchemaProps, schemaHas } from '../../apiextensions/schema.js';
import { type CustomResourceDefinition } from '../../apiextensions/types.js';
import { type Features } from '../../features/features.js';

/** Changes the definition; `old`: as it was, of a change. */
export function dropDisabledFields(
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  features: Features,
): void {
  const rulesInUse = hasInSchemas(old, (schema) => (schema['x-kubernetes-validations'] ?? []).length > 0);
  if (!features.enabled('CustomResourceValidationExpressions') && !rulesInUse) {
    eachSchema(crd, (schema) => delete schema['x-kubernetes-validations']);
  }
  const optionalInUse = hasInSchemas(old, (schema) =>
    rulesOf(schema).some((rule) => rule.optionalOldSelf !== undefined),
  );
  if (!features.enabled('CRDValidationRatcheting') && !optionalInUse) {
    eachSchema(crd, (schema) => {
      for (const rule of rulesOf(schema)) delete rule.optionalOldSelf;
    });
  }
  const fieldsInUse = old?.spec.versions.some(({ selectableFields }) => selectableFields !== undefined) === true;
  if (!features.enabled('CustomResourceFieldSelectors') && !fieldsInUse) {
    for (const version of crd.spec.versions) delete version.selectableFields;
  }
  if (!features.enabled('CRDObservedGenerationTracking') && !observesGeneration(old)) {
    delete crd.status?.observedGeneration;
    for (const condition of crd.status?.conditions ?? []) delete condition.observedGeneration;
  }
}

function rulesOf(schema: JSONSchemaProps): NonNullable<JSONSchemaProps['x-kubernetes-validations']> {
  return schema['x-kubernetes-validations'] ?? [];
}

function hasInSchemas(crd: CustomResourceDefinition | undefined, is: (schema: JSONSchemaProps) => boolean): boolean {
  return crd?.spec.versions.some(({ schema }) => schemaHas(schema?.openAPIV3Schema, is)) === true;
}

function eachSchema({ spec }: CustomResourceDefinition, change: (schema: JSONSchemaProps) => void): void {
  for (const { schema } of spec.versions) changeAll(schema?.openAPIV3Schema, change);
}

// Where values are; conditions have no such fields.
function changeAll(schema: JSONSchemaProps | undefined, change: (schema: JSONSchemaProps) => void): void {
  if (schema === undefined) return;
  change(schema);
  for (const property of Object.values(schema.properties ?? {})) changeAll(property, change);
  changeAll(itemsOf(schema), change);
  changeAll(additionalOf(schema), change);
}

function observesGeneration(crd: CustomResourceDefinition | undefined): boolean {
  const { observedGeneration = 0, conditions } = crd?.status ?? {};
  return observedGeneration !== 0 || (conditions ?? []).some((condition) => (condition.observedGeneration ?? 0) !== 0);
}
