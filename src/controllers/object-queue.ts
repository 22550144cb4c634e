/** Work by object, whose keys are `namespace/name`. */
import { isReason } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type ControllerDependencies } from './controller.js';
import { isNamespaceTerminating, retryOnConflict } from './errors.js';
import { WorkQueue } from './workqueue.js';

export class ObjectQueue extends WorkQueue {
  /** `what` is how a failure is told: `synchronizing the deployment`. */
  constructor(
    { clock, onError }: Pick<ControllerDependencies, 'clock' | 'onError'>,
    what: string,
    sync: (namespace: string, name: string) => Promise<void>,
  ) {
    super({
      clock,
      sync: async (key) => {
        const [namespace = '', name = ''] = key.split('/');
        try {
          // Someone else wrote in between; what they wrote is known already.
          await retryOnConflict(() => sync(namespace, name));
        } catch (error) {
          // Nothing can be made where all is to go.
          if (!isNamespaceTerminating(error)) throw error;
        }
      },
      onError: (error, key) => {
        // What admission forbids is told by events and conditions.
        if (!isReason(error, 'Conflict') && !isReason(error, 'Forbidden')) onError(error, `${what} ${key}`);
      },
    });
  }

  addObject(object: KubeObject): void {
    this.add(keyOf(object));
  }

  /** Adds an object `ms` milliseconds from now. */
  addObjectAfter(object: KubeObject, ms: number): void {
    this.addAfter(keyOf(object), ms);
  }
}

export function keyOf({ metadata: { namespace = '', name = '' } }: KubeObject): string {
  return `${namespace}/${name}`;
}
