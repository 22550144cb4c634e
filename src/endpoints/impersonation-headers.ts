/** The Impersonate-… headers. Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/{impersonation,constrained_impersonation}.go. */
import { goQuote } from '../apis/field/errors.js';
import { goStrings } from '../apis/validation/structure.js';
import { type Features } from '../features/features.js';
import { splitUsername } from '../serviceaccount/username.js';
import { type HeaderMap } from './request.js';

const EXTRA_PREFIX = 'impersonate-extra-';

/** Whom a request wants to be, as the headers say it. */
export interface WantedUser {
  /** '' where no user is named. */
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

/** Undefined: no such header. */
export function wantedUser(headers: HeaderMap, features: Features): WantedUser | undefined {
  const extra = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(EXTRA_PREFIX)) extra.set(decodeKey(name.slice(EXTRA_PREFIX.length)), valuesOf(value));
  }
  const [username = ''] = valuesOf(headers['impersonate-user']);
  const [uid = ''] = features.behaviours.impersonatesUids ? valuesOf(headers['impersonate-uid']) : [];
  const groups = valuesOf(headers['impersonate-group']);
  const none = username === '' && uid === '' && groups.length === 0 && extra.size === 0;
  return none ? undefined : { username, uid, groups, extra };
}

function valuesOf(value: HeaderMap[string]): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

// A key that is not well encoded is taken as it is.
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** One thing to be, the part of a v1.ObjectReference that upstream makes of it. */
export interface ImpersonationRequest {
  readonly kind: 'User' | 'ServiceAccount' | 'Group' | 'UserExtra' | 'UID';
  readonly namespace: string;
  readonly name: string;
  readonly apiVersion: string;
  /** The key of an extra field. */
  readonly fieldPath: string;
}

const AUTHENTICATION = 'authentication.k8s.io/v1';

/** All that must be allowed, in the order in which it is asked for. */
export function impersonationRequests({ username, uid, groups, extra }: WantedUser): readonly ImpersonationRequest[] {
  const request = { namespace: '', apiVersion: '', fieldPath: '' };
  const account = splitUsername(username);
  const requests: ImpersonationRequest[] = [];
  if (account !== undefined) requests.push({ ...request, kind: 'ServiceAccount', ...account });
  else if (username !== '') requests.push({ ...request, kind: 'User', name: username });
  for (const name of groups) requests.push({ ...request, kind: 'Group', name });
  for (const [fieldPath, values] of extra) {
    for (const name of values)
      requests.push({ ...request, kind: 'UserExtra', name, apiVersion: AUTHENTICATION, fieldPath });
  }
  if (uid !== '') requests.push({ ...request, kind: 'UID', name: uid, apiVersion: AUTHENTICATION });
  return requests;
}

/** Go's %v of a list of v1.ObjectReference: `[{Group  qa    }]`. */
export function printRequests(requests: readonly ImpersonationRequest[]): string {
  const printed = requests.map(({ kind, namespace, name, apiVersion, fieldPath }) => {
    const uid = '';
    const resourceVersion = '';
    return `{${[kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath].join(' ')}}`;
  });
  return `[${printed.join(' ')}]`;
}

/** Go's %#v of a user.DefaultInfo. */
export function printWantedUser({ username, uid, groups, extra }: WantedUser): string {
  const keys = [...extra.keys()].sort();
  const extras = keys.map((key) => `${goQuote(key)}:${goStrings(extra.get(key) ?? [])}`).join(', ');
  const fields = [
    `Name:${goQuote(username)}`,
    `UID:${goQuote(uid)}`,
    `Groups:${groups.length === 0 ? '[]string(nil)' : goStrings(groups)}`,
    `Extra:map[string][]string${keys.length === 0 ? '(nil)' : `{${extras}}`}`,
  ];
  return `&user.DefaultInfo{${fields.join(', ')}}`;
}
