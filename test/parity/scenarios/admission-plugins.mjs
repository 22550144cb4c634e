// Admission plug-ins that run where they are enabled, NodeRestriction first.
import { get, post, del, patch, object, pod, namespace } from './steps.mjs';

const ns = 'e-{{run}}';
const NS = `/api/v1/namespaces/${ns}`;
const pods = `${NS}/pods`;
const NODES = '/api/v1/nodes';
const node = 'n-{{run}}';
const quiet = { only: ['kind', 'message'] };
const refusal = { project: (b) => (b.kind === 'Status' ? b : b.kind) };
// Milliseconds until real servers have seen what they have just written.
const LAG = 500;
const c = (name, rest = {}) => ({ name, image: 'nginx', ...rest });
const as = (name, extra = refusal) => ({ ...extra, headers: { ...extra.headers, 'Impersonate-User': `system:node:${name}`, 'Impersonate-Group': 'system:nodes' } });
const self = as(node);
const other = as('m-{{run}}');
const mirror = (name, spec = {}, owners = [{ apiVersion: 'v1', kind: 'Node', name: node, uid: '{{node}}', controller: true }], annotations = { 'kubernetes.io/config.mirror': 'x' }) =>
  post(name, pods, pod('mirror', { nodeName: node, ...spec }, { ownerReferences: owners, annotations }), { ...self, query: { dryRun: 'All' } });
const labels = (name, set) => patch(name, `${NODES}/${node}`, 'merge', { metadata: { labels: set } }, { ...self, headers: { ...self.headers } });
const TR = (spec) => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });
const token = (name, spec, who = self) => post(name, `${NS}/serviceaccounts/default/token`, TR(spec), { ...who, project: (b) => (b.kind === 'Status' ? b : [b.kind, b.spec.audiences]) });
const bound = (uid, name = 'mine') => ({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid } });

const nodes = {
  name: 'node-restriction-nodes',
  steps: [
    ...namespace(ns),
    post('a node of another name', NODES, object('v1', 'Node', 'm-{{run}}'), self),
    post('labels of others', NODES, object('v1', 'Node', node, { metadata: { labels: { 'node-restriction.kubernetes.io/a': 'b', 'x.node-restriction.kubernetes.io/a': 'b', 'kubernetes.io/hostname': 'a', 'kubernetes.io/other': 'b', 'x.k8s.io/a': 'b', 'node.kubernetes.io/a': 'b', plain: 'a' } } }), self),
    post('itself', NODES, object('v1', 'Node', node, { metadata: { labels: { 'kubernetes.io/hostname': 'a', 'x.kubelet.kubernetes.io/a': 'b', plain: 'a' } } }), { ...self, capture: { node: 'metadata.uid' } }),
    labels('a label that it may have', { 'topology.kubernetes.io/zone': 'a', other: 'b', plain: null }),
    labels('labels that it may not', { 'node-restriction.kubernetes.io/a': 'b', 'node-role.kubernetes.io/control-plane': '' }),
    patch('its taints', `${NODES}/${node}`, 'merge', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }, self),
    patch('its owners', `${NODES}/${node}`, 'merge', { metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node, uid: '{{node}}' }] } }, self),
    patch('its status', `${NODES}/${node}/status`, 'merge', { status: { capacity: { cpu: '1' } } }, self),
    patch("another's status", `${NODES}/${node}/status`, 'merge', { status: { capacity: { cpu: '1' } } }, other),
    post('a user without a node', NODES, object('v1', 'Node', 'x-{{run}}'), as('')),
    post('its lease', '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', object('coordination.k8s.io/v1', 'Lease', node), self),
    post("another's lease", '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', object('coordination.k8s.io/v1', 'Lease', 'm-{{run}}'), self),
    post('a lease elsewhere', `/apis/coordination.k8s.io/v1/namespaces/${ns}/leases`, object('coordination.k8s.io/v1', 'Lease', node), self),
    del('its lease goes', `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node}`, self),
    post('its drivers', '/apis/storage.k8s.io/v1/csinodes', object('storage.k8s.io/v1', 'CSINode', node, { spec: { drivers: [] } }), self),
    post("another's drivers", '/apis/storage.k8s.io/v1/csinodes', object('storage.k8s.io/v1', 'CSINode', 'm-{{run}}', { spec: { drivers: [] } }), self),
    del('its drivers go', `/apis/storage.k8s.io/v1/csinodes/${node}`, self),
    del('it goes', `${NODES}/${node}`, { only: ['kind', 'status'] }),
  ],
};

const podsOfNodes = {
  name: 'node-restriction-pods',
  steps: [
    ...namespace(ns),
    post('the node', NODES, object('v1', 'Node', node), { ...self, capture: { node: 'metadata.uid' } }),
    post('a pod on it', pods, pod('mine', { nodeName: node, volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't', audience: 'vault' } }] } }, { name: 'w', csi: { driver: 'd-{{run}}' } }] }), { ...refusal, capture: { mine: 'metadata.uid' } }),
    post('a pod elsewhere', pods, pod('theirs', { nodeName: 'm-{{run}}' }), { ...refusal, capture: { theirs: 'metadata.uid' } }),
    { ...mirror('a pod of its own', {}, undefined, {}), settle: LAG },
    mirror('a mirror pod', {}),
    mirror('on another node', { nodeName: 'm-{{run}}' }),
    mirror('of nobody', {}, []),
    mirror('of two', {}, [{ apiVersion: 'v1', kind: 'Node', name: node, uid: '{{node}}', controller: true }, { apiVersion: 'v1', kind: 'Node', name: 'a', uid: 'b' }]),
    mirror('of another', {}, [{ apiVersion: 'v1', kind: 'Node', name: 'a', uid: 'b', controller: true }]),
    mirror('not controlled', {}, [{ apiVersion: 'v1', kind: 'Node', name: node, uid: '{{node}}' }]),
    mirror('that blocks', {}, [{ apiVersion: 'v1', kind: 'Node', name: node, uid: '{{node}}', controller: true, blockOwnerDeletion: true }]),
    mirror('of an older one', {}, [{ apiVersion: 'v1', kind: 'Node', name: node, uid: 'older', controller: true }]),
    mirror('with an account', { serviceAccountName: 'default' }),
    mirror('with a secret', { volumes: [{ name: 'v', secret: { secretName: 'a' } }] }),
    mirror('with a configuration map', { containers: [c('c', { envFrom: [{ configMapRef: { name: 'a' } }] })] }),
    mirror('with a claim', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'a' } }] }),
    mirror('with a claim of its own', { volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } } }] }),
    mirror('with a driver', { volumes: [{ name: 'v', csi: { driver: 'a' } }] }),
    mirror('with a token', { volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] }),
    mirror('with its labels', { volumes: [{ name: 'v', projected: { sources: [{ downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } }] } }, { name: 'w', emptyDir: {} }, { name: 'x', hostPath: { path: '/' } }] }),
    patch('the status of its pod', `${pods}/mine/status`, 'merge', { status: { phase: 'Running' } }, self),
    patch('the status of another', `${pods}/theirs/status`, 'merge', { status: { phase: 'Running' } }, self),
    patch('labels by the status', `${pods}/mine/status`, 'merge', { metadata: { labels: { a: 'b' } } }, self),
    patch('its pod', `${pods}/mine`, 'merge', { metadata: { labels: { a: 'b' } } }, self),
    patch('its pod by another', `${pods}/mine/ephemeralcontainers`, 'strategic', { spec: { ephemeralContainers: [c('e')] } }, self),
    post('an eviction of another', `${pods}/theirs/eviction`, object('policy/v1', 'Eviction', 'theirs'), self),
    post('an eviction of none', `${pods}/nobody/eviction`, object('policy/v1', 'Eviction', 'nobody'), self),
    post('an eviction of its own, dry', `${pods}/mine/eviction`, { ...object('policy/v1', 'Eviction', 'mine'), deleteOptions: { dryRun: ['All'] } }, { ...self, query: { dryRun: 'All' } }),
    token('a token for nobody', {}),
    token('a token without a uid', { boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'mine' } }),
    token('a token of another uid', bound('older')),
    token('a token of no pod', bound('{{mine}}', 'nobody')),
    token("a token of another's pod", bound('{{theirs}}', 'theirs')),
    token('a token', bound('{{mine}}')),
    token('for an audience of its volume', { audiences: ['vault'], ...bound('{{mine}}') }),
    token('for another', { audiences: ['other'], ...bound('{{mine}}') }),
    token('for two', { audiences: ['vault', 'other'], ...bound('{{mine}}') }),
    post('the driver', '/apis/storage.k8s.io/v1/csidrivers', object('storage.k8s.io/v1', 'CSIDriver', 'd-{{run}}', { spec: { tokenRequests: [{ audience: 'other' }] } }), quiet),
    { ...token('for what its driver needs', { audiences: ['other'], ...bound('{{mine}}') }), settle: LAG },
    del('the driver goes', '/apis/storage.k8s.io/v1/csidrivers/d-{{run}}', quiet),
    post('a role for audiences', '/apis/rbac.authorization.k8s.io/v1/clusterroles', { ...object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r-{{run}}'), rules: [{ apiGroups: [''], verbs: ['request-serviceaccounts-token-audience'], resources: ['granted'] }] }, quiet),
    post('… and its binding', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', { ...object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'r-{{run}}'), roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r-{{run}}' }, subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:nodes' }] }, quiet),
    { ...token('for what is granted', { audiences: ['granted'], ...bound('{{mine}}') }), settle: LAG },
    del('the binding goes', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/r-{{run}}', quiet),
    del('and the role', '/apis/rbac.authorization.k8s.io/v1/clusterroles/r-{{run}}', quiet),
    post('a claim', `${NS}/persistentvolumeclaims`, object('v1', 'PersistentVolumeClaim', 'a', { spec: { storageClassName: '', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }), quiet),
    post('a pod that has it', pods, pod('has', { nodeName: node, volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'a' } }] }), quiet),
    { ...patch('its size', `${NS}/persistentvolumeclaims/a/status`, 'merge', { status: { capacity: { storage: '1Gi' } } }, self), settle: LAG },
    patch('its labels', `${NS}/persistentvolumeclaims/a/status`, 'merge', { metadata: { labels: { a: 'b' } } }, { ...self, project: (b) => [b.code, b.reason, b.message?.split(':')[0]] }),
    patch('the whole of it', `${NS}/persistentvolumeclaims/a`, 'merge', { metadata: { labels: { a: 'b' } } }, self),
    del("another's pod", `${pods}/theirs`, { ...self, query: { gracePeriodSeconds: '0' } }),
    del('its pod goes', `${pods}/mine`, { ...self, query: { gracePeriodSeconds: '0' } }),
    del('the node goes', `${NODES}/${node}`, { only: ['kind', 'status'] }),
  ],
};

const slice = (name, nodeName) => object('resource.k8s.io/v1', 'ResourceSlice', name, { spec: { driver: 'd.example.com', pool: { name: 'p', resourceSliceCount: 1, generation: 1 }, ...(nodeName ? { nodeName } : { allNodes: true }), devices: [] } });
const SLICES = '/apis/resource.k8s.io/v1/resourceslices';
const slices = {
  name: 'node-restriction-slices',
  steps: [
    post('a slice of its own', SLICES, slice('s-{{run}}', node), { ...self, versions: (minor) => minor > 33 }),
    post("another's slice", SLICES, slice('t-{{run}}', 'm-{{run}}'), { ...self, versions: (minor) => minor > 33 }),
    post('a slice of all', SLICES, slice('t-{{run}}'), { ...self, versions: (minor) => minor > 33 }),
    del('its slice goes', `${SLICES}/s-{{run}}`, { ...self, versions: (minor) => minor > 33 }),
  ],
};

const podsOfNamespaces = {
  name: 'enabled-plugins-pods',
  steps: [
    ...namespace(ns),
    post('every image is pulled', pods, pod('pulled', { containers: [c('a', { imagePullPolicy: 'IfNotPresent' })], initContainers: [c('i', { imagePullPolicy: 'Never' })] }), { project: (b) => b.spec?.containers.concat(b.spec.initContainers).map((each) => each.imagePullPolicy) ?? b }),
    post('devices are tolerated', pods, pod('device', { containers: [c('a', { resources: { limits: { 'example.com/gpu': '1', 'example.com/fpga': '1', cpu: '1' }, requests: { 'example.com/gpu': '1' } } })] }), { project: (b) => b.spec?.tolerations ?? b }),
    post('pods stay apart of nodes', pods, pod('apart', { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: {} }] } } }), refusal),
    post('… but not of zones', pods, pod('zones', { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector: {} }] } } }), refusal),
    post('external addresses', `${NS}/services`, object('v1', 'Service', 'external', { spec: { externalIPs: ['1.2.3.4'], ports: [{ port: 80 }] } }), refusal),
    post('a namespace that is made', '/api/v1/namespaces/f-{{run}}/configmaps', object('v1', 'ConfigMap', 'a'), refusal),
    get('is there', '/api/v1/namespaces/f-{{run}}', { project: (b) => [b.kind, b.status?.phase] }),
    patch('nodes of a namespace', NS, 'merge', { metadata: { annotations: { 'scheduler.alpha.kubernetes.io/node-selector': 'kind=big, zone=a' } } }, quiet),
    { ...post('are given', pods, pod('selected', { nodeSelector: { other: 'x' } }), { project: (b) => b.spec?.nodeSelector ?? b }), settle: LAG },
    post('others are refused', pods, pod('refused', { nodeSelector: { kind: 'small' } }), refusal),
    patch('a selector that is none', NS, 'merge', { metadata: { annotations: { 'scheduler.alpha.kubernetes.io/node-selector': 'kind' } } }, quiet),
    { ...post('refuses all', pods, pod('none'), refusal), settle: LAG },
    patch('tolerations of a namespace', NS, 'merge', { metadata: { annotations: { 'scheduler.alpha.kubernetes.io/node-selector': null, 'scheduler.alpha.kubernetes.io/defaultTolerations': '[{"key":"a","operator":"Exists"}]' } } }, quiet),
    { ...post('are given, too', pods, pod('tolerates', { tolerations: [{ key: 'b', operator: 'Equal', value: 'c' }] }), { project: (b) => b.spec?.tolerations ?? b }), settle: LAG },
    post('… and of memory', pods, pod('burstable', { containers: [c('a', { resources: { requests: { memory: '1Mi' } } })] }), { project: (b) => b.spec?.tolerations ?? b }),
    patch('tolerations that are allowed', NS, 'merge', { metadata: { annotations: { 'scheduler.alpha.kubernetes.io/tolerationsWhitelist': '[{"operator":"Exists","key":"a"},{"key":"node.kubernetes.io/not-ready","operator":"Exists"},{"key":"node.kubernetes.io/unreachable","operator":"Exists"}]' } } }, quiet),
    { ...post('no others', pods, pod('others', { tolerations: [{ key: 'b', operator: 'Equal', value: 'c' }] }), refusal), settle: LAG },
    post('those', pods, pod('those', { tolerations: [{ key: 'a', operator: 'Equal', value: 'c', effect: 'NoSchedule' }] }), { project: (b) => b.spec?.tolerations ?? b }),
    patch('tolerations that are none', NS, 'merge', { metadata: { annotations: { 'scheduler.alpha.kubernetes.io/defaultTolerations': '{"key":' } } }, quiet),
    { ...post('refuse all', pods, pod('none'), { project: (b) => [b.code, b.reason, b.details] }), settle: LAG },
  ],
};

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const may = (name, rules) => [
  post(`a role of bob's: ${name}`, `${RBAC}/namespaces/${ns}/roles`, { ...object('rbac.authorization.k8s.io/v1', 'Role', name), rules }, quiet),
  post(`its binding: ${name}`, `${RBAC}/namespaces/${ns}/rolebindings`, { ...object('rbac.authorization.k8s.io/v1', 'RoleBinding', name), roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }, subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'bob' }] }, quiet),
];
const bob = { ...refusal, as: 'bob-token' };
const owned = (name, ...owners) => object('v1', 'ConfigMap', name, { metadata: { ownerReferences: owners } });
const owner = (rest) => ({ apiVersion: 'v1', kind: 'Secret', name: 'o', uid: '{{o}}', ...rest });
const owners = {
  name: 'enabled-plugins-owners',
  steps: [
    ...namespace(ns),
    post('one owner', `${NS}/secrets`, object('v1', 'Secret', 'o'), { ...quiet, capture: { o: 'metadata.uid' } }),
    post('the other', `${NS}/secrets`, object('v1', 'Secret', 'p'), { ...quiet, capture: { p: 'metadata.uid' } }),
    ...may('writer', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'update', 'patch', 'get'] }]),
    { ...post('an owner', `${NS}/configmaps`, owned('a', owner()), bob), settle: LAG },
    patch('another owner', `${NS}/configmaps/a`, 'merge', { metadata: { ownerReferences: [owner({ name: 'p', uid: '{{p}}' })] } }, bob),
    patch('the same owner', `${NS}/configmaps/a`, 'merge', { data: { a: 'b' } }, bob),
    post('an owner that waits', `${NS}/configmaps`, owned('b', owner({ blockOwnerDeletion: true })), bob),
    post('an owner of no kind', `${NS}/configmaps`, owned('b', owner({ kind: 'Thing', apiVersion: 'example.com/v1', blockOwnerDeletion: true })), bob),
    post('an owner of the cluster', `${NS}/configmaps`, owned('b', owner({ kind: 'Node', blockOwnerDeletion: true })), bob),
    ...may('finalizer', [{ apiGroups: [''], resources: ['secrets/finalizers'], verbs: ['update'] }, { apiGroups: [''], resources: ['configmaps'], verbs: ['delete'] }]),
    { ...post('an owner that may wait', `${NS}/configmaps`, owned('b', owner({ blockOwnerDeletion: true })), bob), settle: LAG },
    patch('another owner, now', `${NS}/configmaps/a`, 'merge', { metadata: { ownerReferences: [owner({ name: 'p', uid: '{{p}}' })] } }, { ...bob, query: { dryRun: 'All' } }),
    post('the administrator may', `${NS}/configmaps`, owned('c', owner({ kind: 'Thing', apiVersion: 'example.com/v1', blockOwnerDeletion: true })), { ...refusal, query: { dryRun: 'All' } }),
  ],
};

export default [nodes, podsOfNodes, slices, podsOfNamespaces, owners];
