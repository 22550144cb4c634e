/** Source: k8s.io/kubernetes/pkg/registry/rbac/rolebinding. */
import { RBAC_GROUP, type RoleBinding } from '../../apis/rbac/v1.js';
import { defineKind } from '../rest.js';
import { bindingColumns, bindingStrategy } from './binding-strategy.js';
import { bindingGuard } from './escalation.js';
import { rbacVersions } from './served.js';

export const rolebindings = defineKind<RoleBinding>({
  group: RBAC_GROUP,
  kind: 'RoleBinding',
  resource: 'rolebindings',
  singular: 'rolebinding',
  namespaced: true,
  versions: rbacVersions('RoleBinding'),
  strategy: bindingStrategy(true),
  guard: (dependencies) => bindingGuard('rolebindings', dependencies),
  columns: bindingColumns('roleBinding'),
  description: 'Gives the rules of a role to users, groups and service accounts, within a namespace.',
  example: {
    metadata: { name: 'readers' },
    roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'User', apiGroup: RBAC_GROUP, name: 'jane' }],
  },
});
