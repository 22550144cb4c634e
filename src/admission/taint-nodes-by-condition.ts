/** New nodes take no pods until they are ready. Source: plugin/pkg/admission/nodetaint/admission.go. */
import { type Node } from '../apis/core/node.js';
import { type AdmissionPlugin } from './plugin.js';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export function createTaintNodesByCondition(): AdmissionPlugin {
  return {
    name: 'TaintNodesByCondition',
    admit({ operation, resource, subresource, object }) {
      const isNode = resource.group === '' && resource.resource === 'nodes' && subresource === '';
      if (isNode && operation === 'CREATE' && object !== undefined) taint(object);
      return Promise.resolve();
    },
  };
}

function taint(node: Node): void {
  const spec = (node.spec ??= {});
  const given = spec.taints ?? [];
  if (given.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect)) return;
  spec.taints = [...given, { ...NOT_READY }];
}
