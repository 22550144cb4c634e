/** The certificates of trust bundles, each once. Source: pkg/kubelet/clustertrustbundle/clustertrustbundle_manager.go. */
import { createHash, randomBytes } from 'node:crypto';
import { pemBlocks } from '../apis/certificates/pem.js';
import { type ClusterTrustBundle } from '../apis/certificates/v1.js';
import { type ClusterTrustBundleProjection } from '../apis/core/pod-volume.js';
import { isReason } from '../apis/errors.js';
import { type LabelSelector } from '../apis/validation/label-selector.js';
import { type VolumeHost } from './volume-plugin.js';

type Bundles = Pick<VolumeHost, 'getTrustBundle' | 'listTrustBundles'>;

/** PEM. @throws Error with upstream's text where there are none and some have to be. */
export async function trustAnchors(source: ClusterTrustBundleProjection, host: Bundles): Promise<string> {
  const { name, signerName, labelSelector, optional = false } = source;
  if (name !== undefined) return anchorsOf(await named(name, optional, host));
  if (signerName === undefined) {
    throw new Error('ClusterTrustBundle projection requires either name or signerName to be set');
  }
  const listed = labelSelector === undefined ? [] : await host.listTrustBundles(selectorText(labelSelector));
  const bundles = listed.filter(({ spec }) => spec.signerName === signerName);
  if (bundles.length === 0 && !optional) {
    throw new Error('combination of signerName and labelSelector matched zero ClusterTrustBundles');
  }
  return anchorsOf(bundles);
}

async function named(name: string, optional: boolean, host: Bundles): Promise<readonly ClusterTrustBundle[]> {
  try {
    return [await host.getTrustBundle(name)];
  } catch (error) {
    if (optional && isReason(error, 'NotFound')) return [];
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`while getting ClusterTrustBundle: ${reason}`, { cause: error });
  }
}

/** The order is another one in each process, so that nobody relies on it, and stays while the process lives. */
const SALT = randomBytes(16);

function anchorsOf(bundles: readonly ClusterTrustBundle[]): string {
  const blocks = bundles.flatMap(({ spec }) => pemBlocks(spec.trustBundle));
  const anchors = new Map(blocks.map(({ bytes }) => [digest(bytes), bytes.toString('base64')]));
  return [...anchors.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([, base64]) => `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
    )
    .join('');
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(SALT).update(bytes).digest('hex');
}

/** As a labelSelector parameter has it. */
function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
  });
  return [...labels, ...expressions].join(',');
}
