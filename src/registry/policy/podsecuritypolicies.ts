/** Source: pkg/registry/policy/podsecuritypolicy, pkg/apis/policy/{v1beta1/defaults.go,validation/validation.go}. */
import { type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';

interface PodSecurityPolicy extends KubeObject {
  spec?: PolicySpec;
}

interface PolicySpec {
  privileged?: boolean;
  allowedCapabilities?: string[];
  volumes?: string[];
  seLinux?: Rule;
  runAsUser?: Rule;
  runAsGroup?: Rule;
  supplementalGroups?: Rule;
  fsGroup?: Rule;
  readOnlyRootFilesystem?: boolean;
  defaultAllowPrivilegeEscalation?: boolean;
  allowPrivilegeEscalation?: boolean;
  allowedHostPaths?: { pathPrefix?: string }[];
}

interface Rule {
  rule?: string;
  ranges?: { min?: number; max?: number }[];
}

const SPEC = Path.of('spec');
const GROUP_RULES = ['MayRunAs', 'MustRunAs', 'RunAsAny'];

function validateRule(field: string, { rule = '', ranges = [] }: Rule, rules: readonly string[]): FieldError[] {
  const path = SPEC.child(field);
  return [
    ...(rules.includes(rule) ? [] : [notSupported(path.child('rule'), rule, rules)]),
    ...ranges.flatMap(({ min = 0, max = 0 }, i) =>
      min > max ? [invalid(path.child('ranges').index(i).child('min'), min, 'min cannot be greater than max')] : [],
    ),
  ];
}

function validate({ spec = {} }: PodSecurityPolicy): FieldError[] {
  const { defaultAllowPrivilegeEscalation: byDefault, allowPrivilegeEscalation: allowed = true } = spec;
  const detail =
    'Cannot set DefaultAllowPrivilegeEscalation to true without also setting AllowPrivilegeEscalation to true';
  return [
    ...validateRule('runAsUser', spec.runAsUser ?? {}, ['MustRunAs', 'MustRunAsNonRoot', 'RunAsAny']),
    ...(spec.runAsGroup === undefined
      ? []
      : validateRule('runAsGroup', spec.runAsGroup, ['MustRunAs', 'RunAsAny', 'MayRunAs'])),
    ...validateRule('seLinux', spec.seLinux ?? {}, ['MustRunAs', 'RunAsAny']),
    ...validateRule('supplementalGroups', spec.supplementalGroups ?? {}, GROUP_RULES),
    ...validateRule('fsGroup', spec.fsGroup ?? {}, GROUP_RULES),
    ...(byDefault === true && !allowed ? [invalid(SPEC.child('defaultAllowPrivilegeEscalation'), true, detail)] : []),
    ...(spec.allowedHostPaths ?? []).flatMap(({ pathPrefix = '' }, i) =>
      pathPrefix === '' ? [required(SPEC.child('allowedHostPaths').index(i), 'is required')] : [],
    ),
  ];
}

export const podsecuritypolicies = defineBehaviour<PodSecurityPolicy>({
  group: 'policy',
  resource: 'podsecuritypolicies',
  strategy: {
    default(policy) {
      const spec = (policy.spec ??= {});
      spec.allowPrivilegeEscalation ??= true;
    },
    validate,
    validateUpdate: validate,
    returnDeletedObject: true,
  },
  columns: [
    nameColumn,
    textColumn('Priv', 'Whether pods may be privileged.', ({ spec }) => String(spec?.privileged ?? false)),
    textColumn('Caps', 'The capabilities that pods may add.', ({ spec }) =>
      (spec?.allowedCapabilities ?? []).join(','),
    ),
    textColumn('SELinux', 'The rule for SELinux labels.', ({ spec }) => spec?.seLinux?.rule ?? ''),
    textColumn('RunAsUser', 'The rule for users.', ({ spec }) => spec?.runAsUser?.rule ?? ''),
    textColumn('FsGroup', "The rule for the volumes' group.", ({ spec }) => spec?.fsGroup?.rule ?? ''),
    textColumn('SupGroup', 'The rule for further groups.', ({ spec }) => spec?.supplementalGroups?.rule ?? ''),
    textColumn(
      'ReadOnlyRootFs',
      'Whether containers may not write to their file system.',
      ({ spec }) => spec?.readOnlyRootFilesystem ?? false,
    ),
    textColumn('Volumes', 'The sorts of volumes that pods may have.', ({ spec }) => (spec?.volumes ?? []).join(',')),
  ],
  description: 'Said what pods may ask for; gone since Kubernetes 1.25.',
  example: {
    metadata: { name: 'anything' },
    spec: {
      seLinux: { rule: 'RunAsAny' },
      runAsUser: { rule: 'RunAsAny' },
      supplementalGroups: { rule: 'RunAsAny' },
      fsGroup: { rule: 'RunAsAny' },
    },
  },
});
