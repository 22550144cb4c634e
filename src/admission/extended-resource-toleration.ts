/** Pods that ask for a device tolerate its taint. Source: plugin/pkg/admission/extendedresourcetoleration/admission.go. */
import { isExtendedResource } from '../apis/core/pod-resources.js';
import { type Pod, type Toleration } from '../apis/core/pod.js';
import { type Features } from '../features/features.js';
import { objectOf, PODS } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

export function createExtendedResourceToleration({ behaviours }: Features): AdmissionPlugin {
  return {
    name: 'ExtendedResourceToleration',
    admit(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE', 'UPDATE') as Pod | undefined;
      if (pod === undefined) return;
      const { containers = [], initContainers = [] } = pod.spec;
      const asked = [...containers, ...initContainers].flatMap(({ resources }) =>
        Object.keys(resources?.requests ?? {}),
      );
      const names = [...new Set(asked)].filter((name) => isExtendedResource(name, behaviours)).sort();
      for (const key of names) {
        pod.spec.tolerations = withToleration(pod.spec.tolerations ?? [], {
          key,
          operator: 'Exists',
          effect: 'NoSchedule',
        });
      }
    },
  };
}

/** In place of those that tolerate the same, or after all others. */
function withToleration(tolerations: readonly Toleration[], added: Toleration): Toleration[] {
  const matches = ({ key, operator, effect, value = '' }: Toleration): boolean =>
    key === added.key && operator === added.operator && effect === added.effect && value === '';
  if (!tolerations.some(matches)) return [...tolerations, added];
  return tolerations.map((toleration) => (matches(toleration) ? added : toleration));
}
