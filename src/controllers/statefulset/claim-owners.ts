/**
 * Who owns a pod's claims: nobody, or the set or the pod with which they are to go.
 * Source: pkg/controller/statefulset/stateful_set_utils.go (isClaimOwnerUpToDate).
 */
import { type StatefulSet } from '../../apis/apps/v1.js';
import { type PersistentVolumeClaim } from '../../apis/core/persistent-volume-claim.js';
import { type Pod } from '../../apis/core/pod.js';
import { groupVersion, type GroupVersionKind, type KubeObject, type OwnerReference } from '../../apis/meta/v1.js';
import { newControllerRef } from '../controller-ref.js';
import { isInRange, STATEFUL_SET } from './identity.js';

const POD = { group: '', version: 'v1', kind: 'Pod' };

interface Policy {
  readonly whenDeleted: boolean;
  readonly whenScaled: boolean;
}

/** True where claims go with what is deleted. */
function policyOf({ spec }: StatefulSet): Policy {
  const { whenDeleted, whenScaled } = spec.persistentVolumeClaimRetentionPolicy ?? {};
  return { whenDeleted: whenDeleted === 'Delete', whenScaled: whenScaled === 'Delete' };
}

export function goesWithScale(set: StatefulSet): boolean {
  return policyOf(set).whenScaled;
}

function names(
  reference: OwnerReference,
  { metadata }: KubeObject,
  { group, version, kind }: GroupVersionKind,
): boolean {
  const { apiVersion, kind: named, name } = reference;
  return apiVersion === groupVersion(group, version) && named === kind && name === metadata.name;
}

function isOwned(claim: PersistentVolumeClaim, owner: KubeObject): boolean {
  return (claim.metadata.ownerReferences ?? []).some(({ uid }) => uid === owner.metadata.uid);
}

/** True where the claim is owned by another object of the owner's name, which is gone. */
function isStale(claim: PersistentVolumeClaim, owner: KubeObject, kind: GroupVersionKind): boolean {
  const reference = (claim.metadata.ownerReferences ?? []).find((each) => names(each, owner, kind));
  return reference !== undefined && reference.uid !== owner.metadata.uid;
}

export function isStalePodClaim(claim: PersistentVolumeClaim, pod: Pod): boolean {
  return isStale(claim, pod, POD);
}

/** True where something else controls the claim, so that the policy cannot be followed. */
export function hasOtherController(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  const { whenDeleted, whenScaled } = policyOf(set);
  if (!whenDeleted && !whenScaled) return false;
  return (claim.metadata.ownerReferences ?? []).some((reference) => {
    if (names(reference, set, STATEFUL_SET)) return reference.uid !== set.metadata.uid;
    if (names(reference, pod, POD)) return reference.uid !== pod.metadata.uid;
    return reference.controller === true;
  });
}

function hasPlainOwner(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  const own = [set.metadata.uid, pod.metadata.uid];
  return (claim.metadata.ownerReferences ?? []).some(({ uid, controller }) => own.includes(uid) && controller !== true);
}

/** Who should own the claim. */
function wantedOwners(set: StatefulSet, pod: Pod): { set: boolean; pod: boolean } {
  const { whenDeleted, whenScaled } = policyOf(set);
  const scaledDown = !isInRange(set, pod);
  return { set: whenDeleted && !(whenScaled && scaledDown), pod: whenScaled && scaledDown };
}

export function hasRightOwners(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  if (isStale(claim, set, STATEFUL_SET) || isStalePodClaim(claim, pod)) return true;
  const owned = { set: isOwned(claim, set), pod: isOwned(claim, pod) };
  if (hasOtherController(claim, set, pod)) return !owned.set && !owned.pod;
  if (hasPlainOwner(claim, set, pod)) return false;
  const wanted = wantedOwners(set, pod);
  return owned.set === wanted.set && owned.pod === wanted.pod;
}

/** The claim's references, with those to the set and the pod as they should be. */
export function rightOwners(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): OwnerReference[] {
  const others = (claim.metadata.ownerReferences ?? []).filter(
    (reference) => !names(reference, set, STATEFUL_SET) && !names(reference, pod, POD),
  );
  if (hasOtherController(claim, set, pod)) return others;
  const wanted = wantedOwners(set, pod);
  return [
    ...others,
    ...(wanted.pod ? [newControllerRef(pod, POD)] : []),
    ...(wanted.set ? [newControllerRef(set, STATEFUL_SET)] : []),
  ];
}
