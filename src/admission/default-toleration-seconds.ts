/** Pods stay on a failed node for five minutes. Source: plugin/pkg/admission/defaulttolerationseconds/admission.go. */
import { type Pod, type Toleration } from '../apis/core/pod.js';
import { type AdmissionPlugin } from './plugin.js';

const SECONDS = 300;
const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
const EFFECT = 'NoExecute';

export function createDefaultTolerationSeconds(): AdmissionPlugin {
  return {
    name: 'DefaultTolerationSeconds',
    admit({ operation, resource, subresource, object }) {
      const isPod = resource.group === '' && resource.resource === 'pods' && subresource === '';
      if (isPod && object !== undefined && (operation === 'CREATE' || operation === 'UPDATE')) tolerate(object as Pod);
      return Promise.resolve();
    },
  };
}

function tolerate({ spec }: Pod): void {
  const given = spec.tolerations ?? [];
  const missing = TAINTS.filter((taint) => !given.some((toleration) => covers(toleration, taint)));
  if (missing.length === 0) return;
  const added = missing.map((key) => ({ key, operator: 'Exists', effect: EFFECT, tolerationSeconds: SECONDS }));
  spec.tolerations = [...given, ...added];
}

function covers({ key = '', effect = '' }: Toleration, taint: string): boolean {
  return (key === taint || key === '') && (effect === EFFECT || effect === '');
}
