import { describe, expect, it } from 'vitest';
import { createPersistentVolumeClaimResize } from '../../../src/admission/persistent-volume-claim-resize.js';
import { createStorageObjectInUseProtection } from '../../../src/admission/storage-object-in-use-protection.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { getterOf } from './attributes.js';
import { featuresOf, type Outcome, run } from './plugin-runs.js';

describe('StorageObjectInUseProtection', () => {
  const finalizers = async (minor: number, group: string, resource: string, gates = {}): Promise<unknown> => {
    const object: KubeObject = { metadata: { name: 'o' } };
    await run(createStorageObjectInUseProtection(featuresOf(minor, gates)), { resource: { group, resource }, object });
    return object.metadata.finalizers;
  };

  it('keeps volumes and claims', async () => {
    expect(await finalizers(20, '', 'persistentvolumes')).toEqual(['kubernetes.io/pv-protection']);
    expect(await finalizers(37, '', 'persistentvolumeclaims')).toEqual(['kubernetes.io/pvc-protection']);
    expect(await finalizers(37, '', 'configmaps')).toBeUndefined();
  });

  it('keeps attributes classes, where they are served', async () => {
    const ask = (minor: number, gates = {}): Promise<unknown> =>
      finalizers(minor, 'storage.k8s.io', 'volumeattributesclasses', gates);
    expect(await ask(34)).toEqual(['kubernetes.io/vac-protection']);
    expect(await ask(33)).toBeUndefined();
    expect(await ask(33, { VolumeAttributesClass: true })).toEqual(['kubernetes.io/vac-protection']);
    expect(await ask(32, { VolumeAttributesClass: true })).toBeUndefined();
  });
});

describe('PersistentVolumeClaimResize', () => {
  const claim = (storage: string, storageClassName?: string, phase = 'Bound'): KubeObject =>
    ({
      metadata: { name: 'c' },
      spec: { ...(storageClassName && { storageClassName }), resources: { requests: { storage } } },
      status: { phase },
    }) as KubeObject;
  const classes = getterOf({
    'storageclasses//fixed': { metadata: { name: 'fixed' } },
    'storageclasses//grows': { metadata: { name: 'grows' }, allowVolumeExpansion: true },
  });
  const ask = (oldObject: KubeObject, object: KubeObject): Promise<Outcome> =>
    run(createPersistentVolumeClaimResize(classes), {
      resource: { group: '', resource: 'persistentvolumeclaims' },
      operation: 'UPDATE',
      object,
      oldObject,
    });
  const refused =
    'persistentvolumeclaims "c" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';

  it('is for claims that are bound', async () => {
    expect((await ask(claim('1Gi', 'grows', 'Pending'), claim('2Gi', 'grows', 'Pending'))).refused).toBe(
      'persistentvolumeclaims "c" is forbidden: Only bound persistent volume claims can be expanded',
    );
  });

  it('goes by the class', async () => {
    expect((await ask(claim('1Gi', 'grows'), claim('2Gi', 'grows'))).refused).toBeUndefined();
    expect((await ask(claim('1Gi', 'fixed'), claim('2Gi', 'fixed'))).refused).toBe(refused);
    expect((await ask(claim('1Gi', 'none'), claim('2Gi', 'none'))).refused).toBe(refused);
    expect((await ask(claim('1Gi'), claim('2Gi'))).refused).toBe(refused);
    expect((await ask(claim('1Gi', 'fixed'), claim('2Gi', 'grows'))).refused).toBe(refused);
    expect((await ask(claim('1Gi', 'fixed'), claim('1024Mi', 'fixed'))).refused).toBeUndefined();
  });
});
