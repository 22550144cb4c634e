/** Pods stay on a failed node for five minutes. Source: plugin/pkg/admission/defaulttolerationseconds/admission.go. */
import { type Pod, type Toleration } from '../apis/core/pod.js';
import { objectOf, PODS } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

const EFFECT = 'NoExecute';

export interface DefaultTolerations {
  /** Seconds. */
  readonly notReady: number;
  readonly unreachable: number;
}

export function createDefaultTolerationSeconds({ notReady, unreachable }: DefaultTolerations): AdmissionPlugin {
  const tolerations = [
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: EFFECT, tolerationSeconds: notReady },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: EFFECT, tolerationSeconds: unreachable },
  ];
  return {
    name: 'DefaultTolerationSeconds',
    admit(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE', 'UPDATE') as Pod | undefined;
      if (pod === undefined) return;
      const given = pod.spec.tolerations ?? [];
      const missing = tolerations.filter(({ key }) => !given.some((toleration) => covers(toleration, key)));
      if (missing.length > 0) pod.spec.tolerations = [...given, ...missing.map((toleration) => ({ ...toleration }))];
    },
  };
}

function covers({ key = '', effect = '' }: Toleration, taint: string): boolean {
  return (key === taint || key === '') && (effect === EFFECT || effect === '');
}
