/** What the expressions of a policy work on. Source: k8s.io/apiserver/pkg/admission/plugin/cel/{activation,condition}.go. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Authorizer, type Decision } from '../../authorization/authorizer.js';
import { type UserInfo } from '../../authentication/authenticator.js';
import {
  type Answer,
  type Ask,
  authorizerValue,
  type Question,
  resourceCheckValue,
} from '../../cel/library/authorizers.js';
import { type Variables } from '../../cel/evaluate/frame.js';
import { fromJson } from '../../cel/values/json.js';
import { type CelValue } from '../../cel/values/value.js';
import { type AdmissionAttributes } from '../plugin.js';

const METADATA = [
  ...['name', 'generateName', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp'],
  ...['deletionTimestamp', 'deletionGracePeriodSeconds', 'labels', 'annotations', 'finalizers'],
];

export interface PolicyInput {
  readonly attributes: AdmissionAttributes;
  /** In which the policy matched the request. */
  readonly version: string;
  /** Undefined where there are none, which expressions see as null. */
  readonly params: KubeObject | undefined;
  /** Undefined for what is in none. */
  readonly namespace: KubeObject | undefined;
}

/** Thrown by an evaluation that has to wait; it is made again afterwards. */
export class Waiting extends Error {
  override readonly name = 'Waiting';
  readonly until: Promise<unknown>;

  constructor(until: Promise<unknown>) {
    super('an authorizer is being asked');
    this.until = until;
  }
}

/** The values by their names; each is made when it is asked for. */
export function policyValues(input: PolicyInput, ask: Ask | undefined): Variables {
  const made = new Map<string, CelValue | undefined>();
  const makers: Readonly<Record<string, () => CelValue | undefined>> = {
    object: () => shown(input.attributes.object, input),
    oldObject: () => shown(input.attributes.oldObject, input),
    params: () => fromJson(input.params),
    request: () => fromJson(requestOf(input)),
    namespaceObject: () => fromJson(input.namespace === undefined ? null : trimmed(input.namespace)),
    authorizer: () => (ask === undefined ? undefined : authorizerValue(ask)),
    'authorizer.requestResource': () => (ask === undefined ? undefined : requestResource(input.attributes, ask)),
  };
  return (name) => {
    if (!made.has(name)) made.set(name, makers[name]?.());
    return made.get(name);
  };
}

function shown(object: KubeObject | undefined, { attributes, version }: PolicyInput): CelValue {
  return fromJson(object === undefined ? null : (attributes.api?.view(object, version) ?? object));
}

function requestOf({ attributes, version }: PolicyInput): object {
  const { api, kind, resource, subresource, name, namespace, operation, user, dryRun } = attributes;
  const own = api?.version ?? version;
  const sub = subresource === '' ? {} : { subResource: subresource, requestSubResource: subresource };
  const { username, uid = '', groups = [], extra = {} } = user;
  const options = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions', CONNECT: '' }[operation];
  return {
    kind: { ...kind, version },
    resource: { ...resource, version },
    requestKind: { ...kind, version: own },
    requestResource: { ...resource, version: own },
    ...sub,
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    operation,
    userInfo: {
      ...(username === '' ? {} : { username }),
      ...(uid === '' ? {} : { uid }),
      ...(groups.length === 0 ? {} : { groups }),
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    },
    dryRun,
    options: options === '' ? null : { kind: options, apiVersion: 'meta.k8s.io/v1' },
  };
}

function trimmed({ metadata, ...rest }: KubeObject): object {
  const { spec, status } = rest as { spec?: unknown; status?: unknown };
  const kept = Object.entries(metadata).filter(([key]) => METADATA.includes(key));
  return { metadata: Object.fromEntries(kept), spec: spec ?? {}, status: status ?? {} };
}

function requestResource({ resource, subresource, namespace, name }: AdmissionAttributes, ask: Ask): CelValue {
  return resourceCheckValue(ask, { group: resource.group, resource: resource.resource, subresource, namespace, name });
}

/** Asks at once; where an answer takes time, evaluating stops and waits for it. */
export function askOf(user: UserInfo, authorizer: Authorizer): Ask {
  const known = new Map<string, Answer>();
  return (question) => {
    const key = JSON.stringify(question);
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    const pending = authorizer.authorize(attributesOf(question, user));
    const keep = (decision: Decision): Answer => {
      const { decision: decided, reason, error = '' } = decision;
      const found = { allowed: decided === 'allow', reason, error };
      known.set(key, found);
      return found;
    };
    if (pending instanceof Promise) throw new Waiting(pending.then(keep));
    return keep(pending);
  };
}

function attributesOf(question: Question, own: UserInfo): Parameters<Authorizer['authorize']>[0] {
  const {
    serviceAccount,
    path,
    verb,
    group = '',
    resource = '',
    subresource = '',
    namespace = '',
    name = '',
  } = question;
  const user = serviceAccount === undefined ? own : accountOf(serviceAccount);
  if (path !== undefined) return { resourceRequest: false, user, verb, path };
  return {
    resourceRequest: true,
    user,
    verb,
    namespace,
    apiGroup: group,
    apiVersion: '*',
    resource,
    subresource,
    name,
  };
}

function accountOf({ namespace, name }: { readonly namespace: string; readonly name: string }): UserInfo {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  };
}
