/** The authorizers' contract. Source: k8s.io/apiserver/pkg/authorization/authorizer/interfaces.go. */
import { type Awaitable, type UserInfo } from '../authentication/authenticator.js';

/** The group whose members may do everything. */
export const SYSTEM_PRIVILEGED_GROUP = 'system:masters';

/** A part of a request's fieldSelector. */
export interface FieldSelectorRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** A part of a request's labelSelector. */
export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

export interface ResourceAttributes {
  readonly resourceRequest: true;
  readonly user: UserInfo;
  readonly verb: string;
  readonly namespace: string;
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  /** Of lists, watches and collection deletions, where the gate AuthorizeWithSelectors is on; absent for a selector that cannot be read. */
  readonly fieldSelector?: readonly FieldSelectorRequirement[];
  /** The same of the labelSelector; parts that compare numbers are left out. */
  readonly labelSelector?: readonly LabelSelectorRequirement[];
}

export interface NonResourceAttributes {
  readonly resourceRequest: false;
  readonly user: UserInfo;
  readonly verb: string;
  readonly path: string;
}

export type Attributes = ResourceAttributes | NonResourceAttributes;

export interface Decision {
  readonly decision: 'allow' | 'deny' | 'noOpinion';
  /** Shown to the user behind the 403's text, where not empty. */
  readonly reason: string;
  /** What went wrong while deciding (a role that is missing, say); shown in status.evaluationError of access reviews. */
  readonly error?: string;
}

/** One rule of SelfSubjectRulesReview. */
export interface ResourceRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

export interface NonResourceRule {
  readonly verbs: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

export interface ResolvedRules {
  readonly resourceRules: readonly ResourceRule[];
  readonly nonResourceRules: readonly NonResourceRule[];
  readonly incomplete: boolean;
  readonly error?: string;
}

export interface Authorizer {
  authorize(attributes: Attributes): Awaitable<Decision>;
  /** What `user` may do in `namespace`. */
  rulesFor(user: UserInfo, namespace: string): Promise<ResolvedRules>;
}
