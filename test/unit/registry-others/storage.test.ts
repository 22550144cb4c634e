import { describe, expect, it } from 'vitest';
import { kindServer } from './kind-server.js';

const STORAGE_CLASSES = 'storageclasses.storage.k8s.io';
const fast = { metadata: { name: 'fast' }, provisioner: 'disks.example.com', parameters: { type: 'ssd' } };

describe('storage classes', () => {
  it('get a reclaim policy and a binding mode', async () => {
    expect(await kindServer(STORAGE_CLASSES, 37).create(fast)).toMatchObject({
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
    });
  });

  it('need a provisioner, and know two policies', async () => {
    const server = kindServer(STORAGE_CLASSES, 24);
    expect(await server.refusal({ metadata: { name: 'a' } })).toBe('provisioner: Required value');
    expect(await server.refusal({ ...fast, reclaimPolicy: 'Recycle' })).toBe(
      'reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"',
    );
  });

  it.each([
    [24, 'parameters: Forbidden: updates to parameters are forbidden.'],
    [37, 'parameters: Invalid value: null: field is immutable'],
    [36, 'parameters: Invalid value: {"type":"hdd"}: field is immutable'],
  ])('of 1.%i keep their parameters', async (minor, message) => {
    const server = kindServer(STORAGE_CLASSES, minor);
    await server.create(fast);
    const change = server.update('fast', (object) => ({ ...object, parameters: { type: 'hdd' } }));
    await expect(change).rejects.toThrow(message);
  });

  it('show whether they are the default', async () => {
    const server = kindServer(STORAGE_CLASSES, 24);
    const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' };
    const object = await server.create({ ...fast, metadata: { name: 'fast', annotations } });
    expect(server.cells(object)).toEqual(['fast (default)', 'disks.example.com', 'Delete', 'Immediate', false, '0s']);
  });
});

describe('CSI drivers', () => {
  const driver = { metadata: { name: 'd.example.com' }, spec: {} };

  it('get what a driver usually is', async () => {
    const { spec } = await kindServer('csidrivers.storage.k8s.io', 37).create(driver);
    expect(spec).toEqual({
      attachRequired: true,
      podInfoOnMount: false,
      storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      volumeLifecycleModes: ['Persistent'],
      requiresRepublish: false,
      seLinuxMount: false,
    });
  });

  it('show their capacity since 1.21', async () => {
    const server = kindServer('csidrivers.storage.k8s.io', 21);
    expect(kindServer('csidrivers.storage.k8s.io', 20).columns).not.toContain('StorageCapacity');
    const cells = ['d.example.com', true, false, false, '<unset>', false, 'Persistent', '0s'];
    expect(server.cells(await server.create(driver))).toEqual(cells);
  });
});

it('volume attachments have one source, and keep it', async () => {
  const server = kindServer('volumeattachments.storage.k8s.io', 37);
  const spec = { attacher: 'disks.example.com', nodeName: 'n', source: {} };
  expect(await server.refusal({ metadata: { name: 'a' }, spec })).toBe(
    'spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName',
  );
});

it('CSI nodes name their drivers once', async () => {
  const drivers = [
    { name: 'a', nodeID: '' },
    { name: 'a', nodeID: 'x' },
  ];
  const refusal = await kindServer('csinodes.storage.k8s.io', 37).refusal({
    metadata: { name: 'n' },
    spec: { drivers },
  });
  expect(refusal).toBe('[spec.drivers[0].nodeID: Required value, spec.drivers[1].name: Duplicate value: "a"]');
});

describe('priority classes', () => {
  const resource = 'priorityclasses.scheduling.k8s.io';

  it('preempt, and keep their value', async () => {
    const server = kindServer(resource, 24);
    const object = await server.create({ metadata: { name: 'high' }, value: 1000 });
    expect(object).toMatchObject({ value: 1000, preemptionPolicy: 'PreemptLowerPriority' });
    const change = server.update('high', (old) => ({ ...old, value: 1 }));
    await expect(change).rejects.toThrow('Value: Forbidden: may not be changed in an update.');
    expect(server.cells(object)).toEqual(['high', 1000, false, '0s']);
    expect(kindServer(resource, 37).columns).toEqual(['Name', 'Value', 'Global-Default', 'Age', 'PreemptionPolicy']);
  });

  it.each([
    [
      'system-mine',
      1,
      "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class",
    ],
    ['mine', 2_000_000_000, 'value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
  ])('may not be %s with %i', async (name, value, message) => {
    expect(await kindServer(resource, 37).refusal({ metadata: { name }, value })).toBe(message);
  });
});

it('leases last a while', async () => {
  const server = kindServer('leases.coordination.k8s.io', 37, 'ns');
  const lease = { metadata: { name: 'leader' }, spec: { holderIdentity: 'a', leaseDurationSeconds: 0 } };
  expect(await server.refusal(lease)).toBe('spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0');
  const object = await server.create({ ...lease, spec: { holderIdentity: 'a' } });
  expect(server.cells(object)).toEqual(['leader', 'a', '0s']);
});

it('runtime classes keep their handler', async () => {
  const server = kindServer('runtimeclasses.node.k8s.io', 37);
  expect(await server.refusal({ metadata: { name: 'a' }, handler: '' })).toBe('handler: Required value');
  await server.create({ metadata: { name: 'a' }, handler: 'runsc' });
  const change = server.update('a', (object) => ({ ...object, handler: 'runc' }));
  await expect(change).rejects.toThrow('handler: Invalid value: null: field is immutable');
});
