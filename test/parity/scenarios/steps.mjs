// Short ways to write steps.
const PATCH_TYPES = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};
export const get = (name, path, extra = {}) => ({ name, path, ...extra });
export const post = (name, path, body, extra = {}) => ({ name, method: 'POST', path, body, ...extra });
export const put = (name, path, body, extra = {}) => ({ name, method: 'PUT', path, body, ...extra });
export const del = (name, path, extra = {}) => ({ name, method: 'DELETE', path, ...extra });
export const patch = (name, path, type, body, extra = {}) => ({
  name,
  method: 'PATCH',
  path,
  body,
  ...extra,
  headers: { 'Content-Type': PATCH_TYPES[type] ?? type, ...extra.headers },
});
export const apply = (name, path, manager, body, extra = {}) =>
  patch(name, path, 'apply', body, { ...extra, query: { fieldManager: manager, ...extra.query } });
export const watch = (name, path, query, extra = {}) => ({
  name,
  path,
  query: { watch: 'true', ...query },
  watch: { ms: 700 },
  ...extra,
});
export const object = (apiVersion, kind, name, rest = {}) => ({
  apiVersion,
  kind,
  ...rest,
  metadata: { ...(name ? { name } : {}), ...rest.metadata },
});
export const configMap = (name, rest) => object('v1', 'ConfigMap', name, rest);
export const account = (name, rest) => object('v1', 'ServiceAccount', name, rest);
export const secret = (name, rest) => object('v1', 'Secret', name, rest);
export const pod = (name, spec = {}, metadata = {}) =>
  object('v1', 'Pod', name, { metadata, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } });

// A namespace, once the controllers have put their two objects in it.
export const namespace = (ns) => [
  post('create the namespace', '/api/v1/namespaces', object('v1', 'Namespace', ns)),
  get('its default account appears', `/api/v1/namespaces/${ns}/serviceaccounts/default`, {
    until: (b, s) => s === 200,
    only: ['kind'],
  }),
  get('its root certificate appears', `/api/v1/namespaces/${ns}/configmaps/kube-root-ca.crt`, {
    until: (b, s) => s === 200,
    only: ['kind'],
  }),
];

export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
export const META = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json';
export const METALIST = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';
export const names = (b) => (b.items ? b.items.map((i) => i.metadata.name) : b);
// Lists from the cache had no order up to 1.24.
export const unordered = (b) => (b.items ? names(b).sort() : b);
