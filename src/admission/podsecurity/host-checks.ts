/** What pods take of their node. Source: k8s.io/pod-security-admission/policy/check_{host*,windowsHostProcess}.go. */
import { type Container } from '../../apis/core/pod-container.js';
import { type PodSpec } from '../../apis/core/pod.js';
import { type CheckPod, containersOf, named, plural, quoted, setters, sortedOnce, uses } from './check.js';

export const hostNamespaces: CheckPod = ({ spec }) => {
  const fields = ['hostNetwork', 'hostPID', 'hostIPC'] as const;
  const used = fields.filter((field) => spec[field] === true).map((field) => `${field}=true`);
  return used.length === 0 ? undefined : { reason: 'host namespaces', detail: used.join(', ') };
};

export const hostPathVolumes: CheckPod = ({ spec: { volumes = [] } }) => {
  const names = volumes.filter(({ hostPath }) => hostPath !== undefined).map(({ name = '' }) => name);
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: named('volume', names) };
};

export const hostPorts: CheckPod = ({ spec }) => {
  const portsOf = ({ ports = [] }: Container): string[] =>
    ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [String(hostPort)]));
  const [names, ports] = offenders(spec, portsOf);
  if (names.length === 0) return undefined;
  const detail = `${named('container', names)} ${uses(names)} ${plural('hostPort', ports)} ${ports.join(', ')}`;
  return { reason: 'hostPort', detail };
};

export const hostProbesAndHostLifecycle: CheckPod = ({ spec, features }) => {
  if (!features.enabled('ProbeHostPodSecurityStandards')) return undefined;
  const [found, hosts] = offenders(spec, hostsOf);
  const names = sortedOnce(found);
  if (names.length === 0) return undefined;
  const reason = 'probe or lifecycle host';
  const detail = `${named('container', names)} ${uses(names)} ${plural(reason, hosts)} ${quoted(hosts)}`;
  return { reason, detail };
};

interface HostAction {
  httpGet?: { host?: string };
  tcpSocket?: { host?: string };
}

function hostsOf({ livenessProbe, readinessProbe, startupProbe, lifecycle = {} }: Container): string[] {
  const actions: readonly (HostAction | undefined)[] = [
    ...[livenessProbe, readinessProbe, startupProbe],
    ...[lifecycle.postStart, lifecycle.preStop],
  ];
  return actions
    .flatMap((action) => [action?.httpGet?.host, action?.tcpSocket?.host])
    .filter((host): host is string => Boolean(host));
}

/** The names of the containers of which something is found, and what that is, each once. */
function offenders(spec: PodSpec, find: (container: Container) => readonly string[]): [string[], string[]] {
  const bad = containersOf(spec).filter((container) => find(container).length > 0);
  return [bad.map(({ name = '' }) => name), sortedOnce(bad.flatMap(find))];
}

export const windowsHostProcess: CheckPod = ({ spec }) => {
  const isHost = (context: { windowsOptions?: { hostProcess?: boolean } } = {}): boolean =>
    context.windowsOptions?.hostProcess === true;
  const bad = containersOf(spec).filter(({ securityContext }) => isHost(securityContext));
  const who = setters(
    isHost(spec.securityContext),
    bad.map(({ name = '' }) => name),
  );
  if (who === '') return undefined;
  return { reason: 'hostProcess', detail: `${who} must not set securityContext.windowsOptions.hostProcess=true` };
};
