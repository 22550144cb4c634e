/** Service accounts as users. Source: k8s.io/apiserver/pkg/authentication/serviceaccount/util.go. */
import { isDNS1123Label, isDNS1123Subdomain } from '../apis/validation/names.js';
import { type UserInfo } from '../authentication/authenticator.js';

const PREFIX = 'system:serviceaccount:';
const ALL_ACCOUNTS_GROUP = 'system:serviceaccounts';
/** The extra fields of a user that say which objects a token is bound to. */
const POD_NAME_KEY = 'authentication.kubernetes.io/pod-name';
const POD_UID_KEY = 'authentication.kubernetes.io/pod-uid';
const NODE_NAME_KEY = 'authentication.kubernetes.io/node-name';
const NODE_UID_KEY = 'authentication.kubernetes.io/node-uid';
/** The extra field that names the credential a user came with. */
export const CREDENTIAL_ID_KEY = 'authentication.kubernetes.io/credential-id';

/** `system:serviceaccount:NAMESPACE:NAME`. */
export function makeUsername(namespace: string, name: string): string {
  return `${PREFIX}${namespace}:${name}`;
}

/** Undefined where the name is not that of a service account. */
export function splitUsername(username: string): { namespace: string; name: string } | undefined {
  if (!username.startsWith(PREFIX)) return undefined;
  const [namespace = '', name, ...more] = username.slice(PREFIX.length).split(':');
  if (name === undefined || more.length > 0) return undefined;
  if (isDNS1123Label(namespace, { dottedLabelIsNamed: false }).length > 0) return undefined;
  return isDNS1123Subdomain(name).length > 0 ? undefined : { namespace, name };
}

/** What a verified token says of its bearer; '' and absent are the same. */
export interface ServiceAccountInfo {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly podName?: string;
  readonly podUid?: string;
  readonly nodeName?: string;
  readonly nodeUid?: string;
  /** The token's `jti`. */
  readonly jti?: string;
  /** Further extra fields, by their whole name. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export function serviceAccountUser(info: ServiceAccountInfo): UserInfo {
  const { podName = '', podUid = '', nodeName = '', nodeUid = '', jti = '' } = info;
  const extra: Record<string, readonly string[]> = {};
  if (podName !== '' && podUid !== '') {
    extra[POD_NAME_KEY] = [podName];
    extra[POD_UID_KEY] = [podUid];
  }
  if (jti !== '') extra[CREDENTIAL_ID_KEY] = [`JTI=${jti}`];
  if (nodeName !== '') {
    extra[NODE_NAME_KEY] = [nodeName];
    if (nodeUid !== '') extra[NODE_UID_KEY] = [nodeUid];
  }
  Object.assign(extra, info.extra);
  const user = {
    username: makeUsername(info.namespace, info.name),
    uid: info.uid,
    groups: [ALL_ACCOUNTS_GROUP, `${ALL_ACCOUNTS_GROUP}:${info.namespace}`],
  };
  return Object.keys(extra).length === 0 ? user : { ...user, extra };
}
