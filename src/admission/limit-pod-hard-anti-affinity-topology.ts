/** Pods keep others off their node at most. Source: plugin/pkg/admission/antiaffinity/admission.go. */
import { type Pod } from '../apis/core/pod.js';
import { newForbidden } from '../apis/errors.js';
import { objectOf, PODS } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

const HOSTNAME = 'kubernetes.io/hostname';

export function createLimitPodHardAntiAffinityTopology(): AdmissionPlugin {
  return {
    name: 'LimitPodHardAntiAffinityTopology',
    validate(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE', 'UPDATE') as Pod | undefined;
      const terms = pod?.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
      const other = terms.find(({ topologyKey }) => topologyKey !== HOSTNAME);
      if (other === undefined) return;
      const where = 'affinity.PodAntiAffinity.RequiredDuringScheduling';
      const cause = `${where} has TopologyKey ${other.topologyKey ?? ''} but only key ${HOSTNAME} is allowed`;
      throw newForbidden(PODS, pod?.metadata.name ?? '', cause);
    },
  };
}
