/** Events are kept for an hour after they were last written. Source: kube-apiserver's --event-ttl, pkg/registry/core/event/storage. */
import { type Event } from '../apis/core/event.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { unlessMissing } from './errors.js';
import { API_SERVER } from './users.js';
import { WorkQueue } from './workqueue.js';

const EVENTS = { group: '', resource: 'events' };
const LIFETIME = 3_600_000;
const KEY = 'expired';

export const eventExpiry: Controller = {
  name: 'event-expiry',
  runs: () => true,
  start,
};

interface Due {
  readonly at: number;
  readonly resourceVersion: string;
}

async function start({ client: anyone, clock, onError }: ControllerDependencies): Promise<RunningController> {
  const events = anyone.as(API_SERVER).resource<Event>(EVENTS);
  // In the order in which they expire, as each has the same time to live.
  const due = new Map<string, Due>();
  const queue = new WorkQueue({
    clock,
    sync: async () => {
      for (const [key, { at, resourceVersion }] of due) {
        if (at > clock.now()) break;
        due.delete(key);
        const [namespace = '', name = ''] = key.split('/');
        await unlessMissing(events.delete(namespace, name, { preconditions: { resourceVersion } }));
      }
      const [next] = due.values();
      if (next !== undefined) queue.addAfter(KEY, next.at - clock.now());
    },
    onError: (error) => onError(error, 'removing events that have expired'),
  });
  const watch = await events.watch('', (type, { metadata }) => {
    const { namespace = '', name = '', resourceVersion = '' } = metadata;
    due.delete(`${namespace}/${name}`);
    if (type === 'DELETED') return;
    due.set(`${namespace}/${name}`, { at: clock.now() + LIFETIME, resourceVersion });
    if (due.size === 1) queue.addAfter(KEY, LIFETIME);
  });
  await queue.idle();
  return running([queue], [watch]);
}
