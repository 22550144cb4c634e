/** References from objects to what controls them. Source: k8s.io/apimachinery/pkg/apis/meta/v1/controller_ref.go. */
import { groupVersion, type GroupVersionKind, type KubeObject, type OwnerReference } from '../apis/meta/v1.js';

export function controllerOf({ metadata }: KubeObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

export function newControllerRef({ metadata }: KubeObject, { group, version, kind }: GroupVersionKind): OwnerReference {
  const { name = '', uid = '' } = metadata;
  return { apiVersion: groupVersion(group, version), kind, name, uid, controller: true, blockOwnerDeletion: true };
}
