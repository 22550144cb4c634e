/** What claims of volumes use. Source: pkg/quota/v1/evaluator/core/persistent_volume_claims.go. */
import { type PersistentVolumeClaim } from '../apis/core/persistent-volume-claim.js';
import { type ResourceList } from '../apis/core/pod.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { compareQuantities, roundedUpQuantity } from '../apis/quantity.js';
import { storageClassOf } from '../apis/storage/v1.js';
import { type Features } from '../features/features.js';
import { type Evaluator, meets, objectCountName } from './evaluator.js';

const RESOURCE = 'persistentvolumeclaims';
const COUNT = objectCountName({ group: '', resource: RESOURCE });
const STORAGE = 'requests.storage';
const BY_CLASS = '.storageclass.storage.k8s.io/';

export function persistentVolumeClaimEvaluator(features: Features): Evaluator {
  const followsClasses = (): boolean =>
    features.behaviours.quotasFollowClaims && features.enabled('VolumeAttributesClass');
  const mayRelease = (object: KubeObject, old: KubeObject): boolean => {
    const expands = features.enabled('RecoverVolumeExpansionFailure') && allocated(object) !== allocated(old);
    return expands || (followsClasses() && attributesClasses(object).join() !== attributesClasses(old).join());
  };
  return {
    handles({ operation, subresource, object, oldObject }) {
      if (subresource === '') {
        return operation === 'CREATE' || (operation === 'UPDATE' && features.enabled('ExpandPersistentVolumes'));
      }
      if (subresource !== 'status' || !features.behaviours.quotasFollowClaims) return false;
      return oldObject !== undefined && mayRelease(object, oldObject);
    },
    counts: (name) =>
      name === COUNT ||
      [RESOURCE, STORAGE].some((resource) => name === resource || name.endsWith(`${BY_CLASS}${resource}`)),
    isInScope({ scopeName, ...requirement }, object) {
      if (scopeName !== 'VolumeAttributesClass' || !followsClasses()) return false;
      const names = attributesClasses(object);
      return names.length === 0 ? meets(requirement, undefined) : names.some((name) => meets(requirement, name));
    },
    usage: (object) => usage(object, features),
    mayRelease,
  };
}

function usage(object: KubeObject, features: Features): ResourceList {
  const claim = object as PersistentVolumeClaim;
  const requested = claim.spec?.resources?.requests?.['storage'];
  const given = features.enabled('RecoverVolumeExpansionFailure') ? allocated(claim) : undefined;
  const size = requested === undefined || compareQuantities(given, requested) <= 0 ? requested : given;
  const own = { [RESOURCE]: '1', ...(size === undefined ? {} : { [STORAGE]: roundedUpQuantity(size) }) };
  const className = storageClassOf(claim);
  if (!className) return { ...own, [COUNT]: '1' };
  const ofClass = Object.entries(own).map(([name, quantity]) => [`${className}${BY_CLASS}${name}`, quantity]);
  return { ...own, [COUNT]: '1', ...(Object.fromEntries(ofClass) as ResourceList) };
}

function allocated(object: KubeObject): string | undefined {
  return (object as PersistentVolumeClaim).status?.allocatedResources?.['storage'];
}

/** The attributes classes that the claim names, has, or is getting. */
function attributesClasses(object: KubeObject): readonly string[] {
  const { spec, status } = object as PersistentVolumeClaim;
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ];
  return [...new Set(names.filter((name): name is string => Boolean(name)))].sort();
}
