/** A namespace gives its pods tolerations, and says which they may have. Source: plugin/pkg/admission/podtolerationrestriction/admission.go. */
import { type Pod, type Toleration } from '../apis/core/pod.js';
import { qosClass } from '../apis/core/qos-class.js';
import { newNotFound, newUnknownError } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { objectOf, PODS } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';
import { covers, mergeTolerations } from './tolerations.js';

const NAMESPACES = { group: '', resource: 'namespaces' };
const DEFAULTS = 'scheduler.alpha.kubernetes.io/defaultTolerations';
const ALLOWED = 'scheduler.alpha.kubernetes.io/tolerationsWhitelist';
const MEMORY_PRESSURE = { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' };

export function createPodTolerationRestriction(getter: Getter, features: Features): AdmissionPlugin {
  async function annotated(namespace: string, annotation: string): Promise<readonly Toleration[]> {
    const found = await getter.get<KubeObject>(NAMESPACES, '', namespace);
    if (found === undefined) throw newNotFound(NAMESPACES, namespace);
    return tolerationsIn(found.metadata.annotations?.[annotation] ?? '');
  }

  async function check({ spec }: Pod, namespace: string): Promise<void> {
    const { tolerations = [] } = spec;
    if (tolerations.length === 0) return;
    const allowed = await annotated(namespace, ALLOWED);
    const isAllowed = (toleration: Toleration): boolean => allowed.some((outer) => covers(outer, toleration));
    if (allowed.length === 0 || tolerations.every(isAllowed)) return;
    throw newUnknownError(
      'pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist',
    );
  }

  return {
    name: 'PodTolerationRestriction',
    async admit(attributes) {
      const { operation, namespace } = attributes;
      const pod = objectOf(attributes, PODS, 'CREATE', 'UPDATE') as Pod | undefined;
      if (pod === undefined) return;
      const added = [
        ...(operation === 'CREATE' ? await annotated(namespace, DEFAULTS) : []),
        ...(qosClass(pod.spec, features) === 'BestEffort' ? [] : [MEMORY_PRESSURE]),
      ];
      if (added.length > 0) pod.spec.tolerations = mergeTolerations(pod.spec.tolerations ?? [], added);
      await check(pod, namespace);
    },
    async validate(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE', 'UPDATE') as Pod | undefined;
      if (pod !== undefined) await check(pod, attributes.namespace);
    },
  };
}

function tolerationsIn(text: string): readonly Toleration[] {
  if (text === '') return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as readonly Toleration[]) : [];
  } catch (error) {
    throw newUnknownError((error as Error).message);
  }
}
