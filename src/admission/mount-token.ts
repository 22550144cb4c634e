/** The volume with a service account's token, and its mounts. Source: plugin/pkg/admission/serviceaccount/admission.go. */
import { type Container } from '../apis/core/pod-container.js';
import { type PodSpec } from '../apis/core/pod.js';
import { type Volume } from '../apis/core/pod-volume.js';
import {
  type Secret,
  SECRET_TYPE_SERVICE_ACCOUNT_TOKEN,
  SERVICE_ACCOUNT_NAME_KEY,
  SERVICE_ACCOUNT_UID_KEY,
  type ServiceAccount,
} from '../apis/core/v1.js';
import { newServerTimeout } from '../apis/errors.js';
import { type Getter } from '../client/client.js';
import { type Random, randomSuffix } from '../clock/random.js';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';
/** Tokens that say so live a year, so that software which never reads them again goes on; marked by this very number. */
const WARN_ONLY_TOKEN_SECONDS = 3607;
const FILE_MODE = 0o644;

/** A volume to add, unless the pod has one that will do. */
export interface TokenVolume {
  isThere(volume: Volume): boolean;
  /** @param names those that are taken. */
  create(names: ReadonlySet<string>): Volume;
}

/** A token of the pod's own, which the kubelet renews. */
export function projectedTokenVolume(random: Random): TokenVolume {
  return {
    isThere: ({ name = '' }) => name.startsWith(VOLUME_PREFIX),
    create: () => ({
      name: `${VOLUME_PREFIX}${randomSuffix(random)}`,
      projected: {
        defaultMode: FILE_MODE,
        sources: [
          { serviceAccountToken: { path: 'token', expirationSeconds: WARN_ONLY_TOKEN_SECONDS } },
          { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          {
            downwardAPI: {
              items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
            },
          },
        ],
      },
    }),
  };
}

/** The secret with a token of the account, as before BoundServiceAccountTokenVolume. Throws StatusError where it has none. */
export async function secretTokenVolume(account: ServiceAccount, getter: Getter, random: Random): Promise<TokenVolume> {
  const secretName = await referencedToken(account, getter);
  if (secretName === undefined) {
    const message = `No API token found for service account "${account.metadata.name ?? ''}", retry after the token is automatically created and added to the service account`;
    throw newServerTimeout({ group: '', resource: 'serviceaccounts' }, 'create pod', 1, message);
  }
  return {
    isThere: ({ secret }) => secret?.secretName === secretName,
    create(names) {
      const plain = secretName.replaceAll('.', '-');
      const name = names.has(plain) ? `${plain}-${randomSuffix(random)}` : plain;
      return { name, secret: { secretName, defaultMode: FILE_MODE } };
    },
  };
}

async function referencedToken({ metadata, secrets }: ServiceAccount, getter: Getter): Promise<string | undefined> {
  if ((secrets ?? []).length === 0) return undefined;
  const all = await getter.list<Secret>({ group: '', resource: 'secrets' }, metadata.namespace ?? '');
  const isToken = ({ type, metadata: { annotations = {} } }: Secret): boolean =>
    type === SECRET_TYPE_SERVICE_ACCOUNT_TOKEN &&
    annotations[SERVICE_ACCOUNT_NAME_KEY] === metadata.name &&
    annotations[SERVICE_ACCOUNT_UID_KEY] === metadata.uid;
  const tokens = new Set(all.filter(isToken).map((secret) => secret.metadata.name));
  return secrets?.find(({ name }) => tokens.has(name))?.name;
}

/** Mounts the token in every container that mounts nothing there itself. */
export function mountToken(spec: PodSpec, token: TokenVolume): void {
  const volumes = spec.volumes ?? [];
  const present = volumes.find((volume) => token.isThere(volume));
  const volume = present ?? token.create(new Set(volumes.map(({ name = '' }) => name)));
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].filter((c) => !mountsThere(c));
  for (const container of containers) {
    const mount = { name: volume.name ?? '', readOnly: true, mountPath: MOUNT_PATH };
    container.volumeMounts = [...(container.volumeMounts ?? []), mount];
  }
  if (present === undefined && containers.length > 0) spec.volumes = [...volumes, volume];
}

function mountsThere({ volumeMounts }: Container): boolean {
  return (volumeMounts ?? []).some(({ mountPath }) => mountPath === MOUNT_PATH);
}
