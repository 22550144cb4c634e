/** Limit ranges fill in what pods ask for, and say how much that may be. Source: plugin/pkg/admission/limitranger/admission.go. */
import { aggregate } from '../apis/aggregate.js';
import { LIMIT_RANGES, type LimitRange } from '../apis/core/limit-range.js';
import { type PersistentVolumeClaim } from '../apis/core/persistent-volume-claim.js';
import { type Pod } from '../apis/core/pod.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { admissionForbidden } from './forbidden.js';
import { fillResources } from './limit-range-defaults.js';
import { checkClaim, checkPod } from './limit-ranges.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

export function createLimitRanger(getter: Getter, features: Features): AdmissionPlugin {
  /** The namespace's ranges, by name; none where the request is none of theirs. */
  async function rangesFor(attributes: AdmissionAttributes): Promise<readonly LimitRange[]> {
    if (!isLimited(attributes) || attributes.oldObject?.metadata.deletionTimestamp !== undefined) return [];
    return getter.list<LimitRange>(LIMIT_RANGES, attributes.namespace);
  }

  return {
    name: 'LimitRanger',
    async admit(attributes) {
      const ranges = await rangesFor(attributes);
      if (attributes.kind.kind !== 'Pod') return;
      for (const range of ranges) fillResources(attributes.object as Pod, range);
    },
    async validate(attributes) {
      for (const range of await rangesFor(attributes)) {
        const problems =
          attributes.kind.kind === 'Pod'
            ? checkPod(attributes.object as Pod, range, features)
            : checkClaim(attributes.object as PersistentVolumeClaim, range);
        if (problems.length > 0) throw admissionForbidden(attributes, aggregate(problems));
      }
    },
  };
}

/** New pods, pods that are resized, and claims. */
function isLimited({ operation, resource, subresource, kind }: AdmissionAttributes): boolean {
  if (kind.group !== '' || (operation !== 'CREATE' && operation !== 'UPDATE')) return false;
  if (kind.kind === 'PersistentVolumeClaim')
    return subresource === '' && resource.resource === 'persistentvolumeclaims';
  if (kind.kind !== 'Pod' || resource.resource !== 'pods') return false;
  return operation === 'CREATE' ? subresource === '' : subresource === 'resize';
}
