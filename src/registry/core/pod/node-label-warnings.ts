/** Warnings about labels of nodes that have a newer name. Source: pkg/api/node/util.go. */
import { type NodeSelectorTerm } from '../../../apis/core/pod-affinity.js';
import { type PodSpec } from '../../../apis/core/pod.js';
import { type Path } from '../../../apis/field/path.js';
import { isValidLabelValue } from '../../../apis/validation/labels.js';
import { type Features } from '../../../features/features.js';

const DEPRECATED_LABELS: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
  ['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
  ['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
  ['app.kubernetes.io/created-by', 'deprecated since v1.9'],
  ['scheduler.alpha.kubernetes.io/preferAvoidPods', 'deprecated since v1.22; use Taints and Tolerations instead'],
  ['node-role.kubernetes.io/master', 'use "node-role.kubernetes.io/control-plane" instead'],
]);

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function nodeLabelWarnings(spec: PodSpec, path: Path, features: Features): string[] {
  const { podPortNameWarnings, podDuplicateWarnings } = features.behaviours;
  const affinity = spec.affinity?.nodeAffinity ?? {};
  const at = path.child('affinity', 'nodeAffinity');
  const terms = affinity[REQUIRED]?.nodeSelectorTerms ?? [];
  return [
    ...Object.keys(spec.nodeSelector ?? {}).flatMap((key) => {
      const text = DEPRECATED_LABELS.get(key);
      return text === undefined ? [] : [`${path.child('nodeSelector').key(key).toString()}: ${text}`];
    }),
    ...terms.flatMap((term, i) =>
      termWarnings(term, at.child(REQUIRED, 'nodeSelectorTerms').index(i), false, features),
    ),
    ...(affinity[PREFERRED] ?? []).flatMap(({ preference = {} }, i) =>
      termWarnings(preference, at.child(PREFERRED).index(i).child('preference'), podPortNameWarnings, features),
    ),
    ...(spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey = '', labelSelector }, i) => {
      const constraint = path.child('topologySpreadConstraints').index(i);
      const none = `${constraint.child('labelSelector').toString()}: a null labelSelector results in matching no pod`;
      return [
        ...keyWarnings(topologyKey, constraint.child('topologyKey')),
        ...(podDuplicateWarnings && labelSelector === undefined ? [none] : []),
      ];
    }),
  ];
}

function termWarnings(
  { matchExpressions = [] }: NodeSelectorTerm,
  path: Path,
  checksValues: boolean,
  { behaviours }: Features,
): string[] {
  return matchExpressions.flatMap(({ key = '', values = [] }, i) => {
    const at = path.child('matchExpressions').index(i);
    return [
      ...keyWarnings(key, at.child('key')),
      ...(checksValues ? values : []).flatMap((value, j) =>
        isValidLabelValue(value, behaviours).map(
          (text) => `${at.child('values').index(j).toString()}: ${value} is invalid, ${text}`,
        ),
      ),
    ];
  });
}

function keyWarnings(key: string, path: Path): string[] {
  const text = DEPRECATED_LABELS.get(key);
  return text === undefined ? [] : [`${path.toString()}: ${key} is ${text}`];
}
