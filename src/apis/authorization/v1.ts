/** authorization.k8s.io/v1 wire types. Source: k8s.io/api/authorization/v1/types.go. */
import { type KubeObject } from '../meta/v1.js';
import { type LabelSelectorRequirement } from '../validation/label-selector.js';

export const AUTHORIZATION_GROUP = 'authorization.k8s.io';

/** A field or label selector as a review gives it: as text, or as requirements. */
export interface SelectorAttributes {
  rawSelector?: string;
  requirements?: LabelSelectorRequirement[];
}

export interface ReviewedResource {
  namespace?: string;
  verb?: string;
  group?: string;
  version?: string;
  resource?: string;
  subresource?: string;
  name?: string;
  fieldSelector?: SelectorAttributes;
  labelSelector?: SelectorAttributes;
}

export interface ReviewedPath {
  path?: string;
  verb?: string;
}

export interface SelfSubjectAccessReviewSpec {
  resourceAttributes?: ReviewedResource;
  nonResourceAttributes?: ReviewedPath;
}

export interface SubjectAccessReviewSpec extends SelfSubjectAccessReviewSpec {
  user?: string;
  groups?: string[];
  uid?: string;
  extra?: Record<string, string[]>;
}

export interface SubjectAccessReviewStatus {
  allowed: boolean;
  denied?: boolean;
  reason?: string;
  evaluationError?: string;
}

/** SubjectAccessReview and LocalSubjectAccessReview. */
export interface SubjectAccessReview extends KubeObject {
  spec: SubjectAccessReviewSpec;
  status?: SubjectAccessReviewStatus;
}

export interface SelfSubjectAccessReview extends KubeObject {
  spec: SelfSubjectAccessReviewSpec;
  status?: SubjectAccessReviewStatus;
}

export interface SelfSubjectRulesReview extends KubeObject {
  spec: { namespace?: string };
}
