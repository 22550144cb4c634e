/** What the restrictions of kubelets have in common. */
import { newNotFound, type StatusError } from '../../apis/errors.js';
import { goQuote } from '../../apis/field/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Awaitable } from '../../authentication/authenticator.js';
import { type Authorizer, type ResourceAttributes } from '../../authorization/authorizer.js';
import { type Getter } from '../../client/client.js';
import { type Features } from '../../features/features.js';
import { admissionForbidden } from '../forbidden.js';
import { type AdmissionAttributes } from '../plugin.js';

export interface RestrictionDependencies {
  readonly getter: Getter;
  readonly authorizer: Authorizer;
  readonly features: Features;
}

/** A request of a kubelet. */
export interface NodeRequest extends RestrictionDependencies {
  readonly attributes: AdmissionAttributes;
  /** Whose kubelet it is. */
  readonly node: string;
}

/** Throws what the request is refused with. */
export type Restrict = (request: NodeRequest) => Awaitable<void>;

export function refusal({ attributes }: NodeRequest, cause: string): StatusError {
  return admissionForbidden(attributes, cause);
}

export function unexpectedOperation(request: NodeRequest): StatusError {
  return refusal(request, `unexpected operation ${goQuote(request.attributes.operation)}`);
}

const SINGULARS: Readonly<Record<string, string>> = {
  pods: 'pod',
  nodes: 'node',
  serviceaccounts: 'serviceaccount',
  persistentvolumeclaims: 'persistentvolumeclaim',
  persistentvolumes: 'persistentvolume',
  csidrivers: 'csidriver',
};

/** The object, or the 404 with which upstream's listers answer: it names one of the kind, not the resource. */
export async function lookUp<T extends KubeObject>(
  { getter }: NodeRequest,
  resource: string,
  namespace: string,
  name: string,
  group = '',
): Promise<T> {
  const found = await getter.get<T>({ group, resource }, namespace, name);
  if (found === undefined) throw newNotFound({ group, resource: SINGULARS[resource] ?? resource }, name);
  return found;
}

/** Whether the kubelet's user may do something that no request of the API is. */
export async function isAllowed(
  { attributes: { user, namespace, resource }, authorizer }: NodeRequest,
  asked: Pick<ResourceAttributes, 'verb' | 'resource' | 'name'>,
): Promise<boolean> {
  const question = { apiGroup: resource.group, apiVersion: 'v1', namespace, subresource: '', ...asked };
  const { decision } = await authorizer.authorize({ ...question, resourceRequest: true, user });
  return decision === 'allow';
}
