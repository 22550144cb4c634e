/** Whether one may be somebody: each of name, uid, groups and extra fields. Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go. */
import { type StatusError } from '../apis/errors.js';
import { fieldErrorText, goQuote, invalid } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { isDNS1123Subdomain, regexError } from '../apis/validation/names.js';
import { type UserInfo } from '../authentication/authenticator.js';
import {
  type Attributes,
  type Authorizer,
  type ResourceAttributes,
  SYSTEM_PRIVILEGED_GROUP,
} from '../authorization/authorizer.js';
import { aggregate } from '../apis/aggregate.js';
import { splitUsername } from '../serviceaccount/username.js';
import { newRequestForbidden } from './forbidden.js';
import { type WantedUser } from './impersonation-headers.js';

export interface IdentityChecks {
  /** Who asks. */
  readonly user: UserInfo;
  readonly verb: string;
  /** False: by the rules from before constrained impersonation, which forbid less. */
  readonly constrained: boolean;
  /** The node's name, where the wanted user is one and is asked for as one. */
  readonly node?: string;
}

/** How many checks of one sort are worth a check for `*` first. */
const MANY = 4;

/** The 403 of a request that is not allowed. */
export async function refusal(authorizer: Authorizer, attributes: Attributes): Promise<StatusError | undefined> {
  const { decision, reason, error } = await authorizer.authorize(attributes);
  if (decision === 'allow') return undefined;
  const why = [error, reason].filter((text) => text !== undefined && text !== '').join(': ');
  return newRequestForbidden(attributes, why);
}

/** The first 403 on the way to being the user; undefined: all is allowed. */
export async function identityErrors(
  authorizer: Authorizer,
  wanted: WantedUser,
  checks: IdentityChecks,
): Promise<StatusError | undefined> {
  return (
    (await refusal(authorizer, nameAttributes(wanted.username, checks))) ??
    (wanted.uid === ''
      ? undefined
      : await refusal(authorizer, { ...base(checks), resource: 'uids', name: wanted.uid })) ??
    (await groupsError(authorizer, wanted.groups, checks)) ??
    (await extraError(authorizer, wanted.extra, checks))
  );
}

function base({ user, verb }: IdentityChecks): ResourceAttributes {
  return {
    resourceRequest: true,
    user,
    verb,
    apiGroup: 'authentication.k8s.io',
    apiVersion: 'v1',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
  };
}

/** Users, groups, nodes and service accounts were in the core group before. */
function named(checks: IdentityChecks): ResourceAttributes {
  return checks.constrained ? base(checks) : { ...base(checks), apiGroup: '' };
}

function nameAttributes(username: string, checks: IdentityChecks): ResourceAttributes {
  if (checks.node !== undefined) return { ...named(checks), resource: 'nodes', name: checks.node };
  const account = splitUsername(username);
  if (account !== undefined) return { ...named(checks), resource: 'serviceaccounts', ...account };
  return { ...named(checks), resource: 'users', name: username };
}

async function groupsError(
  authorizer: Authorizer,
  groups: readonly string[],
  checks: IdentityChecks,
): Promise<StatusError | undefined> {
  if (groups.length === 0) return undefined;
  const attributes = { ...named(checks), resource: 'groups' };
  if (checks.constrained) {
    if (groups.includes('')) {
      return newRequestForbidden(attributes, 'impersonating the empty string group is not allowed');
    }
    if (groups.includes(SYSTEM_PRIVILEGED_GROUP)) {
      const masters = { ...attributes, name: SYSTEM_PRIVILEGED_GROUP };
      return newRequestForbidden(masters, `impersonating the ${SYSTEM_PRIVILEGED_GROUP} group is not allowed`);
    }
    const all = { ...attributes, name: '*' };
    if (groups.length >= MANY && (await refusal(authorizer, all)) === undefined) return undefined;
  }
  return firstRefusal(
    authorizer,
    groups.map((name) => ({ ...attributes, name })),
  );
}

async function extraError(
  authorizer: Authorizer,
  extra: WantedUser['extra'],
  checks: IdentityChecks,
): Promise<StatusError | undefined> {
  const values = [...extra].flatMap(([subresource, names]) => names.map((name) => ({ subresource, name })));
  if (extra.size === 0) return undefined;
  const attributes = { ...base(checks), resource: 'userextras' };
  if (checks.constrained) {
    const wrong = [...extra].map(([key, names]) => extraFault(key, names)).find((text) => text !== undefined);
    if (wrong !== undefined) return newRequestForbidden(attributes, wrong);
    const all = { ...attributes, subresource: '*', name: '*' };
    const many = extra.size >= MANY || values.length >= MANY;
    if (many && (await refusal(authorizer, all)) === undefined) return undefined;
  }
  return firstRefusal(
    authorizer,
    values.map((value) => ({ ...attributes, ...value })),
  );
}

async function firstRefusal(authorizer: Authorizer, all: readonly Attributes[]): Promise<StatusError | undefined> {
  for (const attributes of all) {
    const error = await refusal(authorizer, attributes);
    if (error !== undefined) return error;
  }
  return undefined;
}

function extraFault(key: string, values: readonly string[]): string | undefined {
  if (key === '') return 'impersonating the empty string key in extra is not allowed';
  const wrong = aggregate(domainPrefixedPathErrors(key));
  if (wrong !== '') return `impersonating an invalid key in extra is not allowed: ${wrong}`;
  if (key !== key.toLowerCase()) return `impersonating a non-lowercase key in extra is not allowed: ${goQuote(key)}`;
  if (values.length === 0) return 'impersonating empty values in extra is not allowed';
  return values.includes('') ? 'impersonating the empty string value in extra is not allowed' : undefined;
}

const KEY = Path.of('extra', 'key');
const PATH_FORMAT = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const isPath = new RegExp(`^${PATH_FORMAT}$`);

// validation.IsDomainPrefixedPath.
function domainPrefixedPathErrors(key: string): string[] {
  const slash = key.indexOf('/');
  const [host, path] = [key.slice(0, slash), key.slice(slash + 1)];
  if (slash <= 0 || path === '') {
    return [fieldErrorText(invalid(KEY, key, 'must be a domain-prefixed path (such as "acme.io/foo")'))];
  }
  const errors = isDNS1123Subdomain(host).map((text) => invalid(KEY, host, text));
  if (!isPath.test(path)) errors.push(invalid(KEY, path, regexError('Invalid path', PATH_FORMAT)));
  return errors.map(fieldErrorText);
}
