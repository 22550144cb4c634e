/** Volumes of several sources, service account tokens among them. Source: pkg/volume/projected/projected.go. */
import { type Pod } from '../apis/core/pod.js';
import { type ServiceAccountTokenProjection, type Volume, type VolumeProjection } from '../apis/core/pod-volume.js';
import { downwardPayload } from './downward-api.js';
import { chosenUser, configMapPayload, requiredMode, secretPayload } from './key-payload.js';
import { fsUserFrom } from './ownership.js';
import { type FileProjection } from './payload.js';
import { trustAnchors } from './trust-anchors.js';
import {
  lasting,
  type VolumeContent,
  type VolumeHost,
  type VolumePlugin,
  type VolumeReference,
} from './volume-plugin.js';

/** Of tokens and trust anchors for which a user or a group is chosen: theirs alone, until a group is let in. */
const PRIVATE = 0o600;

export const projectedVolume: VolumePlugin = {
  name: 'kubernetes.io/projected',
  supports: ({ projected }) => projected !== undefined,
  references: ({ projected }, pod) => (projected?.sources ?? []).flatMap((source) => referencesOf(source, pod)),
  async collect(volume, pod, host) {
    const payload = new Map<string, FileProjection>();
    const errors: string[] = [];
    let collectAgainAt = Infinity;
    for (const source of volume.projected?.sources ?? []) {
      try {
        const content = await new Projection(volume, pod, host).collect(source);
        for (const [path, file] of content.payload) payload.set(path, file);
        collectAgainAt = Math.min(collectAgainAt, content.collectAgainAt);
      } catch (error) {
        errors.push(error instanceof Error ? error.message : String(error));
      }
    }
    // As upstream writes several errors as one.
    if (errors.length > 0) throw new Error(errors.length === 1 ? errors[0] : `[${[...new Set(errors)].join(', ')}]`);
    return { payload, collectAgainAt };
  },
};

function referencesOf(source: VolumeProjection, pod: Pod): VolumeReference[] {
  const { secret, configMap, serviceAccountToken, clusterTrustBundle } = source;
  return [
    ...(secret === undefined ? [] : [{ resource: 'secrets', name: secret.name ?? '' } as const]),
    ...(configMap === undefined ? [] : [{ resource: 'configmaps', name: configMap.name ?? '' } as const]),
    ...(serviceAccountToken === undefined ? [] : [{ resource: 'serviceaccounts', name: accountOf(pod) } as const]),
    ...(clusterTrustBundle === undefined ? [] : [{ resource: 'clustertrustbundles', name: '' } as const]),
  ];
}

function accountOf({ spec }: Pod): string {
  return spec.serviceAccountName ?? '';
}

/** One volume of one pod. */
class Projection {
  readonly #pod: Pod;
  readonly #host: VolumeHost;
  readonly #mode: number;
  readonly #defaultUser: number | undefined;

  constructor({ projected = {} }: Volume, pod: Pod, host: VolumeHost) {
    this.#pod = pod;
    this.#host = host;
    this.#mode = requiredMode(projected.defaultMode);
    this.#defaultUser = projected.defaultUser;
  }

  async collect(source: VolumeProjection): Promise<VolumeContent> {
    const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle } = source;
    const host = this.#host;
    const { namespace = '' } = this.#pod.metadata;
    const defaults = { defaultMode: this.#mode, defaultUser: this.#defaultUser, features: host.features };
    if (secret !== undefined) {
      return lasting(await secretPayload(host.getSecret(namespace, secret.name ?? ''), { ...secret, ...defaults }));
    }
    if (configMap !== undefined) {
      const found = host.getConfigMap(namespace, configMap.name ?? '');
      return lasting(await configMapPayload(found, { ...configMap, ...defaults }));
    }
    if (downwardAPI !== undefined) {
      return lasting(await downwardPayload({ ...downwardAPI, ...defaults }, this.#pod, host));
    }
    if (serviceAccountToken !== undefined) return this.#token(serviceAccountToken);
    if (clusterTrustBundle !== undefined) {
      const data = Buffer.from(await trustAnchors(clusterTrustBundle, host));
      return lasting(new Map([[clusterTrustBundle.path ?? '', this.#private(data, clusterTrustBundle.user)]]));
    }
    throw new Error('a pod certificate is not projected here: nobody signs it');
  }

  async #token(source: ServiceAccountTokenProjection): Promise<VolumeContent> {
    const { namespace = '', name = '', uid = '' } = this.#pod.metadata;
    const { audience = '', expirationSeconds, path = '', user } = source;
    const account = accountOf(this.#pod);
    const { token, askAgainAt } = await this.#host.tokens.get({
      namespace,
      name: account,
      accountUid: this.#host.accountUid(namespace, account),
      spec: {
        ...(audience === '' ? {} : { audiences: [audience] }),
        ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
      },
    });
    return { payload: new Map([[path, this.#private(Buffer.from(token), user)]]), collectAgainAt: askAgainAt };
  }

  #private(data: Uint8Array, itemUser: number | undefined): FileProjection {
    const user = chosenUser(this.#host.features, itemUser ?? this.#defaultUser) ?? fsUserFrom(this.#pod);
    const chosen = user !== undefined || this.#pod.spec.securityContext?.fsGroup !== undefined;
    return { data, mode: chosen ? PRIVATE : this.#mode, user };
  }
}
