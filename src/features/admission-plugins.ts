/** The admission plug-ins that kube-apiserver has in each version. Source: pkg/kubeapiserver/options/plugins.go. */
import { type Features } from './features.js';

export interface AdmissionPluginRow {
  readonly name: string;
  /** Runs unless it is disabled. */
  readonly byDefault: boolean;
  /** The first minor that knows it; undefined: the oldest that can be chosen. */
  readonly since?: number;
  /** The last minor that knows it; undefined: the newest that can be chosen. */
  readonly until?: number;
  /** False for what there is no counterpart of here. */
  readonly isServed?: false;
}

const on = (name: string, rest: Partial<AdmissionPluginRow> = {}): AdmissionPluginRow => ({
  name,
  byDefault: true,
  ...rest,
});
const off = (name: string, rest: Partial<AdmissionPluginRow> = {}): AdmissionPluginRow => ({
  name,
  byDefault: false,
  ...rest,
});

/** In the order in which they run. */
export const ADMISSION_PLUGINS: readonly AdmissionPluginRow[] = [
  off('AlwaysAdmit'),
  off('NamespaceAutoProvision'),
  on('NamespaceLifecycle'),
  off('NamespaceExists'),
  off('SecurityContextDeny', { until: 29 }),
  off('LimitPodHardAntiAffinityTopology'),
  on('LimitRanger'),
  on('ServiceAccount'),
  off('NodeRestriction'),
  on('TaintNodesByCondition'),
  off('AlwaysPullImages'),
  off('ImagePolicyWebhook', { isServed: false }),
  on('PodSecurity', { since: 22 }),
  off('PodSecurityPolicy', { until: 24, isServed: false }),
  off('PodNodeSelector'),
  on('Priority'),
  on('DefaultTolerationSeconds'),
  off('PodTolerationRestriction'),
  off('DenyEscalatingExec', { until: 20, isServed: false }),
  off('DenyExecOnPrivileged', { until: 20, isServed: false }),
  off('EventRateLimit', { isServed: false }),
  off('ExtendedResourceToleration'),
  off('PersistentVolumeLabel', { until: 30, isServed: false }),
  on('DefaultStorageClass'),
  on('StorageObjectInUseProtection'),
  on('PodGroupProtection', { since: 36, isServed: false }),
  off('OwnerReferencesPermissionEnforcement'),
  on('PersistentVolumeClaimResize'),
  on('RuntimeClass'),
  on('CertificateApproval'),
  on('CertificateSigning'),
  on('ClusterTrustBundleAttest', { since: 27 }),
  on('CertificateSubjectRestriction'),
  on('DefaultIngressClass'),
  off('DenyServiceExternalIPs', { since: 21 }),
  on('PodTopologyLabels', { since: 33 }),
  on('PodGroupWorkloadExists', { since: 36, until: 36, isServed: false }),
  on('NodeDeclaredFeatureValidator', { since: 35, isServed: false }),
  on('JobValidation', { since: 36, until: 36, isServed: false }),
  on('PodResizeValidator', { since: 36 }),
  on('MutatingAdmissionPolicy', { since: 32, isServed: false }),
  on('MutatingAdmissionWebhook', { isServed: false }),
  on('ValidatingAdmissionPolicy', { since: 26 }),
  on('ValidatingAdmissionWebhook', { isServed: false }),
  on('ResourceQuota'),
  off('AlwaysDeny'),
];

/** Those that a version knows, in order. */
export function admissionPluginsOf(minor: number): readonly AdmissionPluginRow[] {
  return ADMISSION_PLUGINS.filter(({ since = minor, until = minor }) => since <= minor && minor <= until);
}

export interface AdmissionPluginChoice {
  readonly enabled?: readonly string[];
  readonly disabled?: readonly string[];
}

/** What is wrong with a choice, in upstream's words where it would refuse it as well; undefined for a good one. */
export function admissionPluginsProblem(
  { version: { minor } }: Features,
  { enabled = [], disabled = [] }: AdmissionPluginChoice,
): string | undefined {
  const known = admissionPluginsOf(minor);
  const isUnknown = (name: string): boolean => !known.some((row) => row.name === name);
  for (const [flag, names] of [
    ['enable', enabled],
    ['disable', disabled],
  ] as const) {
    const unknown = names.find(isUnknown);
    if (unknown !== undefined) return `${flag}-admission-plugins plugin ${JSON.stringify(unknown)} is unknown`;
  }
  const both = [...new Set(enabled)].filter((name) => disabled.includes(name)).sort();
  if (both.length > 0) {
    return `[${both.join(' ')}] in enable-admission-plugins and disable-admission-plugins overlapped`;
  }
  const missing = known.find(
    ({ name, byDefault, isServed = true }) => !isServed && !byDefault && enabled.includes(name),
  );
  return missing && `enable-admission-plugins plugin "${missing.name}" is not served here: leave it out`;
}

/** The names of those that run. */
export function chosenAdmissionPlugins(
  { version: { minor } }: Features,
  { enabled = [], disabled = [] }: AdmissionPluginChoice,
): ReadonlySet<string> {
  const runs = ({ name, byDefault }: AdmissionPluginRow): boolean =>
    enabled.includes(name) || (byDefault && !disabled.includes(name));
  return new Set(
    admissionPluginsOf(minor)
      .filter(runs)
      .map(({ name }) => name),
  );
}
