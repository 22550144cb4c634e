/** A namespace chooses the nodes of its pods. Source: plugin/pkg/admission/podnodeselector/admission.go. */
import { type Pod } from '../apis/core/pod.js';
import { newForbidden, newInternalError, newUnknownError } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Getter } from '../client/client.js';
import { objectOf, PODS } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

const NAMESPACES = { group: '', resource: 'namespaces' };
const ANNOTATION = 'scheduler.alpha.kubernetes.io/node-selector';

export function createPodNodeSelector(getter: Getter): AdmissionPlugin {
  async function selectorFor(pod: Pod, namespace: string): Promise<Record<string, string>> {
    const found = await getter.get<KubeObject>(NAMESPACES, '', namespace);
    if (found === undefined) throw newInternalError(`namespace ${namespace} does not exist`);
    const wanted = labelsOf(found.metadata.annotations?.[ANNOTATION] ?? '');
    const own = pod.spec.nodeSelector ?? {};
    if (Object.entries(wanted).every(([key, value]) => (own[key] ?? value) === value)) return wanted;
    const cause = 'pod node label selector conflicts with its namespace node label selector';
    throw newForbidden(PODS, pod.metadata.name ?? '', cause);
  }

  return {
    name: 'PodNodeSelector',
    async admit(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE') as Pod | undefined;
      if (pod === undefined) return;
      const wanted = await selectorFor(pod, attributes.namespace);
      pod.spec.nodeSelector = { ...wanted, ...pod.spec.nodeSelector };
    },
    async validate(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE') as Pod | undefined;
      if (pod !== undefined) await selectorFor(pod, attributes.namespace);
    },
  };
}

/** `a=b,c=d`. Source: labels.ConvertSelectorToLabelsMap. */
function labelsOf(selector: string): Record<string, string> {
  if (selector === '') return {};
  const pairs = selector.split(',').map((label) => {
    const [key = '', value, ...rest] = label.split('=');
    if (value !== undefined && rest.length === 0) return [key.trim(), value.trim()] as const;
    throw newUnknownError(`invalid selector: [${label.split('=').join(' ')}]`);
  });
  return Object.fromEntries(pairs);
}
