/** Defaults of pods. Source: pkg/apis/core/v1/defaults.go. Priority and tolerations are admission's. */
import { type Pod, type PodSpec } from '../../../apis/core/pod.js';
import { type PodStatus } from '../../../apis/core/pod-status.js';
import { type Features } from '../../../features/features.js';
import {
  defaultContainer,
  defaultHostPorts,
  defaultHTTPProtocols,
  defaultRequests,
  defaultResizePolicy,
} from './default-containers.js';
import { defaultPodRequests } from './default-resources.js';
import { defaultVolume } from './default-volumes.js';
import { containersOf } from './validation/scope.js';

export function defaultPod(pod: Pod, features: Features): void {
  // A pod without a spec has an empty one, as Go's struct.
  const spec = ((pod as Partial<Pod>).spec ??= {});
  defaultPodSpec(spec, features);
  if (features.behaviours.negativeGraceBecomesOne && (spec.terminationGracePeriodSeconds ?? 0) < 0) {
    spec.terminationGracePeriodSeconds = 1;
  }
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    defaultRequests(container.resources);
  }
  if (features.behaviours.resizePolicyDefaulted && features.enabled('InPlacePodVerticalScaling')) {
    for (const container of spec.containers ?? []) defaultResizePolicy(container);
  }
  defaultPodRequests(spec, features);
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork === true) {
    defaultHostPorts(spec.containers);
    defaultHostPorts(spec.initContainers);
  }
  if (features.enabled('H2CContainerProbe')) containersOf(spec).forEach(defaultHTTPProtocols);
  if (pod.status !== undefined) defaultPodStatus(pod.status);
}

/** What every kind with a pod template has, too. */
export function defaultPodSpec(spec: PodSpec, features: Features): void {
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= 'default-scheduler';
  // The alias follows the name, as conversion to the internal version and back has it.
  const account = spec.serviceAccountName || spec.serviceAccount;
  if (account) spec.serviceAccountName = spec.serviceAccount = account;
  containersOf(spec).forEach(defaultContainer);
  for (const volume of spec.volumes ?? []) defaultVolume(volume, features);
}

/** Keeps podIP and podIPs in step; podIP wins. */
function defaultPodStatus(status: PodStatus): void {
  const { podIP = '', podIPs = [] } = status;
  const first = podIPs[0]?.ip ?? '';
  if (podIP === '' && first !== '') status.podIP = first;
  else if (podIP !== '' && podIP !== first) status.podIPs = [{ ip: podIP }];
}
