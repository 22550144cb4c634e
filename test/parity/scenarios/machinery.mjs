// What every resource shares: discovery, negotiation, errors, lists, watches, tables, deletes, patches, custom resources.
import {
  get,
  post,
  put,
  del,
  patch,
  apply,
  watch,
  object,
  configMap,
  account,
  secret,
  pod,
  namespace,
  names,
  unordered,
  TABLE,
  META,
  METALIST,
} from './steps.mjs';

const ns = 'm-{{run}}';
const NS = `/api/v1/namespaces/${ns}`;
const maps = `${NS}/configmaps`;
const accounts = `${NS}/serviceaccounts`;
const pods = `${NS}/pods`;
const deployments = `/apis/apps/v1/namespaces/${ns}/deployments`;
const leases = `/apis/coordination.k8s.io/v1/namespaces/${ns}/leases`;
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const accept = (Accept) => ({ headers: { Accept } });
const as = accept;
const sel = (labelSelector) => ({ query: { labelSelector }, project: names });
const fsel = (fieldSelector) => ({ query: { fieldSelector }, project: names });

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const GROUPS = [
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'batch',
  'rbac.authorization.k8s.io',
  'coordination.k8s.io',
  'apiextensions.k8s.io',
];
const CORE = [
  'bindings',
  'configmaps',
  'events',
  'namespaces',
  'namespaces/finalize',
  'namespaces/status',
  'nodes',
  'nodes/status',
  'pods',
  'pods/binding',
  'pods/ephemeralcontainers',
  'pods/eviction',
  'pods/log',
  'pods/status',
  'secrets',
  'serviceaccounts',
  'serviceaccounts/token',
];
const pick = (wanted) => (b) => ({ ...b, resources: b.resources?.filter((r) => wanted.includes(r.name)) });
const deployment = (name, rest = {}) =>
  object('apps/v1', 'Deployment', name, {
    spec: {
      replicas: 0,
      paused: true,
      selector: { matchLabels: { app: 'x' } },
      template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
      ...rest,
    },
  });
const lease = (name, spec, metadata) => object('coordination.k8s.io/v1', 'Lease', name, { spec, metadata });

const discovery = {
  name: 'discovery',
  steps: [
    get('core versions', '/api', { ignore: ['serverAddressByClientCIDRs.[0].serverAddress'] }),
    get('core versions, trailing slash', '/api/', { ignore: ['serverAddressByClientCIDRs.[0].serverAddress'] }),
    get('core resources', '/api/v1', { project: pick(CORE) }),
    get('core resources, trailing slash', '/api/v1/', { project: (b) => b.kind }),
    get('groups', '/apis', { project: (b) => ({ ...b, groups: b.groups.filter((g) => GROUPS.includes(g.name)) }) }),
    ...GROUPS.map((g) => get(`group ${g}`, `/apis/${g}`, { versions: (m) => m >= 25 })),
    ...GROUPS.map((g) =>
      get(`resources of ${g}`, `/apis/${g}/v1`, {
        versions: ['authentication.k8s.io'].includes(g) ? undefined : undefined,
      }),
    ),
    get('group, trailing slash', '/apis/apps/'),
    get('unknown group', '/apis/nope.example.com'),
    get('unknown version of a group', '/apis/apps/v9'),
    get('unknown core version', '/api/v2'),
    get('anonymous may not discover', '/api', { as: 'anonymous' }),
    get('anyone authenticated may discover', '/apis/apps', { as: 'bob-token' }),
    get('aggregated: core', '/api', {
      ...accept(AGGREGATED),
      versions: (m) => m >= 30,
      project: (b) => ({
        ...b,
        items: b.items?.map((i) => ({
          ...i,
          versions: i.versions.map((v) => ({
            ...v,
            resources: v.resources
              .filter((r) => CORE.includes(r.resource))
              .map((r) => ({
                ...r,
                subresources: r.subresources?.filter((s) => CORE.includes(`${r.resource}/${s.subresource}`)),
              })),
          })),
        })),
      }),
    }),
    get('aggregated: groups', '/apis', {
      ...accept(AGGREGATED),
      versions: (m) => m >= 30,
      project: (b) => ({
        ...b,
        items: b.items
          ?.filter((g) => GROUPS.includes(g.metadata.name))
          .map((g) => ({ ...g, versions: g.versions.filter((v) => v.version === 'v1') })),
      }),
    }),
    get('aggregated: the list client-go sends', '/apis', {
      ...accept(
        `${AGGREGATED},application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json`,
      ),
      versions: (m) => m >= 30,
      keepHeaders: ['vary'],
      project: (b) => b.kind,
    }),
    get('aggregated: beta', '/apis', {
      ...accept('application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList'),
      versions: (m) => m >= 30,
      project: (b) => [b.kind, b.apiVersion],
    }),
    get('aggregated: unknown version falls back', '/apis', {
      ...accept('application/json;g=apidiscovery.k8s.io;v=v9;as=APIGroupDiscoveryList,application/json'),
      versions: (m) => m >= 30,
      project: (b) => b.kind,
    }),
    get('aggregated: of one group is not offered', '/apis/apps', {
      ...accept(AGGREGATED),
      versions: (m) => m >= 30,
      project: (b) => b.kind,
    }),
    get('version', '/version', {
      project: (b) => ({ major: b.major, minor: b.minor, compiler: b.compiler, keys: Object.keys(b) }),
    }),
    get('version, trailing slash', '/version/', { project: (b) => b.major }),
    get('root', '/', {
      project: (b) => ({
        keys: Object.keys(b),
        some: b.paths?.filter((p) =>
          [
            '/api',
            '/api/v1',
            '/apis',
            '/apis/',
            '/apis/apps',
            '/apis/apps/v1',
            '/healthz',
            '/livez',
            '/readyz',
            '/version',
            '/openapi/v2',
            '/openapi/v3',
            '/openid/v1/jwks',
            '/.well-known/openid-configuration',
            '/metrics',
            '/livez/ping',
          ].includes(p),
        ),
      }),
    }),
    get('openapi v3 index', '/openapi/v3', {
      versions: (m) => m >= 27,
      project: (b) => [
        Object.keys(b),
        Object.keys(b.paths ?? {}).filter((p) => ['api/v1', 'apis/apps/v1', 'version'].includes(p)),
      ],
    }),
    get('openapi v2', '/openapi/v2', {
      project: (b) => [b.swagger, b.info?.title, !!b.definitions?.['io.k8s.api.core.v1.ServiceAccount']],
    }),
  ],
};

const ends = (b) =>
  typeof b === 'string'
    ? b.split('\n').filter((l) => /ping|passed|failed|excluded|log|etcd ok/.test(l) && !/poststarthook/.test(l))
    : b;
const health = {
  name: 'health',
  steps: [
    ...['healthz', 'livez', 'readyz'].flatMap((h) => [
      get(h, `/${h}`, { keepHeaders: ['x-content-type-options', 'cache-control'] }),
      get(`${h} verbose`, `/${h}?verbose`, { project: ends }),
      get(`${h} of one check`, `/${h}/ping`, { keepHeaders: ['cache-control'] }),
      get(`${h} of an unknown check`, `/${h}/nope`),
      get(`${h}, anonymous`, `/${h}`, { as: 'anonymous' }),
    ]),
    get('verbose with a value', '/readyz?verbose=true', { project: ends }),
    get('one check, verbose', '/livez/ping?verbose'),
    get('excluding a check', '/livez?verbose&exclude=ping', { project: ends }),
    get('excluding an unknown check', '/livez?verbose&exclude=nope', { project: ends }),
    get('excluding an unknown check, not verbose', '/livez?exclude=nope'),
    get('one check, anonymous', '/readyz/ping', { as: 'anonymous' }),
    get('HEAD', '/healthz', { method: 'HEAD', keepHeaders: ['content-length'] }),
    post('POST', '/livez', ''),
    get('trailing slash', '/livez/'),
    get('version, anonymous', '/version', { as: 'anonymous', project: (b) => b.major }),
    get('metrics exist', '/metrics', { project: (b) => /^# HELP/m.test(b), mask: [['; version=[^"\\\\]*', '']] }),
  ],
};

const paths = {
  name: 'paths-and-methods',
  steps: [
    ...namespace(ns),
    get('unknown path', '/nope', { keepHeaders: ['x-content-type-options', 'cache-control'] }),
    get('unknown path below a known one', '/version/nope'),
    get('unknown core resource', '/api/v1/nopes'),
    get('unknown core resource in a namespace', `${NS}/nopes`),
    get('unknown core resource by name', `${NS}/nopes/x`),
    get('unknown resource of a group', '/apis/apps/v1/nopes'),
    get('unknown resource of an unknown group', '/apis/nope.example.com/v1/nopes'),
    get('unknown subresource', `${accounts}/default/nope`),
    get('subresource of a subresource', `${accounts}/default/token/x`),
    get('unknown resource, not allowed to look', '/api/v1/nopes', { as: 'bob-token' }),
    get('unknown path, not allowed to look', '/nope', { as: 'bob-token' }),
    get('namespaced resource by name without a namespace', '/api/v1/serviceaccounts/default'),
    post('create without a namespace', '/api/v1/configmaps', configMap('x')),
    post(
      'create without a namespace in the path, one in the body',
      '/api/v1/configmaps',
      configMap('x', { metadata: { namespace: ns } }),
    ),
    get('cluster resource in a namespace', `${NS}/nodes`),
    get('trailing slash on a list', `${maps}/`, { project: names }),
    get('trailing slash on an object', `${maps}/kube-root-ca.crt/`, { only: ['kind', 'metadata.name'] }),
    get('double slash', `//api/v1/namespaces/${ns}`, { keepHeaders: ['location'] }),
    get('dot segments', `/api/v1/../v1/namespaces/${ns}`, { keepHeaders: ['location'], only: ['kind', 'message'] }),
    get('a space in a name', `${maps}/a%20b`),
    get('a slash in a name', `${maps}/a%2Fb`),
    get('a percent in a name', `${maps}/a%25b`),
    get('capitals in a name', `${maps}/ABC`),
    get('a missing object', `${maps}/missing`),
    get('a missing object of a group', `${leases}/missing`),
    get('a list in a namespace that does not exist', '/api/v1/namespaces/nope-{{run}}/configmaps', { project: names }),
    { name: 'HEAD of a list', method: 'HEAD', path: maps },
    { name: 'HEAD of an object', method: 'HEAD', path: `${maps}/kube-root-ca.crt` },
    { name: 'HEAD of a missing object', method: 'HEAD', path: `${maps}/missing` },
    { name: 'OPTIONS', method: 'OPTIONS', path: maps },
    { name: 'TRACE', method: 'TRACE', path: maps },
    { name: 'an unknown method', method: 'PROPFIND', path: maps },
    put('PUT on a list', maps, configMap('x')),
    patch('PATCH on a list', maps, 'merge', {}),
    post('POST on an object', `${maps}/kube-root-ca.crt`, configMap('x')),
    del('DELETE on a review', '/apis/authentication.k8s.io/v1/tokenreviews'),
    put('PUT on a token', `${accounts}/default/token`, {}),
    del('DELETE on a namespace list', '/api/v1/namespaces'),
    post('POST on discovery', '/api/v1', {}),
    del('DELETE on version', '/version'),
    get('method not allowed, not authorised either', '/apis/authentication.k8s.io/v1/tokenreviews', {
      as: 'bob-token',
    }),
    get('the old watch prefix', `/api/v1/watch/namespaces/${ns}/configmaps`, {
      watch: { ms: 500 },
      project: (b) => b.map((e) => [e.type, e.object.metadata.name]),
    }),
    get('the old watch prefix with a name', `/api/v1/watch/namespaces/${ns}/configmaps/kube-root-ca.crt`, {
      watch: { ms: 500 },
      project: (b) => b.map((e) => [e.type, e.object.metadata.name]),
    }),
  ],
};

const PROTO = 'application/vnd.kubernetes.protobuf';
const isProto = (b) => (typeof b === 'string' ? b.startsWith('k8s\0') : b);
const negotiation = {
  name: 'content-negotiation',
  steps: [
    ...namespace(ns),
    post('a small map', maps, configMap('small', { data: { a: '1', b: 'two\nlines\n' } })),
    get('as YAML', `${maps}/small`, {
      ...as('application/yaml'),
      project: (b) => b.replace(/  managedFields:\n(  - .*\n|    .*\n)*/, ''),
    }),
    get('a list as YAML', maps, {
      ...as('application/yaml'),
      query: { fieldSelector: 'metadata.name=small' },
      project: (b) => b.replace(/    managedFields:\n(    - .*\n|      .*\n)*/, ''),
    }),
    get('an error as YAML', `${maps}/missing`, as('application/yaml')),
    get('as anything', `${maps}/small`, { ...as('*/*'), only: ['kind'] }),
    get('as any application', `${maps}/small`, { ...as('application/*'), only: ['kind'] }),
    get('Accept is empty', `${maps}/small`, { ...as(''), only: ['kind'] }),
    get('as a browser asks', `${maps}/small`, {
      ...as('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'),
      project: (b) => (typeof b === 'string' ? b.slice(0, 12) : b.kind),
    }),
    get('pretty for curl', `${maps}/small`, {
      headers: { Accept: '*/*', 'User-Agent': 'curl/8' },
      project: (b) => b.kind,
      keepHeaders: ['content-length'],
      only: ['kind'],
      mask: [['"content-length":"\\d+"', '"content-length":"<n>"']],
    }),
    get('as plain text', `${maps}/small`, as('text/plain')),
    get('as XML', `${maps}/small`, as('application/xml')),
    get('with a charset', `${maps}/small`, { ...as('application/json; charset=utf-8'), only: ['kind'] }),
    get('JSON is preferred', `${maps}/small`, {
      ...as('application/yaml;q=0.1,application/json'),
      project: (b) => typeof b,
    }),
    get('YAML is preferred', `${maps}/small`, {
      ...as('application/json;q=0.1,application/yaml'),
      project: (b) => typeof b,
    }),
    get('as protobuf', `${maps}/small`, { ...as(PROTO), project: isProto }),
    get('as protobuf or JSON', `${maps}/small`, { ...as(`${PROTO},application/json`), project: isProto }),
    get('an error as protobuf', `${maps}/missing`, { ...as(PROTO), project: isProto }),
    get('as CBOR', `${maps}/small`, { ...as('application/cbor'), only: ['kind', 'message', 'reason', 'code'] }),
    get('version of an unknown table', `${maps}/small`, {
      ...as('application/json;as=Table;v=v9;g=meta.k8s.io'),
      only: ['kind', 'message', 'reason', 'code'],
    }),
    get('an unknown projection', `${maps}/small`, {
      ...as('application/json;as=Picture;v=v1;g=meta.k8s.io'),
      only: ['kind', 'message', 'reason', 'code'],
    }),
    get('an unknown projection, then JSON', `${maps}/small`, {
      ...as('application/json;as=Picture;v=v1;g=meta.k8s.io,application/json'),
      only: ['kind'],
    }),
    get('a list where one object is asked', `${maps}/small`, {
      ...as('application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'),
      only: ['kind', 'message', 'reason', 'code'],
    }),
    get('an object where a list is asked', maps, {
      ...as('application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io'),
      only: ['kind', 'message', 'reason', 'code'],
    }),
    get('pretty', `${maps}/small`, {
      query: { pretty: 'true' },
      ...as('text/plain, application/json'),
      only: ['kind'],
    }),
    get('watch as plain text', maps, { ...as('text/plain'), query: { watch: 'true', timeoutSeconds: '1' } }),
    get('watch as YAML', maps, {
      ...as('application/yaml'),
      query: { watch: 'true', timeoutSeconds: '1', resourceVersion: '0', fieldSelector: 'metadata.name=small' },
      project: (b) => (typeof b === 'string' ? b.slice(0, 20) : b),
    }),
    get('watch as protobuf', maps, {
      ...as(`${PROTO};stream=watch`),
      query: { watch: 'true', timeoutSeconds: '1', resourceVersion: '0', fieldSelector: 'metadata.name=small' },
      project: (b) => (typeof b === 'string' ? b.length > 0 : b),
    }),
    get('watch as JSON with a stream parameter', maps, {
      ...as('application/json;stream=watch'),
      query: { watch: 'true', timeoutSeconds: '1', resourceVersion: '0', fieldSelector: 'metadata.name=nothing' },
    }),
    post('body as YAML', maps, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: from-yaml\ndata:\n  a: "1"\n', {
      headers: { 'Content-Type': 'application/yaml' },
    }),
    post('body as YAML under JSON', maps, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: from-yaml2\n', {
      headers: { 'Content-Type': 'application/json' },
    }),
    post('body as JSON under YAML', maps, configMap('from-json'), { headers: { 'Content-Type': 'application/yaml' } }),
    post('body as broken YAML', maps, 'a: [', { headers: { 'Content-Type': 'application/yaml' } }),
    post('content type with a charset', maps, configMap('charset'), {
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
    }),
    post('content type with another charset', maps, configMap('latin'), {
      headers: { 'Content-Type': 'application/json; charset=latin1' },
    }),
    post('content type missing', maps, JSON.stringify(configMap('notype'))),
    post('content type of text', maps, JSON.stringify(configMap('text')), {
      headers: { 'Content-Type': 'text/plain' },
    }),
    post('content type of a form', maps, 'a=b', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
    post('content type that cannot be read', maps, JSON.stringify(configMap('bad')), {
      headers: { 'Content-Type': 'a/b/c;;' },
    }),
    post('protobuf that cannot be read', maps, 'nonsense', { headers: { 'Content-Type': PROTO } }),
    post('a map of 200 KiB', maps, configMap('big', { data: { a: 'x'.repeat(200 * 1024) } }), {
      only: ['kind', 'metadata.name'],
    }),
    get('gzip of a big answer', `${maps}/big`, {
      headers: { 'Accept-Encoding': 'gzip' },
      keepHeaders: ['content-encoding', 'vary'],
      only: ['kind'],
    }),
    get('no gzip of a small answer', `${maps}/small`, {
      headers: { 'Accept-Encoding': 'gzip' },
      keepHeaders: ['content-encoding', 'vary'],
      only: ['kind'],
    }),
    get('no gzip when it is not asked', `${maps}/big`, { keepHeaders: ['content-encoding', 'vary'], only: ['kind'] }),
    post('a body over 3 MiB', maps, configMap('huge', { data: { a: 'x'.repeat(3 * 1024 * 1024 + 10) } })),
    post('a map over 1 MiB', maps, configMap('large', { data: { a: 'x'.repeat(1024 * 1024 + 1) } }), {
      mask: [['x{1000,}', '<xs>']],
    }),
  ],
};

const BAD = (q, extra = {}) => get(`list: ${q}`, `${maps}?${q}`, extra);
const bad = {
  name: 'bad-requests',
  mask: [
    ['Too large resource version: \\d+, current: \\d+', 'Too large resource version: <n>, current: <n>'],
    ['too old resource version: 1 \\(\\d+\\)', 'too old resource version: 1 (<n>)'],
    ['in the record \\(\\d+\\)', 'in the record (<n>)'],
  ],
  steps: [
    ...namespace(ns),
    post('a map to aim at', maps, configMap('target', { data: { a: '1' } })),
    post('a map to hit', maps, configMap('victim')),
    ...[
      'limit=x',
      'limit=-1',
      'timeoutSeconds=x',
      'watch=maybe',
      'watch=0',
      'resourceVersion=abc',
      'resourceVersion=-1',
      'resourceVersionMatch=Exact',
      'resourceVersionMatch=Maybe&resourceVersion=1',
      'resourceVersionMatch=Exact&resourceVersion=0',
      'resourceVersionMatch=NotOlderThan&resourceVersion=0',
      'continue=garbage',
      'continue=e30',
      'continue=e30&resourceVersion=5',
      'labelSelector=a%3Db%3Dc',
      'labelSelector=a+in+b',
      'labelSelector=_a',
      'labelSelector=a%3D-b',
      'labelSelector=,',
      'fieldSelector=metadata.name',
      'fieldSelector=metadata.name%3D%3Da,metadata.namespace!%3Db',
      'fieldSelector=spec.x%3Dy',
      'allowWatchBookmarks=x',
      'sendInitialEvents=true',
      'pretty=maybe',
      'unknown=1',
      'limit=1&limit=2',
    ].map((q) => BAD(q, { project: unordered })),
    BAD('resourceVersion=999999999999', { versions: (m) => m >= 24 }),
    get('get: a resource version to come', `${maps}/target`, { query: { resourceVersion: '999999999999' } }),
    get('get: a bad resource version', `${maps}/target`, { query: { resourceVersion: 'abc' } }),
    get('watch: a bad resource version', maps, {
      query: { watch: 'true', resourceVersion: 'abc' },
      watch: { ms: 400 },
    }),
    get('watch: resourceVersionMatch alone', maps, {
      query: { watch: 'true', resourceVersionMatch: 'NotOlderThan' },
      watch: { ms: 400 },
    }),
    get('watch: sendInitialEvents without a match', maps, {
      versions: (m) => m >= 32,
      query: { watch: 'true', sendInitialEvents: 'true' },
      watch: { ms: 400 },
    }),
    get('watch: sendInitialEvents with a wrong match', maps, {
      versions: (m) => m >= 32,
      query: { watch: 'true', sendInitialEvents: 'true', resourceVersionMatch: 'Exact' },
      watch: { ms: 400 },
    }),
    get('watch: continue', maps, {
      query: { watch: 'true', continue: 'e30' },
      watch: { ms: 400 },
      project: (b) => (Array.isArray(b) ? b.map((e) => [e.type, e.object?.metadata?.name ?? e.object]).sort() : b),
    }),
    post('empty body', maps, '', { headers: { 'Content-Type': 'application/json' } }),
    post('null', maps, 'null', { headers: { 'Content-Type': 'application/json' } }),
    post('an array', maps, '[]', { headers: { 'Content-Type': 'application/json' } }),
    post('a string', maps, '"x"', { headers: { 'Content-Type': 'application/json' } }),
    post('two objects', maps, '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"two"}} {"a":1}', {
      headers: { 'Content-Type': 'application/json' },
    }),
    post('no kind', maps, { metadata: { name: 'nokind' } }),
    post('no apiVersion', maps, { kind: 'ConfigMap', metadata: { name: 'noversion' } }),
    post('another group', maps, object('apps/v1', 'ConfigMap', 'othergroup')),
    post('another version', maps, object('v2', 'ConfigMap', 'otherversion')),
    post('another kind', maps, object('v1', 'Secret', 'otherkind')),
    post('a list', maps, object('v1', 'ConfigMapList', '', { items: [] })),
    post('a number where text belongs', maps, { ...configMap('number'), data: { a: 1 } }),
    post('text where an object belongs', maps, { ...configMap('text'), data: 'x' }),
    post('a number for a name', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 5 } }),
    post('text where a list belongs', accounts, { ...account('text'), secrets: 'x' }),
    post('text where a boolean belongs', accounts, { ...account('text'), automountServiceAccountToken: 'yes' }),
    post('wrong case of a field', maps, { ...configMap('case'), Data: { a: 'b' } }),
    post('dryRun with a wrong value', maps, configMap('dry'), { query: { dryRun: 'Some' } }),
    post('dryRun twice', `${maps}?dryRun=All&dryRun=All`, configMap('dry'), { only: ['metadata.name', 'message'] }),
    post('dryRun empty', `${maps}?dryRun=`, configMap('dry'), { only: ['metadata.name', 'message', 'kind'] }),
    put('dryRun on update with a wrong value', `${maps}/target`, configMap('target'), { query: { dryRun: 'x' } }),
    patch('dryRun on patch with a wrong value', `${maps}/target`, 'merge', {}, { query: { dryRun: 'x' } }),
    del('dryRun on delete with a wrong value', `${maps}/target`, { query: { dryRun: 'x' } }),
    post('fieldManager too long', maps, configMap('fm'), { query: { fieldManager: 'm'.repeat(129) } }),
    post('fieldManager not printable', maps, configMap('fm'), { query: { fieldManager: 'a\u0001b' } }),
    post('fieldValidation with a wrong value', maps, configMap('fv'), {
      query: { fieldValidation: 'Loose' },
      versions: (m) => m >= 25,
    }),
    patch('force without apply', `${maps}/target`, 'merge', {}, { query: { force: 'true' } }),
    del('gracePeriodSeconds not a number', `${maps}/target`, { query: { gracePeriodSeconds: 'x' } }),
    del('gracePeriodSeconds negative', `${maps}/nothing`, { query: { gracePeriodSeconds: '-5' } }),
    del('propagationPolicy with a wrong value', `${maps}/target`, { query: { propagationPolicy: 'Sideways' } }),
    del('propagationPolicy and orphanDependents', `${maps}/target`, {
      query: { propagationPolicy: 'Orphan', orphanDependents: 'true' },
    }),
    del('options of another kind', `${maps}/victim`, { body: { kind: 'ConfigMap', apiVersion: 'v1' } }),
    del('options that cannot be read', `${maps}/target`, {
      headers: { 'Content-Type': 'application/json' },
      body: '{',
    }),
    patch('patch of an unknown type', `${maps}/target`, 'application/x-patch', '{}'),
    patch('patch without a type', `${maps}/target`, '', '{}'),
    patch('patch that is not an object', `${maps}/target`, 'merge', '[]'),
    patch('patch that cannot be read', `${maps}/target`, 'merge', '{'),
    patch('patch that changes the kind', `${maps}/target`, 'merge', { kind: 'Secret' }),
    patch('patch that changes the name', `${maps}/target`, 'merge', { metadata: { name: 'other' } }),
    patch('patch that changes the namespace', `${maps}/target`, 'merge', { metadata: { namespace: 'other' } }),
    patch('patch of a missing object', `${maps}/missing`, 'merge', { data: { a: 'b' } }),
    patch('patch with a wrong type of value', `${maps}/target`, 'merge', { data: 'x' }),
  ],
};

const watched = (b) =>
  Array.isArray(b)
    ? b.map((e) =>
        typeof e === 'string'
          ? e
          : e.type === 'BOOKMARK' || e.type === 'ERROR'
            ? { ...e, object: { ...e.object, data: undefined } }
            : [e.type, e.object.metadata?.name, e.object.metadata?.labels],
      )
    : b;
// A watch from 'now' may be told, rarely, that the cache lags: then it is asked again.
const settled = { until: (b) => b[0]?.type !== 'ERROR' };
const lists = {
  name: 'lists',
  mask: [['rev=\\d+', 'rev=<n>']],
  steps: [
    ...namespace(ns),
    ...['a', 'b', 'c', 'd', 'e'].map((n, i) =>
      post(
        `create ${n}`,
        maps,
        configMap(n, {
          metadata: { labels: { n, parity: i % 2 ? 'odd' : 'even', ...(i === 0 ? { first: '' } : {}) } },
        }),
        { only: ['metadata.labels'] },
      ),
    ),
    get('a page of two', maps, {
      query: { limit: '2' },
      capture: { c1: 'metadata.continue', rv: 'metadata.resourceVersion' },
      project: (b) => ({ ...b, items: names(b) }),
    }),
    post('one more is created meanwhile', maps, configMap('bb'), { only: ['kind'] }),
    del('one is deleted meanwhile', `${maps}/d`, { only: ['status'] }),
    get('the next page is of the old list', maps, {
      query: { limit: '2', continue: '{{c1}}' },
      capture: { c2: 'metadata.continue' },
      project: (b, v) => ({
        same: b.metadata.resourceVersion === v.rv,
        more: !!b.metadata.continue,
        left: b.metadata.remainingItemCount,
        items: names(b),
      }),
    }),
    get('the last page', maps, {
      query: { limit: '2', continue: '{{c2}}' },
      project: (b, v) => ({ same: b.metadata.resourceVersion === v.rv, metadata: b.metadata, items: names(b) }),
    }),
    get('the same token again', maps, { query: { limit: '1', continue: '{{c1}}' }, project: names }),
    get('the next page without a limit', maps, { query: { continue: '{{c1}}' }, project: names }),
    get('a limit as big as the list', maps, {
      query: { limit: '6' },
      project: (b) => ({ ...b.metadata, items: names(b) }),
    }),
    get('a limit of nothing', maps, { query: { limit: '0' }, project: names }),
    get('a page with a selector has no count', maps, {
      query: { limit: '1', labelSelector: 'n' },
      project: (b) => ({ ...b.metadata, items: names(b) }),
    }),
    get('a token and a version', maps, { query: { continue: '{{c1}}', resourceVersion: '{{rv}}' } }),
    get('a token and version zero', maps, { query: { continue: '{{c1}}', resourceVersion: '0' }, project: names }),
    get('a token and a match', maps, { query: { continue: '{{c1}}', resourceVersionMatch: 'Exact' } }),
    get('an expired token', maps, {
      query: {
        limit: '2',
        continue: Buffer.from('{"v":"meta.k8s.io/v1","rv":2,"start":"a\\u0000"}').toString('base64url'),
      },
    }),
    get('a token of a later format', maps, {
      query: { continue: Buffer.from('{"v":"meta.k8s.io/v9","rv":2,"start":"a"}').toString('base64url') },
    }),
    get('a token that climbs', maps, {
      query: { continue: Buffer.from('{"v":"meta.k8s.io/v1","rv":2,"start":"../a"}').toString('base64url') },
    }),
    get('exactly as it was', maps, {
      query: { resourceVersion: '{{rv}}', resourceVersionMatch: 'Exact' },
      project: names,
    }),
    get('not older than it was', maps, {
      query: { resourceVersion: '{{rv}}', resourceVersionMatch: 'NotOlderThan' },
      project: unordered,
    }),
    get('at least as new, no match', maps, { query: { resourceVersion: '{{rv}}' }, project: unordered }),
    get('a page at least as new, no match', maps, { query: { resourceVersion: '{{rv}}', limit: '2' }, project: names }),
    get('any version', maps, { query: { resourceVersion: '0' }, project: (b) => b.kind }),
    get('across namespaces, one name', '/api/v1/configmaps', {
      query: { fieldSelector: `metadata.namespace=${ns},metadata.name=a` },
      project: names,
    }),
    get('equals', maps, sel('n=a')),
    get('double equals', maps, sel('n==a')),
    get('not equal takes those without too', maps, sel('n!=a')),
    get('in', maps, sel('n in (a,b)')),
    get('not in', maps, sel('n notin (a,b)')),
    get('exists', maps, sel('n')),
    get('does not exist', maps, sel('!n')),
    get('two together', maps, sel('parity=even,n!=a')),
    get('empty value', maps, sel('first=')),
    get('greater than', maps, sel('n>1')),
    get('spaces', maps, sel(' n  in ( a , b ) , parity ')),
    get('nothing matches', maps, { query: { labelSelector: 'n=zz' } }),
    get('empty selector', maps, sel('')),
    get('field: name', maps, fsel('metadata.name=a')),
    get('field: not the name', maps, fsel('metadata.name!=a')),
    get('field: name and namespace', maps, fsel(`metadata.name=a,metadata.namespace=${ns}`)),
    get('field: two names', maps, fsel('metadata.name=a,metadata.name=b')),
    get('field: unknown of a map', maps, fsel('data.a=b')),
    get('field: unknown of an account', accounts, fsel('secrets=b')),
    get('field: unknown of a pod', pods, fsel('spec.image=b')),
    get('field: unknown of a namespace', '/api/v1/namespaces', fsel('spec.x=b')),
    get('field: unknown of a node', '/api/v1/nodes', fsel('spec.x=b')),
    get('field: unknown of a role', `${RBAC}/clusterroles`, fsel('rules=b')),
    get('field: unknown of a lease', leases, fsel('spec.holderIdentity=b')),
    get('field: unknown of a deployment', deployments, fsel('spec.replicas=1')),
    get(
      'field: of an event',
      `${NS}/events`,
      fsel(
        'involvedObject.kind=Pod,involvedObject.name=x,reason=y,type=Normal,source=z,reportingComponent=w,involvedObject.uid=u',
      ),
    ),
    get('field: phase of a namespace', '/api/v1/namespaces', {
      query: { fieldSelector: `status.phase=Active,metadata.name=${ns}` },
      project: names,
    }),
    get('field: schedulable nodes', '/api/v1/nodes', fsel('spec.unschedulable=true')),
    del('delete some', maps, { query: { labelSelector: 'parity=odd' }, project: (b) => ({ ...b, items: names(b) }) }),
    del('delete some: dry run', maps, { query: { labelSelector: 'n=a', dryRun: 'All' }, project: names }),
    del('delete some by field', maps, { query: { fieldSelector: 'metadata.name=a' }, project: names }),
    del('delete none', maps, { query: { labelSelector: 'n=zz' }, project: (b) => b }),
    get('what is left', maps, { project: names }),
    del('delete with a precondition in the options', maps, {
      query: { labelSelector: 'n=c' },
      body: { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: 'nope' } },
    }),
  ],
};

const watches = {
  name: 'watches',
  steps: [
    ...namespace(ns),
    get('where we are', maps, { capture: { rv: 'metadata.resourceVersion' }, only: ['kind'] }),
    get('open a live watch', maps, {
      query: { watch: 'true', resourceVersion: '{{rv}}' },
      watch: { open: 'live' },
      keepHeaders: ['transfer-encoding', 'cache-control'],
    }),
    get('open a live watch of the blue ones', maps, {
      query: { watch: 'true', resourceVersion: '{{rv}}', labelSelector: 'colour=blue' },
      watch: { open: 'blue' },
    }),
    post('create', maps, configMap('w', { metadata: { labels: { colour: 'red' } } }), { only: ['kind'] }),
    patch(
      'change it to blue',
      `${maps}/w`,
      'merge',
      { metadata: { labels: { colour: 'blue' } } },
      { only: ['kind'], capture: { rvBlue: 'metadata.resourceVersion' } },
    ),
    patch('change while blue', `${maps}/w`, 'merge', { data: { a: '1' } }, { only: ['kind'] }),
    patch('change it to nothing', `${maps}/w`, 'merge', { metadata: { labels: null } }, { only: ['kind'] }),
    patch('a patch that changes nothing', `${maps}/w`, 'merge', { data: { a: '1' } }, { only: ['kind'] }),
    post('another one', maps, configMap('v', { metadata: { labels: { colour: 'blue' } } }), { only: ['kind'] }),
    del('delete it', `${maps}/w`, { only: ['status'] }),
    { name: 'what the live watch saw', settle: 500, collect: 'live' },
    { name: 'what the blue watch saw', collect: 'blue' },
    watch('the same from the list', maps, { resourceVersion: '{{rv}}' }, { project: watched }),
    watch('from half way', maps, { resourceVersion: '{{rvBlue}}' }, { project: watched }),
    watch('one name only', maps, { resourceVersion: '{{rv}}', fieldSelector: 'metadata.name=v' }, { project: watched }),
    watch('on the object itself', `${maps}/v`, { resourceVersion: '{{rv}}' }, { project: watched }),
    watch('from version zero', maps, { resourceVersion: '0', fieldSelector: 'metadata.name=v' }, { project: watched }),
    watch(
      'a second of it',
      maps,
      { resourceVersion: '{{rv}}', timeoutSeconds: '1' },
      { watch: { ms: 4000, end: true }, project: watched },
    ),
    watch(
      'bookmarks',
      maps,
      { resourceVersion: '{{rv}}', timeoutSeconds: '2', allowWatchBookmarks: 'true', fieldSelector: 'metadata.name=v' },
      { watch: { ms: 5000, end: true } },
    ),
    watch('as a table', maps, { resourceVersion: '{{rv}}', fieldSelector: 'metadata.name=v' }, { ...accept(TABLE) }),
    watch(
      'as a table, all of it',
      maps,
      { resourceVersion: '{{rv}}' },
      {
        ...accept(TABLE),
        project: (b) => b.map((e) => [e.type, e.object.columnDefinitions?.length, e.object.rows?.map((r) => r.cells)]),
        mask: [['"\\d+s"', '"<age>"']],
      },
    ),
    watch('as metadata', maps, { resourceVersion: '{{rv}}', fieldSelector: 'metadata.name=v' }, { ...accept(META) }),
    watch(
      'as a metadata list',
      maps,
      { resourceVersion: '{{rv}}', fieldSelector: 'metadata.name=v' },
      { ...accept(METALIST) },
    ),
    watch('of a namespace that does not exist', '/api/v1/namespaces/nope-{{run}}/configmaps', {
      resourceVersion: '{{rv}}',
    }),
    watch('with limit', maps, { resourceVersion: '{{rv}}', limit: '1' }, { project: watched }),
    watch('a bad selector', maps, { labelSelector: 'a=b=c' }),
    watch(
      'to come',
      maps,
      { resourceVersion: '999999999999', timeoutSeconds: '1' },
      {
        watch: { ms: 5000, end: true },
        mask: [['large resource version: \\d+, current: \\d+', 'large resource version: <n>, current: <n>']],
      },
    ),
  ],
};

// A list asked as a stream. The server refuses it where its etcd lacks progress requests (before 3.4.25, 3.5.8).
const watchList = {
  name: 'watch-list',
  dropPlainBookmarks: true,
  steps: [
    ...namespace(ns),
    get('where we are', maps, { capture: { rv: 'metadata.resourceVersion' }, only: ['kind'] }),
    post('a blue one', maps, configMap('v', { metadata: { labels: { colour: 'blue' } } }), { only: ['kind'] }),
    post('a red one', maps, configMap('u', { metadata: { labels: { colour: 'red' } } }), { only: ['kind'] }),
    watch('from now, whatever that is', maps, { fieldSelector: 'metadata.name=v' }, { ...settled, project: watched }),
    watch(
      'initial events',
      maps,
      {
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
        labelSelector: 'colour',
      },
      { ...settled, versions: (m) => m >= 32, watch: { ms: 1500 } },
    ),
    watch(
      'initial events at a version',
      maps,
      {
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        resourceVersion: '{{rv}}',
        allowWatchBookmarks: 'true',
        labelSelector: 'colour',
      },
      { versions: (m) => m >= 32, watch: { ms: 1500 }, project: watched },
    ),
    watch(
      'initial events without bookmarks',
      maps,
      { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', labelSelector: 'colour' },
      { ...settled, versions: (m) => m >= 32 },
    ),
    watch(
      'no initial events',
      maps,
      {
        sendInitialEvents: 'false',
        resourceVersionMatch: 'NotOlderThan',
        resourceVersion: '{{rv}}',
        allowWatchBookmarks: 'true',
        fieldSelector: 'metadata.name=v',
      },
      { versions: (m) => m >= 32 },
    ),
    watch(
      'initial events of nothing',
      maps,
      {
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
        labelSelector: 'colour=green',
      },
      { ...settled, versions: (m) => m >= 32, watch: { ms: 1500 } },
    ),
    watch(
      'initial events as a table',
      maps,
      {
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
        labelSelector: 'colour',
      },
      {
        ...settled,
        ...accept(TABLE),
        versions: (m) => m >= 32,
        watch: { ms: 1500 },
        project: (b) =>
          b.map((e) => [
            e.type,
            e.object.kind,
            e.object.rows?.map((r) => [r.cells[0], r.object?.metadata?.annotations]),
          ]),
      },
    ),
    watch(
      'initial events as metadata',
      maps,
      {
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
        labelSelector: 'colour',
      },
      { ...settled, ...accept(META), versions: (m) => m >= 32, watch: { ms: 1500 } },
    ),
    watch(
      'initial events from version zero',
      maps,
      {
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        resourceVersion: '0',
        allowWatchBookmarks: 'true',
        labelSelector: 'colour',
      },
      { ...settled, versions: (m) => m >= 32, watch: { ms: 1500 }, project: watched },
    ),
    watch(
      'a change after the initial events: open',
      maps,
      {
        sendInitialEvents: 'true',
        resourceVersionMatch: 'NotOlderThan',
        allowWatchBookmarks: 'true',
        labelSelector: 'colour=red',
      },
      { versions: (m) => m >= 32, watch: { open: 'w' } },
    ),
    {
      name: 'a change after the initial events: wait',
      versions: (m) => m >= 32,
      settle: 800,
      path: maps,
      only: ['kind'],
    },
    del('a change after the initial events: delete', `${maps}/u`, { versions: (m) => m >= 32, only: ['status'] }),
    {
      name: 'a change after the initial events: seen',
      versions: (m) => m >= 32,
      settle: 500,
      collect: 'w',
      project: (b) => watched(b.filter((e) => e.type !== 'BOOKMARK' || e.object.metadata.annotations)),
    },
  ],
};

const two = { involvedObject: { kind: 'ConfigMap', namespace: ns, name: 't', apiVersion: 'v1' } };
const event = (name, extra = {}) =>
  object('v1', 'Event', name, {
    ...two,
    reason: 'Testing',
    message: 'hello',
    type: 'Normal',
    source: { component: 'me' },
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:00Z',
    count: 1,
    ...extra,
  });
const KINDS = [
  ['configmaps', maps, configMap('t', { data: { a: '1', b: '2' } })],
  ['serviceaccounts', accounts, account('t', { secrets: [{ name: 'x' }] })],
  ['secrets', `${NS}/secrets`, secret('t', { stringData: { a: '1' } })],
  ['pods', pods, pod('t')],
  [
    'nodes',
    '/api/v1/nodes',
    object('v1', 'Node', 't-{{run}}', {
      metadata: { labels: { 'node-role.kubernetes.io/worker': '', 'kubernetes.io/role': 'infra' } },
    }),
  ],
  ['roles', `${RBAC}/namespaces/${ns}/roles`, object('rbac.authorization.k8s.io/v1', 'Role', 't', { rules: [] })],
  [
    'rolebindings',
    `${RBAC}/namespaces/${ns}/rolebindings`,
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 't', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 't' },
      subjects: [
        { kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'ServiceAccount', name: 's', namespace: 'n' },
        { kind: 'Group', name: 'g', apiGroup: 'rbac.authorization.k8s.io' },
      ],
    }),
  ],
  [
    'clusterroles',
    `${RBAC}/clusterroles`,
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 't-{{run}}', { rules: [] }),
  ],
  [
    'clusterrolebindings',
    `${RBAC}/clusterrolebindings`,
    object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 't-{{run}}', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 't-{{run}}' },
    }),
  ],
  ['events', `${NS}/events`, event('t')],
  ['leases', leases, lease('t', { holderIdentity: 'me' })],
  ['deployments', deployments, deployment('t')],
];
// Up to 1.23 an account's number of secrets grows when the token controller comes by.
const uncounted = (k) => (k === 'serviceaccounts' ? { versions: (m) => m >= 24 } : {});
const tables = {
  name: 'tables',
  mask: [['"(\\d+[dhms]){1,2}"', '"<age>"']],
  steps: [
    ...namespace(ns),
    ...KINDS.flatMap(([k, path, body]) => [
      post(`create one of ${k}`, path, body, { only: ['kind', 'metadata.name', 'message'] }),
      get(`table of one of ${k}`, `${path}/${body.metadata.name}`, {
        ...uncounted(k),
        ...accept(TABLE),
        project: (b) => ({
          ...b,
          rows: b.rows?.map((r) => ({
            ...r,
            object: {
              kind: r.object?.kind,
              apiVersion: r.object?.apiVersion,
              name: r.object?.metadata?.name,
              keys: Object.keys(r.object ?? {}),
            },
          })),
        }),
      }),
      get(`table of ${k}`, path, {
        ...uncounted(k),
        ...accept(TABLE),
        query: { fieldSelector: `metadata.name=${body.metadata.name}` },
        project: (b) => ({
          kind: b.kind,
          apiVersion: b.apiVersion,
          columns: b.columnDefinitions?.map((c) => c.name),
          cells: b.rows?.map((r) => r.cells),
        }),
      }),
    ]),
    get('table of namespaces', '/api/v1/namespaces', {
      ...accept(TABLE),
      query: { fieldSelector: `metadata.name=${ns}` },
      ignore: ['rows.[0].object'],
    }),
    get('an empty table', maps, { ...accept(TABLE), query: { labelSelector: 'none=none' } }),
    get('a table without objects', maps, {
      ...accept(TABLE),
      query: { includeObject: 'None', fieldSelector: 'metadata.name=t' },
      project: (b) => b.rows,
    }),
    get('a table with metadata', maps, {
      ...accept(TABLE),
      query: { includeObject: 'Metadata', fieldSelector: 'metadata.name=t' },
      project: (b) => b.rows,
    }),
    get('a table with whole objects', maps, {
      ...accept(TABLE),
      query: { includeObject: 'Object', fieldSelector: 'metadata.name=t' },
      project: (b) => b.rows,
    }),
    get('a table with something else', maps, { ...accept(TABLE), query: { includeObject: 'Half' } }),
    get('a page of a table', maps, {
      ...accept(TABLE),
      query: { limit: '1' },
      project: (b) => [b.metadata, b.rows.length],
    }),
    get('a table of a missing object', `${maps}/missing`, accept(TABLE)),
    get('a table as YAML', `${maps}/t`, {
      ...accept('application/yaml;as=Table;v=v1;g=meta.k8s.io'),
      project: (b) => (typeof b === 'string' ? b.split('\n').filter((l) => /^(kind|apiVersion)/.test(l)) : b),
    }),
    get('a table in beta', `${maps}/t`, {
      ...accept('application/json;as=Table;v=v1beta1;g=meta.k8s.io'),
      project: (b) => [b.kind, b.apiVersion],
    }),
    post('a table of what was created', maps, configMap('t2'), {
      ...accept(TABLE),
      project: (b) => [b.kind, b.rows?.map((r) => r.cells)],
    }),
    get('metadata of one', `${maps}/t`, accept(META)),
    get('metadata of a list', maps, { ...accept(METALIST), query: { fieldSelector: 'metadata.name=t' } }),
    get('metadata of a list of accounts', accounts, {
      ...accept(METALIST),
      query: { fieldSelector: 'metadata.name=t' },
    }),
    patch('metadata of what was patched', `${maps}/t`, 'merge', { data: { c: '3' } }, { headers: { Accept: META } }),
    del('delete the node', '/api/v1/nodes/t-{{run}}', { only: ['status'] }),
    del('a table of what was deleted', `${maps}/t2`, { ...accept(TABLE), project: (b) => [b.kind, b.status] }),
    del('metadata of what was deleted', `${maps}/t`, { ...accept(META), project: (b) => [b.kind, b.status] }),
    del('delete the cluster role', `${RBAC}/clusterroles/t-{{run}}`, { only: ['status'] }),
    del('delete its binding', `${RBAC}/clusterrolebindings/t-{{run}}`, { only: ['status'] }),
  ],
};

const owner = (uid, extra = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: 'parent', uid, ...extra });
const options = (o) => ({ body: { kind: 'DeleteOptions', apiVersion: 'v1', ...o } });
const family = (n, flags = {}) => [
  post(`${n}: a parent`, maps, configMap('parent'), { capture: { uid: 'metadata.uid' }, only: ['kind'] }),
  post(`${n}: a child`, maps, configMap('child', { metadata: { ownerReferences: [owner('{{uid}}', flags)] } }), {
    only: ['metadata.ownerReferences'],
  }),
];
const gone = (name, path) => get(name, path, { until: (b, s) => s === 404, only: ['code'] });
const deletes = {
  name: 'deletes',
  mask: [
    [
      'in the precondition \\((\\d+)\\) does not match the ResourceVersion in record \\(\\d+\\)',
      'in the precondition ($1) does not match the ResourceVersion in record (<n>)',
    ],
  ],
  steps: [
    ...namespace(ns),
    post('create', maps, configMap('d'), {
      capture: { uid: 'metadata.uid', rv: 'metadata.resourceVersion' },
      only: ['kind'],
    }),
    del('wrong uid', `${maps}/d`, options({ preconditions: { uid: '00000000-0000-0000-0000-000000000000' } })),
    del('wrong resource version', `${maps}/d`, options({ preconditions: { resourceVersion: '1' } })),
    del('dry run', `${maps}/d`, options({ dryRun: ['All'] })),
    del(
      'right uid and version',
      `${maps}/d`,
      options({ preconditions: { uid: '{{uid}}', resourceVersion: '{{rv}}' } }),
    ),
    post('create an account', accounts, account('d'), { only: ['kind'] }),
    del('an account comes back when deleted', `${accounts}/d`, { project: (b) => b.kind }),
    post('create with a finalizer', maps, configMap('f', { metadata: { finalizers: ['example.com/hold'] } })),
    post('create with a bad finalizer', maps, configMap('f2', { metadata: { finalizers: ['hold'] } })),
    del('delete: it stays', `${maps}/f`),
    get('it is being deleted', `${maps}/f`),
    del('delete again', `${maps}/f`, { project: (b) => [b.kind, !!b.metadata?.deletionTimestamp, b.status] }),
    patch('no new finalizers now', `${maps}/f`, 'json', [
      { op: 'add', path: '/metadata/finalizers/-', value: 'example.com/more' },
    ]),
    patch('a change is still possible', `${maps}/f`, 'merge', { data: { a: 'b' } }, { only: ['kind', 'data'] }),
    patch(
      'the deletion time cannot be taken back',
      `${maps}/f`,
      'merge',
      { metadata: { deletionTimestamp: null } },
      { only: ['kind', 'metadata.deletionTimestamp', 'message'] },
    ),
    post('create over it', maps, configMap('f')),
    patch('take the finalizer away', `${maps}/f`, 'merge', { metadata: { finalizers: null } }),
    get('it is gone', `${maps}/f`, { only: ['code'] }),
    post(
      'deletionTimestamp in a new object is ignored',
      maps,
      configMap('g', { metadata: { deletionTimestamp: '2020-01-01T00:00:00Z', deletionGracePeriodSeconds: 5 } }),
    ),
    ...family('background'),
    del('background: delete the parent', `${maps}/parent`, {
      query: { propagationPolicy: 'Background' },
      only: ['kind', 'status', 'details.name'],
    }),
    gone('background: the child goes', `${maps}/child`),
    ...family('orphan'),
    del('orphan: delete the parent', `${maps}/parent`, options({ propagationPolicy: 'Orphan' })),
    gone('orphan: the parent goes', `${maps}/parent`),
    get('orphan: the child stays, without owner', `${maps}/child`, { ignore: ['metadata.ownerReferences.[0].uid'] }),
    del('orphan: delete the child', `${maps}/child`, { only: ['status'] }),
    ...family('foreground', { blockOwnerDeletion: true, controller: true }),
    del('foreground: delete the parent', `${maps}/parent`, options({ propagationPolicy: 'Foreground' })),
    gone('foreground: the child goes', `${maps}/child`),
    gone('foreground: the parent goes', `${maps}/parent`),
    post(
      'a child whose owner never was',
      maps,
      configMap('lost', { metadata: { ownerReferences: [owner('00000000-0000-0000-0000-000000000001')] } }),
      { only: ['kind'] },
    ),
    gone('is removed', `${maps}/lost`),
  ],
};

const namespaces = {
  name: 'namespaces',
  steps: [
    ...namespace(ns),
    post('create again', '/api/v1/namespaces', object('v1', 'Namespace', ns)),
    post('a name with a dot', '/api/v1/namespaces', object('v1', 'Namespace', 'a.b')),
    post(
      'a generated name',
      '/api/v1/namespaces',
      object('v1', 'Namespace', '', { metadata: { generateName: 'm-gen-{{run}}-' } }),
      { capture: { made: 'metadata.name' }, mask: [['-[bcdfghjklmnpqrstvwxz2456789]{5}"', '-<rand>"']] },
    ),
    patch(
      'the name label is put back',
      `/api/v1/namespaces/${ns}`,
      'merge',
      { metadata: { labels: { 'kubernetes.io/metadata.name': null, mine: 'x' } } },
      { only: ['metadata.labels'] },
    ),
    patch('the name label cannot be changed', `/api/v1/namespaces/${ns}`, 'merge', {
      metadata: { labels: { 'kubernetes.io/metadata.name': 'other' } },
    }),
    patch(
      'spec.finalizers cannot be patched away',
      `/api/v1/namespaces/${ns}`,
      'merge',
      { spec: { finalizers: [] } },
      { only: ['spec', 'message'] },
    ),
    put(
      'status',
      `/api/v1/namespaces/${ns}/status`,
      object('v1', 'Namespace', ns, {
        status: {
          phase: 'Active',
          conditions: [
            { type: 'Mine', status: 'True', reason: 'R', message: 'm', lastTransitionTime: '2026-01-01T00:00:00Z' },
          ],
        },
      }),
      { only: ['status', 'metadata.labels'] },
    ),
    post('create a map with a finalizer', maps, configMap('hold', { metadata: { finalizers: ['example.com/hold'] } }), {
      only: ['kind'],
    }),
    del('delete default is refused', '/api/v1/namespaces/default'),
    del('delete kube-system is refused', '/api/v1/namespaces/kube-system'),
    del('delete', `/api/v1/namespaces/${ns}`),
    post('create in it', maps, configMap('late'), {}),
    post(
      'a token in it',
      `${accounts}/default/token`,
      { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
      { only: ['kind', 'reason', 'code'] },
    ),
    get('it says what holds it', `/api/v1/namespaces/${ns}`, {
      until: (b) =>
        (b.status?.conditions ?? []).some((c) => c.type === 'NamespaceFinalizersRemaining' && c.status === 'True'),
      ignore: ['metadata.annotations'],
      project: (b) => ({
        ...b,
        status: {
          ...b.status,
          conditions: b.status?.conditions
            ?.filter((c) => c.status === 'True' && /^Namespace/.test(c.type))
            .map((c) => ({ ...c, message: c.message.replace(/.*configmaps\. has (\d).*/, 'configmaps. has $1') })),
        },
      }),
    }),
    get('its accounts are gone', accounts, { project: names }),
    del('delete again', `/api/v1/namespaces/${ns}`, {
      project: (b) => [b.kind, b.code, b.reason, b.status?.phase, b.message],
    }),
    patch('let the map go', `${maps}/hold`, 'merge', { metadata: { finalizers: null } }, { only: ['kind'] }),
    get('the namespace goes', `/api/v1/namespaces/${ns}`, { until: (b, s) => s === 404 }),
    post('create in what is gone', maps, configMap('later')),
    del('delete the generated one', '/api/v1/namespaces/{{made}}', {
      project: (b) => [b.kind, b.status?.phase, b.spec],
    }),
    post(
      "spec.finalizers of one's own",
      '/api/v1/namespaces',
      object('v1', 'Namespace', 'm2-{{run}}', { spec: { finalizers: ['example.com/own'] } }),
      { only: ['spec'] },
    ),
    del('delete that one', '/api/v1/namespaces/m2-{{run}}', { only: ['status.phase', 'spec'] }),
    get('it waits for its own finalizer', '/api/v1/namespaces/m2-{{run}}', {
      until: (b) => b.spec?.finalizers?.length === 1,
      only: ['spec', 'status.phase'],
    }),
    put(
      'finalize',
      '/api/v1/namespaces/m2-{{run}}/finalize',
      object('v1', 'Namespace', 'm2-{{run}}', { spec: { finalizers: [] } }),
      { only: ['spec', 'status.phase', 'kind'] },
    ),
    get('then it goes', '/api/v1/namespaces/m2-{{run}}', { until: (b, s) => s === 404, only: ['code'] }),
  ],
};
const strict = (v) => ({ query: { fieldValidation: v }, versions: (m) => m >= 25 });
const meta = (metadata) => configMap('bad', { metadata });
const long = 'x'.repeat(64);
const metadata = {
  name: 'metadata',
  mask: [['x{200,}', '<xs>']],
  steps: [
    ...namespace(ns),
    post('label key', maps, meta({ labels: { '-a': 'b' } })),
    post('label key with two slashes', maps, meta({ labels: { 'a/b/c': 'b' } })),
    post('label key with an empty name', maps, meta({ labels: { 'a/': 'b' } })),
    post('label key with a bad prefix', maps, meta({ labels: { 'A_/b': 'b' } })),
    post('label key too long', maps, meta({ labels: { [long]: 'b' } })),
    post('label value', maps, meta({ labels: { a: 'b c' } })),
    post('label value too long', maps, meta({ labels: { a: long } })),
    post('label value not text', maps, meta({ labels: { a: true } })),
    post('annotation key', maps, meta({ annotations: { 'a b': 'c' } })),
    post('annotation key in capitals', maps, meta({ annotations: { 'Example.COM/A': 'c' } }), {
      only: ['kind', 'metadata.annotations'],
    }),
    del('take it away again', `${maps}/bad`, { only: ['status'] }),
    post('annotations too long', maps, meta({ annotations: { a: 'x'.repeat(262145) } })),
    post(
      'several errors',
      maps,
      configMap('Bad_Name', {
        metadata: { labels: { 'a b': 'c' }, annotations: { 'd e': 'f' } },
        data: { 'g h': 'i' },
      }),
    ),
    post('owner without a uid', maps, meta({ ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'o' }] })),
    post('owner without anything', maps, meta({ ownerReferences: [{}] })),
    post(
      'owner that is an event',
      maps,
      meta({ ownerReferences: [{ apiVersion: 'v1', kind: 'Event', name: 'o', uid: 'u' }] }),
    ),
    post(
      'owner with a bad version',
      maps,
      meta({ ownerReferences: [{ apiVersion: 'a/b/c', kind: 'K', name: 'o', uid: 'u' }] }),
    ),
    post(
      'two controllers',
      maps,
      meta({
        ownerReferences: [
          { apiVersion: 'v1', kind: 'A', name: 'o', uid: 'u', controller: true },
          { apiVersion: 'v1', kind: 'B', name: 'p', uid: 'w', controller: true },
        ],
      }),
    ),
    post(
      'the same owner twice',
      maps,
      meta({
        ownerReferences: [
          { apiVersion: 'v1', kind: 'A', name: 'o', uid: '00000000-0000-0000-0000-000000000009' },
          { apiVersion: 'v1', kind: 'A', name: 'o', uid: '00000000-0000-0000-0000-000000000009' },
        ],
      }),
      { only: ['kind', 'message'] },
    ),
    post('name too long', maps, configMap('x'.repeat(254))),
    post('name with a slash', maps, configMap('a/b')),
    post('name of two dots', maps, configMap('..')),
    post('name and generateName', maps, configMap('both', { metadata: { generateName: 'not-' } }), {
      only: ['metadata.name', 'metadata.generateName'],
    }),
    post('generateName', maps, configMap('', { metadata: { generateName: 'gen-' } }), {
      mask: [['gen-[bcdfghjklmnpqrstvwxz2456789]{5}', 'gen-<rand>']],
    }),
    post('generateName cut short', maps, configMap('', { metadata: { generateName: 'y'.repeat(300) } }), {
      project: (b) => [b.metadata?.name?.length, b.message],
      mask: [
        ['y{50,}', '<ys>'],
        ['<ys>[bcdfghjklmnpqrstvwxz2456789]{5}', '<ys><rand>'],
      ],
    }),
    post('generateName that cannot be valid', maps, configMap('', { metadata: { generateName: 'Bad_' } }), {
      mask: [['Bad_[bcdfghjklmnpqrstvwxz2456789]{5}', 'Bad_<rand>']],
    }),
    post('resourceVersion in a new object', maps, configMap('rv', { metadata: { resourceVersion: '5' } })),
    post(
      'uid and creationTimestamp in a new object',
      maps,
      configMap('set', {
        metadata: {
          uid: 'mine',
          creationTimestamp: '2020-01-01T00:00:00Z',
          generation: 7,
          selfLink: '/x',
          namespace: ns,
        },
      }),
      {
        project: (b) => [
          b.metadata.uid === 'mine',
          b.metadata.creationTimestamp === '2020-01-01T00:00:00Z',
          b.metadata.generation,
          b.metadata.selfLink,
        ],
      },
    ),
    patch('uid changed by a patch', `${maps}/set`, 'merge', { metadata: { uid: 'x' } }),
    patch(
      'creationTimestamp changed',
      `${maps}/set`,
      'merge',
      { metadata: { creationTimestamp: '2020-01-01T00:00:00Z' } },
      { project: (b) => [b.kind, b.message, b.metadata?.creationTimestamp === '2020-01-01T00:00:00Z'] },
    ),
    patch(
      'creationTimestamp not a time',
      `${maps}/set`,
      'merge',
      { metadata: { creationTimestamp: 'yesterday' } },
      { only: ['code', 'reason', 'details.causes.[0].field'] },
    ),
    patch(
      'generation and selfLink changed',
      `${maps}/set`,
      'merge',
      { metadata: { generation: 3, selfLink: '/y' } },
      { only: ['kind', 'message', 'metadata.generation', 'metadata.selfLink'] },
    ),
    patch('stale resourceVersion in a patch', `${maps}/set`, 'merge', {
      metadata: { resourceVersion: '1' },
      data: { q: '1' },
    }),
    patch('resourceVersion that is not a number', `${maps}/set`, 'merge', { metadata: { resourceVersion: 'abc' } }),
    put('update without a version', `${maps}/set`, configMap('set', { data: { a: 'b' } }), {
      only: ['kind', 'data', 'metadata.labels'],
    }),
    put('update of what is not there', `${maps}/notthere`, configMap('notthere')),
    put('update of a lease that is not there', `${leases}/notthere`, lease('notthere', {})),
    put(
      'update with a version of what is not there',
      `${maps}/notthere`,
      configMap('notthere', { metadata: { resourceVersion: '5' } }),
    ),
    put('update without a name', `${maps}/set`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }),
    put('update that changes nothing', `${maps}/set`, configMap('set', { data: { a: 'b' } }), { only: ['kind'] }),
    post('binary and text under one key', maps, { ...configMap('twice'), data: { a: '1' }, binaryData: { a: 'MQ==' } }),
    post('binary that is not base64', maps, { ...configMap('twice'), binaryData: { a: '***' } }),
    post('immutable', maps, { ...configMap('imm'), immutable: true, data: { a: '1' } }, { only: ['immutable'] }),
    patch('immutable: changed', `${maps}/imm`, 'merge', { data: { a: '2' } }),
    post(
      'Warn: unknown field',
      maps,
      { ...configMap('w'), dat: {}, metadata: { name: 'w', lables: {} } },
      strict('Warn'),
    ),
    post(
      'Strict: unknown fields',
      maps,
      { ...configMap('s'), dat: {}, metadata: { name: 's', lables: {} } },
      strict('Strict'),
    ),
    post('Ignore: unknown field', maps, { ...configMap('i'), dat: {} }, strict('Ignore')),
    post(
      'Strict: duplicate field',
      maps,
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"dup"},"data":{"a":"1","a":"2"},"data":{"b":"1"}}',
      { ...strict('Strict'), headers: { 'Content-Type': 'application/json' } },
    ),
    post(
      'Warn: duplicate field',
      maps,
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"dup"},"data":{"a":"1"},"data":{"b":"1"}}',
      { ...strict('Warn'), headers: { 'Content-Type': 'application/json' } },
    ),
    post(
      'Strict: duplicate field in YAML',
      maps,
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dupy\ndata:\n  a: "1"\n  a: "2"\n',
      { ...strict('Strict'), headers: { 'Content-Type': 'application/yaml' } },
    ),
    post(
      'Strict: deep unknown field',
      pods,
      pod('s', { containers: [{ name: 'c', image: 'i', imagee: 'x' }] }),
      strict('Strict'),
    ),
    put('Strict: on update', `${maps}/w`, { ...configMap('w'), dat: {} }, strict('Strict')),
    patch('Strict: on a merge patch', `${maps}/w`, 'merge', { dat: {} }, strict('Strict')),
    patch(
      'Warn: on a merge patch',
      `${maps}/w`,
      'merge',
      { dat: {}, data: { z: '1' } },
      { ...strict('Warn'), only: ['kind', 'data'] },
    ),
    patch('Strict: on a JSON patch', `${maps}/w`, 'json', [{ op: 'add', path: '/dat', value: {} }], strict('Strict')),
    patch('Strict: on a strategic patch', `${maps}/w`, 'strategic', { dat: {} }, strict('Strict')),
    apply(
      'Strict: on apply',
      `${maps}/w`,
      'm',
      { ...configMap('w'), dat: {} },
      { query: { fieldValidation: 'Strict', fieldManager: 'm' } },
    ),
  ],
};

const mf = { keepManagedFields: true };
const applies = {
  name: 'server-side-apply',
  dropGenerated: true,
  steps: [
    ...namespace(ns),
    apply('create', `${maps}/x`, 'one', configMap('x', { data: { a: '1', b: '1' } }), mf),
    apply('the same again', `${maps}/x`, 'one', configMap('x', { data: { a: '1', b: '1' } }), mf),
    apply('another manager shares a value', `${maps}/x`, 'two', configMap('x', { data: { a: '1', c: '2' } }), mf),
    apply('a conflict', `${maps}/x`, 'two', configMap('x', { data: { a: '2', c: '2' } })),
    apply(
      'two conflicts',
      `${maps}/x`,
      'three',
      configMap('x', { data: { a: '3', b: '3' }, metadata: { labels: { z: '1' } } }),
      {
        project: (b) => [
          b.code,
          b.reason,
          b.message.split(/[\n:]/)[0],
          b.details.causes.map((c) => JSON.stringify(c)).sort(),
        ],
      },
    ),
    apply('forced', `${maps}/x`, 'two', configMap('x', { data: { a: '2', c: '2' } }), {
      ...mf,
      query: { fieldManager: 'two', force: 'true' },
    }),
    apply('what is left out is removed', `${maps}/x`, 'two', configMap('x', { data: { a: '2' } }), mf),
    apply('what another owns stays', `${maps}/x`, 'one', configMap('x', { metadata: { labels: { l: '1' } } }), mf),
    patch(
      'an update by a patch takes over',
      `${maps}/x`,
      'merge',
      { data: { a: '9' } },
      { ...mf, query: { fieldManager: 'patcher' } },
    ),
    apply('a conflict with an update', `${maps}/x`, 'two', configMap('x', { data: { a: '2' } })),
    patch(
      'the manager of a client without a name',
      `${maps}/x`,
      'merge',
      { data: { d: '9' } },
      { ...mf, headers: { 'User-Agent': 'tool/v1 (linux)' } },
    ),
    put('an update drops what it owned', `${maps}/x`, configMap('x', { data: { e: '1' } }), {
      ...mf,
      query: { fieldManager: 'putter' },
    }),
    patch(
      'managed fields can be cleared',
      `${maps}/x`,
      'merge',
      { metadata: { managedFields: [{}] } },
      { ...mf, query: { fieldManager: 'putter' } },
    ),
    apply('apply after they were cleared', `${maps}/x`, 'one', configMap('x', { data: { e: '2' } })),
    post(
      'managedFields in a new object',
      maps,
      configMap('y', {
        metadata: {
          managedFields: [
            {
              manager: 'made-up',
              operation: 'Update',
              apiVersion: 'v1',
              fieldsType: 'FieldsV1',
              fieldsV1: { 'f:data': {} },
            },
          ],
        },
      }),
      { ...mf, query: { fieldManager: 'poster' } },
    ),
    apply('no manager', `${maps}/x`, '', configMap('x')),
    patch('no manager at all', `${maps}/x`, 'apply', configMap('x')),
    apply(
      'managedFields in the body',
      `${maps}/x`,
      'one',
      configMap('x', { metadata: { managedFields: [{ manager: 'z', operation: 'Apply' }] } }),
    ),
    apply('no apiVersion', `${maps}/x`, 'one', { kind: 'ConfigMap', metadata: { name: 'x' } }),
    apply('no kind', `${maps}/x`, 'one', { apiVersion: 'v1', metadata: { name: 'x' } }),
    apply('another kind', `${maps}/x`, 'one', object('v1', 'Secret', 'x')),
    apply('another name', `${maps}/x`, 'one', configMap('other')),
    apply(
      'no name in the body',
      `${maps}/noname`,
      'one',
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { only: ['kind', 'metadata.name', 'message'] },
    ),
    apply('a wrong uid makes nothing', `${maps}/uid`, 'one', configMap('uid', { metadata: { uid: 'x' } })),
    apply(
      'a body of YAML',
      `${maps}/yaml`,
      'one',
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata: {a: "1"}\n',
      { only: ['data', 'kind'] },
    ),
    apply('a body that is not YAML', `${maps}/yaml`, 'one', '{a: [', {}),
    apply('a field that does not exist', `${maps}/unknown`, 'one', { ...configMap('unknown'), nope: 1 }),
    apply('a wrong type', `${maps}/wrong`, 'one', { ...configMap('wrong'), data: { a: 1 } }),
    patch('as JSON, the wrong media type', `${maps}/x`, 'application/apply-patch+json', configMap('x'), {
      query: { fieldManager: 'one' },
    }),
    patch('as a JSON body under PATCH', `${maps}/x`, 'application/json', configMap('x'), {
      query: { fieldManager: 'one' },
    }),
    apply('dry run', `${maps}/dry`, 'one', configMap('dry'), { query: { fieldManager: 'one', dryRun: 'All' }, ...mf }),
    apply('a stale resourceVersion', `${maps}/x`, 'one', configMap('x', { metadata: { resourceVersion: '1' } })),
    apply(
      'an account',
      `${accounts}/x`,
      'one',
      account('x', { secrets: [{ name: 'a' }, { name: 'b' }], imagePullSecrets: [{ name: 'p' }] }),
      mf,
    ),
    apply('its lists are merged by name', `${accounts}/x`, 'two', account('x', { secrets: [{ name: 'c' }] }), mf),
    apply('and shrink by owner', `${accounts}/x`, 'one', account('x', { secrets: [{ name: 'b' }] }), {
      ...mf,
      project: (b) => [b.secrets, b.imagePullSecrets],
    }),
    apply(
      'the same name twice in a list',
      `${accounts}/x`,
      'one',
      account('x', { secrets: [{ name: 'b' }, { name: 'b' }] }),
    ),
    apply(
      'a role: its rules are one thing',
      `${RBAC}/namespaces/${ns}/roles/x`,
      'one',
      object('rbac.authorization.k8s.io/v1', 'Role', 'x', {
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      }),
      mf,
    ),
    apply('a finalizer', `${maps}/fin`, 'one', configMap('fin', { metadata: { finalizers: ['example.com/a'] } }), mf),
    apply(
      'a finalizer of another',
      `${maps}/fin`,
      'two',
      configMap('fin', { metadata: { finalizers: ['example.com/b'] } }),
      mf,
    ),
    apply('a finalizer given up', `${maps}/fin`, 'one', configMap('fin'), mf),
    post('the status of an object has its own entry', deployments, deployment('own'), {
      keepManagedFields: true,
      query: { fieldManager: 'poster' },
      only: ['metadata.managedFields'],
    }),
    patch(
      'the status of an object: patch',
      `${deployments}/own/status`,
      'merge',
      { status: { observedGeneration: 9 } },
      {
        keepManagedFields: true,
        query: { fieldManager: 'stat' },
        project: (b) => b.metadata.managedFields.filter((m) => m.manager === 'stat'),
      },
    ),
  ],
};

const OPS = (name, ops, extra) =>
  patch(name, `${maps}/j`, 'json', ops, {
    project: (b) => (b.kind === 'Status' ? b : [b.data, b.metadata.labels]),
    ...extra,
  });
const onAccount = (name, body, extra) =>
  patch(name, `${accounts}/p`, 'strategic', body, {
    project: (b) =>
      b.kind === 'Status'
        ? b
        : {
            secrets: b.secrets,
            pull: b.imagePullSecrets,
            annotations: b.metadata.annotations,
            finalizers: b.metadata.finalizers,
            automount: b.automountServiceAccountToken,
          },
    ...extra,
  });
const patches = {
  name: 'patches',
  dropGenerated: true,
  mask: [['\\\\"resourceVersion\\\\":\\\\"\\d+', '\\"resourceVersion\\":\\"<rv>']],
  steps: [
    ...namespace(ns),
    post('a map', maps, configMap('j', { data: { a: '1', b: '2', 'c/d': '3' }, metadata: { labels: { l: '1' } } }), {
      only: ['kind'],
    }),
    OPS('replace', [{ op: 'replace', path: '/data/a', value: '9' }]),
    OPS('add', [{ op: 'add', path: '/data/n', value: '9' }]),
    OPS('remove', [{ op: 'remove', path: '/data/n' }]),
    OPS('an escaped path', [{ op: 'replace', path: '/data/c~1d', value: '4' }]),
    OPS('copy and move', [
      { op: 'copy', from: '/data/a', path: '/data/x' },
      { op: 'move', from: '/data/b', path: '/data/y' },
    ]),
    OPS('test holds', [
      { op: 'test', path: '/data/a', value: '9' },
      { op: 'add', path: '/data/z', value: '1' },
    ]),
    OPS('test fails', [
      { op: 'test', path: '/data/a', value: 'no' },
      { op: 'add', path: '/data/z', value: '2' },
    ]),
    OPS('remove what is not there', [{ op: 'remove', path: '/data/none' }]),
    OPS('replace what is not there', [{ op: 'replace', path: '/data/none', value: '1' }]),
    OPS('add below what is not there', [{ op: 'add', path: '/metadata/annotations/a', value: '1' }]),
    OPS('an unknown operation', [{ op: 'frob', path: '/data/a' }]),
    OPS('no path', [{ op: 'remove' }]),
    OPS('not a list', { op: 'remove', path: '/data/a' }),
    OPS('an empty list', []),
    OPS('a value of the wrong type', [{ op: 'add', path: '/data/a', value: 5 }], {
      project: (b) => [b.code, b.reason, b.details],
    }),
    OPS('an unchanged kind and name', [{ op: 'replace', path: '/metadata/name', value: 'k' }]),
    OPS('the resource version is tested', [{ op: 'test', path: '/metadata/resourceVersion', value: '1' }]),
    OPS(
      'too many operations',
      Array.from({ length: 10001 }, () => ({ op: 'test', path: '/data/a', value: '9' })),
    ),
    patch('merge: null deletes', `${maps}/j`, 'merge', { data: { a: null, new: '1' } }, { only: ['data'] }),
    patch(
      'merge: null of what is not there',
      `${maps}/j`,
      'merge',
      { data: { none: null }, immutable: null },
      { only: ['data'] },
    ),
    patch(
      'merge: null of a whole map',
      `${maps}/j`,
      'merge',
      { metadata: { labels: null } },
      { only: ['metadata.labels', 'data'] },
    ),
    patch('merge: null of the name', `${maps}/j`, 'merge', { metadata: { name: null } }),
    patch('merge: null of the kind', `${maps}/j`, 'merge', { kind: null }, { only: ['kind', 'reason', 'code'] }),
    patch('merge: empty', `${maps}/j`, 'merge', {}, { only: ['kind', 'data'] }),
    post(
      'an account',
      accounts,
      account('p', {
        secrets: [{ name: 'a' }, { name: 'b' }],
        imagePullSecrets: [{ name: 'x' }],
        metadata: { annotations: { k: '1' }, finalizers: ['example.com/a', 'example.com/b'] },
      }),
      { only: ['kind'] },
    ),
    onAccount('merge by name', { secrets: [{ name: 'c' }] }),
    onAccount('an element is deleted', { secrets: [{ $patch: 'delete', name: 'a' }] }),
    onAccount('an element is changed', { secrets: [{ name: 'b', namespace: 'n' }] }),
    onAccount('the order is set', { $setElementOrder: 1 }),
    onAccount('the order of a list is set', {
      '$setElementOrder/secrets': [{ name: 'b' }, { name: 'd' }, { name: 'c' }],
      secrets: [{ name: 'd' }],
    }),
    onAccount('a list is replaced', { secrets: [{ $patch: 'replace' }, { name: 'z' }] }),
    onAccount('pull secrets are merged', { imagePullSecrets: [{ name: 'y' }] }),
    onAccount('a map is replaced', { metadata: { annotations: { $patch: 'replace', new: '2' } } }),
    onAccount('a map is deleted', { metadata: { annotations: { $patch: 'delete' } } }),
    onAccount('a finalizer is added', { metadata: { finalizers: ['example.com/c'] } }),
    onAccount('finalizers are deleted', {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a', 'example.com/c'] },
    }),
    onAccount('null deletes', { automountServiceAccountToken: null, imagePullSecrets: null }),
    onAccount('an element without its key', { secrets: [{ namespace: 'x' }] }),
    onAccount('an unknown directive', { secrets: [{ $patch: 'frob', name: 'z' }] }),
    onAccount('finalizers go', { metadata: { finalizers: null } }),
    post(
      'a pod',
      pods,
      pod('p', {
        containers: [
          { name: 'a', image: 'i:1' },
          { name: 'b', image: 'i:2' },
        ],
      }),
      { only: ['kind'] },
    ),
    patch(
      'strategic: one image of two',
      `${pods}/p`,
      'strategic',
      { spec: { containers: [{ name: 'b', image: 'i:3' }] } },
      { project: (b) => b.spec?.containers.map((c) => [c.name, c.image]) },
    ),
    patch(
      'strategic: a container with the kubectl order',
      `${pods}/p`,
      'strategic',
      {
        spec: {
          '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }],
          containers: [{ name: 'a', image: 'i:4' }],
        },
      },
      { project: (b) => b.spec?.containers.map((c) => [c.name, c.image]) },
    ),
    patch(
      'strategic: a toleration is atomic',
      `${pods}/p`,
      'strategic',
      { spec: { tolerations: [{ key: 'k', operator: 'Exists' }] } },
      { only: ['reason', 'message', 'code'], mask: [['  &?core\\.PodSpec.*', '<diff>']] },
    ),
    post('a deployment', deployments, deployment('p'), { only: ['kind', 'spec.strategy'] }),
    patch(
      'strategic: retain keys',
      `${deployments}/p`,
      'strategic',
      { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
      { only: ['spec.strategy', 'message'] },
    ),
    patch(
      'merge patch of the same leaves a rest',
      `${deployments}/p`,
      'merge',
      { spec: { strategy: { rollingUpdate: { maxSurge: 1 } } } },
      { only: ['spec.strategy', 'message'] },
    ),
  ],
};

const noStatus = { ignore: ['status', 'metadata.annotations'] };
const subresources = {
  name: 'subresources',
  steps: [
    ...namespace(ns),
    post('a deployment', deployments, deployment('s'), {}),
    get('its scale', `${deployments}/s/scale`, { ignore: ['metadata.resourceVersion'] }),
    put(
      'scale it',
      `${deployments}/s/scale`,
      object('autoscaling/v1', 'Scale', 's', { metadata: { namespace: ns }, spec: { replicas: 2 } }),
    ),
    patch('scale it by a patch', `${deployments}/s/scale`, 'merge', { spec: { replicas: 0 } }),
    put(
      'scale below zero',
      `${deployments}/s/scale`,
      object('autoscaling/v1', 'Scale', 's', { metadata: { namespace: ns }, spec: { replicas: -1 } }),
    ),
    get('scale of a missing one', `${deployments}/missing/scale`),
    get('scale as a table', `${deployments}/s/scale`, {
      ...accept(TABLE),
      project: (b) => [b.kind, b.columnDefinitions?.map((c) => c.name), b.code],
    }),
    get('generation counts changes of the spec', `${deployments}/s`, {
      only: ['metadata.generation', 'spec.replicas'],
    }),
    patch(
      'labels do not change the generation',
      `${deployments}/s`,
      'merge',
      { metadata: { labels: { a: 'b' } } },
      { only: ['metadata.generation'] },
    ),
    patch('the selector cannot change', `${deployments}/s`, 'merge', {
      spec: { selector: { matchLabels: { app: 'y' } }, template: { metadata: { labels: { app: 'y' } } } },
    }),
    post('selector and labels differ', deployments, deployment('t', { selector: { matchLabels: { app: 'other' } } })),
    post('an empty deployment', deployments, object('apps/v1', 'Deployment', 't', { spec: {} })),
    patch(
      'status by the main path is ignored',
      `${deployments}/s`,
      'merge',
      { status: { observedGeneration: 99 } },
      { project: (b) => b.status?.observedGeneration === 99 },
    ),
    post('a pod', pods, pod('s'), { only: ['status'] }),
    patch(
      'status of a pod',
      `${pods}/s/status`,
      'strategic',
      { status: { phase: 'Running', podIP: '10.1.2.3', conditions: [{ type: 'Ready', status: 'True' }] } },
      { only: ['status', 'metadata.generation'] },
    ),
    patch(
      'spec by the status path is ignored',
      `${pods}/s/status`,
      'merge',
      { spec: { activeDeadlineSeconds: 5 }, metadata: { labels: { a: 'b' } } },
      { only: ['spec.activeDeadlineSeconds', 'metadata.labels', 'kind'] },
    ),
    get('status of a pod read', `${pods}/s/status`, { only: ['kind', 'status.phase'] }),
    post('a node', '/api/v1/nodes', object('v1', 'Node', 's-{{run}}'), { ignore: ['spec.taints'] }),
    patch(
      'status of a node',
      '/api/v1/nodes/s-{{run}}/status',
      'strategic',
      {
        status: {
          conditions: [
            {
              type: 'Ready',
              status: 'True',
              reason: 'R',
              message: 'm',
              lastHeartbeatTime: '2026-01-01T00:00:00Z',
              lastTransitionTime: '2026-01-01T00:00:00Z',
            },
          ],
          capacity: { cpu: '4' },
        },
      },
      { only: ['status.capacity', 'status.allocatable', 'kind'] },
    ),
    patch(
      'cordon',
      '/api/v1/nodes/s-{{run}}',
      'strategic',
      { spec: { unschedulable: true } },
      { only: ['spec.unschedulable', 'kind'] },
    ),
    get('it can be selected', '/api/v1/nodes', {
      query: { fieldSelector: 'spec.unschedulable=true,metadata.name=s-{{run}}' },
      project: names,
    }),
    del('delete the node', '/api/v1/nodes/s-{{run}}', { only: ['status', 'details.kind'] }),
    del('status cannot be deleted', `${pods}/s/status`),
    post('status cannot be posted', `${pods}/s/status`, pod('s')),
    post('finalize by POST', `/api/v1/namespaces/${ns}/finalize`, {}),
    post('an event', `${NS}/events`, event('e')),
    post(
      'an event about another namespace',
      `${NS}/events`,
      event('e2', { involvedObject: { kind: 'Pod', namespace: 'elsewhere', name: 'x' } }),
    ),
    post('an event about nothing', `${NS}/events`, object('v1', 'Event', 'e3', {})),
    get('the event in the other group', `/apis/events.k8s.io/v1/namespaces/${ns}/events/e`),
    post(
      'an event in the other group',
      `/apis/events.k8s.io/v1/namespaces/${ns}/events`,
      object('events.k8s.io/v1', 'Event', 'n', {
        eventTime: '2026-01-01T00:00:00.000000Z',
        action: 'Act',
        reason: 'Because',
        note: 'words',
        type: 'Normal',
        reportingController: 'example.com/me',
        reportingInstance: 'me-1',
        regarding: { kind: 'ConfigMap', namespace: ns, name: 't' },
      }),
    ),
    get('read as a core event', `${NS}/events/n`),
    post(
      'an event in the other group without what it needs',
      `/apis/events.k8s.io/v1/namespaces/${ns}/events`,
      object('events.k8s.io/v1', 'Event', 'm', { regarding: { kind: 'ConfigMap', namespace: ns, name: 't' } }),
    ),
    patch(
      'an event counts up',
      `${NS}/events/e`,
      'strategic',
      { count: 2, message: 'again' },
      { only: ['count', 'message'] },
    ),
    get('events are selected by object', `${NS}/events`, {
      query: { fieldSelector: 'involvedObject.name=t,involvedObject.kind=ConfigMap' },
      project: (b) => names(b).sort(),
    }),
    get('events in the other group are selected', `/apis/events.k8s.io/v1/namespaces/${ns}/events`, {
      query: { fieldSelector: 'regarding.name=t,reason=Because' },
      project: names,
    }),
    post(
      'a lease',
      leases,
      lease('l', {
        holderIdentity: 'one',
        leaseDurationSeconds: 15,
        acquireTime: '2026-01-01T00:00:00.000000Z',
        renewTime: '2026-01-01T00:00:00.000000Z',
        leaseTransitions: 0,
      }),
      { capture: { rv: 'metadata.resourceVersion' } },
    ),
    put(
      'renew it',
      `${leases}/l`,
      lease(
        'l',
        { holderIdentity: 'one', leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:10.5Z' },
        { resourceVersion: '{{rv}}' },
      ),
      { project: (b) => [b.spec?.holderIdentity, b.spec?.renewTime?.slice(19)] },
    ),
    put(
      'another takes it with an old version',
      `${leases}/l`,
      lease('l', { holderIdentity: 'two', leaseDurationSeconds: 15 }, { resourceVersion: '{{rv}}' }),
    ),
    post('another creates it', leases, lease('l', { holderIdentity: 'two' })),
    put('update without a version is allowed', `${leases}/l`, lease('l', { holderIdentity: 'two' }), {
      only: ['kind', 'spec', 'message'],
    }),
    post('a negative duration', leases, lease('m', { leaseDurationSeconds: 0, leaseTransitions: -1 })),
    post('a time that is not one', leases, lease('m', { renewTime: 'soon' })),
  ],
};

const GROUP = 'x{{run}}.example.com';
const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const widgets = `/apis/${GROUP}/v1/namespaces/${ns}/widgets`;
const widget = (name, spec, rest) => object(`${GROUP}/v1`, 'Widget', name, { spec, ...rest });
const crd = (change = {}, version = {}) =>
  object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `widgets.${GROUP}`, {
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['x{{run}}'], categories: ['all'] },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              required: ['spec'],
              properties: {
                spec: {
                  type: 'object',
                  required: ['size'],
                  properties: {
                    size: { type: 'integer', minimum: 1, maximum: 9 },
                    colour: { type: 'string', enum: ['red', 'blue'], default: 'red' },
                    name: { type: 'string', maxLength: 5, pattern: '^[a-z]+$' },
                    tags: { type: 'array', items: { type: 'string' }, maxItems: 2 },
                    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                  },
                },
                status: { type: 'object', properties: { ready: { type: 'boolean' } } },
              },
            },
          },
          additionalPrinterColumns: [
            { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
            { name: 'Colour', type: 'string', jsonPath: '.spec.colour', priority: 1, description: 'which one' },
            { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
          ],
          ...version,
        },
      ],
      ...change,
    },
  });
const custom = {
  name: 'custom-resources',
  steps: [
    ...namespace(ns),
    post('name does not match', CRDS, { ...crd(), metadata: { name: 'wrong.x{{run}}.example.com' } }),
    post('without a schema', CRDS, crd({}, { schema: undefined })),
    post(
      'a schema that is not structural',
      CRDS,
      crd(
        {},
        {
          schema: {
            openAPIV3Schema: { type: 'object', properties: { spec: { properties: { a: { type: 'string' } } } } },
          },
        },
      ),
    ),
    post('without versions', CRDS, crd({ versions: [] })),
    post('with a bad scope', CRDS, crd({ scope: 'Galaxy' })),
    post(
      'a protected group',
      CRDS,
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.x{{run}}.k8s.io', {
        spec: { ...crd().spec, group: 'x{{run}}.k8s.io' },
      }),
      { query: { dryRun: 'All' }, only: ['kind', 'message'] },
    ),
    post('create', CRDS, crd(), { ignore: ['status'] }),
    get('established', `${CRDS}/widgets.${GROUP}`, {
      until: (b) => (b.status?.conditions ?? []).some((c) => c.type === 'Established' && c.status === 'True'),
      only: ['status', 'metadata.generation'],
    }),
    get('its group', `/apis/${GROUP}`, { until: (b, s) => s === 200 }),
    get('its resources', `/apis/${GROUP}/v1`, {
      ignore: ['resources.[0].storageVersionHash'],
      until: (b, s) => s === 200 && b.resources?.length > 0,
    }),
    get('an empty list', widgets, { until: (b, s) => s === 200, capture: { rv: 'metadata.resourceVersion' } }),
    post(
      'make one',
      widgets,
      widget('w', { size: 3, extra: 1, free: { any: ['thing'] } }, { status: { ready: true } }),
      { mask: [] },
    ),
    get('get it', `${widgets}/w`),
    post('too big', widgets, widget('bad', { size: 10, colour: 'green', name: 'ABCDEFG', tags: ['a', 'b', 'c'] }), {
      project: (b) => [
        b.code,
        b.reason,
        b.details.kind,
        b.details.causes.sort((x, y) => x.field.localeCompare(y.field)),
        b.message.replace(/[[\]]/g, '').split(/: |, /).sort(),
      ],
    }),
    post('without what is required', widgets, widget('bad', {})),
    post('without a spec', widgets, object(`${GROUP}/v1`, 'Widget', 'bad')),
    post('a wrong type', widgets, widget('bad', { size: 'three' })),
    post('an unknown field, strictly', widgets, widget('bad', { size: 1, extra: 1 }), strict('Strict')),
    post('an unknown field, with a warning', widgets, widget('warned', { size: 1, extra: 1 }), {
      ...strict('Warn'),
      only: ['spec'],
    }),
    post('another kind', widgets, object(`${GROUP}/v1`, 'Gadget', 'bad')),
    post('another version', widgets, object(`${GROUP}/v2`, 'Widget', 'bad', { spec: { size: 1 } })),
    post('no kind', widgets, { metadata: { name: 'bad' }, spec: { size: 1 } }),
    put('update without a version', `${widgets}/w`, widget('w', { size: 4 })),
    patch('merge patch', `${widgets}/w`, 'merge', { spec: { size: 5 } }, { only: ['spec', 'metadata.generation'] }),
    patch('strategic patch', `${widgets}/w`, 'strategic', { spec: { size: 5 } }),
    patch('JSON patch', `${widgets}/w`, 'json', [{ op: 'replace', path: '/spec/size', value: 6 }], {
      only: ['spec', 'metadata.generation'],
    }),
    apply('apply', `${widgets}/a`, 'one', widget('a', { size: 1 }), { keepManagedFields: true }),
    apply('apply, in conflict', `${widgets}/a`, 'two', widget('a', { size: 2 })),
    patch(
      'status',
      `${widgets}/w/status`,
      'merge',
      { status: { ready: true }, spec: { size: 9 } },
      { only: ['spec', 'status', 'metadata.generation'] },
    ),
    patch('status of a wrong type', `${widgets}/w/status`, 'merge', { status: { ready: 'yes' } }),
    get('as a table', `${widgets}/w`, { ...accept(TABLE), ignore: ['rows.[0].object'] }),
    get('a list as a table', widgets, {
      ...accept(TABLE),
      project: (b) => b.rows.map((r) => r.cells),
      mask: [['"\\d+s"', '"<age>"']],
    }),
    get('by field', widgets, { query: { fieldSelector: 'metadata.name=w' }, project: names }),
    get('by an unknown field', widgets, { query: { fieldSelector: 'spec.size=6' } }),
    watch(
      'watch',
      widgets,
      { resourceVersion: '{{rv}}', fieldSelector: 'metadata.name=w' },
      { project: (b) => b.map((e) => [e.type, e.object.spec, e.object.status]) },
    ),
    get('as protobuf', `${widgets}/w`, accept('application/vnd.kubernetes.protobuf')),
    get('scale is not offered', `${widgets}/w/scale`),
    get('in a namespace that does not exist', `/apis/${GROUP}/v1/namespaces/nope/widgets`, { project: (b) => b.items }),
    get('bob may not', `${widgets}/w`, { as: 'bob-token' }),
    del('delete one', `${widgets}/w`),
    del('delete all', widgets, { project: (b) => [b.kind, names(b)] }),
    get('the definition as a table', `${CRDS}/widgets.${GROUP}`, {
      ...accept(TABLE),
      ignore: ['rows.[0].object'],
      mask: [['"20\\d\\d[^"]*Z"', '"<time>"']],
    }),
    patch('the scope cannot change', `${CRDS}/widgets.${GROUP}`, 'merge', { spec: { scope: 'Cluster' } }),
    del('delete the definition', `${CRDS}/widgets.${GROUP}`, {
      project: (b) => [b.kind, b.status?.acceptedNames?.kind ?? b.status],
    }),
    get('the definition goes', `${CRDS}/widgets.${GROUP}`, { until: (b, s) => s === 404 }),
    get('and its resources', widgets, { until: (b, s) => s === 404 }),
    get('and its group', `/apis/${GROUP}`, { until: (b, s) => s === 404 }),
  ],
};

export default [
  discovery,
  health,
  paths,
  negotiation,
  bad,
  lists,
  watches,
  watchList,
  tables,
  deletes,
  namespaces,
  metadata,
  applies,
  patches,
  subresources,
  custom,
];
