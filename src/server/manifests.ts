/** The user's manifests, which the server starts with. */
import { isReason } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Client } from '../client/client.js';
import { type AnyKind } from '../registry/rest.js';

/**
 * Creates the user's objects in their order. What exists already is brought to what the manifest says.
 * @throws Error with one line that names the object, where one is refused or of an unknown kind.
 */
export async function createManifests(
  client: Client,
  kinds: readonly AnyKind[],
  manifests: readonly KubeObject[],
): Promise<void> {
  for (const object of manifests) {
    const name = `${object.kind ?? 'object without a kind'} "${object.metadata.name ?? ''}"`;
    const kind = kinds.find((candidate) => isOf(candidate, object));
    if (kind === undefined)
      throw new Error(`the manifest of ${name}: kubemint stores no ${object.apiVersion ?? ''} of that kind`);
    const namespace = kind.namespaced ? (object.metadata.namespace ?? 'default') : '';
    try {
      await createOrUpdate(client, kind, namespace, object);
    } catch (error) {
      throw new Error(`the manifest of ${name}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}

async function createOrUpdate(client: Client, kind: AnyKind, namespace: string, exported: KubeObject): Promise<void> {
  const rest = client.resource(kind);
  // What another server gave an object that was exported from there means nothing here.
  const object = { ...exported, metadata: { ...exported.metadata } };
  delete object.metadata.resourceVersion;
  delete object.metadata.uid;
  try {
    await rest.create(namespace, object);
  } catch (error) {
    if (!isReason(error, 'AlreadyExists')) throw error;
    const current = await rest.get(namespace, object.metadata.name ?? '');
    const metadata = { ...current.metadata, ...object.metadata };
    await rest.update(namespace, { ...current, ...object, metadata });
  }
}

function isOf({ group, kind, strategy, versions }: AnyKind, object: KubeObject): boolean {
  const apiVersion = object.apiVersion ?? '';
  const slash = apiVersion.indexOf('/');
  const version = apiVersion.slice(slash + 1);
  return (
    strategy !== undefined &&
    kind === object.kind &&
    group === apiVersion.slice(0, Math.max(0, slash)) &&
    versions.some((served) => served.version === version)
  );
}
