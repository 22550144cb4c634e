import { expect, it } from 'vitest';
import { type Event } from '../../../src/apis/core/event.js';
import { EventRecorder } from '../../../src/controllers/event-recorder.js';
import { controllerUser } from '../../../src/controllers/users.js';
import { Cluster, object } from './cluster.js';

const EVENTS = { group: '', resource: 'events' };

async function told(version: string, tell: (recorder: EventRecorder, cluster: Cluster) => void | Promise<void>) {
  const cluster = new Cluster({ version });
  await cluster.addNamespace('team');
  const client = cluster.client.as(controllerUser('robot'));
  const recorder = new EventRecorder(client, { component: 'robot', host: 'node-1' }, cluster.dependencies);
  await tell(recorder, cluster);
  await recorder.queue.idle();
  expect(cluster.errors).toEqual([]);
  return cluster.server.list(EVENTS, '') as Event[];
}

const pod = { ...object('Pod', 'web'), metadata: { name: 'web', namespace: 'team', uid: 'u1', resourceVersion: '7' } };

it('tells of an object as client-go does', async () => {
  const [event] = await told('1.37', (recorder) =>
    recorder.tell(pod, 'Normal', 'Started', 'Yes.', 'spec.containers{a}'),
  );
  expect(event).toMatchObject({
    metadata: { namespace: 'team' },
    involvedObject: {
      kind: 'Pod',
      namespace: 'team',
      name: 'web',
      uid: 'u1',
      apiVersion: 'v1',
      resourceVersion: '7',
      fieldPath: 'spec.containers{a}',
    },
    reason: 'Started',
    message: 'Yes.',
    source: { component: 'robot', host: 'node-1' },
    firstTimestamp: '2026-01-31T12:00:00Z',
    lastTimestamp: '2026-01-31T12:00:00Z',
    count: 1,
    type: 'Normal',
    reportingComponent: 'robot',
    reportingInstance: 'node-1',
  });
  expect(event?.metadata.name).toMatch(/^web\.[0-9a-f]{16}$/);
});

it('named no reporter up to 1.24', async () => {
  const [event] = await told('1.24', (recorder) => recorder.tell(pod, 'Normal', 'Started', 'Yes.'));
  expect(event).toMatchObject({ reportingComponent: '', reportingInstance: '' });
});

it('counts what is told again', async () => {
  const events = await told('1.37', async (recorder, cluster) => {
    for (let again = 0; again < 3; again++) {
      recorder.tell(pod, 'Warning', 'BackOff', 'Not yet.');
      recorder.tell(pod, 'Warning', 'BackOff', 'Not yet.');
      await recorder.queue.idle();
      cluster.clock.advance(10_000);
    }
  });
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    count: 6,
    firstTimestamp: '2026-01-31T12:00:00Z',
    lastTimestamp: '2026-01-31T12:00:20Z',
  });
});

it('tells no more than a few of one object at once', async () => {
  const events = await told('1.37', async (recorder, cluster) => {
    for (let i = 0; i < 40; i++) recorder.tell(pod, 'Normal', 'Busy', String(i));
    cluster.clock.advance(600_000);
    for (let i = 0; i < 40; i++) recorder.tell(pod, 'Normal', 'Later', String(i));
    await recorder.queue.idle();
  });
  expect(events.filter(({ reason }) => reason === 'Busy')).toHaveLength(25);
  expect(events.filter(({ reason }) => reason === 'Later')).toHaveLength(2);
});

it('says nothing of a namespace that goes', async () => {
  const events = await told('1.37', async (recorder, cluster) => {
    await cluster.namespaces.delete('', 'team');
    recorder.tell(pod, 'Normal', 'Killing', 'Stopping.');
  });
  expect(events).toEqual([]);
});
