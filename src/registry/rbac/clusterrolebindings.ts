/** Source: k8s.io/kubernetes/pkg/registry/rbac/clusterrolebinding. */
import { type ClusterRoleBinding, RBAC_GROUP } from '../../apis/rbac/v1.js';
import { defineKind } from '../rest.js';
import { bindingColumns, bindingStrategy } from './binding-strategy.js';
import { bindingGuard } from './escalation.js';
import { rbacVersions } from './served.js';

export const clusterrolebindings = defineKind<ClusterRoleBinding>({
  group: RBAC_GROUP,
  kind: 'ClusterRoleBinding',
  resource: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  namespaced: false,
  versions: rbacVersions('ClusterRoleBinding'),
  strategy: bindingStrategy(false),
  guard: (dependencies) => bindingGuard('clusterrolebindings', dependencies),
  columns: bindingColumns('clusterRoleBinding'),
  description: 'Gives the rules of a cluster role to users, groups and service accounts, everywhere.',
  example: {
    metadata: { name: 'reviewers' },
    roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects: [{ kind: 'ServiceAccount', name: 'vault', namespace: 'default' }],
  },
});
