/** What must hold of an object before it is changed. Source: k8s.io/apiserver/pkg/storage/interfaces.go (Preconditions.Check). */
import { type KubeObject, type Preconditions } from '../apis/meta/v1.js';
import { StorageError } from './storage.js';

/** @throws StorageError `InvalidObject`, which names the key. */
export function checkPreconditions(key: string, preconditions: Preconditions | undefined, current: KubeObject): void {
  const { uid, resourceVersion } = current.metadata;
  const fail = (field: string, wanted: string, found: string | undefined): never => {
    throw new StorageError(
      'InvalidObject',
      key,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ${field} in precondition: ${wanted}, ${field} in object meta: ${found ?? ''}`,
    );
  };
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) fail('UID', preconditions.uid, uid);
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    fail('ResourceVersion', preconditions.resourceVersion, resourceVersion);
  }
}
