/** Statuses that controllers write. Source: pkg/controller/replicaset/replica_set_utils.go (updateReplicaSetStatus). */
import { isReason } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type ResourceClient } from '../client/client.js';
import { semanticallyEqual } from '../registry/semantic-equality.js';

interface WithStatus extends KubeObject {
  status?: unknown;
}

/** Fields that Go has pointers for: their 0 is not nothing. */
const POINTERS: readonly string[] = ['terminatingReplicas', 'collisionCount', 'ready', 'terminating'];

/**
 * Writes a status, once more where someone else wrote in between, and returns the object as it is then. `statusOf` gives the
 * status of the object as it is.
 */
export async function writeStatus<T extends WithStatus>(
  client: ResourceClient<T>,
  object: T,
  statusOf: (current: T) => NonNullable<T['status']>,
): Promise<T> {
  const { namespace = '', name = '' } = object.metadata;
  try {
    return await client.updateStatus(namespace, { ...object, status: statusOf(object) });
  } catch (error) {
    if (!isReason(error, 'Conflict')) throw error;
    const current = await client.get(namespace, name);
    return client.updateStatus(namespace, { ...current, status: statusOf(current) });
  }
}

/** True where a client would see no difference. */
export function sameStatus(a: object | undefined, b: object | undefined): boolean {
  return semanticallyEqual(withoutZeros(a), withoutZeros(b));
}

function withoutZeros(status: object = {}): object {
  return Object.fromEntries(
    Object.entries(status).filter(([field, value]) => (value !== 0 && value !== '') || POINTERS.includes(field)),
  );
}
