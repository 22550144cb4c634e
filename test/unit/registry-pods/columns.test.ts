import { describe, expect, it } from 'vitest';
import { type Pod } from '../../../src/apis/core/pod.js';
import { type Node } from '../../../src/apis/core/node.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { nodes } from '../../../src/registry/core/nodes.js';
import { pods } from '../../../src/registry/core/pods.js';
import { type AnyKind } from '../../../src/registry/rest.js';

const NOW = Date.parse('2026-01-01T01:00:00Z');

function cells(kind: AnyKind, object: KubeObject, minor: number): unknown[] {
  const features = resolveFeatures({ version: `1.${String(minor)}`, featureGates: {} });
  const columns = (kind.columns ?? []).filter((column) => column.shown?.(features) ?? true);
  return columns.map((column) => column.cell(object, NOW, features));
}

const metadata = { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' };
const spec = { containers: [{ name: 'c' }] };
const finishedAt = '2026-01-01T00:55:00Z';
const running = { name: 'c', ready: true, restartCount: 2, state: { running: {} } };
const restarted = { ...running, lastState: { terminated: { exitCode: 1, finishedAt } } };

/** READY, STATUS, RESTARTS. */
const row = (pod: Partial<Pod>, minor = 37): unknown[] => cells(pods, { metadata, spec, ...pod }, minor).slice(1, 4);

describe('pods', () => {
  it('show what the recorded server showed', () => {
    const pending = { metadata, spec, status: { phase: 'Pending' } } as Pod;
    const wide = ['<none>', '<none>', '<none>', '<none>'];
    expect(cells(pods, pending, 37)).toEqual(['web', '0/1', 'Pending', '0', '60m', ...wide]);
    const status = {
      phase: 'Running',
      podIPs: [{ ip: '10.0.0.5' }],
      containerStatuses: [{ ...running, restartCount: 1 }],
    };
    const bound = { metadata, spec: { ...spec, nodeName: 'n' }, status } as Pod;
    expect(cells(pods, bound, 37)).toEqual(['web', '1/1', 'Running', '1', '60m', '10.0.0.5', 'n', '<none>', '<none>']);
  });

  it('say when they restarted, since 1.22', () => {
    const status = { phase: 'Running', containerStatuses: [restarted] };
    expect(row({ status })).toEqual(['1/1', 'Running', '2 (5m ago)']);
    expect(row({ status }, 21)).toEqual(['1/1', 'Running', 2]);
  });

  it.each([
    ['a reason to wait', { state: { waiting: { reason: 'CrashLoopBackOff' } } }, 'CrashLoopBackOff'],
    ['an exit code', { state: { terminated: { exitCode: 3 } } }, 'ExitCode:3'],
    ['a signal', { state: { terminated: { exitCode: 137, signal: 9 } } }, 'Signal:9'],
    ['an end', { state: { terminated: { exitCode: 0, reason: 'Completed' } } }, 'Completed'],
  ])('show %s of a container', (_, container, want) => {
    const status = { phase: 'Running', containerStatuses: [{ name: 'c', ...container }] };
    expect(row({ status })[1]).toBe(want);
  });

  it('show how far initialization is', () => {
    const init = { ...spec, initContainers: [{ name: 'a' }, { name: 'b' }] };
    const done = { name: 'a', state: { terminated: { exitCode: 0 } } };
    const statuses = (...initContainerStatuses: object[]): Partial<Pod> =>
      ({ spec: init, status: { phase: 'Pending', initContainerStatuses } }) as Partial<Pod>;
    expect(row(statuses(done, { name: 'b', state: { running: {} } }))[1]).toBe('Init:1/2');
    expect(row(statuses({ name: 'a', state: { terminated: { exitCode: 1, reason: 'Error' } } }))[1]).toBe('Init:Error');
    expect(row(statuses({ name: 'a', state: { waiting: { reason: 'PodInitializing' } } }))[1]).toBe('Init:0/2');
  });

  it('count sidecars since 1.28', () => {
    const sidecar = { ...spec, initContainers: [{ name: 's', restartPolicy: 'Always' }] };
    const initContainerStatuses = [{ name: 's', ready: true, started: true, restartCount: 3, state: { running: {} } }];
    const status = { phase: 'Running', initContainerStatuses, containerStatuses: [running] };
    expect(row({ spec: sidecar, status })).toEqual(['2/2', 'Running', '5']);
  });

  it('are Terminating, or keep how they ended since 1.31', () => {
    const deleting = { ...metadata, deletionTimestamp: finishedAt };
    const ended = { phase: 'Succeeded' };
    expect(row({ metadata: deleting, status: { phase: 'Running' } })[1]).toBe('Terminating');
    expect(row({ metadata: deleting, status: ended })[1]).toBe('Succeeded');
    expect(row({ metadata: deleting, status: ended }, 30)[1]).toBe('Terminating');
    expect(row({ metadata: deleting, status: { phase: 'Running', reason: 'NodeLost' } })[1]).toBe('Unknown');
  });

  it('show their readiness gates', () => {
    const readinessGates = [{ conditionType: 'a' }, { conditionType: 'b' }];
    const gated = {
      metadata,
      spec: { ...spec, readinessGates },
      status: { conditions: [{ type: 'a', status: 'True' }] },
    };
    expect(cells(pods, gated as Pod, 37).at(-1)).toBe('1/2');
  });
});

it('nodes show their readiness, roles and addresses', () => {
  const name = { metadata: { ...metadata, name: 'n' } };
  const unknown = ['<none>', '<none>', '<unknown>', '<unknown>', '<unknown>'];
  expect(cells(nodes, name as Node, 37)).toEqual(['n', 'Unknown', '<none>', '60m', '', ...unknown]);
  const labels = { 'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/control-plane': '' };
  const node: Node = {
    metadata: { ...name.metadata, labels },
    spec: { unschedulable: true },
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
      nodeInfo: { kubeletVersion: 'v1.37.2', kernelVersion: '6.1', architecture: 'arm64', osImage: 'Debian' },
    },
  };
  expect(cells(nodes, node, 37)).toEqual([
    'n',
    'Ready,SchedulingDisabled',
    'control-plane,worker',
    '60m',
    'v1.37.2',
    '10.0.0.1',
    '<none>',
    'Debian',
    '6.1 (arm64)',
    '<unknown>',
  ]);
});
