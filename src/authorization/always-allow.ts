/** --authorization-mode AlwaysAllow. Source: k8s.io/apiserver/pkg/authorization/authorizerfactory/builtin.go. */
import { type Authorizer } from './authorizer.js';

export const alwaysAllow: Authorizer = {
  authorize: () => Promise.resolve({ decision: 'allow', reason: '' }),
  rulesFor: () =>
    Promise.resolve({
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [] }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
      incomplete: false,
    }),
};
