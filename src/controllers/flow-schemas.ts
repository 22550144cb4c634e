/** Tells of each flow schema whether its priority level is there. Source: k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go. */
import { type FlowSchema, type FlowSchemaCondition } from '../apis/flowcontrol/v1.js';
import { goQuote } from '../apis/field/errors.js';
import { rfc3339 } from '../clock/clock.js';
import { type Controller, running } from './controller.js';
import { retryOnConflict, unlessMissing } from './errors.js';
import { API_SERVER } from './users.js';
import { WorkQueue } from './workqueue.js';

const GROUP = 'flowcontrol.apiserver.k8s.io';
const DANGLING = 'Dangling';

export const flowSchemaController: Controller = {
  name: 'flow-schemas',
  runs: () => true,
  async start({ client, clock, onError }) {
    const own = client.as(API_SERVER);
    const schemas = own.resource<FlowSchema>({ group: GROUP, resource: 'flowschemas' });
    const levels = own.resource({ group: GROUP, resource: 'prioritylevelconfigurations' });
    const sync = async (name: string): Promise<void> => {
      const schema = await unlessMissing(schemas.get('', name));
      if (schema === undefined) return;
      const level = schema.spec.priorityLevelConfiguration?.name ?? '';
      const found = (await unlessMissing(levels.get('', level))) !== undefined;
      const { conditions = [] } = schema.status ?? {};
      const before = conditions.find(({ type }) => type === DANGLING);
      const now = condition(level, found);
      if (before?.status === now.status && before.message === now.message) return;
      const lastTransitionTime = before?.status === now.status ? before.lastTransitionTime : rfc3339(clock.now());
      const next = { ...now, ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }) };
      const others = conditions.filter(({ type }) => type !== DANGLING);
      await schemas.updateStatus('', { ...schema, status: { ...schema.status, conditions: [...others, next] } });
    };
    const queue = new WorkQueue({
      clock,
      sync: (name) => retryOnConflict(() => sync(name)),
      onError: (error, name) => onError(error, `looking for the priority level of ${name}`),
    });
    const referring = async (level: string): Promise<void> => {
      for (const { metadata, spec } of (await schemas.list('')).items) {
        if (spec.priorityLevelConfiguration?.name === level) queue.add(metadata.name ?? '');
      }
    };
    const watches = [
      await schemas.watch('', (_type, { metadata: { name = '' } }) => queue.add(name)),
      await levels.watch('', (type, { metadata: { name = '' } }) => {
        if (type === 'MODIFIED') return;
        referring(name).catch((error: unknown) => onError(error, `looking for what refers to ${name}`));
      }),
    ];
    await queue.idle();
    return running([queue], watches);
  },
};

function condition(level: string, found: boolean): FlowSchemaCondition {
  const reference = `This FlowSchema references the PriorityLevelConfiguration object named ${goQuote(level)}`;
  return found
    ? { type: DANGLING, status: 'False', reason: 'Found', message: `${reference} and it exists` }
    : { type: DANGLING, status: 'True', reason: 'NotFound', message: `${reference} but there is no such object` };
}
