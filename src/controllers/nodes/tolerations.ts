/** Which taints a pod puts up with. Source: k8s.io/component-helpers/scheduling/corev1/helpers.go, k8s.io/api/core/v1/toleration.go. */
import { type Taint } from '../../apis/core/node.js';
import { type Toleration } from '../../apis/core/pod.js';

export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { key = '', operator = 'Equal', value = '', effect = '' } = toleration;
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  const of = taint.value ?? '';
  switch (operator) {
    case 'Exists':
      return true;
    case 'Lt':
      return isWhole(of) && isWhole(value) && BigInt(of) < BigInt(value);
    case 'Gt':
      return isWhole(of) && isWhole(value) && BigInt(of) > BigInt(value);
    default:
      return value === of;
  }
}

function isWhole(text: string): boolean {
  return /^-?\d+$/.test(text);
}

/** The first of the taints that none of the tolerations covers. */
export function untolerated(taints: readonly Taint[], tolerations: readonly Toleration[]): Taint | undefined {
  return taints.find((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
}

/**
 * For how long a pod stays on a node with these NoExecute taints, in milliseconds; undefined: for ever.
 * Source: pkg/controller/tainteviction/taint_eviction.go.
 */
export function tolerationTime(taints: readonly Taint[], tolerations: readonly Toleration[]): number | undefined {
  if (untolerated(taints, tolerations) !== undefined) return 0;
  const used = taints.flatMap((taint) => tolerations.find((toleration) => tolerates(toleration, taint)) ?? []);
  const times = used.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
  return times.length === 0 ? undefined : Math.max(0, Math.min(...times)) * 1000;
}
