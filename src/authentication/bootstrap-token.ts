/**
 * Bootstrap tokens, which live in secrets of kube-system. Sources:
 * plugin/pkg/auth/authenticator/token/bootstrap/bootstrap.go, k8s.io/cluster-bootstrap/util/secrets/secrets.go.
 */
import { timingSafeEqual } from 'node:crypto';
import { type Secret } from '../apis/core/v1.js';
import { parseGoTime } from '../apis/schema/time.js';
import { type Getter } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { type AuthenticatorResponse, type TokenAuthenticator } from './authenticator.js';

const SECRETS = { group: '', resource: 'secrets' };
const NAMESPACE = 'kube-system';
const NAME_PREFIX = 'bootstrap-token-';
const TYPE = 'bootstrap.kubernetes.io/token';
const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const USER_PREFIX = 'system:bootstrap:';
const DEFAULT_GROUP = 'system:bootstrappers';
const EXTRA_GROUP = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

/** A token that is not good is nobody's: upstream says no more of it. */
export class BootstrapToken implements TokenAuthenticator {
  readonly #getter: Getter;
  readonly #clock: Clock;

  constructor(getter: Getter, clock: Clock) {
    this.#getter = getter;
    this.#clock = clock;
  }

  authenticateToken(token: string): Promise<AuthenticatorResponse | undefined> | undefined {
    const [, id, secret] = TOKEN.exec(token) ?? [];
    if (id === undefined || secret === undefined) return undefined;
    return this.#getter
      .get<Secret>(SECRETS, NAMESPACE, `${NAME_PREFIX}${id}`)
      .then((object) => (object === undefined ? undefined : this.#holder(object, id, secret)));
  }

  #holder(object: Secret, id: string, secret: string): AuthenticatorResponse | undefined {
    if (object.metadata.deletionTimestamp != null || object.type !== TYPE) return undefined;
    const value = (key: string): string => Buffer.from(object.data?.[key] ?? '', 'base64').toString();
    if (!sameText(value('token-secret'), secret) || value('token-id') !== id) return undefined;
    if (this.#hasExpired(value('expiration'))) return undefined;
    if (value('usage-bootstrap-authentication') !== 'true') return undefined;
    const extra = value('auth-extra-groups');
    const groups = extra === '' ? [] : extra.split(',');
    if (!groups.every((group) => EXTRA_GROUP.test(group))) return undefined;
    return {
      user: { username: `${USER_PREFIX}${id}`, groups: [...new Set([DEFAULT_GROUP, ...groups])].sort() },
    };
  }

  #hasExpired(expiration: string): boolean {
    if (expiration === '') return false;
    try {
      return parseGoTime(expiration) <= this.#clock.now();
    } catch {
      // What is no time has passed already.
      return true;
    }
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
