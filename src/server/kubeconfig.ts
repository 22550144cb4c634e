/** Writes the kubeconfig of one cluster and one user, as YAML that needs no further tool to read. */

/** A bearer token or a client certificate (PEM). */
export type KubeconfigUser = { readonly token: string } | { readonly cert: string; readonly key: string };

export interface KubeconfigOptions {
  /** `https://127.0.0.1:6443`; a plain `http://` address works too. */
  readonly server: string;
  /** PEM that the server is trusted by; not used for `http://`. */
  readonly ca: string;
  readonly user: KubeconfigUser;
  /** Default kubernetes-admin. */
  readonly userName?: string;
  /** Default kubemint. */
  readonly clusterName?: string;
  /** The context's namespace; default: none, which clients take for `default`. */
  readonly namespace?: string;
}

/** A kubeconfig (v1 Config) as YAML text. Every string is quoted the way JSON quotes, which YAML reads the same. */
export function kubeconfigOf(options: KubeconfigOptions): string {
  const { server, ca, user, userName = 'kubernetes-admin', clusterName = 'kubemint', namespace } = options;
  const context = `${userName}@${clusterName}`;
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    `- name: ${quoted(clusterName)}`,
    '  cluster:',
    `    server: ${quoted(server)}`,
    ...clusterTrust(server, ca),
    'users:',
    `- name: ${quoted(userName)}`,
    '  user:',
    ...credentials(user),
    'contexts:',
    `- name: ${quoted(context)}`,
    '  context:',
    `    cluster: ${quoted(clusterName)}`,
    `    user: ${quoted(userName)}`,
    ...(namespace === undefined ? [] : [`    namespace: ${quoted(namespace)}`]),
    `current-context: ${quoted(context)}`,
    'preferences: {}',
    '',
  ].join('\n');
}

function clusterTrust(server: string, ca: string): string[] {
  // @kubernetes/client-node speaks plain HTTP only to a cluster that skips verification.
  if (server.startsWith('http://')) return ['    insecure-skip-tls-verify: true'];
  return [`    certificate-authority-data: ${base64(ca)}`];
}

function credentials(user: KubeconfigUser): string[] {
  if ('token' in user) return [`    token: ${quoted(user.token)}`];
  return [`    client-certificate-data: ${base64(user.cert)}`, `    client-key-data: ${base64(user.key)}`];
}

function base64(pem: string): string {
  return Buffer.from(pem).toString('base64');
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
