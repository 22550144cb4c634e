/** Source: k8s.io/kubernetes/pkg/registry/authorization/selfsubjectaccessreview/rest.go. */
import { AUTHORIZATION_GROUP, type SelfSubjectAccessReview } from '../../apis/authorization/v1.js';
import { defineKind, type RegistryDependencies, type VirtualStorage } from '../rest.js';
import { readReview, refuseInvalid, reviewAccess, reviewVersions } from './review.js';
import { validateMetadata, validateSpec } from './review-validation.js';

function storage({ authorizer, features }: RegistryDependencies): VirtualStorage {
  const { behaviours } = features;
  return {
    create: async (object, { user }, validateObject) => {
      const review = readReview(object as SelfSubjectAccessReview, '', features);
      const { written, declared } = validateSpec(review.spec, [], behaviours);
      refuseInvalid([...written, ...validateMetadata(review.metadata, false, behaviours), ...declared]);
      await validateObject(review);
      return { ...review, status: await reviewAccess(user, review.spec, authorizer, features) };
    },
  };
}

export const selfsubjectaccessreviews = defineKind<SelfSubjectAccessReview>({
  group: AUTHORIZATION_GROUP,
  kind: 'SelfSubjectAccessReview',
  resource: 'selfsubjectaccessreviews',
  singular: 'selfsubjectaccessreview',
  namespaced: false,
  versions: reviewVersions('SelfSubjectAccessReview'),
  virtual: storage,
  description: 'A question to the API server: may I do this?',
  example: {
    metadata: {},
    spec: { resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } },
  },
});
