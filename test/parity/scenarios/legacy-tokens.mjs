// Secret-based service account tokens: made without asking up to 1.23, on request ever since.
const ns = 'legacy-{{run}}';
const SECRET = (name, annotations, extra = {}) => ({ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/service-account-token', metadata: { name, ...(annotations ? { annotations } : {}) }, ...extra });
const secrets = `/api/v1/namespaces/${ns}/secrets`;
const accounts = `/api/v1/namespaces/${ns}/serviceaccounts`;
const REVIEW = '/apis/authentication.k8s.io/v1/tokenreviews';
const review = (token, audiences) => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token, ...(audiences ? { audiences } : {}) } });
const OWNER = 'kubernetes.io/service-account.name';

const found = (body, status) => status === 200;
const gone = (body, status) => status === 404;
const isFilled = (body) => body.data?.token !== undefined;
const refused = (body) => body.status !== undefined && !body.status.authenticated; // a real server remembers a token for ten seconds
const without = (account) => (body) => body.items?.every((secret) => secret.metadata.annotations?.[OWNER] !== account) === true;

export default [
  {
    name: 'legacy-auto-generation',
    steps: [
      { name: 'create namespace', method: 'POST', path: '/api/v1/namespaces', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ns } }, ignore: ['metadata.labels'] },
      { name: 'create account', method: 'POST', path: accounts, body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'demo' } } },
      { name: 'the controllers ran', path: `/api/v1/namespaces/${ns}/configmaps/kube-root-ca.crt`, until: found, only: ['kind'] },
      { name: 'a secret of another account is filled: create', method: 'POST', path: '/api/v1/namespaces/default/secrets', body: SECRET('marker-{{run}}', { [OWNER]: 'default' }), only: ['kind'] },
      { name: 'a secret of another account is filled', path: '/api/v1/namespaces/default/secrets/marker-{{run}}', until: isFilled, only: ['kind'] },
      { name: 'a secret of another account is filled: delete', method: 'DELETE', path: '/api/v1/namespaces/default/secrets/marker-{{run}}', only: ['kind'] },
      { name: 'the account after the controllers ran', until: (b, status, { minor }) => minor >= 24 || b.secrets?.length === 1, path: `${accounts}/demo`, capture: { auto: 'secrets.[0].name' }, only: ['secrets.length', 'metadata.name'] },
      { name: 'secrets after the controllers ran', path: secrets, until: (b, status, { minor }) => minor >= 24 || b.items?.length === 2, only: ['items.length', 'kind'] },
      { name: 'the generated secret', versions: (m) => m < 24, path: `${secrets}/{{auto}}`, capture: { token: 'data.token' }, decode: ['token'], ignore: ['metadata.name', 'data.ca~crt', 'data.token'] },
      { name: 'review the generated token', versions: (m) => m < 24, method: 'POST', path: REVIEW, body: review('{{token}}') },
      { name: 'delete the generated secret', versions: (m) => m < 24, method: 'DELETE', path: `${secrets}/{{auto}}`, only: ['status'] },
      { name: 'another one is generated', versions: (m) => m < 24, path: `${accounts}/demo`, until: (b, status, { captures }) => b.secrets?.length === 1 && b.secrets[0].name !== captures.auto, only: ['secrets.length'] },
      { name: 'delete the account', method: 'DELETE', path: `${accounts}/demo`, only: ['kind', 'metadata.name'] },
      { name: 'its secrets went with it', path: secrets, until: without('demo'), only: ['items.length'] },
    ],
  },
  {
    name: 'legacy-on-request',
    steps: [
      { name: 'create namespace', method: 'POST', path: '/api/v1/namespaces', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ns } }, ignore: ['metadata.labels'] },
      { name: 'create account', method: 'POST', path: accounts, body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'demo' } }, capture: { saUid: 'metadata.uid' } },
      { name: 'create secret', method: 'POST', path: secrets, body: SECRET('demo-token', { [OWNER]: 'demo' }) },
      { name: 'the controller fills it', path: `${secrets}/demo-token`, until: isFilled, capture: { token: 'data.token' }, decode: ['token'], ignore: ['data.ca~crt'] },
      { name: 'the account does not list it', path: `${accounts}/demo`, ignore: ['secrets'] },
      { name: 'as a table', path: `${secrets}/demo-token`, headers: { Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' }, ignore: ['**.object'] },
      { name: 'review it', method: 'POST', path: REVIEW, body: review('{{token}}') },
      { name: 'review it for another audience', method: 'POST', path: REVIEW, body: review('{{token}}', ['vault']) },
      { name: 'call with it', as: '{{token}}', path: '/api/v1/namespaces' },
      { name: 'last use is noted on the secret', path: `${secrets}/demo-token`, until: (b, status, { minor }) => minor < 27 || b.metadata.labels?.['kubernetes.io/legacy-token-last-used'] !== undefined, only: ['metadata.labels', 'metadata.annotations'] },
      { name: 'the token field is put back when cleared', method: 'PATCH', path: `${secrets}/demo-token`, headers: { 'Content-Type': 'application/merge-patch+json' }, body: { data: { token: null } }, only: ['type'] },
      { name: 'it is back', path: `${secrets}/demo-token`, until: isFilled, only: ['type'] },
      { name: 'no annotation', method: 'POST', path: secrets, body: SECRET('bad') },
      { name: 'annotation of an account that does not exist', method: 'POST', path: secrets, body: SECRET('orphan', { [OWNER]: 'nobody' }), ignore: ['data'] },
      { name: 'the orphan is removed', path: `${secrets}/orphan`, until: gone },
      { name: 'wrong uid', method: 'POST', path: secrets, body: SECRET('wronguid', { [OWNER]: 'demo', 'kubernetes.io/service-account.uid': 'nope' }), ignore: ['data'] },
      { name: 'the one with the wrong uid is removed', path: `${secrets}/wronguid`, until: gone },
      { name: 'right uid', method: 'POST', path: secrets, body: SECRET('rightuid', { [OWNER]: 'demo', 'kubernetes.io/service-account.uid': '{{saUid}}' }), ignore: ['data'] },
      { name: 'the one with the right uid is filled', path: `${secrets}/rightuid`, until: isFilled, ignore: ['data.ca~crt'] },
      { name: 'own data is kept beside', method: 'POST', path: secrets, body: SECRET('extra', { [OWNER]: 'demo' }, { data: { mine: 'eA==' } }) },
      { name: 'own data is kept beside: filled', path: `${secrets}/extra`, until: isFilled, ignore: ['data.ca~crt', 'data.token'] },
      { name: 'removing the annotation is refused', method: 'PATCH', path: `${secrets}/demo-token`, headers: { 'Content-Type': 'application/merge-patch+json' }, body: { metadata: { annotations: { [OWNER]: null } } } },
      { name: 'changing the type is refused', method: 'PATCH', path: `${secrets}/demo-token`, headers: { 'Content-Type': 'application/merge-patch+json' }, body: { type: 'Opaque' } },
      { name: 'delete the secret', method: 'DELETE', path: `${secrets}/demo-token` },
      { name: 'its token is refused', until: refused, method: 'POST', path: REVIEW, body: review('{{token}}') },
      { name: 'its token cannot call', as: '{{token}}', path: '/api/v1/namespaces' },
      { name: 'delete the account', method: 'DELETE', path: `${accounts}/demo`, only: ['kind', 'metadata.name'] },
      { name: 'all its secrets went with it', path: secrets, until: without('demo'), only: ['kind'] },
      { name: 'one of them', path: `${secrets}/extra` },
    ],
  },
  {
    name: 'secret-types',
    steps: [
      { name: 'create namespace', method: 'POST', path: '/api/v1/namespaces', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ns } }, ignore: ['metadata.labels'] },
      { name: 'opaque by default', method: 'POST', path: secrets, body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { k: 'dg==' } } },
      { name: 'stringData wins over data', method: 'POST', path: secrets, body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'b' }, data: { k: 'dg==' }, stringData: { k: 'w', l: 'ü' } } },
      { name: 'not base64', method: 'POST', path: secrets, body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c' }, data: { k: '***' } } },
      { name: 'bad key', method: 'POST', path: secrets, body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c' }, data: { 'a b': 'dg==' } } },
      { name: 'tls needs both', method: 'POST', path: secrets, body: { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name: 'tls' }, data: { 'tls.crt': '' } } },
      { name: 'basic-auth needs one', method: 'POST', path: secrets, body: { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/basic-auth', metadata: { name: 'ba' } } },
      { name: 'ssh-auth needs the key', method: 'POST', path: secrets, body: { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/ssh-auth', metadata: { name: 'ssh' } } },
      { name: 'dockerconfigjson must be JSON', method: 'POST', path: secrets, body: { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/dockerconfigjson', metadata: { name: 'dc' }, stringData: { '.dockerconfigjson': 'no' } } },
      { name: 'immutable', method: 'POST', path: secrets, body: { apiVersion: 'v1', kind: 'Secret', immutable: true, metadata: { name: 'imm' }, stringData: { a: '1' } } },
      { name: 'immutable: change refused', method: 'PATCH', path: `${secrets}/imm`, headers: { 'Content-Type': 'application/merge-patch+json' }, body: { stringData: { a: '2' } } },
      { name: 'immutable: cannot be taken back', method: 'PATCH', path: `${secrets}/imm`, headers: { 'Content-Type': 'application/merge-patch+json' }, body: { immutable: false } },
      { name: 'select by type', path: secrets, query: { fieldSelector: 'type=Opaque' }, only: ['items.length', 'kind'] },
      { name: 'select by name', path: secrets, query: { fieldSelector: 'metadata.name=a' }, only: ['items.length', 'kind'] },
      { name: 'select by an unknown field', path: secrets, query: { fieldSelector: 'data.k=v' } },
      { name: 'bad label selector', path: secrets, query: { labelSelector: 'a=b=c' } },
      { name: 'delete the collection', method: 'DELETE', path: secrets, query: { fieldSelector: 'type=Opaque' }, only: ['kind', 'items.length'] },
    ],
  },
];
