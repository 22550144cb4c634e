import { describe, expect, it } from 'vitest';
import { endpointslices } from '../../../src/registry/discovery/endpointslices.js';
import { eventsEvents } from '../../../src/registry/events/events.js';
import { kindServer } from './kind-server.js';

describe('endpoint slices', () => {
  const resource = 'endpointslices.discovery.k8s.io';
  const slice = {
    metadata: { name: 's' },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.0.0.5'] }],
    ports: [{ port: 80 }],
  };

  it('get names and protocols of ports', async () => {
    const server = kindServer(resource, 37, 'ns');
    const object = await server.create(slice);
    expect(object.ports).toEqual([{ port: 80, name: '', protocol: 'TCP' }]);
    expect(server.cells(object)).toEqual(['s', 'IPv4', '80', '10.0.0.5', '0s']);
  });

  it.each([
    [{ addressType: '' }, 'addressType: Required value'],
    [{ endpoints: [{ addresses: [] }] }, 'endpoints[0].addresses: Required value'],
    [
      { endpoints: [{ addresses: ['127.0.0.1'] }] },
      'endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
    [{ ports: [{ protocol: 'UDP' }, {}] }, 'ports[1].name: Duplicate value: ""'],
  ])('with %j are refused', async (change, message) => {
    expect(await kindServer(resource, 37, 'ns').refusal({ ...slice, ...change })).toBe(message);
  });

  it('had a topology in v1beta1', () => {
    const { decode, encode } = endpointslices.conversions?.v1beta1 ?? {};
    const topology = { 'topology.kubernetes.io/zone': 'a', 'kubernetes.io/hostname': 'n1', rack: '7' };
    const wire = { metadata: {}, endpoints: [{ addresses: ['10.0.0.5'], nodeName: 'n1', topology }] };
    const stored = decode?.(wire);
    expect(stored).toMatchObject({ endpoints: [{ nodeName: 'n1', zone: 'a', deprecatedTopology: { rack: '7' } }] });
    expect(stored && encode?.(stored)).toMatchObject(wire);
  });
});

describe('events of events.k8s.io', () => {
  it('are those of the core group under other names', () => {
    const { decode, encode } = eventsEvents.conversions?.v1 ?? {};
    const wire = {
      metadata: { name: 'e' },
      regarding: { kind: 'Pod' },
      note: 'n',
      deprecatedCount: 2,
      reportingController: 'a/b',
    };
    const stored = decode?.(wire);
    expect(stored).toEqual({
      metadata: { name: 'e' },
      involvedObject: { kind: 'Pod' },
      message: 'n',
      count: 2,
      reportingComponent: 'a/b',
    });
    expect(stored && encode?.(stored)).toEqual(wire);
  });
});

describe('API services', () => {
  const resource = 'apiservices.apiregistration.k8s.io';
  const spec = { group: 'shop.io', version: 'v1', groupPriorityMinimum: 100, versionPriority: 10 };

  it('without a service are available at once', async () => {
    const server = kindServer(resource, 37);
    const object = await server.create({ metadata: { name: 'v1.shop.io' }, spec });
    expect(server.cells(object)).toEqual(['v1.shop.io', 'Local', 'True', '0s']);
  });

  it('are named after version and group', async () => {
    const refusal = await kindServer(resource, 24).refusal({
      metadata: { name: 'shop' },
      spec: { ...spec, versionPriority: 0 },
    });
    expect(refusal).toBe(
      '[metadata.name: Invalid value: "shop": must be `spec.version+"."+spec.group`: "v1.shop.io", spec.versionPriority: Invalid value: 0: must be positive and less than 1000]',
    );
  });
});

describe('flow control', () => {
  const levels = 'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io';
  const queue = { type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing: {} } } };

  it('fills in queues and shares, by the names of the version', async () => {
    const server = kindServer(levels, 37);
    const object = await server.create({ metadata: { name: 'robots' }, spec: queue });
    expect(object.spec).toMatchObject({
      limited: {
        nominalConcurrencyShares: 30,
        lendablePercent: 0,
        limitResponse: { queuing: { queues: 64, handSize: 8, queueLengthLimit: 50 } },
      },
    });
    expect(server.cells(object)).toEqual(['robots', 'Limited', 30, 64, 8, 50, '0s']);
    expect(server.columns[2]).toBe('NominalConcurrencyShares');
    const old = await kindServer(levels, 23).create({ metadata: { name: 'robots' }, spec: queue });
    expect(old.spec).toMatchObject({ limited: { assuredConcurrencyShares: 30 } });
    expect(kindServer(levels, 23).columns[2]).toBe('AssuredConcurrencyShares');
  });

  it('converts v1beta2 where v1beta3 is stored', async () => {
    const spec = { type: 'Limited', limited: { assuredConcurrencyShares: 7, limitResponse: { type: 'Reject' } } };
    const object = await kindServer(levels, 26).create({ metadata: { name: 'robots' }, spec }, 'v1beta2');
    expect(object.spec).toMatchObject({ limited: { nominalConcurrencyShares: 7 } });
  });

  it('checks flow schemas', async () => {
    const server = kindServer('flowschemas.flowcontrol.apiserver.k8s.io', 37);
    const refusal = await server.refusal({ metadata: { name: 'f' }, spec: { matchingPrecedence: 1, rules: [{}] } });
    expect(refusal).toBe(
      "[spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1, " +
        'spec.priorityLevelConfiguration.name: Required value: must reference a priority level, ' +
        'spec.rules[0].subjects: Required value: subjects must contain at least one value, ' +
        'spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty]',
    );
    const object = await server.create({
      metadata: { name: 'f' },
      spec: { priorityLevelConfiguration: { name: 'l' } },
    });
    expect(server.cells(object)).toEqual(['f', 'l', 1000, '<none>', '0s', '?']);
  });
});
