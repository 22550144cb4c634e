/** Source: k8s.io/kubernetes/pkg/registry/rbac/clusterrole. */
import { type FieldError, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type ClusterRole, RBAC_GROUP } from '../../apis/rbac/v1.js';
import { validateLabelSelector } from '../../apis/validation/label-selector.js';
import { isPathSegmentName } from '../../apis/validation/names.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type Features } from '../../features/features.js';
import { defineKind } from '../rest.js';
import { roleGuard } from './escalation.js';
import { setRuleDefaults, validateRules } from './rule-validation.js';
import { rbacVersions } from './served.js';

const SELECTORS = Path.of('aggregationRule', 'clusterRoleSelectors');

function validateClusterRole(role: ClusterRole, old: ClusterRole | undefined, features: Features): FieldError[] {
  const { behaviours } = features;
  const errors = validateRules(role.rules, false, behaviours);
  if (role.aggregationRule === undefined) return errors;
  const selectors = role.aggregationRule.clusterRoleSelectors ?? [];
  if (selectors.length === 0) {
    errors.push(required(SELECTORS, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  }
  // What an older server let in may stay.
  const checkValues = behaviours.selectorValuesChecked && (old === undefined || !hasBadSelector(old, features));
  for (const [i, selector] of selectors.entries()) {
    const path = SELECTORS.index(i);
    errors.push(...validateLabelSelector(selector, checkValues, path, behaviours));
    if (validateLabelSelector(selector, true, path, behaviours).length > 0) {
      errors.push(invalidStructure(path, null, '"null"', 'invalid label selector.', behaviours));
    }
  }
  return errors;
}

function hasBadSelector({ aggregationRule }: ClusterRole, { behaviours }: Features): boolean {
  const selectors = aggregationRule?.clusterRoleSelectors ?? [];
  return selectors.some((selector) => validateLabelSelector(selector, true, SELECTORS, behaviours).length > 0);
}

export const clusterroles = defineKind<ClusterRole>({
  group: RBAC_GROUP,
  kind: 'ClusterRole',
  resource: 'clusterroles',
  singular: 'clusterrole',
  namespaced: false,
  versions: rbacVersions('ClusterRole'),
  strategy: {
    default: setRuleDefaults,
    validate: (role, { features }) => validateClusterRole(role, undefined, features),
    validateUpdate: (role, old, { features }) => validateClusterRole(role, old, features),
    validateName: isPathSegmentName,
    allowCreateOnUpdate: true,
  },
  guard: (dependencies) => roleGuard('clusterroles', dependencies),
  description:
    'Rules that say what may be done with which resources and paths, to be given everywhere or in a namespace.',
  example: {
    metadata: { name: 'node-reader' },
    rules: [
      { verbs: ['get'], apiGroups: [''], resources: ['nodes'] },
      { verbs: ['get'], nonResourceURLs: ['/metrics'] },
    ],
  },
});
