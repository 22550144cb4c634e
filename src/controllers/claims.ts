/**
 * Takes up orphans that a selector chooses, and lets go of what it no longer chooses.
 * Source: pkg/controller/controller_ref_manager.go.
 */
import { isReason } from '../apis/errors.js';
import { type GroupVersionKind, type KubeObject } from '../apis/meta/v1.js';
import { type ResourceClient } from '../client/client.js';
import { controllerOf, newControllerRef } from './controller-ref.js';
import { retryOnConflict, unlessMissing } from './errors.js';

export interface ClaimOptions<O extends KubeObject, D extends KubeObject> {
  readonly owner: O;
  readonly ownerKind: GroupVersionKind;
  readonly owners: ResourceClient<O>;
  readonly dependents: ResourceClient<D>;
  readonly chooses: (dependent: D) => boolean;
  /** What is put on that which is taken up, and off that which is let go. */
  readonly finalizer?: string;
}

/** Those of the candidates that are the owner's now. Throws where one could not be taken up, after all were tried. */
export async function claim<O extends KubeObject, D extends KubeObject>(
  options: ClaimOptions<O, D>,
  candidates: readonly D[],
): Promise<D[]> {
  const claimed: D[] = [];
  const errors: unknown[] = [];
  let mayAdopt: Promise<void> | undefined;
  for (const candidate of candidates) {
    try {
      const found = await claimOne(options, candidate, () => (mayAdopt ??= checkNotDeleted(options)));
      if (found !== undefined) claimed.push(found);
    } catch (error) {
      if (!isReason(error, 'NotFound')) errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return claimed;
}

async function claimOne<O extends KubeObject, D extends KubeObject>(
  options: ClaimOptions<O, D>,
  candidate: D,
  mayAdopt: () => Promise<void>,
): Promise<D | undefined> {
  const { owner, chooses } = options;
  const reference = controllerOf(candidate);
  const deleting = owner.metadata.deletionTimestamp !== undefined;
  if (reference !== undefined) {
    if (reference.uid !== owner.metadata.uid) return undefined;
    if (chooses(candidate)) return candidate;
    if (!deleting) await release(options, candidate);
    return undefined;
  }
  if (deleting || !chooses(candidate) || candidate.metadata.deletionTimestamp !== undefined) return undefined;
  await mayAdopt();
  return adopt(options, candidate);
}

/** The informer may not know yet that the owner goes. */
async function checkNotDeleted<O extends KubeObject, D extends KubeObject>({
  owner,
  ownerKind,
  owners,
}: ClaimOptions<O, D>): Promise<void> {
  const { namespace = '', name = '', uid = '' } = owner.metadata;
  const { metadata } = await owners.get(namespace, name);
  const place = `${namespace}/${name}`;
  if (metadata.uid !== uid) {
    const found = metadata.uid ?? '';
    throw new Error(`original ${ownerKind.kind} ${place} is gone: got uid ${found}, wanted ${uid}`);
  }
  if (metadata.deletionTimestamp !== undefined) {
    throw new Error(`${place} has just been deleted at ${metadata.deletionTimestamp}`);
  }
}

function adopt<O extends KubeObject, D extends KubeObject>(
  { owner, ownerKind, dependents, finalizer }: ClaimOptions<O, D>,
  candidate: D,
): Promise<D | undefined> {
  return change(dependents, candidate, (current) => {
    const { ownerReferences = [], finalizers = [] } = current.metadata;
    const marks = finalizer === undefined || finalizers.includes(finalizer) ? finalizers : [...finalizers, finalizer];
    const owned = [...ownerReferences, newControllerRef(owner, ownerKind)];
    return { ...current.metadata, ownerReferences: owned, finalizers: marks };
  });
}

async function release<O extends KubeObject, D extends KubeObject>(
  { owner, dependents, finalizer }: ClaimOptions<O, D>,
  candidate: D,
): Promise<void> {
  await change(dependents, candidate, (current) => {
    const { ownerReferences = [], finalizers = [] } = current.metadata;
    return {
      ...current.metadata,
      ownerReferences: ownerReferences.filter(({ uid }) => uid !== owner.metadata.uid),
      finalizers: finalizers.filter((each) => each !== finalizer),
    };
  });
}

/** Writes other metadata to the object as it is now; undefined where it is gone. */
export function change<D extends KubeObject>(
  client: ResourceClient<D>,
  object: D,
  metadataOf: (current: D) => KubeObject['metadata'],
): Promise<D | undefined> {
  const { namespace = '', name = '', uid } = object.metadata;
  return retryOnConflict(async () => {
    const current = await unlessMissing(client.get(namespace, name));
    if (current === undefined || current.metadata.uid !== uid) return undefined;
    return client.update(namespace, { ...current, metadata: metadataOf(current) });
  });
}
