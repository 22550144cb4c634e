/** Volumes and sysctls. Source: k8s.io/pod-security-admission/policy/check_{restrictedVolumes,sysctls}.go. */
import { type CheckPod, named, plural, quoted, sortedOnce, uses } from './check.js';

const UNRESTRICTED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const RESTRICTED = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];

export const restrictedVolumes: CheckPod = ({ spec: { volumes = [] }, features }) => {
  const allowed = features.behaviours.podSecurityAllowsImageVolumes ? [...UNRESTRICTED, 'image'] : UNRESTRICTED;
  const bad = volumes.filter((volume) => !allowed.some((type) => type in volume));
  if (bad.length === 0) return undefined;
  const types = sortedOnce(bad.map((volume) => RESTRICTED.find((type) => type in volume) ?? 'unknown'));
  const names = bad.map(({ name = '' }) => name);
  const what = `${plural('restricted volume type', types)} ${quoted(types)}`;
  return { reason: 'restricted volume types', detail: `${named('volume', names)} ${uses(names)} ${what}` };
};

/** By the minor of the policy from which they are safe. */
const SAFE_SYSCTLS: readonly (readonly [since: number, names: readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat']],
];

export const SYSCTL_CHECKS: readonly (readonly [since: number, check: CheckPod])[] = SAFE_SYSCTLS.map(([since], i) => {
  const safe = new Set(SAFE_SYSCTLS.slice(0, i + 1).flatMap(([, names]) => names));
  return [
    since,
    ({ spec }) => {
      const names = (spec.securityContext?.sysctls ?? []).map(({ name = '' }) => name);
      const forbidden = names.filter((name) => !safe.has(name));
      return forbidden.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: forbidden.join(', ') };
    },
  ];
});
