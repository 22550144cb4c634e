/** The checks of the Pod Security Standards. Source: k8s.io/pod-security-admission/policy. */
import { capabilitiesBaseline, capabilitiesRestricted } from './capability-checks.js';
import { type Check, type CheckPod } from './check.js';
import {
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  windowsHostProcess,
} from './host-checks.js';
import {
  allowPrivilegeEscalation,
  butForUserNamespaces,
  butForWindows,
  privileged,
  procMount,
  runAsNonRoot,
  runAsUser,
} from './privilege-checks.js';
import {
  appArmorProfile,
  seccompAnnotations,
  seccompBaseline,
  seccompRestricted,
  seLinuxOptions,
} from './profile-checks.js';
import { restrictedVolumes, SYSCTL_CHECKS } from './volume-checks.js';

const baseline = (...versions: Check['versions']): Check => ({ level: 'baseline', versions });
const restricted = (...versions: Check['versions']): Check => ({ level: 'restricted', versions });
const always = (check: CheckPod): readonly [since: number, check: CheckPod] => [0, check];

/** By id: those of the baseline, then those of the restricted level, each in order. */
export const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['appArmorProfile', baseline(always(appArmorProfile))],
  ['capabilities_baseline', baseline(always(capabilitiesBaseline))],
  ['hostNamespaces', baseline(always(hostNamespaces))],
  ['hostPathVolumes', baseline(always(hostPathVolumes))],
  ['hostPorts', baseline(always(hostPorts))],
  ['hostProbesAndHostLifecycle', baseline([34, hostProbesAndHostLifecycle])],
  ['privileged', baseline(always(privileged))],
  ['procMount', baseline(always(procMount), [35, butForUserNamespaces(procMount)])],
  ['seLinuxOptions', baseline(always(seLinuxOptions()), [31, seLinuxOptions('container_engine_t')])],
  ['seccompProfile_baseline', baseline(always(seccompAnnotations), [19, seccompBaseline])],
  ['sysctls', baseline(...SYSCTL_CHECKS)],
  ['windowsHostProcess', baseline(always(windowsHostProcess))],
  [
    'allowPrivilegeEscalation',
    restricted([8, allowPrivilegeEscalation], [25, butForWindows(allowPrivilegeEscalation)]),
  ],
  [
    'capabilities_restricted',
    {
      ...restricted([22, capabilitiesRestricted], [25, butForWindows(capabilitiesRestricted)]),
      overrides: 'capabilities_baseline',
    },
  ],
  ['procMount_restricted', { ...restricted([35, procMount]), overrides: 'procMount' }],
  ['restrictedVolumes', { ...restricted(always(restrictedVolumes)), overrides: 'hostPathVolumes' }],
  ['runAsNonRoot', restricted(always(runAsNonRoot), [35, butForUserNamespaces(runAsNonRoot)])],
  ['runAsUser', restricted([23, runAsUser], [35, butForUserNamespaces(runAsUser)])],
  [
    'seccompProfile_restricted',
    {
      ...restricted([19, seccompRestricted], [25, butForWindows(seccompRestricted)]),
      overrides: 'seccompProfile_baseline',
    },
  ],
]);
