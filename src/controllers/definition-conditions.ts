/** Conditions of definitions beside their names. Source: k8s.io/apiextensions-apiserver/pkg/controller/{establish,nonstructuralschema,apiapproval}. */
import { isEquivalent, withCondition, withoutCondition } from '../apiextensions/conditions.js';
import { approvalOf, isProtectedGroup } from '../apiextensions/definition/approval.js';
import { caBundleProblem } from '../apiextensions/definition/conversion.js';
import { SPEC } from '../apiextensions/definition/hoisted.js';
import { validateStructural } from '../apiextensions/definition/structural.js';
import { structuralProblem } from '../apiextensions/definition/supported-members.js';
import {
  type CustomResourceDefinition,
  type CustomResourceDefinitionCondition,
  type CustomResourceDefinitionStatus,
  isConditionTrue,
} from '../apiextensions/types.js';
import { fieldErrorText, invalid } from '../apis/field/errors.js';

/** A definition whose names are accepted is served, but for one whose webhook could never be asked; undefined: no change. */
export function established(
  crd: CustomResourceDefinition,
  now: string,
  checksBundles: boolean,
): CustomResourceDefinitionStatus | undefined {
  if (!isConditionTrue(crd, 'NamesAccepted') || isConditionTrue(crd, 'Established')) return undefined;
  const caBundle = crd.spec.conversion?.webhook?.clientConfig?.caBundle ?? '';
  const usable = !checksBundles || caBundleProblem(caBundle) === undefined;
  return changed(crd, {
    ...{ type: 'Established', lastTransitionTime: now },
    ...(usable
      ? { status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' }
      : { status: 'False', reason: 'InvalidCABundle', message: 'The conversion webhook CABundle is invalid' }),
  });
}

/** NonStructuralSchema is there as long as a schema is not structural; undefined: no change. */
export function structureCondition(
  crd: CustomResourceDefinition,
  now: string,
): CustomResourceDefinitionStatus | undefined {
  const type = 'NonStructuralSchema';
  const problem = structureProblem(crd);
  if (problem !== undefined) return changed(crd, { type, lastTransitionTime: now, ...problem });
  const conditions = crd.status?.conditions ?? [];
  if (!conditions.some((condition) => condition.type === type)) return undefined;
  return { ...crd.status, conditions: withoutCondition(conditions, type) };
}

type Problem = Pick<CustomResourceDefinitionCondition, 'status' | 'reason' | 'message'>;

function structureProblem({ spec }: CustomResourceDefinition): Problem | undefined {
  const errors =
    spec.preserveUnknownFields === true ? [invalid(SPEC.child('preserveUnknownFields'), true, 'must be false')] : [];
  for (const [i, { name, schema }] of spec.versions.entries()) {
    const own = schema?.openAPIV3Schema;
    if (own === undefined) continue;
    const cause = structuralProblem(own);
    if (cause !== undefined) {
      const message = `failed to check validation schema for version ${name}: ${cause}`;
      return { status: 'Unknown', reason: 'StructuralError', message };
    }
    errors.push(...validateStructural(own, SPEC.child('versions').index(i).child('schema', 'openAPIV3Schema')));
  }
  if (errors.length === 0) return undefined;
  const texts = [...new Set(errors.map(fieldErrorText))];
  const message = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  return { status: 'True', reason: 'Violations', message };
}

const APPROVALS = {
  missing: { status: 'False', reason: 'MissingAnnotation' },
  invalid: { status: 'False', reason: 'InvalidAnnotation' },
  bypassed: { status: 'False', reason: 'UnapprovedAnnotation' },
  approved: { status: 'True', reason: 'ApprovedAnnotation' },
} as const;

/** Of definitions in Kubernetes' own groups; undefined: no change. */
export function approvalCondition(
  crd: CustomResourceDefinition,
  now: string,
): CustomResourceDefinitionStatus | undefined {
  if (!isProtectedGroup(crd.spec.group)) return undefined;
  const { state, reason: message } = approvalOf(crd.metadata.annotations);
  const type = 'KubernetesAPIApprovalPolicyConformant';
  return changed(crd, { type, ...APPROVALS[state], message, lastTransitionTime: now });
}

function changed(
  { status }: CustomResourceDefinition,
  condition: CustomResourceDefinitionCondition,
): CustomResourceDefinitionStatus | undefined {
  const conditions = status?.conditions ?? [];
  const known = conditions.find(({ type }) => type === condition.type);
  if (isEquivalent(known, condition)) return undefined;
  return { ...status, conditions: withCondition(conditions, condition) };
}
