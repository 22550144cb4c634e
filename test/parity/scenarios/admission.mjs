// Admission plug-ins that run by default: limits, quotas, pod security, default classes, runtime classes, finalizers.
import { get, post, put, del, patch, object, pod, configMap, secret, namespace } from './steps.mjs';

const ns = 'a-{{run}}';
const NS = `/api/v1/namespaces/${ns}`;
const pods = `${NS}/pods`;
const claims = `${NS}/persistentvolumeclaims`;
const services = `${NS}/services`;
const quotas = `${NS}/resourcequotas`;
const ranges = `${NS}/limitranges`;
const quiet = { only: ['kind', 'message'] };
const gone = (name, path) => get(name, path, { until: (b, s) => s === 404, only: ['code'] });
const c = (name, rest = {}) => ({ name, image: 'nginx', ...rest });
const asking = (requests, limits) => ({ resources: { ...(requests && { requests }), ...(limits && { limits }) } });
const one = (requests, limits) => ({ containers: [c('c', asking(requests, limits))] });
// Names are generated before plug-ins see them.
const made = [['made-[a-z0-9]{5}', 'made-<rand>']];
const refusal = { project: (b) => (b.kind === 'Status' ? b : b.kind) };
// Go tells what several resources break in any order.
const inOrder = (b) => {
  const [, before, list] = /^(.*?: )\[(.*)\]$/s.exec(b.message ?? '') ?? [];
  return list === undefined ? b : { ...b, message: `${before}[${list.split(', ').sort().join(', ')}]` };
};
const resources = {
  project: (b) =>
    b.kind === 'Status'
      ? inOrder(b)
      : {
          annotations: b.metadata.annotations,
          resources: b.spec.resources,
          init: b.spec.initContainers?.map((each) => each.resources),
          containers: b.spec.containers.map((each) => each.resources),
        },
};
const claim = (name, storage, spec = {}) =>
  object('v1', 'PersistentVolumeClaim', name, {
    spec: { accessModes: ['ReadWriteOnce'], ...(storage && { resources: { requests: { storage } } }), ...spec },
  });
const range = (name, ...limits) => object('v1', 'LimitRange', name, { spec: { limits } });

const containerLimits = {
  name: 'limit-range-containers',
  steps: [
    ...namespace(ns),
    post('limits of containers', ranges, range('containers', {
      type: 'Container',
      max: { cpu: '2', memory: '1Gi' },
      min: { cpu: '100m', memory: '64Mi' },
      default: { cpu: '500m', memory: '256Mi' },
      defaultRequest: { cpu: '250m', memory: '128Mi' },
      maxLimitRequestRatio: { cpu: '4' },
    })),
    post('what nobody asks for is given', pods, pod('none'), resources),
    post('a limit is the request too', pods, pod('limit', one(undefined, { cpu: '1', memory: '300Mi' })), resources),
    post('a request beyond the default limit', pods, pod('request', one({ cpu: '1' })), resources),
    post('two containers, one of them half', pods, pod('two', { containers: [c('a', asking({ memory: '100Mi' })), c('b', asking({ cpu: '300m' }, { cpu: '1' }))], initContainers: [c('i')] }), resources),
    post('too much', pods, pod('much', one(undefined, { cpu: '3' })), resources),
    post('too little', pods, pod('little', one({ cpu: '50m', memory: '1Mi' })), resources),
    post('a ratio', pods, pod('ratio', one({ cpu: '100m' }, { cpu: '1' })), resources),
    post('all at once', pods, pod('all', { containers: [c('a', asking({ cpu: '10m' }, { cpu: '3', memory: '2Gi' })), c('b', asking({ memory: '1Ki' }))] }), resources),
    post('an init container too large', pods, pod('init', { initContainers: [c('i', asking(undefined, { memory: '5Gi' }))] }), resources),
    post('a name to be generated', pods, { ...pod(undefined, one(undefined, { cpu: '3' })), metadata: { generateName: 'made-' } }, { ...resources, mask: made }),
    post('limits of another resource', pods, pod('other', one(undefined, { 'ephemeral-storage': '1Gi' })), resources),
    patch('updates are not checked', `${pods}/none`, 'merge', { metadata: { labels: { a: 'b' } } }, resources),
    post('dry runs are', pods, pod('dry', one(undefined, { cpu: '3' })), { query: { dryRun: 'All' }, ...resources }),
    post('a deployment is not', `/apis/apps/v1/namespaces/${ns}/deployments`, object('apps/v1', 'Deployment', 'd', { spec: { replicas: 0, selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: one(undefined, { cpu: '3' }) } } }), { project: (b) => b.spec?.template?.spec?.containers?.[0]?.resources ?? b }),
    del('the range goes', `${ranges}/containers`, quiet),
    post('no default and no limit', ranges, range('strict', { type: 'Container', max: { 'example.com/gpu': '2' }, min: { cpu: '100m' } }), { project: (b) => b.spec ?? b }),
    post('what must be said', pods, pod('unsaid', { containers: [c('c')] }), resources),
    post('an extended resource', pods, pod('gpu', one({ 'example.com/gpu': '3', cpu: '1' }, { 'example.com/gpu': '3' })), resources),
  ],
};

const podLimits = {
  name: 'limit-range-pods',
  steps: [
    ...namespace(ns),
    post('limits of pods', ranges, range('pods', { type: 'Pod', max: { cpu: '2', memory: '1Gi' }, min: { cpu: '200m' }, maxLimitRequestRatio: { memory: '2' } })),
    post('nothing asked for', pods, pod('none'), resources),
    post('all asked for', pods, pod('fine', one({ cpu: '1', memory: '512Mi' }, { cpu: '1', memory: '1Gi' })), resources),
    post('too much in all', pods, pod('sum', { containers: [c('a', asking({ cpu: '1500m', memory: '100Mi' }, { cpu: '1500m', memory: '150Mi' })), c('b', asking({ cpu: '1', memory: '800Mi' }, { cpu: '1', memory: '900Mi' }))] }), resources),
    post('an init container at its peak', pods, pod('peak', { initContainers: [c('i', asking({ cpu: '3', memory: '1Mi' }, { cpu: '3', memory: '2Mi' }))], containers: [c('a', asking({ cpu: '1', memory: '1Mi' }, { cpu: '1', memory: '2Mi' }))] }), resources),
    post('too little', pods, pod('little', one({ cpu: '100m', memory: '1Mi' }, { cpu: '100m', memory: '1Mi' })), resources),
    post('a ratio', pods, pod('ratio', one({ cpu: '1', memory: '100Mi' }, { cpu: '1', memory: '333Mi' })), resources),
    post('a sidecar', pods, pod('sidecar', { initContainers: [c('s', { restartPolicy: 'Always', ...asking({ cpu: '1500m', memory: '1Mi' }, { cpu: '1500m', memory: '1Mi' }) })], containers: [c('a', asking({ cpu: '1', memory: '1Mi' }, { cpu: '1', memory: '1Mi' }))] }), { ...resources, versions: (minor) => minor > 28 }),
    post('asked for the pod as a whole', pods, pod('whole', { ...asking({ cpu: '3', memory: '1Gi' }, { cpu: '3', memory: '1Gi' }) }), { ...resources, versions: (minor) => minor > 33 }),
    post('… and less of it', pods, pod('whole2', { ...asking({ cpu: '1', memory: '100Mi' }, { cpu: '1', memory: '150Mi' }) }), { ...resources, versions: (minor) => minor > 33 }),
  ],
};

const claimLimits = {
  name: 'limit-range-claims',
  steps: [
    ...namespace(ns),
    post('limits of claims', ranges, range('claims', { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '5Gi' } })),
    post('too small', claims, claim('small', '500Mi'), refusal),
    post('too large', claims, claim('large', '6Gi'), refusal),
    post('fits', claims, claim('fits', '2Gi'), { ignore: ['metadata.annotations'] }),
    post('a whole and a fraction', claims, claim('fraction', '1.5Gi'), { project: (b) => b.spec?.resources ?? b }),
  ],
};

const rangeValidation = {
  name: 'limit-range-validation',
  steps: [
    ...namespace(ns),
    post('no type', ranges, range('a', { max: { cpu: '1' } })),
    post('an unknown type', ranges, range('a', { type: 'Thing', max: { cpu: '1' } })),
    post('twice the same type', ranges, range('a', { type: 'Pod', max: { cpu: '1' } }, { type: 'Pod', max: { cpu: '2' } })),
    post('min above max', ranges, range('a', { type: 'Container', max: { cpu: '1' }, min: { cpu: '2' } })),
    post('defaults out of order', ranges, range('a', { type: 'Container', max: { cpu: '1' }, default: { cpu: '2' }, defaultRequest: { cpu: '3' }, min: { cpu: '4' } })),
    post('defaults of pods', ranges, range('a', { type: 'Pod', default: { cpu: '1' }, defaultRequest: { cpu: '1' } })),
    post('a claim without sizes', ranges, range('a', { type: 'PersistentVolumeClaim' })),
    post('a ratio below 1', ranges, range('a', { type: 'Container', maxLimitRequestRatio: { cpu: '500m' } })),
    post('a ratio beyond what can be', ranges, range('a', { type: 'Container', min: { cpu: '1' }, max: { cpu: '2' }, maxLimitRequestRatio: { cpu: '3' } })),
    post('a resource of no name', ranges, range('a', { type: 'Container', max: { 'no such': '1' } })),
    post('defaults that follow', ranges, range('defaults', { type: 'Container', max: { cpu: '2', memory: '1Gi' }, min: { 'ephemeral-storage': '1Gi' } })),
  ],
};

const quota = (name, hard, spec = {}) => object('v1', 'ResourceQuota', name, { spec: { hard, ...spec } });
// What is not served is not counted.
const counted = { until: (b) => b.status?.used !== undefined && Object.keys(b.spec.hard).every((name) => name in b.status.used || name.includes('example.com')), project: (b) => b.status ?? b };
// Controllers put objects of their own into each namespace: an account, a configuration map and, once, a secret.
const usage = (name, path, used) => get(name, path, { until: `(b) => ${JSON.stringify(Object.entries(used))}.every(([k, v]) => b.status?.used?.[k] === v)`, project: (b) => b.status ?? b });

const counts = {
  name: 'quota-counts',
  steps: [
    ...namespace(ns),
    post('a quota', quotas, quota('counts', { pods: '2', services: '3', 'services.nodeports': '1', 'services.loadbalancers': '1', 'count/deployments.apps': '1', 'count/widgets.example.com': '3', configmaps: '2', 'count/configmaps': '3' })),
    get('is counted', `${quotas}/counts`, counted),
    post('the first pod', pods, pod('a'), quiet),
    get('counts at once', `${quotas}/counts`, { project: (b) => b.status }),
    post('the second', pods, pod('b'), quiet),
    post('the third', pods, pod('c'), refusal),
    post('… of a name to be generated', pods, { ...pod(undefined), metadata: { generateName: 'made-' } }, { ...refusal, mask: made }),
    post('… in a dry run', pods, pod('c'), { query: { dryRun: 'All' }, ...refusal }),
    del('one goes', `${pods}/a`, { query: { gracePeriodSeconds: '0' }, ...quiet }),
    usage('and is counted no more', `${quotas}/counts`, { pods: '1' }),
    post('there is room again', pods, pod('c'), quiet),
    post('a configuration map', `${NS}/configmaps`, configMap('a'), quiet),
    post('another', `${NS}/configmaps`, configMap('b'), refusal),
    post('a deployment', `/apis/apps/v1/namespaces/${ns}/deployments`, object('apps/v1', 'Deployment', 'a', { spec: { replicas: 0, selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [c('c')] } } } }), quiet),
    post('another deployment', `/apis/apps/v1/namespaces/${ns}/deployments`, object('apps/v1', 'Deployment', 'b', { spec: { replicas: 0, selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [c('c')] } } } }), refusal),
    post('a service with a node port', services, object('v1', 'Service', 'a', { spec: { type: 'NodePort', ports: [{ port: 80 }] } }), quiet),
    post('another with a node port', services, object('v1', 'Service', 'b', { spec: { type: 'NodePort', ports: [{ port: 80 }] } }), refusal),
    post('a balancer', services, object('v1', 'Service', 'b', { spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } }), refusal),
    post('a balancer without node ports', services, object('v1', 'Service', 'b', { spec: { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{ port: 80 }] } }), quiet),
    post('a plain one', services, object('v1', 'Service', 'c', { spec: { ports: [{ port: 80 }] } }), quiet),
    patch('which becomes another', `${services}/c`, 'merge', { spec: { type: 'NodePort' } }, refusal),
    usage('all of it', `${quotas}/counts`, { services: '3', 'services.nodeports': '1' }),
    put('a smaller quota', `${quotas}/counts`, quota('counts', { pods: '1' }), quiet),
    get('is counted again', `${quotas}/counts`, { until: (b) => b.status?.hard?.pods === '1', project: (b) => b.status }),
    post('more than there may be already', pods, pod('d'), refusal),
  ],
};

const compute = {
  name: 'quota-compute',
  steps: [
    ...namespace(ns),
    post('a quota', quotas, quota('compute', { 'requests.cpu': '1', 'requests.memory': '1Gi', 'limits.cpu': '2', 'limits.memory': '2Gi', 'requests.example.com/gpu': '1', 'requests.ephemeral-storage': '1Gi' })),
    get('is counted', `${quotas}/compute`, counted),
    post('a pod that says nothing', pods, pod('none'), refusal),
    post('two containers that say nothing', pods, pod('none', { containers: [c('a'), c('b', asking({ cpu: '1' }, { cpu: '1' }))], initContainers: [c('i')] }), refusal),
    post('some of it', pods, pod('some', one({ cpu: '500m', memory: '512Mi' }, { cpu: '1', memory: '1Gi' })), quiet),
    get('at once', `${quotas}/compute`, { project: (b) => b.status }),
    post('too much', pods, pod('much', one({ cpu: '750m', memory: '100Mi' }, { cpu: '750m', memory: '100Mi' })), refusal),
    post('too much of everything', pods, pod('much', one({ cpu: '1.25', memory: '1000Mi', 'ephemeral-storage': '2Gi', 'example.com/gpu': '2' }, { cpu: '1500m', memory: '1.5Gi', 'example.com/gpu': '2' })), refusal),
    post('what fits just', pods, pod('just', one({ cpu: '0.5', memory: '0.5Gi' }, { cpu: '1', memory: '1Gi' })), quiet),
    get('in the form of before', `${quotas}/compute`, { project: (b) => b.status }),
    patch('status writes are not counted', `${pods}/some/status`, 'merge', { status: { phase: 'Succeeded' } }, quiet),
    usage('what has ended uses nothing', `${quotas}/compute`, { 'requests.cpu': '500m' }),
  ],
};

const scoped = (name, hard, ...scopes) => quota(name, hard, { scopes });
const scopes = {
  name: 'quota-scopes',
  steps: [
    ...namespace(ns),
    post('best effort', quotas, scoped('besteffort', { pods: '1' }, 'BestEffort'), quiet),
    post('not best effort', quotas, scoped('notbesteffort', { pods: '1', 'requests.cpu': '1' }, 'NotBestEffort'), quiet),
    post('terminating', quotas, scoped('terminating', { pods: '1' }, 'Terminating'), quiet),
    post('of a priority class', quotas, quota('classes', { pods: '1' }, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['p-{{run}}'] }] } }), quiet),
    post('a priority class', '/apis/scheduling.k8s.io/v1/priorityclasses', { ...object('scheduling.k8s.io/v1', 'PriorityClass', 'p-{{run}}'), value: 1000 }, quiet),
    ...['besteffort', 'notbesteffort', 'terminating', 'classes'].map((name) => get(`${name} is counted`, `${quotas}/${name}`, counted)),
    post('a pod of best effort', pods, pod('a'), quiet),
    post('a second one', pods, pod('b'), refusal),
    post('one that asks', pods, pod('b', one({ cpu: '1', memory: '1Mi' })), quiet),
    post('another that asks', pods, pod('c', one({ cpu: '100m' })), refusal),
    post('one with a deadline', pods, pod('d', { activeDeadlineSeconds: 60, ...one({ memory: '1Mi' }) }), refusal),
    del('the second quota goes', `${quotas}/notbesteffort`, quiet),
    post('one with a deadline now', pods, pod('d', { activeDeadlineSeconds: 60, ...one({ memory: '1Mi' }) }), quiet),
    post('a second with a deadline', pods, pod('e', { activeDeadlineSeconds: 60, ...one({ memory: '1Mi' }) }), refusal),
    post('of the class', pods, pod('e', { priorityClassName: 'p-{{run}}', ...one({ memory: '1Mi' }) }), quiet),
    post('a second of the class', pods, pod('f', { priorityClassName: 'p-{{run}}', ...one({ memory: '1Mi' }) }), refusal),
    ...['besteffort', 'terminating', 'classes'].map((name) => get(`what ${name} has used`, `${quotas}/${name}`, { project: (b) => b.status })),
    del('the class goes', '/apis/scheduling.k8s.io/v1/priorityclasses/p-{{run}}', quiet),
  ],
};

const storage = {
  name: 'quota-storage',
  steps: [
    ...namespace(ns),
    post('a quota', quotas, quota('storage', { persistentvolumeclaims: '3', 'requests.storage': '5Gi', 'gold.storageclass.storage.k8s.io/requests.storage': '2Gi', 'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '1', secrets: '2' })),
    get('is counted', `${quotas}/storage`, counted),
    post('a claim', claims, claim('a', '2Gi', { storageClassName: '' }), quiet),
    post('too large', claims, claim('b', '4Gi', { storageClassName: '' }), refusal),
    post('too large for its class', claims, claim('b', '3Gi', { storageClassName: 'gold' }), refusal),
    post('of its class', claims, claim('b', '1Gi', { storageClassName: 'gold' }), quiet),
    post('a second of its class', claims, claim('c', '1Gi', { storageClassName: 'gold' }), refusal),
    get('all of it', `${quotas}/storage`, { project: (b) => b.status }),
    post('a secret', `${NS}/secrets`, secret('a'), { only: ['kind'] }),
  ],
};

const quotaValidation = {
  name: 'quota-validation',
  steps: [
    ...namespace(ns),
    post('negative', quotas, quota('a', { pods: '-1' })),
    post('a fraction of a pod', quotas, quota('a', { pods: '1.5' })),
    post('a resource of no name', quotas, quota('a', { 'no such': '1', bogus: '1' })),
    post('an unknown scope', quotas, scoped('a', { pods: '1' }, 'Sometimes')),
    post('scopes that exclude each other', quotas, scoped('a', { pods: '1' }, 'BestEffort', 'NotBestEffort')),
    post('… of deadlines', quotas, scoped('a', { pods: '1' }, 'Terminating', 'NotTerminating')),
    post('a scope of other resources', quotas, scoped('a', { services: '1' }, 'BestEffort')),
    post('an operator of no name', quotas, quota('a', { pods: '1' }, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Like', values: ['a'] }] } })),
    post('values that are missing', quotas, quota('a', { pods: '1' }, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In' }] } })),
    post('values too many', quotas, quota('a', { pods: '1' }, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists', values: ['a'] }] } })),
    post('an operator that says nothing', quotas, quota('a', { pods: '1' }, { scopeSelector: { matchExpressions: [{ scopeName: 'BestEffort', operator: 'In', values: ['a'] }] } })),
    post('more requests than limits', quotas, quota('warned', { cpu: '2', 'limits.cpu': '1' }), { keepHeaders: ['warning'] }),
    put('scopes cannot change', `${quotas}/warned`, scoped('warned', { cpu: '2' }, 'BestEffort')),
  ],
};

// Milliseconds until real servers have seen what they have just written.
const LAG = 500;
const labelled = (labels, name = ns) => object('v1', 'Namespace', name, { metadata: { labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value])) } });
// PodSecurity looks at namespaces that stand, so each case labels the one it has.
const label = (name, labels) => patch(name, NS, 'merge', { metadata: { labels: Object.fromEntries(['enforce', 'enforce-version', 'warn', 'warn-version', 'audit', 'audit-version'].map((key) => [`pod-security.kubernetes.io/${key}`, labels[key] ?? null])) } }, { only: ['kind', 'message', 'metadata.labels'] });
const judged = { project: (b) => (b.kind === 'Status' ? b : b.kind), query: { dryRun: 'All' } };
const unsafe = {
  'host namespaces': { hostNetwork: true, hostPID: true, hostIPC: true },
  'a host port': { containers: [c('a', { ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 81, hostPort: 81 }] }), c('b', { ports: [{ containerPort: 90, hostPort: 90 }] })] },
  'a privileged container': { containers: [c('a', { securityContext: { privileged: true } })], initContainers: [c('i', { securityContext: { privileged: true } })] },
  'host paths': { volumes: [{ name: 'v', hostPath: { path: '/' } }, { name: 'w', hostPath: { path: '/var' } }] },
  'other volumes': { volumes: [{ name: 'v', nfs: { server: 'a', path: '/' } }, { name: 'w', emptyDir: {} }, { name: 'x', iscsi: { targetPortal: 'a', iqn: 'iqn.2001-04.com.example:storage', lun: 0 } }] },
  'capabilities': { containers: [c('a', { securityContext: { capabilities: { add: ['NET_RAW', 'SYS_ADMIN', 'CHOWN'] } } }), c('b', { securityContext: { capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } } })] },
  'a proc mount': { hostUsers: false, containers: [c('a', { securityContext: { procMount: 'Unmasked' } })] },
  'SELinux': { securityContext: { seLinuxOptions: { type: 'custom_t', user: 'u', role: 'r' } }, containers: [c('a', { securityContext: { seLinuxOptions: { type: 'container_t', level: 's0' } } }), c('b', { securityContext: { seLinuxOptions: { type: 'other_t' } } })] },
  'SELinux users only': { securityContext: { seLinuxOptions: { type: 'container_t', user: 'u' } } },
  'the engine type': { securityContext: { seLinuxOptions: { type: 'container_engine_t' } } },
  'no seccomp': { securityContext: { seccompProfile: { type: 'Unconfined' } }, containers: [c('a', { securityContext: { seccompProfile: { type: 'Unconfined' } } })] },
  'sysctls': { securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }, { name: 'kernel.msgmax', value: '1' }, { name: 'net.ipv4.ip_local_reserved_ports', value: '1' }, { name: 'net.ipv4.tcp_rmem', value: '1' }] } },
  'AppArmor': { containers: [c('c')] },
  'a Windows host process': { securityContext: { windowsOptions: { hostProcess: true } }, hostNetwork: true, containers: [c('a', { securityContext: { windowsOptions: { hostProcess: true } } })] },
  'root': { securityContext: { runAsUser: 0, runAsNonRoot: false }, containers: [c('a', { securityContext: { runAsUser: 0 } }), c('b', { securityContext: { runAsNonRoot: false } })] },
  'some who are not root': { containers: [c('a', { securityContext: { runAsNonRoot: true } }), c('b')] },
  'privileges that grow': { containers: [c('a', { securityContext: { allowPrivilegeEscalation: true } }), c('b', { securityContext: { allowPrivilegeEscalation: false } })] },
  'a probe of a host': { containers: [c('a', { livenessProbe: { httpGet: { host: 'example.com', port: 80 } }, readinessProbe: { tcpSocket: { host: '8.8.8.8', port: 80 } }, lifecycle: { postStart: { httpGet: { host: '10.0.0.1', port: 80 } }, preStop: { httpGet: { host: '127.0.0.1', port: 80 } } } })] },
  'Windows': { os: { name: 'windows' } },
  'users of its own': { hostUsers: false, containers: [c('a', { securityContext: { runAsUser: 0 } })] },
  'nothing bad': {},
  'what is restricted': { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }, containers: [c('a', { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } })], volumes: [{ name: 'v', emptyDir: {} }, { name: 'w', configMap: { name: 'a' } }] },
};
const UNCONFINED = { annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'unconfined' } };
const judge = (level) =>
  Object.entries(unsafe).map(([name, spec], i) =>
    post(`${name}, ${level}`, pods, pod('p', spec, name === 'AppArmor' ? UNCONFINED : {}), { ...judged, settle: i === 0 ? LAG : 0 }),
  );
const levels = (level, versions) => ({
  name: `pod-security-${level}`,
  steps: [
    ...namespace(ns),
    ...versions.flatMap((version) => [
      label(`${level} of ${version}`, { enforce: level, 'enforce-version': version, warn: 'privileged' }),
      ...judge(`${level} of ${version}`),
    ]),
  ],
});

const template = (spec) => ({ replicas: 0, selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [c('c')], ...spec } } });
const podSecurity = {
  name: 'pod-security',
  steps: [
    ...namespace(ns),
    post('a level that is none', '/api/v1/namespaces', labelled({ enforce: 'strict', 'warn-version': 'v1', audit: 'baseline', 'audit-version': 'newest' }, `${ns}-b`)),
    label('… on one that is there', { enforce: 'strict', 'enforce-version': 'v1.99999' }),
    label('a version of the future', { warn: 'baseline', 'warn-version': 'v1.99' }),
    post('is the newest', pods, pod('p', { hostNetwork: true }), { ...judged, settle: LAG }),
    label('a warning', { warn: 'restricted', audit: 'baseline' }),
    post('is told', pods, pod('warned', { hostPID: true }), { project: (b) => b.kind, settle: LAG }),
    post('… of deployments too', `/apis/apps/v1/namespaces/${ns}/deployments`, object('apps/v1', 'Deployment', 'd', { spec: template({ hostIPC: true }) }), { project: (b) => b.kind }),
    post('… and of cron jobs', `/apis/batch/v1/namespaces/${ns}/cronjobs`, object('batch/v1', 'CronJob', 'c', { spec: { schedule: '* * * * *', suspend: true, jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', ...template({ hostIPC: true }).template.spec } } } } } }), { project: (b) => b.kind ?? b }),
    post('… and of templates', `${NS}/podtemplates`, object('v1', 'PodTemplate', 't', { template: template({}).template }), { project: (b) => b.kind }),
    label('what is enforced is warned of', { enforce: 'baseline', warn: 'baseline' }),
    post('once', pods, pod('p', { hostPID: true }), { ...judged, settle: LAG }),
    post('deployments are let through', `/apis/apps/v1/namespaces/${ns}/deployments`, object('apps/v1', 'Deployment', 'e', { spec: template({ hostPID: true }) }), { project: (b) => b.kind }),
    label('nothing', {}),
    post('a bad pod', pods, pod('bad1', { hostPID: true }), { project: (b) => b.kind, settle: LAG }),
    post('another', pods, pod('bad2', { hostPID: true, hostNetwork: true }), { project: (b) => b.kind }),
    post('one of a set', pods, pod('set1', { hostPID: true }, { ownerReferences: [{ apiVersion: 'v1', kind: 'Thing', name: 'a', uid: 'u', controller: true }] }), { project: (b) => b.kind }),
    post('one more of it', pods, pod('set2', { hostPID: true }, { ownerReferences: [{ apiVersion: 'v1', kind: 'Thing', name: 'a', uid: 'u', controller: true }] }), { project: (b) => b.kind }),
    label('pods that are there already', { enforce: 'baseline' }),
    label('… of the other level', { enforce: 'restricted' }),
    label('… back', { enforce: 'baseline' }),
    patch('labels of pods may change', `${pods}/bad1`, 'merge', { metadata: { labels: { a: 'b' } } }, { project: (b) => b.kind, settle: LAG }),
    patch('images may not', `${pods}/bad1`, 'json', [{ op: 'replace', path: '/spec/containers/0/image', value: 'other' }], { project: (b) => (b.kind === 'Status' ? b : b.kind) }),
    patch('… neither ephemeral containers', `${pods}/bad1/ephemeralcontainers`, 'strategic', { spec: { ephemeralContainers: [{ name: 'e', image: 'a' }] } }, { project: (b) => (b.kind === 'Status' ? b : b.kind) }),
    label('a version that is old', { enforce: 'restricted', 'enforce-version': 'v1.0' }),
    post('asks less', pods, pod('p', unsafe['what is restricted']), { ...judged, settle: LAG }),
  ],
};

const classes = {
  name: 'default-classes',
  steps: [
    ...namespace(ns),
    post('no class', claims, claim('none', '1Gi'), { project: (b) => [b.spec?.storageClassName, b.metadata?.finalizers] }),
    post('a default class', '/apis/storage.k8s.io/v1/storageclasses', object('storage.k8s.io/v1', 'StorageClass', 's-{{run}}', { provisioner: 'example.com/a', metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } }), quiet),
    post('is given', claims, claim('given', '1Gi'), { project: (b) => b.spec?.storageClassName ?? b }),
    post('unless none is wanted', claims, claim('empty', '1Gi', { storageClassName: '' }), { project: (b) => [b.spec?.storageClassName] }),
    post('… or another, once', claims, { ...claim('annotated', '1Gi'), metadata: { name: 'annotated', annotations: { 'volume.beta.kubernetes.io/storage-class': 'other' } } }, { project: (b) => [b.spec?.storageClassName] }),
    post('an old annotation', '/apis/storage.k8s.io/v1/storageclasses', object('storage.k8s.io/v1', 'StorageClass', 't-{{run}}', { provisioner: 'example.com/a', metadata: { annotations: { 'storageclass.beta.kubernetes.io/is-default-class': 'true' } } }), { ...quiet, settle: 1100 }),
    post('of two', claims, claim('two', '1Gi'), { project: (b) => b.spec?.storageClassName ?? b, versions: (minor) => minor < 26 }),
    del('the first goes', '/apis/storage.k8s.io/v1/storageclasses/s-{{run}}', quiet),
    del('the second too', '/apis/storage.k8s.io/v1/storageclasses/t-{{run}}', quiet),
    post('a default class of ingresses', '/apis/networking.k8s.io/v1/ingressclasses', object('networking.k8s.io/v1', 'IngressClass', 'i-{{run}}', { spec: { controller: 'example.com/a' }, metadata: { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } }), quiet),
    post('is given to ingresses', `/apis/networking.k8s.io/v1/namespaces/${ns}/ingresses`, object('networking.k8s.io/v1', 'Ingress', 'a', { spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } } }), { project: (b) => b.spec ?? b }),
    post('unless they are annotated', `/apis/networking.k8s.io/v1/namespaces/${ns}/ingresses`, object('networking.k8s.io/v1', 'Ingress', 'b', { metadata: { annotations: { 'kubernetes.io/ingress.class': 'other' } }, spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } } }), { project: (b) => b.spec ?? b }),
    post('a second', '/apis/networking.k8s.io/v1/ingressclasses', object('networking.k8s.io/v1', 'IngressClass', 'j-{{run}}', { spec: { controller: 'example.com/a' }, metadata: { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } }), { ...quiet }),
    post('of two, the older servers take none', `/apis/networking.k8s.io/v1/namespaces/${ns}/ingresses`, object('networking.k8s.io/v1', 'Ingress', 'c', { spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } } }), { project: (b) => b.spec ?? b, versions: (minor) => minor < 25 }),
    del('the first class of ingresses goes', '/apis/networking.k8s.io/v1/ingressclasses/i-{{run}}', quiet),
    del('and the second', '/apis/networking.k8s.io/v1/ingressclasses/j-{{run}}', quiet),
  ],
};

const CLASSES = '/apis/node.k8s.io/v1/runtimeclasses';
const runtime = (name, rest) => ({ ...object('node.k8s.io/v1', 'RuntimeClass', name), handler: 'h', ...rest });
const placed = { project: (b) => (b.kind === 'Status' ? b : { overhead: b.spec.overhead, selector: b.spec.nodeSelector, tolerations: b.spec.tolerations, scheduling: b.spec.runtimeClassName }) };
const runtimeClasses = {
  name: 'runtime-classes',
  steps: [
    ...namespace(ns),
    post('no such class', pods, pod('none', { runtimeClassName: 'nosuch' }), placed),
    post('overhead without a class', pods, pod('alone', { overhead: { cpu: '1' } }), placed),
    post('a plain class', CLASSES, runtime('r-{{run}}'), quiet),
    post('changes nothing', pods, pod('plain', { runtimeClassName: 'r-{{run}}' }), placed),
    post('overhead that the class has not', pods, pod('own', { runtimeClassName: 'r-{{run}}', overhead: { cpu: '1' } }), placed),
    post('a class with overhead and places', CLASSES, runtime('s-{{run}}', { overhead: { podFixed: { cpu: '100m', memory: '10Mi' } }, scheduling: { nodeSelector: { kind: 'big' }, tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }] } }), quiet),
    post('both are given', pods, pod('given', { runtimeClassName: 's-{{run}}', nodeSelector: { other: 'x' }, tolerations: [{ key: 'a', operator: 'Exists' }, { key: 'b', operator: 'Equal', value: 'c' }] }), placed),
    post('the same overhead', pods, pod('same', { runtimeClassName: 's-{{run}}', overhead: { cpu: '0.1', memory: '10Mi' } }), placed),
    post('other overhead', pods, pod('other', { runtimeClassName: 's-{{run}}', overhead: { cpu: '1' } }), placed),
    post('another place', pods, pod('elsewhere', { runtimeClassName: 's-{{run}}', nodeSelector: { kind: 'small' } }), placed),
    del('the plain one goes', `${CLASSES}/r-{{run}}`, quiet),
    del('and the other', `${CLASSES}/s-{{run}}`, quiet),
  ],
};

const VOLUMES = '/api/v1/persistentvolumes';
const STORAGE_CLASSES = '/apis/storage.k8s.io/v1/storageclasses';
const volume = (name, rest = {}) => object('v1', 'PersistentVolume', name, { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/a' }, ...rest } });
const storageObjects = {
  name: 'storage-objects',
  steps: [
    ...namespace(ns),
    post('a volume', VOLUMES, volume('v-{{run}}', { storageClassName: 'other-{{run}}' }), { only: ['metadata.finalizers'] }),
    post('a claim', claims, claim('a', '1Gi', { storageClassName: 'x-{{run}}' }), { only: ['metadata.finalizers'] }),
    del('which goes at once', `${claims}/a`, { project: (b) => b.kind }),
    gone('is gone', `${claims}/a`),
    post('a claim that a pod uses', claims, claim('b', '1Gi', { storageClassName: 'x-{{run}}' }), { only: ['metadata.finalizers'] }),
    patch('larger, but not bound', `${claims}/b`, 'merge', { spec: { resources: { requests: { storage: '2Gi' } } } }, refusal),
    patch('smaller, and not bound', `${claims}/b`, 'merge', { spec: { resources: { requests: { storage: '1Mi' } } } }, refusal),
    patch('a class of its own', `${claims}/b`, 'merge', { spec: { storageClassName: 'y' } }, refusal),
    post('bound to a volume', VOLUMES, volume('w-{{run}}', { storageClassName: 'x-{{run}}', claimRef: { namespace: ns, name: 'b' } }), quiet),
    // Real ones bind them by now; where nobody does, this does.
    patch('is bound by its name', `${claims}/b`, 'merge', { spec: { volumeName: 'w-{{run}}' } }, { settle: 3000, project: (b) => b.spec?.volumeName ?? b }),
    patch('… and by its status', `${claims}/b/status`, 'merge', { status: { phase: 'Bound', capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] } }, { project: (b) => b.status?.phase ?? b }),
    patch('… and that of the volume', `${VOLUMES}/w-{{run}}/status`, 'merge', { status: { phase: 'Bound' } }, { project: (b) => b.status?.phase ?? b }),
    patch('larger, without a class', `${claims}/b`, 'merge', { spec: { resources: { requests: { storage: '2Gi' } } } }, refusal),
    post('a class that does not let grow', STORAGE_CLASSES, object('storage.k8s.io/v1', 'StorageClass', 'x-{{run}}', { provisioner: 'example.com/a' }), quiet),
    patch('larger, with a class', `${claims}/b`, 'merge', { spec: { resources: { requests: { storage: '2Gi' } } } }, { ...refusal, settle: LAG }),
    patch('the class lets grow', `${STORAGE_CLASSES}/x-{{run}}`, 'merge', { allowVolumeExpansion: true }, quiet),
    patch('larger', `${claims}/b`, 'merge', { spec: { resources: { requests: { storage: '2Gi' } } } }, { settle: LAG, project: (b) => (b.kind === 'Status' ? b : b.spec.resources) }),
    patch('smaller', `${claims}/b`, 'merge', { spec: { resources: { requests: { storage: '1500Mi' } } } }, refusal),
    patch('smaller than what is there', `${claims}/b`, 'merge', { spec: { resources: { requests: { storage: '1Mi' } } } }, refusal),
    patch('other modes', `${claims}/b`, 'merge', { spec: { accessModes: ['ReadOnlyMany'] } }, refusal),
    del('the class goes', `${STORAGE_CLASSES}/x-{{run}}`, quiet),
    del('the volume that is bound', `${VOLUMES}/w-{{run}}`, { project: (b) => b.kind }),
    get('stays', `${VOLUMES}/w-{{run}}`, { only: ['status.phase', 'metadata.finalizers'] }),
    del('the claim goes', `${claims}/b`, { project: (b) => b.kind }),
    gone('is gone, too', `${claims}/b`),
    del('a volume that nobody uses', `${VOLUMES}/v-{{run}}`, { project: (b) => b.kind }),
    gone('goes', `${VOLUMES}/v-{{run}}`),
  ],
};

const tolerations = (name, list) => pod(name, { tolerations: list });
const tolerated = { project: (b) => b.spec?.tolerations ?? b };
const podDefaults = {
  name: 'pod-defaults',
  steps: [
    ...namespace(ns),
    post('two tolerations', pods, pod('none'), tolerated),
    post('one of its own', pods, tolerations('own', [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', operator: 'Exists', tolerationSeconds: 5 }]), tolerated),
    post('everything', pods, tolerations('all', [{ operator: 'Exists' }]), tolerated),
    post('a priority class that is none', pods, pod('p', { priorityClassName: 'none' }), refusal),
    post('a priority of its own', pods, pod('p', { priority: 5 }), refusal),
    post('of the system', pods, pod('p', { priorityClassName: 'system-node-critical' }), { project: (b) => (b.kind === 'Status' ? b : [b.spec.priority, b.spec.preemptionPolicy]) }),
  ],
};

const baseline = levels('baseline', ['latest', 'v1.0', 'v1.18', 'v1.22', 'v1.26', 'v1.28', 'v1.30', 'v1.33']);
const restricted = levels('restricted', ['latest', 'v1.0', 'v1.18', 'v1.22', 'v1.24', 'v1.25', 'v1.34']);

export default [containerLimits, podLimits, claimLimits, rangeValidation, counts, compute, scopes, storage, quotaValidation, baseline, restricted, podSecurity, classes, runtimeClasses, storageObjects, podDefaults];
