/** What a token is bound to. Source: k8s.io/kubernetes/pkg/registry/core/serviceaccount/storage/token.go. */
import { type BoundObjectReference } from '../../apis/authentication/v1.js';
import { newBadRequest, newConflict, newNotFound } from '../../apis/errors.js';
import { goQuote } from '../../apis/field/errors.js';
import { type GroupVersionKind, type KubeObject } from '../../apis/meta/v1.js';
import { isPathSegmentName } from '../../apis/validation/names.js';
import { type BoundObject } from '../../serviceaccount/claims.js';
import { type RegistryDependencies, type RequestContext } from '../rest.js';
import { type RequestedToken, isWebhookReference } from './serviceaccount-token-spec.js';
import { WEBHOOK_TOKEN_EXPIRATION_SECONDS, bindToWebhook } from './serviceaccount-token-webhook.js';

interface Binding {
  readonly bound: BoundObject | undefined;
  /** The asked one, or less where the bound object allows no more. */
  readonly expirationSeconds: number;
}

interface PodObject extends KubeObject {
  spec?: { serviceAccountName?: string; nodeName?: string };
}

export class TokenBindings {
  readonly #dependencies: RegistryDependencies;

  constructor(dependencies: RegistryDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws a StatusError where there is no such object, or where a token cannot be bound to it. */
  async resolve(wanted: RequestedToken, account: KubeObject, context: RequestContext): Promise<Binding> {
    const { boundObjectRef: ref, expirationSeconds } = wanted;
    if (ref === null) return { bound: undefined, expirationSeconds };
    const gvk = groupVersionKind(ref);
    const bound = await this.#bound(ref, gvk, wanted, account, context);
    if (ref.uid !== undefined && ref.uid !== '' && ref.uid !== bound.object.metadata.uid) {
      throw newConflict(
        { group: gvk.group, resource: gvk.kind },
        ref.name ?? '',
        `the UID in the bound object reference (${ref.uid}) does not match the UID in record. The object might have been deleted and then recreated`,
      );
    }
    const limit = isWebhookReference(ref) ? WEBHOOK_TOKEN_EXPIRATION_SECONDS : expirationSeconds;
    return { bound, expirationSeconds: Math.min(expirationSeconds, limit) };
  }

  async #bound(
    ref: BoundObjectReference,
    gvk: GroupVersionKind,
    wanted: RequestedToken,
    account: KubeObject,
    context: RequestContext,
  ): Promise<BoundObject> {
    const { tokenRequestBindsNodes, tokenRequestBindsWebhooks } = context.features.behaviours;
    const { name = '' } = ref;
    if (gvk.group === '' && gvk.kind === 'Pod') return this.#pod(name, context);
    if (gvk.group === '' && gvk.kind === 'Secret') {
      return { kind: 'Secret', object: await this.#get('secrets', context.namespace, name) };
    }
    if (gvk.group === '' && gvk.kind === 'Node' && tokenRequestBindsNodes) return this.#node(name, context);
    if (tokenRequestBindsWebhooks && isWebhookReference(ref)) {
      return bindToWebhook(ref, wanted, account, this.#dependencies);
    }
    throw newBadRequest(`cannot bind token to object of type ${gvk.group}/${gvk.version}, Kind=${gvk.kind}`);
  }

  async #pod(name: string, context: RequestContext): Promise<BoundObject> {
    const pod: PodObject = await this.#get('pods', context.namespace, name);
    if (pod.spec?.serviceAccountName !== context.name) {
      throw newBadRequest(
        `cannot bind token for serviceaccount "${context.name}" to pod running with different serviceaccount name.`,
      );
    }
    const { nodeName = '' } = pod.spec;
    if (nodeName === '' || !context.features.enabled('ServiceAccountTokenPodNodeInfo')) {
      return { kind: 'Pod', object: pod };
    }
    // The name alone still tells where the pod is.
    const node = await this.#dependencies.getter.get(NODES, '', nodeName);
    return { kind: 'Pod', object: pod, node: node ?? { metadata: { name: nodeName } } };
  }

  async #node(name: string, context: RequestContext): Promise<BoundObject> {
    if (!context.features.enabled('ServiceAccountTokenNodeBinding')) {
      throw newBadRequest(
        'cannot bind token to a Node object as the "ServiceAccountTokenNodeBinding" feature-gate is disabled',
      );
    }
    return { kind: 'Node', object: await this.#get('nodes', '', name) };
  }

  async #get(resource: string, namespace: string, name: string): Promise<KubeObject> {
    if (name === '') throw newBadRequest('Name parameter required.');
    const errors = isPathSegmentName(name);
    if (errors.length > 0) throw newBadRequest(`Name parameter invalid: ${goQuote(name)}: ${errors.join(';')}`);
    const object = await this.#dependencies.getter.get({ group: '', resource }, namespace, name);
    if (object === undefined) throw newNotFound({ group: '', resource }, name);
    return object;
  }
}

const NODES = { group: '', resource: 'nodes' };

// An apiVersion with several slashes is taken for none.
function groupVersionKind({ apiVersion = '', kind = '' }: BoundObjectReference): GroupVersionKind {
  const [first = '', second, ...more] = apiVersion.split('/');
  if (more.length > 0) return { group: '', version: '', kind };
  return second === undefined ? { group: '', version: first, kind } : { group: first, version: second, kind };
}
