// Pods and nodes: what service account admission does to a pod, projected tokens, binding, eviction, node-bound tokens.
import { get, post, put, del, patch, object, account, secret, pod, namespace, names, TABLE } from './steps.mjs';

const ns = 'p-{{run}}';
const NS = `/api/v1/namespaces/${ns}`;
const pods = `${NS}/pods`;
const accounts = `${NS}/serviceaccounts`;
const NODES = '/api/v1/nodes';
const node = 'n-{{run}}';
const REVIEW = '/apis/authentication.k8s.io/v1/tokenreviews';
const review = (token) => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } });
const TR = (spec) => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });
const quiet = { only: ['kind', 'metadata.name', 'message'] };
const mounts = { project: (b) => (b.kind === 'Status' ? b : { account: b.spec.serviceAccountName, volumes: b.spec.volumes, mounts: b.spec.containers.map((c) => c.volumeMounts), init: b.spec.initContainers?.map((c) => c.volumeMounts), pull: b.spec.imagePullSecrets, automount: b.spec.automountServiceAccountToken }) };
const create = (name, n, spec, extra = mounts, metadata) => post(name, pods, pod(n, spec, metadata), extra);
const projected = (...sources) => ({ volumes: [{ name: 'v', projected: { sources } }] });
const token = (t = {}) => ({ serviceAccountToken: { path: 'token', ...t } });
const c = (rest) => ({ containers: [{ name: 'c', image: 'nginx', ...rest }] });
const gone = (name, path) => get(name, path, { until: (b, s) => s === 404, only: ['code'] });

const admission = {
  name: 'pod-admission',
  steps: [
    ...namespace(ns),
    post('a pod with nothing said', pods, pod('plain')),
    create('a service account by name', 'byname', { serviceAccountName: 'default' }),
    create('by the old name of the field', 'byoldname', { serviceAccount: 'default' }),
    create('an account that does not exist', 'noaccount', { serviceAccountName: 'nobody' }, {}),
    create('no mount, says the pod', 'nomount', { automountServiceAccountToken: false }),
    post('an account that says no mount', accounts, account('nomount', { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'pull' }] }), quiet),
    create('no mount, says the account', 'nomount2', { serviceAccountName: 'nomount' }),
    create('the pod wins', 'mount', { serviceAccountName: 'nomount', automountServiceAccountToken: true }),
    create('its own pull secrets', 'pull', { serviceAccountName: 'nomount', imagePullSecrets: [{ name: 'mine' }] }),
    create('init containers mount too', 'init', { initContainers: [{ name: 'i', image: 'nginx' }] }),
    create('a container that mounts its own there', 'own', { ...c({ volumeMounts: [{ name: 'v', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] }), ...projected(token()) }),
    create('a container that mounts its own elsewhere', 'own2', { ...c({ volumeMounts: [{ name: 'v', mountPath: '/var/run/secrets/tokens' }] }), ...projected(token({ audience: 'vault', expirationSeconds: 7200 })) }),
    create('a volume by the generated name', 'named', { volumes: [{ name: 'kube-api-access-x', emptyDir: {} }] }),
    get('the table', `${pods}/plain`, { headers: { Accept: TABLE }, project: (b) => ({ columns: b.columnDefinitions?.map(({ description, ...column }) => column), cells: b.rows?.[0].cells }) }),
    patch('the account cannot change', `${pods}/plain`, 'merge', { spec: { serviceAccountName: 'nomount' } }, { project: (b) => [b.code, b.reason, b.details?.causes?.[0]?.field, b.message?.split('\n')[0]] }),
    post('an account with the mountable annotation', accounts, account('strict', { secrets: [{ name: 'listed' }], imagePullSecrets: [{ name: 'pull' }], metadata: { annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } } }), quiet),
    create('a listed secret', 'listed', { serviceAccountName: 'strict', volumes: [{ name: 's', secret: { secretName: 'listed' } }] }, quiet),
    create('a secret that is not listed', 'unlisted', { serviceAccountName: 'strict', volumes: [{ name: 's', secret: { secretName: 'other' } }] }, {}),
    create('in the environment', 'unlistedenv', { serviceAccountName: 'strict', ...c({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'other', key: 'k' } } }] }) }, {}),
    create('all of it in the environment', 'unlistedfrom', { serviceAccountName: 'strict', ...c({ envFrom: [{ secretRef: { name: 'other' } }] }) }, {}),
    create('as a pull secret', 'unlistedpull', { serviceAccountName: 'strict', imagePullSecrets: [{ name: 'other' }] }, {}),
    create('a mirror pod with an account', 'mirror', { nodeName: node, serviceAccountName: 'default' }, {}, { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
    create('a mirror pod with a secret', 'mirror', { nodeName: node, volumes: [{ name: 's', secret: { secretName: 'x' } }] }, {}, { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
    create('a mirror pod with a token', 'mirror', { nodeName: node, ...projected(token()) }, {}, { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
    create('a mirror pod without a node', 'mirror', {}, {}, { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
    del('the default account goes', `${accounts}/default`, { project: (b) => b.kind }),
    post('a pod as bob, not allowed', pods, pod('bob'), { as: 'bob-token' }),
  ],
};

const volumes = {
  name: 'pod-token-volumes',
  steps: [
    ...namespace(ns),
    create('defaults of a token source', 'a', { ...projected(token()) }, { project: (b) => b.spec?.volumes?.[0] ?? b }),
    create('all that can be said', 'b', { ...projected(token({ audience: 'vault', expirationSeconds: 600, path: 'dir/vault' }), { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }, { downwardAPI: { items: [{ path: 'ns', fieldRef: { fieldPath: 'metadata.namespace' } }] } }, { secret: { name: 's', optional: true } }) }, { project: (b) => b.spec?.volumes?.[0] ?? b }),
    create('too short', 'x', projected(token({ expirationSeconds: 599 })), {}),
    create('too long', 'x', projected(token({ expirationSeconds: 4294967297 })), {}),
    create('no path', 'x', projected({ serviceAccountToken: {} }), {}),
    create('a path that climbs', 'x', projected(token({ path: '../x' })), {}),
    create('an absolute path', 'x', projected(token({ path: '/x' })), {}),
    create('the same path twice', 'x', projected(token(), token({ audience: 'b' })), {}),
    create('a source of two kinds', 'x', projected({ ...token(), secret: { name: 's' } }), {}),
    create('a source of none', 'none', projected({}), {}),
    create('no sources', 'none2', { volumes: [{ name: 'v', projected: {} }] }, { project: (b) => b.spec?.volumes?.[0] ?? b }),
    create('a bad mode', 'y', { volumes: [{ name: 'v', projected: { defaultMode: 1000, sources: [token()] } }] }, {}),
    create('a volume of two kinds', 'y', { volumes: [{ name: 'v', emptyDir: {}, secret: { secretName: 's' } }] }, {}),
    create('a volume twice', 'y', { volumes: [{ name: 'v', emptyDir: {} }, { name: 'v', emptyDir: {} }] }, {}),
    create('a mount of no volume', 'y', c({ volumeMounts: [{ name: 'none', mountPath: '/x' }] }), {}),
    create('two mounts in one place', 'y', { ...c({ volumeMounts: [{ name: 'v', mountPath: '/x' }, { name: 'v', mountPath: '/x' }] }), ...projected(token()) }, {}),
  ],
};

const validation = {
  name: 'pod-validation',
  steps: [
    ...namespace(ns),
    post('no containers', pods, object('v1', 'Pod', 'x', { spec: { containers: [] } })),
    post('no spec', pods, object('v1', 'Pod', 'x')),
    create('a container without a name or an image', 'x', { containers: [{}] }, {}),
    create('containers of one name', 'x', { containers: [{ name: 'c', image: 'i' }, { name: 'c', image: 'i' }] }, {}),
    create('a bad container name', 'x', { containers: [{ name: 'C_1', image: 'i' }] }, {}),
    create('bad policies', 'x', { restartPolicy: 'Sometimes', dnsPolicy: 'None', terminationGracePeriodSeconds: -1 }, {}),
    create('a bad pull policy and port', 'x', c({ imagePullPolicy: 'Maybe', ports: [{ containerPort: 99999 }] }), {}),
    create('a bad environment', 'x', c({ env: [{ name: '', value: 'x' }, { name: 'A=B' }, { name: 'B', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }), {}),
    create('bad resources', 'x', c({ resources: { requests: { cpu: '2' }, limits: { cpu: '1', memory: 'lots' } } }), {}),
    create('requests above limits', 'x', c({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }), {}),
    create('a bad account name', 'x', { serviceAccountName: 'Not_Valid' }, {}),
    create('a bad node name', 'x', { nodeName: 'Not_Valid' }, {}),
    create('a bad name', 'Not_Valid', {}, {}),
    create('defaults of what is said', 'full', { initContainers: [{ name: 'i', image: 'busybox:1' }], ...c({ image: 'nginx:1.2', ports: [{ containerPort: 80 }], env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }], livenessProbe: { httpGet: { port: 80 } }, resources: { limits: { cpu: '1000m', memory: '1024Mi' } } }), volumes: [{ name: 's', secret: { secretName: 'x' } }, { name: 'c', configMap: { name: 'x' } }, { name: 'e', emptyDir: {} }] }, { only: ['spec', 'status'] }),
    create('burstable', 'burst', c({ resources: { requests: { cpu: '1' } } }), { only: ['status.qosClass', 'spec.containers.[0].resources'] }),
    put('an update of what may not change', `${pods}/full`, pod('full', {}), { project: (b) => [b.code, b.reason, b.message?.split('\n')[0], b.details?.causes?.map((x) => [x.reason, x.field])] }),
    patch('the image may change', `${pods}/burst`, 'strategic', { spec: { containers: [{ name: 'c', image: 'nginx:2' }] } }, { project: (b) => [b.spec?.containers[0].image, b.metadata?.generation] }),
    patch('a deadline may be set', `${pods}/burst`, 'merge', { spec: { activeDeadlineSeconds: 30 } }, { only: ['spec.activeDeadlineSeconds'] }),
    patch('labels may change', `${pods}/burst`, 'merge', { metadata: { labels: { a: 'b' } } }, { only: ['metadata.labels'] }),
    post('a generated name', pods, pod('', {}, { generateName: 'job-' }), { only: ['metadata.generateName', 'kind'] }),
    get('the log of a pod without a node', `${pods}/burst/log`),
    get('the log of a missing pod', `${pods}/missing/log`),
    post('exec without a node', `${pods}/burst/exec?command=ls`, ''),
  ],
};

const token1 = (name, spec, capture, extra) => post(name, `${accounts}/demo/token`, TR(spec), { ...(capture ? { capture: { [capture]: 'status.token' } } : {}), ...extra });
const nodes = {
  name: 'pods-and-nodes',
  mask: [['"(\\d+[dhms]){1,2}"', '"<age>"']],
  steps: [
    ...namespace(ns),
    post('an account', accounts, account('demo'), quiet),
    post('a node', NODES, object('v1', 'Node', node), { capture: { nodeUid: 'metadata.uid' } }),
    post('the node again', NODES, object('v1', 'Node', node)),
    post('a node with a bad name', NODES, object('v1', 'Node', 'Not_Valid')),
    post('a node with a bad taint', NODES, object('v1', 'Node', 'bad-{{run}}', { spec: { taints: [{ key: 'a', effect: 'Maybe' }] } })),
    create('a pod', 'web', { serviceAccountName: 'demo' }, { capture: { podUid: 'metadata.uid' }, ...quiet }),
    token1('a token bound to the pod without a node', { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'web' } }, 'early'),
    post('review it', REVIEW, review('{{early}}')),
    post('bind to nothing', `${pods}/web/binding`, object('v1', 'Binding', 'web', {})),
    post('bind to a wrong kind', `${pods}/web/binding`, object('v1', 'Binding', 'web', { target: { kind: 'Pod', name: node } })),
    post('bind the pod to the node', `${pods}/web/binding`, object('v1', 'Binding', 'web', { target: { kind: 'Node', name: node } })),
    post('bind it again', `${pods}/web/binding`, object('v1', 'Binding', 'web', { target: { kind: 'Node', name: node } })),
    post('bind a missing pod', `${pods}/missing/binding`, object('v1', 'Binding', 'missing', { target: { kind: 'Node', name: node } })),
    get('it has the node and a condition', `${pods}/web`, { only: ['spec.nodeName', 'status.phase', 'status.conditions'] }),
    create('another, by the old way of binding', 'old', { serviceAccountName: 'demo' }, quiet),
    post('bind through the list of bindings', `${NS}/bindings`, object('v1', 'Binding', 'old', { target: { kind: 'Node', name: node } })),
    token1('a token bound to the pod on the node', { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'web', uid: '{{podUid}}' } }, 'pod'),
    post('review it on the node', REVIEW, review('{{pod}}')),
    token1('a token bound to the node', { boundObjectRef: { kind: 'Node', apiVersion: 'v1', name: node, uid: '{{nodeUid}}' } }, 'node', { versions: 'm => m >= 31' }),
    post('review that', REVIEW, review('{{node}}'), { versions: 'm => m >= 31' }),
    token1('bound to the node with a wrong uid', { boundObjectRef: { kind: 'Node', apiVersion: 'v1', name: node, uid: '00000000-0000-0000-0000-000000000000' } }, undefined, { versions: 'm => m >= 31' }),
    token1('bound to a missing node', { boundObjectRef: { kind: 'Node', apiVersion: 'v1', name: 'missing-{{run}}' } }, undefined, { versions: 'm => m >= 31' }),
    post('who the pod is', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }, { as: '{{pod}}', versions: 'm => m >= 28' }),
    get('select by node', pods, { query: { fieldSelector: `spec.nodeName=${node}` }, project: names }),
    get('select by account', pods, { query: { fieldSelector: 'spec.serviceAccountName=demo' }, project: names }),
    get('select by restart policy and scheduler', pods, { query: { fieldSelector: 'spec.restartPolicy=Always,spec.schedulerName=default-scheduler' }, project: names }),
    get('select by phase', pods, { query: { fieldSelector: 'status.phase!=Running' }, project: names }),
    patch('the kubelet reports', `${pods}/web/status`, 'strategic', { status: { phase: 'Running', podIPs: [{ ip: '10.0.0.5' }], podIP: '10.0.0.5', hostIP: '10.0.0.1', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }], containerStatuses: [{ name: 'c', ready: true, started: true, restartCount: 1, image: 'nginx', imageID: 'x', state: { running: { startedAt: '2026-01-01T00:00:00Z' } } }] } }, { only: ['status.phase', 'status.podIPs', 'status.hostIPs', 'message'] }),
    get('select by phase now', pods, { query: { fieldSelector: 'status.phase=Running' }, project: names }),
    get('select by address', pods, { query: { fieldSelector: 'status.podIP=10.0.0.5' }, project: names }),
    get('the table of a running pod', `${pods}/web`, { headers: { Accept: TABLE }, project: (b) => b.rows?.[0].cells.map((x, i) => (i === 4 ? '<age>' : i === 3 ? String(x).replace(/ \(.*ago\)/, ' (<age> ago)') : x)) }),
    get('the table of the node', `${NODES}/${node}`, { headers: { Accept: TABLE }, project: (b) => b.rows?.[0].cells }),
    del('delete gracefully', `${pods}/web`, { only: ['kind', 'metadata.deletionGracePeriodSeconds', 'metadata.deletionTimestamp', 'metadata.generation'] }),
    get('it is still there', `${pods}/web`, { only: ['metadata.deletionGracePeriodSeconds', 'status.phase'] }),
    del('a shorter grace', `${pods}/web`, { query: { gracePeriodSeconds: '5' }, only: ['metadata.deletionGracePeriodSeconds', 'kind'] }),
    del('a longer grace is not taken', `${pods}/web`, { query: { gracePeriodSeconds: '500' }, only: ['metadata.deletionGracePeriodSeconds', 'kind'] }),
    post('evict what is being deleted', `${pods}/web/eviction`, object('policy/v1', 'Eviction', 'web')),
    post('a token bound to what is being deleted', `${accounts}/demo/token`, TR({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'web' } }), { only: ['kind', 'code', 'message'] }),
    post('its token is still good', REVIEW, review('{{pod}}'), { only: ['status.authenticated', 'status.user.username', 'status.error'] }),
    del('by force', `${pods}/web`, { query: { gracePeriodSeconds: '0' }, only: ['kind', 'metadata.deletionGracePeriodSeconds'] }),
    gone('it is gone', `${pods}/web`),
    post('evict the other', `${pods}/old/eviction`, object('policy/v1', 'Eviction', 'old', { deleteOptions: { gracePeriodSeconds: 0 } })),
    gone('it is gone too', `${pods}/old`),
    post('evict a missing pod', `${pods}/missing/eviction`, object('policy/v1', 'Eviction', 'missing')),
    create('a pod without a node', 'loose', { serviceAccountName: 'demo' }, quiet),
    post('eviction with another name', `${pods}/loose/eviction`, object('policy/v1', 'Eviction', 'other')),
    del('is deleted at once', `${pods}/loose`, { only: ['kind', 'status.phase', 'metadata.deletionGracePeriodSeconds'] }),
    get('it is gone already', `${pods}/loose`, { only: ['code'] }),
    del('the node goes', `${NODES}/${node}`),
    post('the node token is refused', REVIEW, review('{{node}}'), { versions: 'm => m >= 31', until: (b) => b.status && !b.status.authenticated }),
    post('the pod token is refused', REVIEW, review('{{pod}}'), { until: (b) => b.status && !b.status.authenticated }),
    get('it cannot call', '/api/v1/namespaces', { as: '{{pod}}' }),
  ],
};

export default [admission, volumes, validation, nodes];
