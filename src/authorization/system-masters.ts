/** Members of system:masters may do everything, whatever the modes. Source: k8s.io/apiserver/pkg/authorization/authorizerfactory/builtin.go. */
import { type Authorizer, SYSTEM_PRIVILEGED_GROUP } from './authorizer.js';

export const systemMasters: Authorizer = {
  authorize: ({ user }) => ({
    decision: user.groups?.includes(SYSTEM_PRIVILEGED_GROUP) === true ? 'allow' : 'noOpinion',
    reason: '',
  }),
  // Not a rule resolver upstream: what masters see are the rules of cluster-admin's binding.
  rulesFor: () => Promise.resolve({ resourceRules: [], nonResourceRules: [], incomplete: false }),
};
