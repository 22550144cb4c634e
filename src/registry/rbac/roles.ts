/** Source: k8s.io/kubernetes/pkg/registry/rbac/role. */
import { RBAC_GROUP, type Role } from '../../apis/rbac/v1.js';
import { isPathSegmentName } from '../../apis/validation/names.js';
import { defineKind } from '../rest.js';
import { roleGuard } from './escalation.js';
import { setRuleDefaults, validateRules } from './rule-validation.js';
import { rbacVersions } from './served.js';

export const roles = defineKind<Role>({
  group: RBAC_GROUP,
  kind: 'Role',
  resource: 'roles',
  singular: 'role',
  namespaced: true,
  versions: rbacVersions('Role'),
  strategy: {
    default: setRuleDefaults,
    validate: (role, { features }) => validateRules(role.rules, true, features.behaviours),
    validateUpdate: (role, _old, { features }) => validateRules(role.rules, true, features.behaviours),
    validateName: isPathSegmentName,
    allowCreateOnUpdate: true,
  },
  guard: (dependencies) => roleGuard('roles', dependencies),
  description: 'Rules that say what may be done with which resources of a namespace.',
  example: {
    metadata: { name: 'reader' },
    rules: [{ verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['configmaps'] }],
  },
});
