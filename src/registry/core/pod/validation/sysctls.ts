/** Kernel parameters. Source: pkg/apis/core/validation/validation.go, k8s.io/component-helpers/node/util/sysctl. */
import { type Sysctl } from '../../../../apis/core/pod-security.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, duplicate, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { type SpecScope } from './scope.js';

const SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const DOTTED = `(${SEGMENT}\\.)*${SEGMENT}`;
const SLASHED = `(${SEGMENT}[\\./])*${SEGMENT}`;
const MAX_LENGTH = 253;

export function validateSysctls(sysctls: readonly Sysctl[] | undefined, scope: SpecScope, path: Path): FieldError[] {
  const { spec, old, features } = scope;
  const hadSlashes = (old?.securityContext?.sysctls ?? []).some(({ name = '' }) => name.includes('/'));
  const { sysctlsMayHaveSlashes, sysctlsHeedHostNamespaces } = features.behaviours;
  const rule = sysctlsMayHaveSlashes || hadSlashes ? SLASHED : DOTTED;
  const heeds = sysctlsHeedHostNamespaces && (old === undefined || hostSysctls(old).length === 0);
  const names = new Set<string>();
  return (sysctls ?? []).flatMap(({ name = '' }, i) => {
    const at = path.index(i).child('name');
    const errors: FieldError[] = [];
    if (name === '') errors.push(required(at));
    else if (name.length > MAX_LENGTH || !new RegExp(`^${rule}$`).test(name)) {
      const shown = sysctlsMayHaveSlashes ? `^${rule}$` : rule;
      errors.push(invalid(at, name, `must have at most ${String(MAX_LENGTH)} characters and match regex ${shown}`));
    } else if (names.has(name)) errors.push(duplicate(at, name));
    names.add(name);
    const field = heeds ? conflictOf(name, spec) : undefined;
    if (field !== undefined) errors.push(invalid(at, name, `may not be specified when '${field}' is true`));
    return errors;
  });
}

function hostSysctls(spec: PodSpec): Sysctl[] {
  return (spec.securityContext?.sysctls ?? []).filter(({ name = '' }) => conflictOf(name, spec) !== undefined);
}

function conflictOf(name: string, { hostNetwork, hostIPC }: PodSpec): 'hostNetwork' | 'hostIPC' | undefined {
  const namespace = namespaceOf(normalized(name));
  if (hostNetwork === true && namespace === 'Net') return 'hostNetwork';
  return hostIPC === true && namespace === 'IPC' ? 'hostIPC' : undefined;
}

/** `a/b.c` is `a.b/c`: the first separator tells which one separates. */
function normalized(name: string): string {
  const first = /[./]/.exec(name);
  if (first?.[0] !== '/') return name;
  return name.replace(/[./]/g, (c) => (c === '.' ? '/' : '.'));
}

const IPC_NAMES = new Set([
  ...['sem', 'shmall', 'shmmax', 'shmmni', 'shm_rmid_forced', 'shm', 'msgmax', 'msgmnb', 'msgmni', 'msg'].map(
    (name) => `kernel.${name}`,
  ),
]);

function namespaceOf(name: string): 'Net' | 'IPC' | undefined {
  const star = name.indexOf('*');
  const prefix = star === -1 ? name : name.slice(0, star);
  if (prefix.startsWith('net.')) return 'Net';
  return IPC_NAMES.has(prefix) || prefix.startsWith('fs.mqueue.') ? 'IPC' : undefined;
}
