/** No pod runs an image because it happens to be on a node. Source: plugin/pkg/admission/alwayspullimages/admission.go. */
import { type Pod, type PodSpec } from '../apis/core/pod.js';
import { type Features } from '../features/features.js';
import { objectOf, PODS } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

const ALWAYS = 'Always';

export function createAlwaysPullImages({ behaviours }: Features): AdmissionPlugin {
  return {
    name: 'AlwaysPullImages',
    admit(attributes) {
      const pod = objectOf(attributes, PODS, 'CREATE', 'UPDATE') as Pod | undefined;
      if (pod === undefined) return;
      const old = attributes.oldObject as Pod | undefined;
      if (old !== undefined && behaviours.knownImagesMayBePresent && !hasNewImage(pod.spec, old.spec)) return;
      for (const container of containersOf(pod.spec)) container.imagePullPolicy = ALWAYS;
      if (!behaviours.imageVolumesAlwaysPulled) return;
      for (const { image } of pod.spec.volumes ?? []) if (image !== undefined) image.pullPolicy = ALWAYS;
    },
  };
}

function containersOf({ initContainers = [], containers = [], ephemeralContainers = [] }: PodSpec) {
  return [...initContainers, ...containers, ...ephemeralContainers];
}

function hasNewImage(spec: PodSpec, old: PodSpec): boolean {
  const known = new Set(containersOf(old).map(({ image }) => image));
  return containersOf(spec).some(({ image }) => !known.has(image));
}
