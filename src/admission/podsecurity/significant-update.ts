/** Whether a pod has to be looked at again. Source: k8s.io/pod-security-admission/admission/admission.go. */
import { type Container } from '../../apis/core/pod-container.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';

/** True for new images, for new ephemeral containers and, once, for new seccomp annotations. */
export function isSignificantUpdate(pod: Pod, old: Pod, { behaviours }: Features): boolean {
  const scope = behaviours.podSecuritySeccompAnnotations;
  const isSame = (key: string): boolean => pod.metadata.annotations?.[key] === old.metadata.annotations?.[key];
  const changed = (container: Container, before: Container | undefined): boolean =>
    container.image !== before?.image ||
    (scope !== 'ignored' && !isSame(`${SECCOMP_CONTAINER}${container.name ?? ''}`));
  const listChanged = (list: readonly Container[] = [], before: readonly Container[] = []): boolean =>
    list.length !== before.length || list.some((container, i) => changed(container, before[i]));
  if (scope === 'of pods, too' && !isSame(SECCOMP_POD)) return true;
  if (listChanged(pod.spec.containers, old.spec.containers)) return true;
  if (listChanged(pod.spec.initContainers, old.spec.initContainers)) return true;
  const before = old.spec.ephemeralContainers ?? [];
  return (pod.spec.ephemeralContainers ?? []).some((container) => {
    const same = before.find(({ name }) => name === container.name);
    return same === undefined || changed(container, same);
  });
}
