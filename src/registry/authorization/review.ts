/** What the three access reviews have in common. Source: pkg/registry/authorization/{subjectaccessreview,…}/rest.go. */
import { newInvalid } from '../../apis/errors.js';
import { type FieldError } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import {
  AUTHORIZATION_GROUP,
  type SelfSubjectAccessReview,
  type SelfSubjectAccessReviewSpec,
  type SubjectAccessReviewSpec,
  type SubjectAccessReviewStatus,
} from '../../apis/authorization/v1.js';
import { type UserInfo } from '../../authentication/authenticator.js';
import { type Authorizer } from '../../authorization/authorizer.js';
import { type Features } from '../../features/features.js';
import { questionMetadata } from '../authentication/question-metadata.js';
import { type ServedVersion } from '../rest.js';
import { attributesOfReview } from './review-attributes.js';

/** Asks the authorizer; `spec` is valid. */
export async function reviewAccess(
  user: UserInfo,
  spec: SelfSubjectAccessReviewSpec,
  authorizer: Authorizer,
  { behaviours }: Features,
): Promise<SubjectAccessReviewStatus> {
  const { attributes, ignored } = attributesOfReview(user, spec, behaviours);
  const { decision, reason, error } = await authorizer.authorize(attributes);
  const evaluationError = [...(error === undefined ? [] : [error]), ...ignored].join('; ');
  return {
    allowed: decision === 'allow',
    ...(decision === 'deny' ? { denied: true } : {}),
    ...(reason === '' ? {} : { reason }),
    ...(evaluationError === '' ? {} : { evaluationError }),
  };
}

/** The user whom a review asks about. */
export function reviewedUser({ user = '', uid = '', groups = [], extra }: SubjectAccessReviewSpec): UserInfo {
  return {
    username: user,
    ...(uid === '' ? {} : { uid }),
    groups,
    ...(extra === undefined ? {} : { extra }),
  };
}

/** The question as the version understands it: with a spec, in the URL's namespace, without what is unknown. 400 for another namespace. */
export function readReview<T extends SelfSubjectAccessReview>(object: T, urlNamespace: string, features: Features): T {
  const { resourceAttributes, ...spec }: SelfSubjectAccessReviewSpec = (object as Partial<T>).spec ?? {};
  const asked = { ...resourceAttributes };
  if (!features.enabled('AuthorizeWithSelectors')) {
    delete asked.fieldSelector;
    delete asked.labelSelector;
  }
  return {
    ...object,
    metadata: questionMetadata(object.metadata, urlNamespace, features),
    spec: resourceAttributes === undefined ? spec : { ...spec, resourceAttributes: asked },
  };
}

/** 422 without the kind, which upstream does not know here. */
export function refuseInvalid(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw newInvalid({ group: AUTHORIZATION_GROUP, kind: '' }, '', errors);
}

export function reviewVersions(
  kind: string,
  beta?: Pick<ServedVersion, 'decode' | 'encode'>,
): readonly ServedVersion[] {
  return ['v1', 'v1beta1'].map((version) => ({
    version,
    schema: `io.k8s.api.authorization.${version}.${kind}`,
    served: ({ behaviours }) => behaviours.servedVersions.includes(`${AUTHORIZATION_GROUP}/${version}`),
    ...(version === 'v1' ? {} : beta),
  }));
}

/** v1beta1 calls spec.groups `group`. */
export const GROUP_FIELD: Required<Pick<ServedVersion, 'decode' | 'encode'>> = {
  decode: (wire) => renameInSpec(wire, 'group', 'groups'),
  encode: (review) => renameInSpec(review, 'groups', 'group'),
};

function renameInSpec(object: KubeObject, from: string, to: string): KubeObject {
  const { spec = {} } = object as { spec?: Record<string, unknown> };
  const { [from]: value, ...rest } = spec;
  const renamed = value === undefined ? rest : { ...rest, [to]: value };
  return { ...object, spec: renamed } as KubeObject;
}
