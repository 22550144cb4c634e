/** What services use. Source: pkg/quota/v1/evaluator/core/services.go. */
import { type Service } from '../apis/core/service.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type Evaluator, objectCountName } from './evaluator.js';

const RESOURCE = 'services';
const NODE_PORTS = 'services.nodeports';
const LOAD_BALANCERS = 'services.loadbalancers';
const COUNT = objectCountName({ group: '', resource: RESOURCE });
const EXPOSED = ['NodePort', 'LoadBalancer'];

export function serviceEvaluator(features: Features): Evaluator {
  return {
    handles: ({ operation, subresource }) => subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'),
    counts: (name) => [COUNT, RESOURCE, NODE_PORTS, LOAD_BALANCERS].includes(name),
    usage(object) {
      const { type, ports = [], allocateLoadBalancerNodePorts: allocates } = (object as Service).spec;
      const choosesPorts = features.enabled('ServiceLBNodePortControl') && allocates === false;
      const named = ports.filter(({ nodePort = 0 }) => nodePort !== 0);
      const own = type === 'LoadBalancer' && choosesPorts ? named : ports;
      return {
        [COUNT]: '1',
        [RESOURCE]: '1',
        [LOAD_BALANCERS]: type === 'LoadBalancer' ? '1' : '0',
        [NODE_PORTS]: EXPOSED.includes(type ?? '') ? String(own.length) : '0',
      };
    },
    mayRelease: (object, old) => exposure(object) !== exposure(old),
  };
}

function exposure(object: KubeObject): string {
  const { type = '' } = (object as Service).spec;
  return EXPOSED.includes(type) ? type : '';
}
