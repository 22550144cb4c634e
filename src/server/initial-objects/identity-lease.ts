/** The lease by which an API server is known to others. Source: k8s.io/apiserver/pkg/server/config.go, pkg/controlplane/apiserver/server.go. */
import { createHash } from 'node:crypto';
import { uuid } from '../../clock/random.js';
import { type InitialObjects } from './initial-object.js';

const HOST = 'kubemint';
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const BITS = 5;

export const identityLease: InitialObjects = ({ features, clock, random }) => {
  if (!features.enabled('APIServerIdentity')) return [];
  const { identityLeasePrefix, identityLeaseLabel } = features.behaviours;
  const name = `${identityLeasePrefix}-${hostHash()}`;
  return [
    {
      resource: { group: 'coordination.k8s.io', resource: 'leases' },
      object: {
        metadata: {
          name,
          namespace: 'kube-system',
          labels: { [identityLeaseLabel]: 'kube-apiserver', 'kubernetes.io/hostname': HOST },
        },
        spec: {
          holderIdentity: `${name}_${uuid(random)}`,
          leaseDurationSeconds: 3600,
          renewTime: new Date(clock.now()).toISOString().replace('Z', '000Z'),
        },
      },
    },
  ];
};

/** 16 bytes of a hash in base 32, as upstream names its host. */
function hostHash(): string {
  const bytes = createHash('sha256').update(HOST).digest().subarray(0, 16);
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = Math.ceil(bits.length / BITS);
  return Array.from({ length: digits }, (_, i) => {
    const digit = bits.slice(i * BITS, (i + 1) * BITS).padEnd(BITS, '0');
    return ALPHABET[Number.parseInt(digit, 2)] ?? '';
  }).join('');
}
