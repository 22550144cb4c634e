/** --authorization-mode AlwaysDeny. Source: k8s.io/apiserver/pkg/authorization/authorizerfactory/builtin.go. */
import { type Authorizer } from './authorizer.js';

export const alwaysDeny: Authorizer = {
  authorize: () => Promise.resolve({ decision: 'noOpinion', reason: 'Everything is forbidden.' }),
  rulesFor: () => Promise.resolve({ resourceRules: [], nonResourceRules: [], incomplete: false }),
};
