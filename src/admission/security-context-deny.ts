/** Pods choose no users and no SELinux labels. Source: plugin/pkg/admission/securitycontext/scdeny/admission.go, up to 1.29. */
import { type Pod, type PodSpec } from '../apis/core/pod.js';
import { newForbidden } from '../apis/errors.js';
import { objectOf, PODS } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

export function createSecurityContextDeny(): AdmissionPlugin {
  return {
    name: 'SecurityContextDeny',
    validate(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE', 'UPDATE') as Pod | undefined;
      const field = pod && forbiddenField(pod.spec);
      if (field !== undefined) throw newForbidden(PODS, pod?.metadata.name ?? '', `${field} is forbidden`);
    },
  };
}

function forbiddenField({ securityContext = {}, initContainers = [], containers = [] }: PodSpec): string | undefined {
  const ofPod = [
    ['SupplementalGroups', securityContext.supplementalGroups],
    ['SELinuxOptions', securityContext.seLinuxOptions],
    ['RunAsUser', securityContext.runAsUser],
    ['FSGroup', securityContext.fsGroup],
  ] as const;
  const [name] = ofPod.find(([, value]) => value !== undefined) ?? [];
  if (name !== undefined) return `pod.Spec.SecurityContext.${name}`;
  for (const { securityContext: { seLinuxOptions, runAsUser } = {} } of [...initContainers, ...containers]) {
    if (seLinuxOptions !== undefined) return 'SecurityContext.SELinuxOptions';
    if (runAsUser !== undefined) return 'SecurityContext.RunAsUser';
  }
  return undefined;
}
