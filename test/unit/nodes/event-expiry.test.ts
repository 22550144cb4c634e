import { afterEach, expect, it } from 'vitest';
import { type Event } from '../../../src/apis/core/event.js';
import { NAMESPACE, Simulated } from './cluster.js';

let cluster = new Simulated();
afterEach(() => {
  cluster.stop();
  expect(cluster.errors).toEqual([]);
});

it('events go an hour after they were last written', async () => {
  cluster = await new Simulated().start();
  const event = (name: string): Event => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name },
    involvedObject: { kind: 'Pod', namespace: NAMESPACE, name: 'web' },
  });
  await cluster.create('events', event('first'));
  await cluster.create('events', event('second'));
  const names = async () =>
    (await cluster.resource('events').list(NAMESPACE)).items.map(({ metadata }) => metadata.name);
  await cluster.advance(1_800_000);
  await cluster.change<Event>('events', 'first', (object) => (object.count = 2));
  await cluster.advance(1_799_999);
  expect(await names()).toEqual(['first', 'second']);
  await cluster.advance(1);
  expect(await names()).toEqual(['first']);
  await cluster.advance(1_800_000);
  expect(await names()).toEqual([]);
});
