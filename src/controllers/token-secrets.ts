/** Looks up and removes token secrets and what refers to them. Source: pkg/controller/serviceaccount/tokens_controller.go. */
import { isReason } from '../apis/errors.js';
import {
  type Secret,
  SECRET_TYPE_SERVICE_ACCOUNT_TOKEN,
  SERVICE_ACCOUNT_NAME_KEY,
  SERVICE_ACCOUNT_UID_KEY,
  type ServiceAccount,
} from '../apis/core/v1.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Client, type ResourceClient } from '../client/client.js';
import { retryOnConflict, unlessMissing } from './errors.js';

/** Whose token a secret says it holds; '' where it does not say. */
export function annotatedAccount({ metadata: { annotations = {} } }: Secret): { name: string; uid: string } {
  return { name: annotations[SERVICE_ACCOUNT_NAME_KEY] ?? '', uid: annotations[SERVICE_ACCOUNT_UID_KEY] ?? '' };
}

export class TokenSecrets {
  readonly #secrets: ResourceClient<Secret>;
  readonly #accounts: ResourceClient<ServiceAccount>;

  constructor(client: Client) {
    this.#secrets = client.resource({ group: '', resource: 'secrets' });
    this.#accounts = client.resource({ group: '', resource: 'serviceaccounts' });
  }

  /** Undefined where there is none, or another one than that with `uid`, if given. */
  async account(namespace: string, name: string, uid: string): Promise<ServiceAccount | undefined> {
    return sameUid(name === '' ? undefined : await unlessMissing(this.#accounts.get(namespace, name)), uid);
  }

  async secret(namespace: string, name: string, uid: string): Promise<Secret | undefined> {
    return sameUid(await unlessMissing(this.#secrets.get(namespace, name)), uid);
  }

  /** Removes the secret, unless another one took its name meanwhile. */
  async remove({ metadata: { namespace = '', name = '', uid = '' } }: Secret): Promise<void> {
    try {
      await this.#secrets.delete(namespace, name, { preconditions: { uid } });
    } catch (error) {
      if (!isReason(error, 'NotFound') && !isReason(error, 'Conflict')) throw error;
    }
  }

  /** Removes every token of an account that is gone. */
  async removeAllOf(namespace: string, name: string, uid: string): Promise<void> {
    const { items } = await this.#secrets.list(namespace, {
      fieldSelector: `type=${SECRET_TYPE_SERVICE_ACCOUNT_TOKEN}`,
    });
    const tokens = items.filter((secret) => {
      const account = annotatedAccount(secret);
      return account.name === name && account.uid === uid;
    });
    for (const token of tokens) await this.remove(token);
  }

  /** Takes a secret that is gone off its account's list. */
  async removeReference(
    { metadata: { namespace = '', name = '', uid = '' } }: ServiceAccount,
    secretName: string,
  ): Promise<void> {
    await retryOnConflict(async () => {
      const account = await this.account(namespace, name, uid);
      const secrets = account?.secrets ?? [];
      const others = secrets.filter((reference) => reference.name !== secretName);
      if (account === undefined || others.length === secrets.length) return;
      await unlessMissing(this.#accounts.update(namespace, { ...account, secrets: others }));
    });
  }

  /** True where the account lists a secret that exists and holds its token. */
  async hasReferencedToken({
    metadata: { namespace = '', name = '', uid = '' },
    secrets = [],
  }: ServiceAccount): Promise<boolean> {
    for (const reference of secrets) {
      const secret = await this.secret(namespace, reference.name ?? '', '');
      if (secret?.type !== SECRET_TYPE_SERVICE_ACCOUNT_TOKEN) continue;
      const account = annotatedAccount(secret);
      if (account.name === name && account.uid === uid) return true;
    }
    return false;
  }
}

function sameUid<T extends KubeObject>(object: T | undefined, uid: string): T | undefined {
  return uid === '' || object?.metadata.uid === uid ? object : undefined;
}
