// Roles, bindings, what they allow, and the reviews that ask.
import { get, post, put, del, patch, object, account, configMap, namespace, names } from './steps.mjs';

const ns = 'r-{{run}}';
const NS = `/api/v1/namespaces/${ns}`;
const G = 'rbac.authorization.k8s.io';
const RBAC = `/apis/${G}/v1`;
const roles = `${RBAC}/namespaces/${ns}/roles`;
const bindings = `${RBAC}/namespaces/${ns}/rolebindings`;
const clusterRoles = `${RBAC}/clusterroles`;
const clusterBindings = `${RBAC}/clusterrolebindings`;
const AUTHZ = '/apis/authorization.k8s.io/v1';
const AUTHN = '/apis/authentication.k8s.io/v1';
const rule = (verbs, resources, rest = {}) => ({ apiGroups: [''], resources, verbs, ...rest });
const role = (name, ...rules) => object(`${G}/v1`, 'Role', name, { rules });
const clusterRole = (name, rules, rest) => object(`${G}/v1`, 'ClusterRole', name, { rules, ...rest });
const user = (name) => ({ kind: 'User', name, apiGroup: G });
const group = (name) => ({ kind: 'Group', name, apiGroup: G });
const sa = (name, namespace = ns) => ({ kind: 'ServiceAccount', name, namespace });
const bind = (name, kind, to, ...subjects) => object(`${G}/v1`, 'RoleBinding', name, { roleRef: { apiGroup: G, kind, name: to }, subjects });
const clusterBind = (name, to, ...subjects) => object(`${G}/v1`, 'ClusterRoleBinding', name, { roleRef: { apiGroup: G, kind: 'ClusterRole', name: to }, subjects });
const as = (name, ...groups) => ({ headers: { 'Impersonate-User': name, ...(groups.length ? { 'Impersonate-Group': groups } : {}) } });
// the authoriser learns of a new rule through a watch: allowed steps are asked until they are allowed
const soon = { until: (b, s) => s !== 403 };
const quiet = { only: ['kind', 'metadata.name', 'message'] };
const may = (name, who, path, extra) => get(name, path, { ...as(who), ...soon, project: (b) => (b.kind === 'Status' ? b : b.kind), ...extra });
const maynot = (name, who, path, extra) => get(name, path, { ...as(who), ...extra });
const SAR = (spec) => ({ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec });
const sar = (name, spec, extra) => post(name, `${AUTHZ}/subjectaccessreviews`, SAR(spec), extra);
const local = (name, spec, metadata, extra) => post(name, `${AUTHZ}/namespaces/${ns}/localsubjectaccessreviews`, { apiVersion: 'authorization.k8s.io/v1', kind: 'LocalSubjectAccessReview', ...(metadata ? { metadata } : {}), spec }, extra);
const self = (name, spec, extra) => post(name, `${AUTHZ}/selfsubjectaccessreviews`, { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec }, extra);
const mint = (name, account, capture) => post(name, `${NS}/serviceaccounts/${account}/token`, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }, { capture: { [capture]: 'status.token' }, only: ['kind'] });
const attrs = (verb, resource, rest = {}) => ({ resourceAttributes: { namespace: ns, verb, resource, ...rest } });

const objects = {
  name: 'rbac-objects',
  steps: [
    ...namespace(ns),
    post('create a role', roles, role('a', rule(['get', 'list'], ['pods']))),
    post('create it again', roles, role('a')),
    post('a name that other kinds refuse', roles, role('Any:Name_1', rule(['get'], ['pods'])), quiet),
    post('a name with a slash', roles, role('a/b')),
    post('without rules', roles, object(`${G}/v1`, 'Role', 'norules')),
    post('a rule without verbs', roles, role('bad', { apiGroups: [''], resources: ['pods'] })),
    post('a rule without resources', roles, role('bad', { apiGroups: [''], verbs: ['get'] })),
    post('a rule without groups', roles, role('bad', { resources: ['pods'], verbs: ['get'] })),
    post('a rule of non-resource URLs in a role', roles, role('bad', { nonResourceURLs: ['/x'], verbs: ['get'] })),
    post('a cluster rule of both', clusterRoles, clusterRole('bad-{{run}}', [{ nonResourceURLs: ['/x'], apiGroups: [''], resources: ['pods'], verbs: ['get'] }])),
    post('a cluster rule of nothing', clusterRoles, clusterRole('bad-{{run}}', [{ verbs: ['get'] }])),
    put('change the rules', `${roles}/a`, role('a', rule(['get'], ['pods'], { resourceNames: ['x'] }))),
    patch('patch a rule', `${roles}/a`, 'json', [{ op: 'add', path: '/rules/0/verbs/-', value: 'watch' }], { only: ['rules'] }),
    patch('strategic patch replaces the rules', `${roles}/a`, 'strategic', { rules: [rule(['list'], ['secrets'])] }, { only: ['rules'] }),
    get('list', roles, { project: names }),
    get('select by field', roles, { query: { fieldSelector: 'metadata.name=a' }, project: names }),
    post('create a binding', bindings, bind('a', 'Role', 'a', user('u'), group('g'), sa('s'))),
    post('defaults in a binding', bindings, object(`${G}/v1`, 'RoleBinding', 'defaults', { roleRef: { kind: 'Role', name: 'a' }, subjects: [{ kind: 'User', name: 'u' }, { kind: 'ServiceAccount', name: 's', namespace: ns }] })),
    post('a binding to a role that does not exist', bindings, bind('dangling', 'Role', 'none', user('u')), quiet),
    post('a binding without subjects', bindings, object(`${G}/v1`, 'RoleBinding', 'nobody', { roleRef: { apiGroup: G, kind: 'Role', name: 'a' } })),
    post('a binding without a role', bindings, object(`${G}/v1`, 'RoleBinding', 'bad', { subjects: [user('u')] })),
    post('a binding of a wrong kind of role', bindings, bind('bad', 'Thing', 'a', user('u'))),
    post('a binding of a wrong group', bindings, object(`${G}/v1`, 'RoleBinding', 'bad', { roleRef: { apiGroup: 'x', kind: 'Role', name: 'a' } })),
    post('an account without a namespace', bindings, bind('bad', 'Role', 'a', { kind: 'ServiceAccount', name: 's' })),
    post('an account with a group', bindings, bind('bad', 'Role', 'a', { kind: 'ServiceAccount', name: 's', namespace: ns, apiGroup: G })),
    post('a user with a wrong group', bindings, bind('bad', 'Role', 'a', { kind: 'User', name: 'u', apiGroup: 'x' })),
    post('a subject of a wrong kind', bindings, bind('bad', 'Role', 'a', { kind: 'Robot', name: 'u' })),
    post('a subject without a name', bindings, bind('bad', 'Role', 'a', { kind: 'User', apiGroup: G })),
    post('an account with a bad name', bindings, bind('bad', 'Role', 'a', sa('Not_Valid'))),
    put('the role of a binding cannot change', `${bindings}/a`, bind('a', 'Role', 'b', user('u'))),
    put('its subjects can', `${bindings}/a`, bind('a', 'Role', 'a', user('v')), { only: ['subjects', 'roleRef'] }),
    post('a cluster binding to a role', clusterBindings, object(`${G}/v1`, 'ClusterRoleBinding', 'bad-{{run}}', { roleRef: { apiGroup: G, kind: 'Role', name: 'a' } })),
    del('delete a role in use', `${roles}/a`),
    get('the binding stays', `${bindings}/a`, quiet),
    post('create a cluster role', clusterRoles, clusterRole('c-{{run}}', [rule(['get'], ['nodes']), { nonResourceURLs: ['/metrics', '/x/*'], verbs: ['get'] }])),
    post('an aggregated one', clusterRoles, clusterRole('sum-{{run}}', [], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'sum-{{run}}': 'true' } }] } }), { ignore: ['rules'] }),
    post('a part of it', clusterRoles, clusterRole('part-{{run}}', [rule(['get'], ['widgets'])], { metadata: { labels: { 'sum-{{run}}': 'true' } } }), quiet),
    post('another part of it', clusterRoles, clusterRole('part2-{{run}}', [rule(['get'], ['widgets']), rule(['list'], ['gadgets'])], { metadata: { labels: { 'sum-{{run}}': 'true' } } }), quiet),
    get('the sum', `${clusterRoles}/sum-{{run}}`, { until: (b) => b.rules?.length === 2, only: ['rules', 'aggregationRule'] }),
    patch('rules written into the sum', `${clusterRoles}/sum-{{run}}`, 'merge', { rules: [rule(['delete'], ['all'])] }, quiet),
    get('are overwritten', `${clusterRoles}/sum-{{run}}`, { until: (b) => b.rules?.length === 2, only: ['rules'] }),
    del('a part goes', `${clusterRoles}/part2-{{run}}`, { only: ['status'] }),
    get('the sum shrinks', `${clusterRoles}/sum-{{run}}`, { until: (b) => b.rules?.length === 1, only: ['rules'] }),
    post('an aggregation without selectors', clusterRoles, clusterRole('bad-{{run}}', [], { aggregationRule: {} })),
    post('an aggregation with a bad selector', clusterRoles, clusterRole('bad-{{run}}', [], { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'a b': 'c' } }] } })),
    ...['c', 'sum', 'part'].map((n) => del(`delete ${n}`, `${clusterRoles}/${n}-{{run}}`, { only: ['status'] })),
  ],
};

const DEFAULTS = ['cluster-admin', 'admin', 'edit', 'view', 'system:aggregate-to-admin', 'system:aggregate-to-edit', 'system:aggregate-to-view', 'system:auth-delegator', 'system:basic-user', 'system:discovery', 'system:public-info-viewer', 'system:service-account-issuer-discovery', 'system:monitoring', 'system:node', 'system:controller:token-cleaner'];
const defaults = {
  name: 'rbac-defaults',
  steps: [
    get('the default cluster roles', clusterRoles, { project: (b) => names(b).filter((n) => DEFAULTS.includes(n)) }),
    get('how they are labelled', clusterRoles, { query: { labelSelector: 'kubernetes.io/bootstrapping=rbac-defaults' }, project: (b) => names(b).filter((n) => DEFAULTS.includes(n)).length }),
    ...['cluster-admin', 'view', 'system:auth-delegator', 'system:basic-user', 'system:discovery', 'system:public-info-viewer', 'system:service-account-issuer-discovery', 'system:monitoring', 'system:aggregate-to-edit'].map((n) => get(`the rules of ${n}`, `${clusterRoles}/${n}`, { only: ['rules', 'metadata.labels', 'metadata.annotations', 'aggregationRule'] })),
    get('what admin is made of', `${clusterRoles}/admin`, { only: ['aggregationRule'] }),
    get('the rules on accounts in admin', `${clusterRoles}/admin`, { project: (b) => b.rules.filter((r) => r.resources?.some((x) => x.startsWith('serviceaccounts'))) }),
    get('the default bindings', clusterBindings, { project: (b) => b.items.filter((i) => ['cluster-admin', 'system:basic-user', 'system:discovery', 'system:public-info-viewer', 'system:service-account-issuer-discovery', 'system:monitoring'].includes(i.metadata.name)).map((i) => [i.metadata.name, i.roleRef, i.subjects]) }),
    get('the default roles in kube-system', `${RBAC}/namespaces/kube-system/roles`, { project: names }),
    get('the default roles in kube-public', `${RBAC}/namespaces/kube-public/roles`, { project: names }),
    get('the default bindings in kube-system', `${RBAC}/namespaces/kube-system/rolebindings`, { project: names }),
    get('the default namespaces', '/api/v1/namespaces', { project: (b) => names(b).filter((n) => /^(default|kube-.*)$/.test(n)) }),
  ],
};

const effect = {
  name: 'rbac-effect',
  steps: [
    ...namespace(ns),
    post('a map', `${NS}/configmaps`, configMap('one', { data: { a: '1' } }), quiet),
    post('another', `${NS}/configmaps`, configMap('two'), quiet),
    post('an account', `${NS}/serviceaccounts`, account('robot'), quiet),
    maynot('nothing is allowed yet', 'ann-{{run}}', `${NS}/configmaps`),
    post('a role for one map', roles, role('one', rule(['get', 'update', 'patch', 'delete', 'watch', 'list'], ['configmaps'], { resourceNames: ['one'] })), quiet),
    post('bound to ann', bindings, bind('one', 'Role', 'one', user('ann-{{run}}')), quiet),
    may('ann reads it', 'ann-{{run}}', `${NS}/configmaps/one`),
    maynot('not the other', 'ann-{{run}}', `${NS}/configmaps/two`),
    maynot('not the list', 'ann-{{run}}', `${NS}/configmaps`),
    maynot('the list of that one, by field', 'ann-{{run}}', `${NS}/configmaps`, { query: { fieldSelector: 'metadata.name=one' }, project: names }),
    maynot('the watch of that one, by field', 'ann-{{run}}', `${NS}/configmaps`, { query: { fieldSelector: 'metadata.name=one', watch: 'true', resourceVersion: '0' }, watch: { ms: 400 }, project: (b) => b.map((e) => [e.type, e.object?.metadata?.name]) }),
    maynot('not in another namespace', 'ann-{{run}}', '/api/v1/namespaces/default/configmaps/one'),
    maynot('not across namespaces', 'ann-{{run}}', '/api/v1/configmaps'),
    put('ann updates it', `${NS}/configmaps/one`, configMap('one', { data: { a: '2' } }), { ...as('ann-{{run}}'), project: (b) => b.data }),
    put('an update that would create needs create', `${NS}/configmaps/three`, configMap('three'), as('ann-{{run}}')),
    post('create is not allowed', `${NS}/configmaps`, configMap('one'), as('ann-{{run}}')),
    post('even an account\'s token is not', `${NS}/serviceaccounts/robot/token`, {}, as('ann-{{run}}')),
    post('a role for one account\'s tokens', roles, role('tokens', rule(['create'], ['serviceaccounts/token'], { resourceNames: ['robot'] })), quiet),
    post('bound to a group', bindings, bind('tokens', 'Role', 'tokens', group('minters-{{run}}')), quiet),
    post('a member makes one', `${NS}/serviceaccounts/robot/token`, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }, { ...as('joe', 'minters-{{run}}'), ...soon, only: ['kind', 'message'] }),
    post('not for another account', `${NS}/serviceaccounts/default/token`, {}, as('joe', 'minters-{{run}}')),
    get('nor may they read the account', `${NS}/serviceaccounts/robot`, as('joe', 'minters-{{run}}')),
    mint('a token', 'robot', 'robot'),
    get('the account reads maps: not yet', `${NS}/configmaps`, { as: '{{robot}}' }),
    post('a role to read maps', roles, role('reader', rule(['get', 'list'], ['configmaps'])), quiet),
    post('bound to the account', bindings, bind('reader', 'Role', 'reader', sa('robot')), quiet),
    get('now it reads them', `${NS}/configmaps`, { as: '{{robot}}', ...soon, project: (b) => names(b) ?? b }),
    get('not elsewhere', '/api/v1/namespaces/default/configmaps', { as: '{{robot}}' }),
    get('not secrets', `${NS}/secrets/x`, { as: '{{robot}}' }),
    del('the binding goes', `${bindings}/reader`, { only: ['status'] }),
    get('and the right', `${NS}/configmaps`, { as: '{{robot}}', until: (b, s) => s === 403 }),
    post('view bound in the namespace to its accounts', bindings, bind('view', 'ClusterRole', 'view', group(`system:serviceaccounts:${ns}`)), quiet),
    get('it reads maps again', `${NS}/configmaps`, { as: '{{robot}}', ...soon, project: (b) => names(b) }),
    get('view does not show secrets', `${NS}/secrets`, { as: '{{robot}}' }),
    post('view does not write', `${NS}/configmaps`, configMap('x'), { as: '{{robot}}' }),
    get('view of a namespace', NS, { as: '{{robot}}', only: ['kind', 'message'] }),
    get('view of all namespaces', '/api/v1/namespaces', { as: '{{robot}}' }),
    post('a cluster role for paths', clusterRoles, clusterRole('paths-{{run}}', [{ nonResourceURLs: ['/metrics', '/logs-{{run}}/*'], verbs: ['get'] }]), quiet),
    post('bound to all who are authenticated', clusterBindings, clusterBind('paths-{{run}}', 'paths-{{run}}', group('system:authenticated')), quiet),
    get('bob reads metrics', '/metrics', { as: 'bob-token', ...soon, project: (b) => /^# HELP/m.test(b), mask: [['; version=[^"\\\\]*', '']] }),
    get('and below a star', '/logs-{{run}}/a/b', { as: 'bob-token', ...soon }),
    get('not the path itself', '/logs-{{run}}', { as: 'bob-token' }),
    post('nor by another verb', '/logs-{{run}}/a', {}, { as: 'bob-token' }),
    post('subresources need their own name: a role for pods', roles, role('pods', rule(['get'], ['pods']), rule(['get'], ['*/status'])), quiet),
    post('bound', bindings, bind('pods', 'Role', 'pods', user('pat-{{run}}')), quiet),
    get('pods: a missing one', `${NS}/pods/none`, { ...as('pat-{{run}}'), ...soon }),
    get('not its log', `${NS}/pods/none/log`, as('pat-{{run}}')),
    get('its status, by a star', `${NS}/pods/none/status`, as('pat-{{run}}')),
    del('take the paths away', `${clusterBindings}/paths-{{run}}`, { only: ['status'] }),
    del('take the paths role away', `${clusterRoles}/paths-{{run}}`, { only: ['status'] }),
  ],
};

const escalation = {
  name: 'rbac-escalation',
  steps: [
    ...namespace(ns),
    post('a role to write roles', roles, role('boss', { apiGroups: [G], resources: ['roles', 'rolebindings'], verbs: ['create', 'update', 'patch', 'get'] }, rule(['get'], ['pods']), rule(['get', 'list'], ['configmaps'], { resourceNames: ['a', 'b'] })), quiet),
    post('bound to eve', bindings, bind('boss', 'Role', 'boss', user('eve-{{run}}')), quiet),
    get('eve is known', `${roles}/boss`, { ...as('eve-{{run}}'), ...soon, ...quiet }),
    post('she grants what she has', roles, role('same', rule(['get'], ['pods'])), { ...as('eve-{{run}}'), ...quiet }),
    post('she grants more verbs', roles, role('more', rule(['get', 'delete'], ['pods'])), as('eve-{{run}}')),
    post('she grants other things', roles, role('more', rule(['get'], ['secrets', 'pods']), rule(['get'], ['configmaps'], { resourceNames: ['a', 'c'] }), { apiGroups: ['apps'], resources: ['*'], verbs: ['*'] }), { headers: { 'Impersonate-User': 'eve-{{run}}', 'Impersonate-Group': ['g1', 'g2'] } }),
    put('nor by an update', `${roles}/same`, role('same', rule(['*'], ['*'])), as('eve-{{run}}')),
    put('an update that changes nothing is fine', `${roles}/boss`, role('boss', { apiGroups: [G], resources: ['roles', 'rolebindings'], verbs: ['create', 'update', 'patch', 'get'] }, rule(['get'], ['pods']), rule(['get', 'list'], ['configmaps'], { resourceNames: ['a', 'b'] })), { ...as('eve-{{run}}'), ...quiet }),
    post('an admin makes a bigger role', roles, role('big', rule(['*'], ['secrets'])), quiet),
    post('she may not bind it', bindings, bind('big', 'Role', 'big', user('eve-{{run}}')), as('eve-{{run}}')),
    post('she binds her own', bindings, bind('own', 'Role', 'same', user('eve-{{run}}')), { ...as('eve-{{run}}'), ...quiet }),
    post('she may not bind a cluster role', bindings, bind('edit', 'ClusterRole', 'system:auth-delegator', user('eve-{{run}}')), as('eve-{{run}}')),
    post('she binds a role that does not exist', bindings, bind('none', 'Role', 'none', user('x')), as('eve-{{run}}')),
    post('the right to bind one role', roles, role('binder', { apiGroups: [G], resources: ['roles'], verbs: ['bind'], resourceNames: ['big'] }), quiet),
    post('given to eve', bindings, bind('binder', 'Role', 'binder', user('eve-{{run}}')), quiet),
    post('now she binds it', bindings, bind('big', 'Role', 'big', user('fay-{{run}}')), { ...as('eve-{{run}}'), ...soon, ...quiet }),
    post('the right to escalate', roles, role('escalator', { apiGroups: [G], resources: ['roles'], verbs: ['escalate'] }), quiet),
    post('given to fay', bindings, bind('escalator', 'Role', 'escalator', user('fay-{{run}}')), quiet),
    post('and to write', bindings, bind('boss2', 'Role', 'boss', user('fay-{{run}}')), quiet),
    post('fay grants anything', roles, role('anything', rule(['*'], ['*'])), { ...as('fay-{{run}}'), ...soon, ...quiet }),
    post('a cluster role is beyond both', clusterRoles, clusterRole('x-{{run}}', []), as('fay-{{run}}')),
  ],
};

const reviews = {
  name: 'access-reviews',
  steps: [
    ...namespace(ns),
    post('a role', roles, role('one', rule(['get', 'list'], ['configmaps']), rule(['create'], ['serviceaccounts/token'], { resourceNames: ['robot'] })), quiet),
    post('bound', bindings, bind('one', 'Role', 'one', user('ann-{{run}}'), group('team-{{run}}')), quiet),
    sar('allowed', { user: 'ann-{{run}}', ...attrs('get', 'configmaps') }, { until: (b) => b.status?.allowed }),
    sar('allowed by group', { groups: ['team-{{run}}'], ...attrs('list', 'configmaps') }),
    sar('denied', { user: 'ann-{{run}}', ...attrs('delete', 'configmaps') }),
    sar('a role that does not exist is told', { user: 'nobody-{{run}}', ...attrs('get', 'configmaps', { name: 'x', group: '', version: 'v1' }) }),
    sar('a subresource by name', { user: 'ann-{{run}}', ...attrs('create', 'serviceaccounts', { subresource: 'token', name: 'robot' }) }),
    sar('a subresource by another name', { user: 'ann-{{run}}', ...attrs('create', 'serviceaccounts', { subresource: 'token', name: 'x' }) }),
    sar('a non-resource path', { user: 'u', groups: ['system:authenticated'], nonResourceAttributes: { path: '/api', verb: 'get' } }),
    sar('a non-resource path, denied', { user: 'u', nonResourceAttributes: { path: '/metrics', verb: 'get' } }),
    sar('masters may do all', { user: 'root', groups: ['system:masters'], ...attrs('*', '*', { group: '*' }) }),
    sar('extra and uid are taken', { user: 'u', uid: 'x', extra: { k: ['v'] }, ...attrs('get', 'pods') }),
    sar('both kinds of attributes', { user: 'u', ...attrs('get', 'pods'), nonResourceAttributes: { path: '/', verb: 'get' } }),
    sar('neither kind', { user: 'u' }),
    sar('neither user nor group', attrs('get', 'pods')),
    sar('with a name', { user: 'u', ...attrs('get', 'pods') }, { body: { ...SAR({ user: 'u', ...attrs('get', 'pods') }), metadata: { name: 'x' } } }),
    sar('by field selector', { user: 'ann-{{run}}', ...attrs('list', 'configmaps', { fieldSelector: { rawSelector: 'metadata.name=x' } }) }, { versions: 'm => m >= 32' }),
    sar('by bad label selector', { user: 'ann-{{run}}', ...attrs('list', 'configmaps', { labelSelector: { requirements: [{ key: 'a', operator: 'Like', values: ['x'] }], rawSelector: 'b' } }) }, { versions: 'm => m >= 32' }),
    sar('dry run', { user: 'ann-{{run}}', ...attrs('get', 'configmaps') }, { query: { dryRun: 'All' }, only: ['status', 'message'] }),
    sar('bob may not ask', { user: 'u', ...attrs('get', 'pods') }, { as: 'bob-token' }),
    get('reviews cannot be listed', `${AUTHZ}/subjectaccessreviews`),
    local('local: allowed', { user: 'ann-{{run}}', ...attrs('get', 'configmaps') }),
    local('local: another namespace', { user: 'u', resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } }),
    local('local: no namespace inside', { user: 'ann-{{run}}', resourceAttributes: { verb: 'get', resource: 'configmaps' } }),
    local('local: a non-resource path', { user: 'u', nonResourceAttributes: { path: '/', verb: 'get' } }),
    local('local: a namespace in the metadata', { user: 'u', ...attrs('get', 'pods') }, { namespace: ns }),
    local('local: another one in the metadata', { user: 'u', ...attrs('get', 'pods') }, { namespace: 'default' }),
    self('self: admin', attrs('get', 'pods')),
    self('self: bob, no', attrs('get', 'pods'), { as: 'bob-token' }),
    self('self: bob, a path', { nonResourceAttributes: { path: '/api', verb: 'get' } }, { as: 'bob-token' }),
    self('self: as ann', attrs('get', 'configmaps'), as('ann-{{run}}')),
    self('self: nothing asked', {}, { as: 'bob-token' }),
    self('self: anonymous', attrs('get', 'pods'), { as: 'anonymous' }),
    ...[['bob', { as: 'bob-token' }], ['ann', as('ann-{{run}}')], ['admin', {}]].map(([who, how]) => post(`rules of ${who}`, `${AUTHZ}/selfsubjectrulesreviews`, { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: ns } }, { ...how, project: (b) => ({ ...b, status: { ...b.status, resourceRules: b.status?.resourceRules.map((r) => JSON.stringify(r)).sort(), nonResourceRules: b.status?.nonResourceRules.map((r) => JSON.stringify(r)).sort() } }) })),
    post('rules without a namespace', `${AUTHZ}/selfsubjectrulesreviews`, { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: {} }),
  ],
};

const ME = `${AUTHN}/selfsubjectreviews`;
const me = (name, headers, extra = {}) => post(name, ME, { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }, { versions: 'm => m >= 28', headers, ...extra });
const impersonation = {
  name: 'rbac-impersonation',
  steps: [
    ...namespace(ns),
    post('an account', `${NS}/serviceaccounts`, account('robot'), quiet),
    me('admin as a user', { 'Impersonate-User': 'jane' }),
    me('as a user with groups', { 'Impersonate-User': 'jane', 'Impersonate-Group': ['a', 'b'] }),
    me('as a user with a uid and extras', { 'Impersonate-User': 'jane', 'Impersonate-Uid': 'u-1', 'Impersonate-Extra-Scopes': ['view', 'edit'], 'Impersonate-Extra-Example.com%2fproject': 'p' }),
    me('as a service account', { 'Impersonate-User': `system:serviceaccount:${ns}:robot` }),
    me('as a service account with groups', { 'Impersonate-User': `system:serviceaccount:${ns}:robot`, 'Impersonate-Group': 'g' }),
    me('as anonymous', { 'Impersonate-User': 'system:anonymous' }),
    me('a uid alone', { 'Impersonate-Uid': 'u-1' }),
    me('an extra alone', { 'Impersonate-Extra-A': 'b' }),
    me('a group that contains authenticated', { 'Impersonate-User': 'jane', 'Impersonate-Group': 'system:authenticated' }),
    post('the right to be jane', clusterRoles, clusterRole('imp-{{run}}', [rule(['impersonate'], ['users'], { resourceNames: ['jane'] }), rule(['impersonate'], ['groups'], { resourceNames: ['a'] }), { apiGroups: ['authentication.k8s.io'], resources: ['userextras/scopes'], resourceNames: ['view'], verbs: ['impersonate'] }, { apiGroups: ['authentication.k8s.io'], resources: ['uids'], resourceNames: ['u-1'], verbs: ['impersonate'] }]), quiet),
    post('given to the account', clusterBindings, clusterBind('imp-{{run}}', 'imp-{{run}}', sa('robot')), quiet),
    mint('its token', 'robot', 'robot'),
    me('it is jane', { 'Impersonate-User': 'jane' }, { as: '{{robot}}', ...soon }),
    me('jane in a', { 'Impersonate-User': 'jane', 'Impersonate-Group': 'a' }, { as: '{{robot}}', project: (b) => b.status?.userInfo?.groups ?? b }),
    me('jane in b', { 'Impersonate-User': 'jane', 'Impersonate-Group': ['a', 'b'] }, { as: '{{robot}}' }),
    me('joe', { 'Impersonate-User': 'joe' }, { as: '{{robot}}' }),
    me('jane with a scope', { 'Impersonate-User': 'jane', 'Impersonate-Extra-Scopes': 'view' }, { as: '{{robot}}', project: (b) => b.status?.userInfo?.extra ?? b }),
    me('jane with another scope', { 'Impersonate-User': 'jane', 'Impersonate-Extra-Scopes': 'edit' }, { as: '{{robot}}' }),
    me('jane with an unknown extra', { 'Impersonate-User': 'jane', 'Impersonate-Extra-Other': 'x' }, { as: '{{robot}}' }),
    me('jane with the uid', { 'Impersonate-User': 'jane', 'Impersonate-Uid': 'u-1' }, { as: '{{robot}}', project: (b) => b.status?.userInfo?.uid ?? b }),
    me('jane with another uid', { 'Impersonate-User': 'jane', 'Impersonate-Uid': 'u-2' }, { as: '{{robot}}' }),
    me('another account', { 'Impersonate-User': `system:serviceaccount:${ns}:default` }, { as: '{{robot}}' }),
    post('the right to be accounts here', roles, role('accounts', rule(['impersonate'], ['serviceaccounts'])), quiet),
    post('given to the account, here', bindings, bind('accounts', 'Role', 'accounts', sa('robot')), quiet),
    me('another account, now', { 'Impersonate-User': `system:serviceaccount:${ns}:default` }, { as: '{{robot}}', ...soon, project: (b) => b.status?.userInfo ?? b }),
    me('an account elsewhere', { 'Impersonate-User': 'system:serviceaccount:default:default' }, { as: '{{robot}}' }),
    get('what jane may not is told in her name', `${NS}/secrets`, { as: '{{robot}}', headers: { 'Impersonate-User': 'jane' } }),
    del('take the right away', `${clusterBindings}/imp-{{run}}`, { only: ['status'] }),
    del('take the role away', `${clusterRoles}/imp-{{run}}`, { only: ['status'] }),
  ],
};

const review = (token, audiences) => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token, ...(audiences ? { audiences } : {}) } });
const delegation = {
  name: 'token-review-delegation',
  steps: [
    ...namespace(ns),
    post('the reviewer', `${NS}/serviceaccounts`, account('vault'), quiet),
    post('the client', `${NS}/serviceaccounts`, account('app'), quiet),
    mint('a token of the reviewer', 'vault', 'vault'),
    mint('a token of the client', 'app', 'app'),
    post('the reviewer may not review yet', `${AUTHN}/tokenreviews`, review('{{app}}'), { as: '{{vault}}' }),
    post('bind system:auth-delegator', clusterBindings, clusterBind('vault-{{run}}', 'system:auth-delegator', sa('vault')), quiet),
    post('the reviewer reviews the client', `${AUTHN}/tokenreviews`, review('{{app}}'), { as: '{{vault}}', ...soon }),
    post('the reviewer reviews itself', `${AUTHN}/tokenreviews`, review('{{vault}}'), { as: '{{vault}}', only: ['status.authenticated', 'status.user.username'] }),
    post('the reviewer asks for an audience', `${AUTHN}/tokenreviews`, review('{{app}}', ['vault']), { as: '{{vault}}', only: ['status'] }),
    post('the client reviews with its own token', `${AUTHN}/tokenreviews`, review('{{app}}'), { as: '{{app}}' }),
    sar('what delegation allows: access reviews', { user: 'u', ...attrs('get', 'pods') }, { as: '{{vault}}', only: ['status'] }),
    get('and nothing else', `${NS}/secrets`, { as: '{{vault}}' }),
    del('the client is deleted', `${NS}/serviceaccounts/app`, { project: (b) => b.kind }),
    post('its token is no longer good', `${AUTHN}/tokenreviews`, review('{{app}}'), { as: '{{vault}}', until: (b) => b.status && !b.status.authenticated, mask: [] }),
    del('unbind', `${clusterBindings}/vault-{{run}}`, { only: ['status'] }),
    post('the reviewer may no longer', `${AUTHN}/tokenreviews`, review('{{vault}}'), { as: '{{vault}}', until: (b, s) => s === 403 }),
  ],
};

export default [objects, defaults, effect, escalation, reviews, impersonation, delegation];
