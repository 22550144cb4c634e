/** Tells owners of changes to what they control, or could take up. Source: the event handlers of pkg/controller/replicaset/replica_set.go. */
import { type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { type ClientWatch } from '../client/client.js';
import { type Labels } from '../registry/selection.js';
import { semanticallyEqual } from '../registry/semantic-equality.js';
import { controllerOf } from './controller-ref.js';
import { type Informer } from './informer.js';

export interface Dependence<O extends KubeObject, D extends KubeObject> {
  readonly owners: Informer<O>;
  readonly dependents: Informer<D>;
  /** The owners' kind, as controller references name it. */
  readonly kind: string;
  /** Whether an owner would take up an orphan with such labels. */
  readonly selects: (owner: O, labels: Labels) => boolean;
  readonly onChange: (owner: O, type: WatchEventType, dependent: D, previous: D | undefined) => void;
}

export function followDependents<O extends KubeObject, D extends KubeObject>({
  owners,
  dependents,
  kind,
  selects,
  onChange,
}: Dependence<O, D>): ClientWatch {
  const controllerIn = (object: D): O | undefined => resolveController(owners, kind, object);
  return dependents.listen((type, object, previous) => {
    const reference = controllerOf(object);
    const before = previous === undefined ? undefined : controllerOf(previous);
    const changed = !semanticallyEqual(reference, before);
    if (previous !== undefined && before !== undefined && changed) {
      const owner = controllerIn(previous);
      if (owner !== undefined) onChange(owner, type, object, previous);
    }
    if (reference !== undefined) {
      const owner = controllerIn(object);
      if (owner !== undefined) onChange(owner, type, object, previous);
      return;
    }
    const { namespace = '', labels = {}, deletionTimestamp } = object.metadata;
    const settled = previous !== undefined && !changed && semanticallyEqual(labels, previous.metadata.labels);
    if (type === 'DELETED' || deletionTimestamp !== undefined || settled) return;
    for (const owner of owners.list(namespace)) {
      if (selects(owner, labels)) onChange(owner, type, object, previous);
    }
  });
}

/** The owner that a controller reference means; undefined for another one of its name, or of another kind. */
export function resolveController<O extends KubeObject>(
  owners: Informer<O>,
  kind: string,
  object: KubeObject,
): O | undefined {
  const reference = controllerOf(object);
  if (reference?.kind !== kind) return undefined;
  const owner = owners.get(object.metadata.namespace ?? '', reference.name);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}
