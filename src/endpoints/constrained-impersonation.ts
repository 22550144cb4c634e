/**
 * Impersonation for some requests only, by the verbs impersonate:MODE and impersonate-on:MODE:VERB (KEP-5284).
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/{mode,constrained_impersonation,cache}.go. Upstream also
 * remembers for ten seconds what was allowed; here every request is asked anew.
 */
import { type StatusError } from '../apis/errors.js';
import { nameIsDNSSubdomain } from '../apis/validation/names.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { type Attributes, type Authorizer } from '../authorization/authorizer.js';
import { splitUsername } from '../serviceaccount/username.js';
import { accountGroups, type ActingUser, userFrom } from './impersonated-user.js';
import { identityErrors, refusal } from './impersonation-checks.js';
import { type WantedUser } from './impersonation-headers.js';

/** A way to impersonate. Gives the user, the error that says why not, or undefined where the way is not for this user. */
type Mode = (
  wanted: WantedUser,
  attributes: Attributes,
  authorizer: Authorizer,
) => Promise<ActingUser | StatusError | undefined>;

/** From the narrowest to the widest. */
const MODES: readonly Mode[] = [
  constrained('associated-node', isAssociatedNode, true),
  constrained('arbitrary-node', (wanted) => isBare(wanted) && nodeName(wanted.username) !== undefined),
  constrained('serviceaccount', (wanted) => isBare(wanted) && splitUsername(wanted.username) !== undefined),
  constrained('user-info', ({ username }) => nodeName(username) === undefined && splitUsername(username) === undefined),
  legacy,
];

/** How many users' modes are remembered. */
const REMEMBERED = 10_000;
const lastModes = new WeakMap<Authorizer, Map<string, Mode>>();

/** Tries the modes, first the one that worked for this user before; throws the first mode's error where none works. */
export async function constrainedImpersonation(
  wanted: WantedUser,
  attributes: Attributes,
  authorizer: Authorizer,
): Promise<ActingUser> {
  const remembered = rememberedBy(authorizer);
  const { username } = attributes.user;
  const last = remembered.get(username);
  let firstError: StatusError | undefined;
  for (const mode of last === undefined ? MODES : [last, ...MODES.filter((other) => other !== last)]) {
    const result = await mode(wanted, attributes, authorizer);
    if (result === undefined) continue;
    if (!(result instanceof Error)) {
      remember(remembered, username, mode);
      return result;
    }
    firstError ??= result;
  }
  throw firstError ?? new Error('no impersonation mode applies');
}

function rememberedBy(authorizer: Authorizer): Map<string, Mode> {
  const known = lastModes.get(authorizer) ?? new Map<string, Mode>();
  lastModes.set(authorizer, known);
  return known;
}

function remember(modes: Map<string, Mode>, username: string, mode: Mode): void {
  modes.delete(username);
  modes.set(username, mode);
  const [oldest] = modes.keys();
  if (modes.size > REMEMBERED && oldest !== undefined) modes.delete(oldest);
}

/** `anonymized`: the authorizers see the user without the values of its extra fields, and `*` in place of the node's name. */
function constrained(mode: string, applies: (wanted: WantedUser, user: UserInfo) => boolean, anonymized = false): Mode {
  const verb = `impersonate:${mode}`;
  return async (wanted, attributes, authorizer) => {
    if (!applies(wanted, attributes.user)) return undefined;
    const user = anonymized ? withoutExtraValues(attributes.user) : attributes.user;
    const onRequest = { ...attributes, user, verb: `impersonate-on:${mode}:${attributes.verb}` };
    const node = nodeName(wanted.username);
    const error =
      (await refusal(authorizer, onRequest)) ??
      (await identityErrors(authorizer, wanted, {
        user,
        verb,
        constrained: true,
        ...(node === undefined ? {} : { node: anonymized ? '*' : node }),
      }));
    if (error !== undefined) return error;
    const groups = node === undefined ? groupsOf(wanted) : ['system:nodes'];
    return { user: userFrom(wanted, groups), constraint: verb };
  };
}

async function legacy(
  wanted: WantedUser,
  { user }: Attributes,
  authorizer: Authorizer,
): Promise<ActingUser | StatusError> {
  const error = await identityErrors(authorizer, wanted, { user, verb: 'impersonate', constrained: false });
  return error ?? { user: userFrom(wanted, groupsOf(wanted)), constraint: '' };
}

function groupsOf({ username, groups }: WantedUser): readonly string[] {
  return groups.length > 0 ? groups : accountGroups(username);
}

function isBare({ uid, groups, extra }: WantedUser): boolean {
  return uid === '' && groups.length === 0 && extra.size === 0;
}

/** The node that a username is, where the name is one a node may have. */
function nodeName(username: string): string | undefined {
  const prefix = 'system:node:';
  if (!username.startsWith(prefix)) return undefined;
  const name = username.slice(prefix.length);
  return nameIsDNSSubdomain(name, false).length > 0 ? undefined : name;
}

const EXTRA_PREFIX = 'authentication.kubernetes.io/';

/** A service account whose token is bound to the node. */
function isAssociatedNode(wanted: WantedUser, user: UserInfo): boolean {
  const node = nodeName(wanted.username);
  if (!isBare(wanted) || node === undefined || splitUsername(user.username) === undefined) return false;
  const own = user.extra?.[`${EXTRA_PREFIX}node-name`] ?? [];
  return own.length === 1 && own[0] === node;
}

function withoutExtraValues(user: UserInfo): UserInfo {
  return { ...user, extra: { [`${EXTRA_PREFIX}associated-node-keys`]: Object.keys(user.extra ?? {}).sort() } };
}
