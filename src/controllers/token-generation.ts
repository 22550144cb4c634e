/** Writes legacy tokens into secrets. Source: pkg/controller/serviceaccount/tokens_controller.go. */
import { isReason } from '../apis/errors.js';
import {
  type Secret,
  SECRET_TYPE_SERVICE_ACCOUNT_TOKEN,
  SERVICE_ACCOUNT_NAME_KEY,
  SERVICE_ACCOUNT_NAMESPACE_KEY,
  SERVICE_ACCOUNT_ROOT_CA_KEY,
  SERVICE_ACCOUNT_TOKEN_KEY,
  SERVICE_ACCOUNT_UID_KEY,
  type ServiceAccount,
} from '../apis/core/v1.js';
import { type Client, type ResourceClient } from '../client/client.js';
import { type Random, randomSuffix } from '../clock/random.js';
import { legacyClaims } from '../serviceaccount/legacy-claims.js';
import { type TokenIssuer } from '../serviceaccount/issuer.js';
import { isNamespaceTerminating, retryOnConflict } from './errors.js';
import { type TokenSecrets } from './token-secrets.js';

// Upstream's limit of a generated name's base, which leaves room for the suffix below 63.
const LONGEST_BASE = 58;

interface GenerationOptions {
  readonly random: Random;
  readonly tokenIssuer: TokenIssuer;
  readonly rootCA: string | undefined;
}

export class TokenGeneration {
  readonly #secrets: ResourceClient<Secret>;
  readonly #accounts: ResourceClient<ServiceAccount>;
  readonly #tokens: TokenSecrets;
  readonly #options: GenerationOptions;

  constructor(client: Client, tokens: TokenSecrets, options: GenerationOptions) {
    this.#secrets = client.resource({ group: '', resource: 'secrets' });
    this.#accounts = client.resource({ group: '', resource: 'serviceaccounts' });
    this.#tokens = tokens;
    this.#options = options;
  }

  /** Fills in what a token secret lacks, and corrects its CA. */
  async fill(secret: Secret, account: ServiceAccount): Promise<void> {
    const missing = await this.#missingData(secret, account);
    if (Object.keys(missing).length === 0) return;
    const metadata = {
      ...secret.metadata,
      annotations: { ...secret.metadata.annotations, ...annotationsFor(account) },
    };
    try {
      await this.#secrets.update(metadata.namespace ?? '', {
        ...secret,
        metadata,
        data: { ...secret.data, ...missing },
      });
    } catch (error) {
      // Whoever came first caused an event, and that brings the secret back here.
      if (!isReason(error, 'Conflict') && !isReason(error, 'NotFound')) throw error;
    }
  }

  /** Makes a token secret and lists it on the account, where the account lists none. */
  async ensureReferencedToken(account: ServiceAccount): Promise<void> {
    if (await this.#tokens.hasReferencedToken(account)) return;
    const secret = await this.#createSecret(account);
    if (secret === undefined) return;
    let listed = false;
    try {
      listed = await retryOnConflict(() => this.#list(secret, account));
    } catch (error) {
      if (!isReason(error, 'Conflict') && !isReason(error, 'NotFound')) throw error;
    } finally {
      if (!listed) await this.#tokens.remove(secret);
    }
  }

  async #createSecret(account: ServiceAccount): Promise<Secret | undefined> {
    const { namespace = '', name = '' } = account.metadata;
    const base = `${name}-token-`.slice(0, LONGEST_BASE);
    const metadata = {
      name: `${base}${randomSuffix(this.#options.random)}`,
      namespace,
      annotations: annotationsFor(account),
    };
    const secret: Secret = { apiVersion: 'v1', kind: 'Secret', type: SECRET_TYPE_SERVICE_ACCOUNT_TOKEN, metadata };
    try {
      return await this.#secrets.create(namespace, { ...secret, data: await this.#missingData(secret, account) });
    } catch (error) {
      if (isNamespaceTerminating(error)) return undefined;
      throw error;
    }
  }

  async #list(secret: Secret, { metadata: { namespace = '', name = '', uid = '' } }: ServiceAccount): Promise<boolean> {
    const account = await this.#tokens.account(namespace, name, uid);
    if (account === undefined || (await this.#tokens.hasReferencedToken(account))) return false;
    const reference = { name: secret.metadata.name ?? '' };
    await this.#accounts.update(namespace, { ...account, secrets: [...(account.secrets ?? []), reference] });
    return true;
  }

  async #missingData(secret: Secret, account: ServiceAccount): Promise<Record<string, string>> {
    const { data = {}, metadata } = secret;
    const { rootCA, tokenIssuer } = this.#options;
    const missing: Record<string, string> = {};
    if (rootCA !== undefined && data[SERVICE_ACCOUNT_ROOT_CA_KEY] !== base64(rootCA)) {
      missing[SERVICE_ACCOUNT_ROOT_CA_KEY] = base64(rootCA);
    }
    if ((data[SERVICE_ACCOUNT_NAMESPACE_KEY] ?? '') === '') {
      missing[SERVICE_ACCOUNT_NAMESPACE_KEY] = base64(metadata.namespace ?? '');
    }
    if ((data[SERVICE_ACCOUNT_TOKEN_KEY] ?? '') === '') {
      missing[SERVICE_ACCOUNT_TOKEN_KEY] = base64(await tokenIssuer.issueLegacy(legacyClaims(account, secret)));
    }
    return missing;
  }
}

function annotationsFor({ metadata: { name = '', uid = '' } }: ServiceAccount): Record<string, string> {
  return { [SERVICE_ACCOUNT_NAME_KEY]: name, [SERVICE_ACCOUNT_UID_KEY]: uid };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
