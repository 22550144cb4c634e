/** Source: k8s.io/kubernetes/pkg/registry/authorization/subjectaccessreview/rest.go. */
import { AUTHORIZATION_GROUP, type SubjectAccessReview } from '../../apis/authorization/v1.js';
import { defineKind, type RegistryDependencies, type VirtualStorage } from '../rest.js';
import { GROUP_FIELD, readReview, refuseInvalid, reviewAccess, reviewVersions, reviewedUser } from './review.js';
import { validateMetadata, validateSpec, validateSubject } from './review-validation.js';

function storage({ authorizer, features }: RegistryDependencies): VirtualStorage {
  const { behaviours } = features;
  return {
    create: async (object, _context, validateObject) => {
      const review = readReview(object as SubjectAccessReview, '', features);
      const { written, declared } = validateSpec(review.spec, validateSubject(review), behaviours);
      refuseInvalid([...written, ...validateMetadata(review.metadata, false, behaviours), ...declared]);
      await validateObject(review);
      const status = await reviewAccess(reviewedUser(review.spec), review.spec, authorizer, features);
      return { ...review, status };
    },
  };
}

export const subjectaccessreviews = defineKind<SubjectAccessReview>({
  group: AUTHORIZATION_GROUP,
  kind: 'SubjectAccessReview',
  resource: 'subjectaccessreviews',
  singular: 'subjectaccessreview',
  namespaced: false,
  versions: reviewVersions('SubjectAccessReview', GROUP_FIELD),
  virtual: storage,
  description: 'A question to the API server: may somebody do this?',
  example: {
    metadata: {},
    spec: { user: 'jane', resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } },
  },
});
